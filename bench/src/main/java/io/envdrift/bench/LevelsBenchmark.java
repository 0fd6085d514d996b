package io.envdrift.bench;

import io.envdrift.levels.merge.LevelContent;
import io.envdrift.levels.merge.MergedLevels;
import io.envdrift.levels.protocol.LevelPath;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/** Reading, merging and resolving three levels of 1,000 values, each of which refers to another; target: 20 ms. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MILLISECONDS)
@Fork(1)
@Warmup(iterations = 2, time = 2)
@Measurement(iterations = 5, time = 2)
public class LevelsBenchmark {
    private static final int VALUES = 1_000;

    private final List<LevelContent> levels = levels();

    private static List<LevelContent> levels() {
        List<LevelContent> levels = new ArrayList<>();
        for (LevelPath path : LevelPath.parse("acme/backend/production").levels()) {
            StringBuilder text = new StringBuilder();
            for (int i = 0; i < VALUES; i++) {
                text.append("NAME_")
                        .append(i)
                        .append(i == 0 ? "=the value of " : "=the value of ${NAME_" + (i / 2) + ":-none} in ")
                        .append(path)
                        .append('\n');
            }
            levels.add(LevelContent.of(path, "env", text.toString()));
        }
        return levels;
    }

    /** Reads, merges and resolves. */
    @Benchmark
    public Map<String, String> resolved() {
        return MergedLevels.of(levels).resolved(Map.of()).values();
    }
}
