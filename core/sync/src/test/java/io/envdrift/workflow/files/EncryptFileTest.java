package io.envdrift.workflow.files;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.envdrift.base.EnvdriftException;
import io.envdrift.base.ErrorCode;
import io.envdrift.base.Progress;
import io.envdrift.dotenv.EnvDocument;
import io.envdrift.dotenv.Glob;
import io.envdrift.dotenv.NameFilter;
import io.envdrift.dotenvx.EnvFileCipher;
import io.envdrift.dotenvx.KeyRing;
import io.envdrift.dotenvx.KeysFile;
import io.envdrift.files.AtomicFile;
import io.envdrift.files.FileOperations;
import io.envdrift.workflow.Ports;
import io.envdrift.workflow.TreeSnapshot;
import io.envdrift.workflow.WatchedOperations;
import io.envdrift.workflow.Workspace;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Encryption of a single file, which need not belong to any mapping. */
class EncryptFileTest {
    private static final KeyPolicy MINT = new KeyPolicy(true, KeyPolicy.Minting.ALLOWED);

    @TempDir
    Path root;

    private Path file;
    private Path keysFile;
    private FileOperations operations = FileOperations.system();

    @BeforeEach
    void namePaths() {
        file = root.resolve(".env.production");
        keysFile = root.resolve(".env.keys");
    }

    @Test
    void theKeyIsDurableBeforeTheFileThatNeedsItChanges() throws Exception {
        Files.writeString(file, "A=1\n");
        List<String> done = new ArrayList<>();
        operations = new WatchedOperations((operation, path) -> done.add(operation + " " + path.getFileName()));
        encrypt(MINT);
        String folder = root.getFileName().toString();
        int keysRenamed = done.indexOf("rename .env.keys");
        int keysDurable = done.indexOf("sync directory " + folder);
        assertThat(keysRenamed).isNotNegative().isLessThan(keysDurable);
        assertThat(done.subList(0, keysDurable)).noneMatch(step -> step.contains(".env.production."));
        assertThat(done.getLast()).isEqualTo("sync directory " + folder);
        assertThat(done.get(done.size() - 2)).isEqualTo("rename .env.production");
    }

    @Test
    void aFailureAtAnyOperationLosesNoValue() throws Exception {
        int faulty = 0;
        boolean reached = true;
        while (reached) {
            faulty++;
            Files.deleteIfExists(keysFile);
            Files.writeString(file, "A=canary\n");
            int at = faulty;
            List<String> visited = new ArrayList<>();
            operations = new WatchedOperations((operation, path) -> {
                visited.add(operation);
                if (visited.size() == at) {
                    throw new IOException("No space left on device");
                }
            });
            try {
                encrypt(MINT);
            } catch (EnvdriftException e) {
                assertThat(e.code()).isEqualTo(ErrorCode.FILE_ACCESS);
            }
            reached = visited.size() >= at;
            // Either it is plaintext still, or a key at hand opens it.
            assertThat(value()).isEqualTo("canary");
            assertThat(names()).isSubsetOf(".env.keys", ".env.production");
        }
        assertThat(faulty - 1).isEqualTo(14);
        assertThat(Files.readString(file)).contains("encrypted:");
    }

    @Test
    void afterAFailedWriteTheKeyThatWasMadeIsUsedNotASecondOne() throws Exception {
        Files.writeString(file, "A=1\n");
        operations = new WatchedOperations((operation, path) -> {
            if (operation.equals("rename") && path.equals(file)) {
                throw new IOException("No space left on device");
            }
        });
        assertThatThrownBy(() -> encrypt(MINT)).isInstanceOf(EnvdriftException.class);
        String keys = Files.readString(keysFile);
        operations = FileOperations.system();
        encrypt(MINT);
        assertThat(Files.readString(keysFile)).isEqualTo(keys);
        assertThat(value()).isEqualTo("1");
    }

    @ParameterizedTest(name = "{0} gets {1}")
    @CsvSource({
        ".env, DOTENV_PRIVATE_KEY",
        ".env.production, DOTENV_PRIVATE_KEY_PRODUCTION",
        ".env.prod.eu, DOTENV_PRIVATE_KEY_PROD_EU",
        "secrets.env, DOTENV_PRIVATE_KEY_SECRETSDEVELOPMENT"
    })
    void withoutMappingAndHeaderTheFilesNameDecides(String name, String keyName) throws Exception {
        file = Files.writeString(root.resolve(name), "A=1\n");
        encrypt(MINT);
        assertThat(KeysFile.of(EnvDocument.parse(Files.readString(keysFile))).entries())
                .singleElement()
                .extracting(KeysFile.Entry::name)
                .isEqualTo(keyName);
        assertThat(value()).isEqualTo("1");
    }

