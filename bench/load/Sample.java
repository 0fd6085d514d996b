import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.OptionalDouble;

/** How long each call took, in nanoseconds, and how long all of them together. */
final class Sample {
    private final List<long[]> times = new ArrayList<>();
    private long count;
    private double seconds;

    /** Adds what one client measured. */
    void add(long[] nanoseconds) {
        times.add(nanoseconds);
        count += nanoseconds.length;
    }

    void add(Sample other) {
        times.addAll(other.times);
        count += other.count;
        seconds += other.seconds;
    }

    void took(double elapsed) {
        seconds += elapsed;
    }

    long count() {
        return count;
    }

    double seconds() {
        return seconds;
    }

    /** Returns the calls per second. */
    double rate() {
        return count / seconds;
    }

    /** Prints a row of the table; {@code shareOfNoOp} is empty for the no-op, which is not judged. */
    void print(String name, int clients, OptionalDouble shareOfNoOp, String verdict) {
        long[] sorted = times.stream().flatMapToLong(Arrays::stream).sorted().toArray();
        double p50 = sorted[sorted.length / 2] / 1e6;
        double p99 = sorted[(int) (sorted.length * 99L / 100)] / 1e6;
        String judged = shareOfNoOp.isEmpty() ? "" : Verdict.of(p99 <= 10 * p50, "p99/p50 at most 10") + verdict;
        System.out.printf(
                Locale.ROOT,
                "%-8s %8d %12.0f %10.2f %10.2f %8.1f %8.2f%s%n",
                name,
                clients,
                rate(),
                p50,
                p99,
                p99 / p50,
                shareOfNoOp.orElse(1),
                judged);
    }
}
