package io.envdrift.sources;

import io.envdrift.base.EnvdriftException;
import io.envdrift.base.ErrorCode;
import io.envdrift.levels.Levels;
import io.envdrift.levels.LevelsHome;
import io.envdrift.levels.PulledLevels;
import io.envdrift.levels.merge.Assigned;
import io.envdrift.levels.merge.Resolved;
import io.envdrift.levels.protocol.LevelPath;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** The merged levels of a path, with the token of {@code DOTENV_API_KEY}; references between them are resolved. */
final class LevelsSource extends Source {
    private final LevelPath path;
    /** What a watch compares with. */
    private volatile @Nullable PulledLevels last;

    LevelsSource(LevelPath path, SourceContext context) {
        super("levels:" + path, Path.of(""), context);
        this.path = path;
    }

    @Override
    public SourceValues read() {
        try (Levels levels = open()) {
            PulledLevels pulled = levels.pull(path);
            SourceValues values = values(pulled);
            last = pulled;
            return values;
        }
    }

    private Levels open() {
        return Levels.builder()
                .environment(context.environment())
                .home(LevelsHome.of(context.environment(), context.home()))
                .timeout(context.timeout())
                .warnings(context.warnings())
                .build();
    }

    private SourceValues values(PulledLevels pulled) {
        Resolved resolved = pulled.resolved();
        if (!resolved.problems().isEmpty()) {
            String problems = resolved.problems().entrySet().stream()
                    .map(problem -> problem.getKey() + ": " + problem.getValue())
                    .collect(Collectors.joining("; "));
            throw new EnvdriftException(
                    ErrorCode.INTERPOLATION,
                    "references of " + path + " cannot be resolved: " + problems,
                    "single quotes around a value keep it as it is; levels explain NAME shows which level has it");
        }
        Map<String, Assigned> winners = pulled.merged().winners();
        Map<String, SourceValues.Value> values = new LinkedHashMap<>();
        resolved.values().forEach((name, text) -> {
            Assigned winner = winners.get(name);
            String origin = "levels:" + (winner == null ? path : winner.level());
            values.put(name, new SourceValues.Value(text, OptionalInt.empty(), origin));
        });
        return new SourceValues("levels:" + path, Optional.empty(), values);
    }

    @Override
    public boolean isAbsence(EnvdriftException failure) {
        return failure.code() == ErrorCode.SECRET_NOT_FOUND;
    }

    @Override
    public SourceWatch watch(
            SourceValues current,
            Duration interval,
            Consumer<SourceValues> onChange,
            Consumer<EnvdriftException> onError) {
        Levels levels = open();
        ErrorReport errors = new ErrorReport(onError);
        PulledLevels read = last;
        return ClientWatch.start(
                levels::close,
                () -> levels.watch(
                        path,
                        read == null ? levels.pull(path) : read,
                        interval,
                        (names, next) -> onChange.accept(values(next)),
                        errors::failed)::close);
    }
}