    @Test
    void theHeadersNameDecidesWhereThereIsOne() throws Exception {
        Files.writeString(
                file, "DOTENV_PUBLIC_KEY_ODD=\"" + Workspace.KEY.publicKey().hex() + "\"\nA=1\n");
        Files.writeString(keysFile, "DOTENV_PRIVATE_KEY_ODD=" + Workspace.hex(Workspace.OTHER) + "\n");
        assertThatThrownBy(() -> encrypt(MINT)).isInstanceOfSatisfying(EnvdriftException.class, e -> {
            assertThat(e.code()).isEqualTo(ErrorCode.WRONG_PRIVATE_KEY);
            assertThat(e.getMessage()).contains("DOTENV_PRIVATE_KEY_ODD", Workspace.KEY.fingerprint());
        });
        Files.writeString(keysFile, "DOTENV_PRIVATE_KEY_OTHER=" + Workspace.hex(Workspace.KEY) + "\n");
        assertThat(encrypt(MINT)).isEqualTo(new FileOutcome.Encrypted(1, 0, List.of()));
    }

    @Test
    void withoutAPrivateKeyItSaysWhichPublicKeyItTrusted() throws Exception {
        Files.writeString(file, Workspace.sealed(".env.production", Workspace.KEY, "A=1\n") + "B=2\n");
        assertThat(encrypt(MINT))
                .isInstanceOfSatisfying(
                        FileOutcome.Encrypted.class,
                        encrypted -> assertThat(encrypted.notes())
                                .singleElement()
                                .asString()
                                .startsWith("trusted the file's public key " + Workspace.KEY.fingerprint()));
        assertThat(keysFile).doesNotExist();
    }

    @Test
    void aPolicyThatForbidsItMakesNoKey() throws Exception {
        Files.writeString(file, "A=1\n");
        assertThatThrownBy(() -> encrypt(new KeyPolicy(true, KeyPolicy.Minting.REFUSED)))
                .isInstanceOfSatisfying(
                        EnvdriftException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.MISSING_PRIVATE_KEY));
        assertThat(names()).containsExactly(".env.production");
        assertThat(Files.readString(file)).isEqualTo("A=1\n");
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource(delimiter = '|', textBlock = """
        a store of keys           | DOTENV_PRIVATE_KEY_X=abc/          | private-key store
        a store among other lines | A=1/export DOTENV_PRIVATE_KEY='a'/ | private-key store
        SOPS                      | A=ENC[AES256_GCM,data:x]/          | SOPS
        a file of comments        | # nothing/                         | Nothing to encrypt
        only plaintext by intent  | A_PLAIN=1/                         | Nothing to encrypt
        """)
    void refusesByContentWhateverTheName(String what, String text, String message) throws Exception {
        String content = text.replace('/', '\n');
        Files.writeString(file, content);
        assertThatThrownBy(() -> encrypt(MINT)).isInstanceOfSatisfying(EnvdriftException.class, e -> {
            assertThat(e.code()).isEqualTo(ErrorCode.UNSUITABLE_FILE);
            assertThat(e.getMessage()).contains(message);
        });
        assertThat(Files.readString(file)).isEqualTo(content);
        assertThat(names()).containsExactly(".env.production");
    }

    /** Readers skip such a line, so its value could never be encrypted: an "encrypted" file would show it to everybody. */
    @ParameterizedTest
    @CsvSource({"MY TOKEN=secret", "É=secret", "'=secret'", "export MY TOKEN = secret"})
    void anAssignmentThatNoReaderUnderstandsIsNeverLeftReadableBesideASuccess(String line) throws Exception {
        String text = "A=1\n" + line + "\n";
        Files.writeString(file, text);

        assertThatThrownBy(() -> encrypt(MINT))
                .isInstanceOf(EnvdriftException.class)
                .hasMessageContaining("line 2")
                .hasMessageNotContaining("secret");
        assertThat(file).hasContent(text);
        assertThat(keysFile).doesNotExist();
    }

