package io.envdrift.bench;

import io.envdrift.dotenv.EnvDocument;
import io.envdrift.dotenv.NameFilter;
import io.envdrift.dotenvx.DecryptedDocument;
import io.envdrift.dotenvx.EncryptedDocument;
import io.envdrift.dotenvx.Encryption;
import io.envdrift.dotenvx.EnvFileCipher;
import io.envdrift.dotenvx.KeyRing;
import io.envdrift.dotenvx.PrivateKey;
import java.security.SecureRandom;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/** Time per value of parsing, encrypting and decrypting a file of 100 values. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Fork(1)
@Warmup(iterations = 3, time = 2)
@Measurement(iterations = 5, time = 2)
public class DocumentBenchmark {
    private static final int VALUES = 100;

    private final SecureRandom random = new SecureRandom();
    private final EnvFileCipher cipher = new EnvFileCipher(random);
    private final PrivateKey key = PrivateKey.generate(random);
    private final Encryption encryption = Encryption.of(key.publicKey(), ".env");
    private String text = "";
    private EnvDocument plain = EnvDocument.empty();
    private EnvDocument sealed = EnvDocument.empty();

    /** Makes a file of 100 values of 29 characters. */
    @Setup
    public void setUp() {
        StringBuilder lines = new StringBuilder();
        for (int i = 0; i < VALUES; i++) {
            lines.append("NAME_").append(i).append("=\"a value of twenty-nine chars.\"\n");
        }
        text = lines.toString();
        plain = EnvDocument.parse(text);
        sealed = cipher.encrypt(plain, encryption).document();
    }

    /** Parses. */
    @Benchmark
    @OperationsPerInvocation(VALUES)
    public int parse() {
        return EnvDocument.parse(text).assignments().size();
    }

    /** Encrypts. */
    @Benchmark
    @OperationsPerInvocation(VALUES)
    public EncryptedDocument encrypt() {
        return cipher.encrypt(plain, encryption);
    }

    /** Decrypts. */
    @Benchmark
    @OperationsPerInvocation(VALUES)
    public DecryptedDocument decrypt() {
        return cipher.decrypt(sealed, KeyRing.of(key), NameFilter.all());
    }
}
