package io.envdrift.dotenvx;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.envdrift.dotenv.EnvDocument;
import io.envdrift.dotenv.Interpolation;
import io.envdrift.dotenv.NameFilter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/**
 * Our reading and writing against that of the real dotenvx, over generated files. {@code -Denvdrift.differential.files}
 * sets how many, {@code -Denvdrift.differential.seed} repeats a run.
 */
class DotenvxDifferentialIT {
    private static final SecureRandom RANDOM = new SecureRandom();
    private static final EnvFileCipher CIPHER = new EnvFileCipher(RANDOM);
    /** One call of dotenvx takes so many files: it starts slowly, and gets slow with many keys. */
    private static final int BATCH = 30;

    private static final int FILES = Boolean.getBoolean("envdrift.soak") ? 300 : 12;

    @TempDir
    private Path temporary;

    private RealDotenvx dotenvx;
    private final List<Batch> batches = new ArrayList<>();

    /** Files in directories of their own, below one that holds the keys. */
    private record Batch(Path directory, Map<String, GeneratedEnvFile> files) {
        List<String> paths() {
            return List.copyOf(files.keySet());
        }

        EnvDocument read(String path) throws IOException {
            return EnvDocument.decode(Files.readAllBytes(directory.resolve(path)));
        }

        EnvDocument original(String path) {
            return EnvDocument.parse(text(path));
        }

        String text(String path) {
            return Objects.requireNonNull(files.get(path)).text();
        }

        void write(String path, EnvDocument document) throws IOException {
            Files.write(directory.resolve(path), document.bytes());
        }

        KeyRing ring() throws IOException {
            return KeysFile.of(read(".env.keys")).ring();
        }
    }

    @BeforeEach
    void generateFiles() throws IOException, InterruptedException {
        Optional<RealDotenvx> found = RealDotenvx.find(Files.createDirectory(temporary.resolve("home")));
        assumeTrue(found.isPresent(), "skipped: node and npm with @dotenvx/dotenvx " + RealDotenvx.VERSION + " needed");
        dotenvx = found.orElseThrow();
        long seed = Long.getLong("envdrift.differential.seed", new Random().nextLong());
        int count = Integer.getInteger("envdrift.differential.files", FILES);
        System.out.println("DotenvxDifferentialIT: " + count + " files, -Denvdrift.differential.seed=" + seed);
        Random random = new Random(seed);
        for (int done = 0; done < count; done += BATCH) {
            Batch batch = new Batch(Files.createDirectory(temporary.resolve("batch" + done)), new LinkedHashMap<>());
            for (int i = done; i < Math.min(count, done + BATCH); i++) {
                GeneratedEnvFile file = GeneratedEnvFile.random(random, "F" + i + "_");
                Files.createDirectory(batch.directory.resolve("d" + i));
                batch.files.put("d" + i + "/.env", file);
                batch.write("d" + i + "/.env", EnvDocument.parse(file.text()));
            }
            batches.add(batch);
        }
    }

    @Test
    void bothReadTheSameValuesFromPlaintext() throws Exception {
        for (Batch batch : batches) {
            batch.write(".env.keys", EnvDocument.empty());
            assertSameValues(batch);
        }
    }

    @Test
    void dotenvxReadsAndDecryptsWhatWeWrote() throws Exception {
        for (Batch batch : batches) {
            KeysFile keys = KeysFile.empty();
            for (String path : batch.paths()) {
                PrivateKey key = PrivateKey.generate(RANDOM);
                EnvDocument encrypted = CIPHER.encrypt(batch.read(path), Encryption.of(key.publicKey(), ".env"))
                        .document();
                assertThat(EncryptionState.of(encrypted).plaintext()).as(path).isEmpty();
                batch.write(path, encrypted);
                KeyList more = keys.list(KeyNames.PRIVATE).with(key);
                keys = keys.with(KeyNames.PRIVATE, more.value(), ".env");
            }
            batch.write(".env.keys", keys.document());
            assertSameValues(batch);
            dotenvx.onFiles(batch.directory, "decrypt", batch.paths());
            for (String path : batch.paths()) {
                EnvDocument decrypted = batch.read(path);
                String text = batch.text(path);
                assertThat(EncryptionState.of(decrypted).encrypted()).as(text).isEmpty();
                // dotenvx writes expanded values, which may not even be read back.
                if (!text.contains("$")) {
                    assertThat(namesAndValues(decrypted)).as(text).isEqualTo(namesAndValues(batch.original(path)));
                }
            }
        }
    }

    @Test
    void weReadAndDecryptWhatDotenvxWrote() throws Exception {
        for (Batch batch : batches) {
            dotenvx.onFiles(batch.directory, "encrypt", batch.paths());
            assertSameValues(batch);
            KeyRing ring = batch.ring();
            for (String path : batch.paths()) {
                EnvDocument theirs = batch.read(path);
                EnvDocument decrypted =
                        CIPHER.decrypt(theirs, ring, NameFilter.all()).orThrow();
                assertThat(namesAndValues(decrypted))
                        .as(batch.text(path))
                        .isEqualTo(namesAndValues(batch.original(path)));
            }
        }
    }

    private void assertSameValues(Batch batch) throws IOException, InterruptedException {
        JsonNode theirs = dotenvx.get(batch.directory, batch.paths());
        KeyRing ring = batch.ring();
        for (Map.Entry<String, GeneratedEnvFile> file : batch.files.entrySet()) {
            DocumentValues values = CIPHER.read(batch.read(file.getKey()), ring);
            Map<String, String> ours = new TreeMap<>(Interpolation.resolve(values.orThrow(), Map.of(), false));
            // Other names come from junk, and are in several files.
            ours.keySet().removeIf(name -> !name.startsWith(file.getValue().prefix()));
            Map<String, String> expected = new TreeMap<>();
            theirs.forEachEntry((name, value) -> {
                if (name.startsWith(file.getValue().prefix())) {
                    expected.put(name, value.asString());
                }
            });
            assertThat(ours).as(file.getValue().text()).isEqualTo(expected);
        }
    }

    private static List<String> namesAndValues(EnvDocument document) {
        return document.assignments().stream()
                .filter(each -> !KeyNames.isPublic(each.name()))
                .map(each -> each.name() + "=" + each.value())
                .toList();
    }
}
