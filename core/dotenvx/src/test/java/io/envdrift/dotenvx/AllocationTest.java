package io.envdrift.dotenvx;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import io.envdrift.dotenv.EnvDocument;
import io.envdrift.dotenv.NameFilter;
import java.lang.management.ManagementFactory;
import java.security.SecureRandom;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * How many bytes one value costs: a number that no other load of the machine changes, unlike a time. The ceilings are some 5 %
 * above what is needed today.
 */
class AllocationTest {
    /** So few that one thread does all of them. */
    private static final int VALUES = 200;

    private static final int ROUNDS = 5;
    private static final PrivateKey KEY = PrivateKey.parse("1".repeat(64));
    private static final EnvFileCipher CIPHER = new EnvFileCipher(new SecureRandom());
    private static final String PLAIN = IntStream.range(0, VALUES)
            .mapToObj(i -> "NAME_%03d=\"a value of twenty-nine chars.\"\n".formatted(i))
            .collect(Collectors.joining());
    private static final String SEALED = encrypt(PLAIN);

    private static final Map<String, Runnable> WORK = Map.of(
            "parse", () -> EnvDocument.parse(PLAIN).assignments(),
            "encrypt", () -> encrypt(PLAIN),
            "decrypt", () -> CIPHER.decrypt(EnvDocument.parse(SEALED), KeyRing.of(KEY), NameFilter.all()));

    private static String encrypt(String text) {
        return CIPHER.encrypt(EnvDocument.parse(text), Encryption.of(KEY.publicKey(), ".env"))
                .document()
                .text();
    }

    @ParameterizedTest(name = "{0}: at most {1} bytes per value")
    @CsvSource({
        "parse, 160",
        "encrypt, 116000",
        "decrypt, 112000",
    })
    void bytesPerValue(String work, long ceiling) {
        Runnable task = Objects.requireNonNull(WORK.get(work));
        ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        task.run();
        long least = Long.MAX_VALUE;
        for (int i = 0; i < ROUNDS; i++) {
            long before = threads.getCurrentThreadAllocatedBytes();
            task.run();
            least = Math.min(least, threads.getCurrentThreadAllocatedBytes() - before);
        }

        assertThat(least / VALUES)
                .as(
                        "bytes per value to %s: find out what allocates more; where that has to be, raise the number"
                                + " here",
                        work)
                .isLessThanOrEqualTo(ceiling);
    }
}
