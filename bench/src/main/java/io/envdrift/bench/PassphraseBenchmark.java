package io.envdrift.bench;

import io.envdrift.base.Secret;
import io.envdrift.crypto.Pbkdf2;
import java.security.GeneralSecurityException;
import java.util.concurrent.TimeUnit;
import javax.crypto.SecretKeyFactory;
import javax.crypto.spec.PBEKeySpec;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/** Time of 600,000 rounds of PBKDF2, ours beside the JDK's. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MILLISECONDS)
@Fork(1)
@Warmup(iterations = 2, time = 2)
@Measurement(iterations = 5, time = 2)
public class PassphraseBenchmark {
    private static final int ROUNDS = 600_000;

    private final byte[] salt = new byte[16];

    /** Derives with {@link Pbkdf2}. */
    @Benchmark
    public byte[] ours() {
        return Pbkdf2.derive(Secret.of("a passphrase"), salt, ROUNDS, 32);
    }

    /**
     * Derives with the JDK's implementation.
     *
     * @throws GeneralSecurityException when the JDK has none
     */
    @Benchmark
    public byte[] jdk() throws GeneralSecurityException {
        return SecretKeyFactory.getInstance("PBKDF2WithHmacSHA256")
                .generateSecret(new PBEKeySpec("a passphrase".toCharArray(), salt, ROUNDS, 256))
                .getEncoded();
    }
}