    @Test
    void refusesWhatIsNoTextAndWhatIsNotThere() throws Exception {
        assertThatThrownBy(() -> encrypt(MINT))
                .isInstanceOfSatisfying(
                        EnvdriftException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.FILE_NOT_FOUND));
        Files.write(file, new byte[] {'A', '=', (byte) 0xc3, '('});
        assertThatThrownBy(() -> encrypt(MINT)).isInstanceOfSatisfying(EnvdriftException.class, e -> {
            assertThat(e.code()).isEqualTo(ErrorCode.NOT_TEXT);
            assertThat(e.getMessage()).contains(file.toString());
        });
    }

    @Test
    void encryptsWhatIsSelectedAndNothingElse() throws Exception {
        Files.writeString(file, "A=1\nB=2\nPUBLIC_X=3\nC=4\n");
        FileOutcome outcome = new EncryptFile(ports(), List.of(Glob.of("PUBLIC_*")))
                .run(request(NameFilter.of(List.of("A", "PUBLIC_*", "C"), List.of("C")), MINT));
        assertThat(outcome)
                .isInstanceOfSatisfying(
                        FileOutcome.Encrypted.class,
                        encrypted -> assertThat(encrypted.fresh()).isOne());
        assertThat(Files.readString(file)).contains("\nA=encrypted:").endsWith("\nB=2\nPUBLIC_X=3\nC=4\n");
    }

    @Test
    void aSelectionThatIsEncryptedAlreadyChangesNothing() throws Exception {
        Files.writeString(file, Workspace.sealed(".env.production", Workspace.KEY, "A=1\n") + "B=2\n");
        TreeSnapshot before = TreeSnapshot.of(root);
        assertThat(new EncryptFile(ports(), List.of()).run(request(NameFilter.of(List.of("A"), List.of()), MINT)))
                .isEqualTo(new FileOutcome.Unchanged("already encrypted"));
        assertThat(TreeSnapshot.of(root).entries()).hasSameSizeAs(before.entries());
        assertThat(Files.readString(file)).endsWith("B=2\n");
    }

    @Test
    void emptyValuesAreEncryptedAsDotenvxDoes() throws Exception {
        Files.writeString(file, "A=\n");
        assertThat(encrypt(MINT)).isInstanceOf(FileOutcome.Encrypted.class);
        assertThat(value()).isEmpty();
        Files.writeString(file, "A= # stays as dotenvx leaves it\n");
        assertThat(encrypt(MINT)).isEqualTo(new FileOutcome.NothingSelected("no plaintext value was selected"));
    }

    @Test
    void whatAnotherProgramWritesMeanwhileIsNotOverwritten() throws Exception {
        Files.writeString(file, "A=1\n");
        operations = new WatchedOperations((operation, path) -> {
            if (operation.equals("create") && path.getFileName().toString().startsWith(".env.keys.")) {
                Files.writeString(file, "A=2\n");
            }
        });
        assertThatThrownBy(() -> encrypt(MINT))
                .isInstanceOfSatisfying(
                        EnvdriftException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.CHANGED_MEANWHILE));
        assertThat(Files.readString(file)).isEqualTo("A=2\n");
    }

    @Test
    void theKeysFileIsTheOwnersAndTheEnvFileIsForEverybody() throws Exception {
        Files.writeString(file, "A=1\n");
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-------"));
        Files.writeString(keysFile, "# mine\n");
        Files.setPosixFilePermissions(keysFile, PosixFilePermissions.fromString("rw-rw-rw-"));
        encrypt(MINT);
        assertThat(mode(keysFile)).isEqualTo("rw-------");
        assertThat(Files.readString(keysFile)).startsWith("# mine\n");
        assertThat(mode(file)).startsWith("rw-r");
    }

    private FileOutcome encrypt(KeyPolicy policy) {
        return new EncryptFile(ports(), List.of()).run(request(NameFilter.all(), policy));
    }

    private EncryptFile.Request request(NameFilter filter, KeyPolicy policy) {
        return new EncryptFile.Request(
                file,
                String.valueOf(file.getFileName()),
                new EncryptionKeys(keysFile, Optional.empty(), Optional.empty(), policy),
                filter,
                List.of());
    }

    private Ports ports() {
        return new Ports(new AtomicFile(operations), Clock.systemUTC(), () -> Workspace.RANDOM, Progress.NONE);
    }

    /** Returns the value of A, opened with the keys at hand. */
    private String value() throws IOException {
        KeyRing ring = Files.exists(keysFile)
                ? KeysFile.of(EnvDocument.decode(Files.readAllBytes(keysFile))).ring()
                : KeyRing.empty();
        return new EnvFileCipher(Workspace.RANDOM)
                .read(EnvDocument.parse(new String(Files.readAllBytes(file), UTF_8)), ring).orThrow().stream()
                        .filter(each -> each.name().equals("A"))
                        .findFirst()
                        .orElseThrow()
                        .value();
    }

    private List<String> names() throws IOException {
        try (Stream<Path> files = Files.list(root)) {
            return files.map(each -> each.getFileName().toString()).sorted().toList();
        }
    }

    private static String mode(Path path) throws IOException {
        return PosixFilePermissions.toString(Files.getPosixFilePermissions(path));
    }
}
