package io.envdrift.workflow.files;

import static io.envdrift.workflow.Workspace.mappingOf;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.envdrift.base.EnvdriftException;
import io.envdrift.base.ErrorCode;
import io.envdrift.dotenv.EnvDocument;
import io.envdrift.dotenvx.EncryptionState;
import io.envdrift.dotenvx.EnvFileCipher;
import io.envdrift.dotenvx.GateFinding;
import io.envdrift.dotenvx.KeyRing;
import io.envdrift.dotenvx.PrivateKey;
import io.envdrift.git.GitRepository;
import io.envdrift.sync.Outcome;
import io.envdrift.workflow.Project;
import io.envdrift.workflow.TreeSnapshot;
import io.envdrift.workflow.Workspace;
import io.envdrift.workflow.keys.UpdateApproval;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What lock does with every state of a file: B6.2 as amended by A1, A6 and A11. */
class LockTest {
    private static final String FILE = "app/.env.production";
    private static final String KEYS = "app/.env.keys";
    private static final String PLAIN = "A=canary\nB='two words'\n";
    private static final LockOptions LOCK = LockOptions.plain(Optional.empty());
    private static final LockOptions CHECK = LockOptions.plain(Optional.empty()).checking();
    private static final LockOptions TRUST = LockOptions.plain(Optional.empty()).trustingHeaders();
    private static final LockOptions VERIFY =
            LockOptions.plain(Optional.empty()).with(LockOptions.Keys.VERIFIED);
    private static final LockOptions SYNC = LockOptions.plain(Optional.empty()).with(LockOptions.Keys.SYNCED);

    @TempDir
    Path root;

    private Workspace workspace;

    @BeforeEach
    void makeProject() {
        workspace = new Workspace(root).mapping();
        workspace.vault.put("app-key", Workspace.hex(Workspace.KEY));
    }

    @Test
    void plaintextIsEncryptedToTheKeyThatIsThere() throws Exception {
        Path file = workspace.write(FILE, PLAIN);
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-------"));
        holdKey(Workspace.NAME, Workspace.KEY);
        String keys = workspace.read(KEYS);
        assertThat(only(lock(LOCK))).isEqualTo(new FileOutcome.Encrypted(2, 0, List.of()));
        assertThat(opened(Workspace.KEY)).containsExactly("A=canary", "B=two words");
        assertThat(workspace.read(FILE))
                .contains("DOTENV_PUBLIC_KEY_PRODUCTION=\""
                        + Workspace.KEY.publicKey().hex() + "\"")
                .doesNotContain("canary");
        assertThat(workspace.mode(FILE)).isNotEqualTo("rw-------").startsWith("rw-r");
        assertThat(workspace.read(KEYS)).isEqualTo(keys);
        assertThat(workspace.vault.openings).isEmpty();
        assertThat(root.resolve("app/.env.keys.lock")).doesNotExist();
    }

    @Test
    void withoutAnyKeyOneIsMadeOnlyWhenThatIsAllowed() {
        workspace.write(FILE, PLAIN);
        assertThat(failure(lock(LOCK)).code()).isEqualTo(ErrorCode.CONFIRMATION_NEEDED);
        assertThat(workspace.read(FILE)).isEqualTo(PLAIN);
        assertThat(root.resolve(KEYS)).doesNotExist();
        LockReport report = lock(LOCK, file -> file.equals(FILE));
        assertThat(only(report))
                .isInstanceOfSatisfying(
                        FileOutcome.Encrypted.class,
                        encrypted -> assertThat(encrypted.notes())
                                .singleElement()
                                .asString()
                                .startsWith("made a new key " + Workspace.NAME + " in "));
        assertThat(workspace.mode(KEYS)).isEqualTo("rw-------");
        String minted = workspace.read(KEYS).lines().toList().getLast().substring(Workspace.NAME.length() + 1);
        assertThat(opened(PrivateKey.parse(minted))).containsExactly("A=canary", "B=two words");
    }

    @Test
    void aLineThatHoldsSomethingElseThanAKeyIsNotReplacedByANewOne() {
        workspace.write(FILE, PLAIN);
        String keys = Workspace.NAME + "=armored:abc\n";
        workspace.write(KEYS, keys);
        assertThat(failure(lock(LOCK, file -> true)).code()).isEqualTo(ErrorCode.UNUSABLE_KEY_MATERIAL);
        assertThat(workspace.read(KEYS)).isEqualTo(keys);
        assertThat(workspace.read(FILE)).isEqualTo(PLAIN);
    }

    @Test
    void aMixedFileIsEncryptedAsFarAsItWasNotAndItsCiphertextStays() {
        String before = workspace.read(workspace
                .root
                .relativize(workspace.encrypted(FILE, Workspace.KEY, "A=1\n"))
                .toString());
        workspace.write(FILE, before + "B=canary\nC_PLAIN=seen\nD=\n");
        holdKey(Workspace.NAME, Workspace.KEY);
        assertThat(only(lock(CHECK))).isEqualTo(wouldEncrypt(true, "B 9"));
        assertThat(only(lock(LOCK))).isInstanceOf(FileOutcome.Encrypted.class);
        assertThat(workspace.read(FILE)).startsWith(before).contains("\nC_PLAIN=seen\n");
        assertThat(opened(Workspace.KEY)).containsExactly("A=1", "B=canary", "C_PLAIN=seen", "D=");
    }

    @Test
    void whatIsEncryptedStaysAsItIsWithAndWithoutItsKey() throws Exception {
        workspace.encrypted(FILE, Workspace.KEY, PLAIN);
        TreeSnapshot before = TreeSnapshot.of(root);
        assertThat(only(lock(LOCK))).isEqualTo(new FileOutcome.Unchanged("already encrypted"));
        assertThat(only(lock(CHECK))).isEqualTo(new FileOutcome.Unchanged("already encrypted"));
        assertThat(TreeSnapshot.of(root)).isEqualTo(before);
        // A keys file that knows other environments only is no reason to change the key.
        holdKey("DOTENV_PRIVATE_KEY_STAGING", Workspace.OTHER);
        assertThat(only(lock(LOCK))).isEqualTo(new FileOutcome.Unchanged("already encrypted"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"encrypted", "mixed", "plaintext"})
    void aHeaderOfAnotherKeyIsAnErrorAndNothingIsWritten(String state) {
        String sealed = Workspace.sealed(FILE, Workspace.OTHER, "A=1\n");
        String text = switch (state) {
            case "encrypted" -> sealed;
            case "mixed" -> sealed + "B=canary\n";
            default -> sealed.replaceAll("A=encrypted:.*", "A=1");
        };
        workspace.write(FILE, text);
        holdKey(Workspace.NAME, Workspace.KEY);
        for (LockOptions options : List.of(LOCK, TRUST)) {
            assertThat(failure(lock(options, file -> true)).code()).isEqualTo(ErrorCode.WRONG_PRIVATE_KEY);
            assertThat(workspace.read(FILE)).isEqualTo(text);
        }
        // The header's key under another name is the header's key.
        holdKey("DOTENV_PRIVATE_KEY_OLD", Workspace.OTHER);
        assertThat(lock(LOCK).hasErrors()).isFalse();
    }

    @Test
    void aHeaderThatNoKeyAtHandConfirmsHasToBeTrusted() {
        String text = Workspace.sealed(FILE, Workspace.KEY, "A=1\n") + "B=canary\n";
        workspace.write(FILE, text);
        assertThat(failure(lock(LOCK, file -> true)).code()).isEqualTo(ErrorCode.MISSING_PRIVATE_KEY);
        assertThat(workspace.read(FILE)).isEqualTo(text);
        assertThat(only(lock(TRUST)))
                .isInstanceOfSatisfying(
                        FileOutcome.Encrypted.class,
                        encrypted -> assertThat(encrypted.notes())
                                .singleElement()
                                .asString()
                                .startsWith("trusted the file's public key " + Workspace.KEY.fingerprint()));
        assertThat(opened(Workspace.KEY)).containsExactly("A=1", "B=canary");
        assertThat(root.resolve(KEYS)).doesNotExist();
    }

    @Test
    void aHeaderThatHoldsNoKeyIsAnError() {
        workspace.write(FILE, "DOTENV_PUBLIC_KEY_PRODUCTION=\"02abc\"\nA=canary\n");
        holdKey(Workspace.NAME, Workspace.KEY);
        assertThat(failure(lock(LOCK)).code()).isEqualTo(ErrorCode.INVALID_PUBLIC_KEY);
    }

    @Test
    void theNewestKeyOfAHistoryIsUsedUnlessTheHeaderNamesAnother() {
        workspace.write(
                KEYS,
                Workspace.NAME + "=" + Workspace.hex(Workspace.OTHER) + "," + Workspace.hex(Workspace.KEY) + "\n");
        workspace.write(FILE, "A=1\n");
        lock(LOCK);
        assertThat(opened(Workspace.KEY)).containsExactly("A=1");
        workspace.write(FILE, Workspace.sealed(FILE, Workspace.OTHER, "A=1\n") + "B=2\n");
        lock(LOCK);
        assertThat(opened(Workspace.OTHER)).containsExactly("A=1", "B=2");
    }

    @Test
    void anEphemeralMappingUsesTheVaultsKeyAloneAndOnlyWhenItIsNeeded() {
        workspace.mapping("ephemeral_keys = true");
        workspace.encrypted(FILE, Workspace.KEY, "A=1\n");
        holdKey(Workspace.NAME, Workspace.OTHER);
        assertThat(only(lock(LOCK))).isEqualTo(new FileOutcome.Unchanged("already encrypted"));
        assertThat(only(lock(CHECK))).isEqualTo(new FileOutcome.Unchanged("already encrypted"));
        assertThat(workspace.vault.openings).isEmpty();
        workspace.write(FILE, PLAIN);
        assertThat(only(lock(CHECK))).isEqualTo(wouldEncrypt(false, "A 1", "B 2"));
        assertThat(workspace.vault.openings).isEmpty();
        String keys = workspace.read(KEYS);
        assertThat(only(lock(LOCK))).isEqualTo(new FileOutcome.Encrypted(2, 0, List.of()));
        assertThat(opened(Workspace.KEY)).containsExactly("A=canary", "B=two words");
        assertThat(workspace.read(KEYS)).isEqualTo(keys);
        assertThat(workspace.vault.reads).hasSize(1);
    }

    @Test
    void anEphemeralMappingFailsAloneWhenItsVaultDoesOrItsKeyIsAnother() {
        workspace.config(mappingOf("app-key", "app", "ephemeral_keys = true") + mappingOf("x", "other"));
        workspace.write("other/.env.production", PLAIN);
        workspace.write("other/.env.keys", Workspace.NAME + "=" + Workspace.hex(Workspace.OTHER) + "\n");
        workspace.vault.refusals.put("app-key", ErrorCode.ACCESS_DENIED);
        workspace.write(FILE, PLAIN);
        LockReport denied = lock(LOCK, file -> true);
        assertThat(denied.files().getFirst().outcome()).isInstanceOf(FileOutcome.Failed.class);
        assertThat(denied.files().getLast().outcome()).isInstanceOf(FileOutcome.Encrypted.class);
        assertThat(workspace.read(FILE)).isEqualTo(PLAIN);
        workspace.vault.refusals.clear();
        String foreign = Workspace.sealed(FILE, Workspace.OTHER, "A=1\n") + "B=canary\n";
        workspace.write(FILE, foreign);
        for (LockOptions options : List.of(LOCK, TRUST)) {
            LockReport wrong = lock(options, file -> true);
            assertThat(((FileOutcome.Failed) wrong.files().getFirst().outcome())
                            .failure()
                            .code())
                    .isEqualTo(ErrorCode.WRONG_PRIVATE_KEY);
        }
        assertThat(workspace.read(FILE)).isEqualTo(foreign);
        workspace.vault.put("app-key", "no-key-at-all");
        workspace.write(FILE, PLAIN);
        LockReport unusable = lock(LOCK, file -> true);
        assertThat(unusable.files().getFirst().outcome()).isInstanceOf(FileOutcome.Failed.class);
        assertThat(root.resolve(KEYS)).doesNotExist();
        assertThat(workspace.read(FILE)).isEqualTo(PLAIN);
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource(delimiter = '|', textBlock = """
        SOPS            | A=ENC[AES256_GCM,data:x]/B=1/                 | UNSUITABLE_FILE
        a keys file     | DOTENV_PRIVATE_KEY_PRODUCTION=abc/A=1/        | UNSUITABLE_FILE
        SOPS, encrypted | A=encrypted:x/sops_mac=ENC[AES256_GCM,x]/     | UNSUITABLE_FILE
        """)
    void whatIsNoFileOfOursIsRefused(String what, String text, ErrorCode code) {
        workspace.write(FILE, text.replace('/', '\n'));
        holdKey(Workspace.NAME, Workspace.KEY);
        assertThat(failure(lock(LOCK, file -> true)).code()).isEqualTo(code);
        assertThat(workspace.read(FILE)).isEqualTo(text.replace('/', '\n'));
    }

    @Test
    void eachMappingStandsForItself() throws Exception {
        workspace.config(mappingOf("a", "missing")
                + mappingOf("a", "empty")
                + mappingOf("a", "text")
                + mappingOf("a", "../out")
                + mappingOf("a", "app"));
        Files.createDirectories(root.resolve("empty"));
        Files.write(workspace.write("text/.env.production", ""), new byte[] {(byte) 0xff});
        workspace.write(FILE, PLAIN);
        holdKey(Workspace.NAME, Workspace.KEY);
        LockReport report = lock(LOCK);
        assertThat(report.files())
                .extracting(row -> row.outcome().getClass().getSimpleName())
                .containsExactly("Failed", "Skipped", "Failed", "Failed", "Encrypted");
        assertThat(report.hasErrors()).isTrue();
        assertThat(report.files().get(1).name()).isEqualTo("empty/.env.production");
    }

    @Test
    void whatIsPlaintextByIntentStays() {
        workspace.config(mappingOf("app-key", "app") + "[encryption]\nplain_keys = [\"PUBLIC_*\"]\n");
        workspace.write(FILE, "PUBLIC_URL=seen\nX_PLAIN=seen\n");
        assertThat(only(lock(LOCK))).isEqualTo(new FileOutcome.Skipped("nothing to encrypt"));
        workspace.write(FILE, "PUBLIC_URL=seen\nX_PLAIN=seen\nA=canary\n");
        holdKey(Workspace.NAME, Workspace.KEY);
        assertThat(only(lock(LOCK))).isInstanceOf(FileOutcome.Encrypted.class);
        assertThat(workspace.read(FILE)).contains("\nPUBLIC_URL=seen\nX_PLAIN=seen\nA=encrypted:");
        assertThat(only(lock(CHECK))).isEqualTo(new FileOutcome.Unchanged("already encrypted"));
    }

    @Test
    void theActivatedCopyIsNeverEncrypted() {
        workspace.config(mappingOf("app-key", "app", "profile = \"local\"", "activate_to = \".env\"")
                + mappingOf("app-key", "app"));
        workspace.write("app/.env", "COPY=1\n");
        workspace.encrypted("app/.env.local", Workspace.KEY, PLAIN);
        LockReport report = lock(LockOptions.plain(Optional.of("local")), file -> true);
        assertThat(report.hasErrors()).isFalse();
        assertThat(workspace.read("app/.env")).isEqualTo("COPY=1\n");
    }

    @Test
    void twoFilesOfOneFolderThatNeedTheSameNewKeyShareIt() {
        workspace.config(
                mappingOf("a", "app", "env_file = \"one.env\"") + mappingOf("b", "app", "env_file = \"two.env\""));
        workspace.write("app/one.env", "A=1\n");
        workspace.write("app/two.env", "B=2\n");
        assertThat(lock(LOCK, file -> true).hasErrors()).isFalse();
        assertThat(workspace.read(KEYS).lines().filter(line -> line.startsWith(Workspace.NAME)))
                .hasSize(1);
        PrivateKey key = PrivateKey.parse(
                workspace.read(KEYS).lines().toList().getLast().substring(Workspace.NAME.length() + 1));
        assertThat(opened("app/one.env", key)).containsExactly("A=1");
        assertThat(opened("app/two.env", key)).containsExactly("B=2");
    }

    @Test
    void aKeysFileBelowTheFolderMayHaveToBeMade() {
        workspace.config("[vault.sync]\nenv_keys_filename = \"conf/team.keys\"\n" + mappingOf("app-key", "app"));
        workspace.write(FILE, PLAIN);
        assertThat(lock(LOCK, file -> true).hasErrors()).isFalse();
        assertThat(workspace.read("app/conf/team.keys")).contains(Workspace.NAME + "=");
        assertThat(root.resolve(KEYS)).doesNotExist();
    }

    private static FileOutcome wouldEncrypt(boolean mixed, String... values) {
        List<GateFinding> findings = Arrays.stream(values)
                .map(value -> value.split(" "))
                .map(parts -> new GateFinding(GateFinding.Kind.PLAINTEXT, parts[0], Integer.parseInt(parts[1])))
                .toList();
        return new FileOutcome.WouldEncrypt(findings, mixed);
    }

    @ParameterizedTest
    @CsvSource({
        "plaintext, WouldEncrypt",
        "mixed, WouldEncrypt",
        "encrypted, Unchanged",
        "foreign, Failed",
        "nothing, Skipped",
        "sops, Failed"
    })
    void aCheckWritesNothingAtAll(String state, String outcome) throws Exception {
        GitRepository git = GitRepository.init(root);
        workspace.write(
                FILE,
                switch (state) {
                    case "plaintext" -> PLAIN;
                    case "mixed" -> Workspace.sealed(FILE, Workspace.KEY, "A=1\n") + "B=2\n";
                    case "encrypted" -> Workspace.sealed(FILE, Workspace.KEY, PLAIN);
                    case "foreign" -> Workspace.sealed(FILE, Workspace.OTHER, PLAIN);
                    case "nothing" -> "# nothing\n";
                    default -> "A=ENC[AES256_GCM,x]\n";
                });
        holdKey(Workspace.NAME, Workspace.KEY);
        workspace.write("app/.env.production.0123456789abcdef.tmp", "left by a killed process");
        git.commitAll();
        for (LockOptions options : List.of(
                CHECK,
                LockOptions.plain(Optional.empty()).checking().with(LockOptions.Keys.VERIFIED),
                LockOptions.plain(Optional.empty())
                        .checking()
                        .with(LockOptions.Keys.SYNCED)
                        .trustingHeaders())) {
            TreeSnapshot before = TreeSnapshot.of(root);
            LockReport report = lock(options, file -> true);
            assertThat(TreeSnapshot.of(root)).isEqualTo(before);
            if (options == CHECK || !state.equals("foreign")) {
                assertThat(only(report).getClass().getSimpleName()).isEqualTo(outcome);
                assertThat(report.hasErrors())
                        .isEqualTo(!List.of("Unchanged", "Skipped").contains(outcome));
            } else {
                assertThat(report.isStopped()).isTrue();
            }
        }
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource(delimiter = '|', nullValues = "-", textBlock = """
        # situation        | keys file | vault
        no keys file       | -         | KEY
        no line            | OTHER=KEY | KEY
        an empty line      | NAME=     | KEY
        another key        | NAME=OLD  | KEY
        no secret          | NAME=KEY  | -
        an empty secret    | NAME=KEY  | ''
        another label      | NAME=KEY  | DOTENV_PRIVATE_KEY_STAGING=KEY
        no key             | NAME=KEY  | two words
        not the file's key | NAME=OLD  | OLD
        """)
    void aKeyThatCannotBeVerifiedStopsEverything(String situation, String keys, String vault) throws Exception {
        workspace.config(mappingOf("app-key", "app") + mappingOf("good", "other"));
        workspace.write(FILE, Workspace.sealed(FILE, Workspace.KEY, "A=1\n") + "B=canary\n");
        workspace.write("other/.env.production", PLAIN);
        workspace.write("other/.env.keys", Workspace.NAME + "=" + Workspace.hex(Workspace.KEY) + "\n");
        workspace.vault.put("good", Workspace.hex(Workspace.KEY));
        workspace.vault.secrets.remove("app-key");
        if (keys != null) {
            workspace.write(KEYS, spelled(keys) + "\n");
        }
        if (vault != null) {
            workspace.vault.put("app-key", spelled(vault));
        }
        TreeSnapshot before = TreeSnapshot.of(root);
        LockReport report = lock(VERIFY, UpdateApproval.always(), file -> true);
        assertThat(report.isStopped()).isTrue();
        assertThat(report.hasErrors()).isTrue();
        assertThat(report.files()).isEmpty();
        assertThat(report.keys().orElseThrow().rows().getFirst().isError()).isTrue();
        assertThat(report.keys().orElseThrow().rows().getLast().isError()).isFalse();
        assertThat(TreeSnapshot.of(root)).isEqualTo(before);
    }

    private static String spelled(String text) {
        return text.replace("KEY", "\0")
                .replace("DOTENV_PRIVATE_\0_", "DOTENV_PRIVATE_KEY_")
                .replace("NAME", Workspace.NAME)
                .replace("\0", Workspace.hex(Workspace.KEY))
                .replace("OLD", Workspace.hex(Workspace.OTHER));
    }

    @Test
    void keysThatAreVerifiedLetTheLockGoOn() {
        workspace.config(mappingOf("app-key", "app")
                + mappingOf("app-key", "eph", "ephemeral_keys = true")
                + mappingOf("app-key", "none"));
        workspace.write(FILE, PLAIN);
        workspace.write("eph/.env.production", PLAIN);
        workspace.write("none/README", "");
        holdKey(Workspace.NAME, Workspace.KEY);
        LockReport report = lock(VERIFY);
        assertThat(report.hasErrors()).isFalse();
        assertThat(report.keys().orElseThrow().rows())
                .extracting(row -> row.outcome().getClass().getSimpleName())
                .containsExactly("Unchanged", "Ephemeral", "Skipped");
        assertThat(report.files())
                .extracting(row -> row.outcome().getClass().getSimpleName())
                .containsExactly("Encrypted", "Encrypted", "Skipped");
        assertThat(workspace.vault.reads).hasSize(1);
        assertThat(opened("eph/.env.production", Workspace.KEY)).hasSize(2);
    }

    @Test
    void syncingKeysFirstBringsThemAndThenEncrypts() {
        workspace.write(FILE, PLAIN);
        LockReport report = lock(SYNC);
        assertThat(report.keys().orElseThrow().rows().getFirst().outcome()).isInstanceOf(Outcome.Created.class);
        assertThat(only(report)).isEqualTo(new FileOutcome.Encrypted(2, 0, List.of()));
        assertThat(opened(Workspace.KEY)).containsExactly("A=canary", "B=two words");
    }

    @Test
    void aKeyThatMayNotBeReplacedStopsASyncingLock() {
        workspace.write(FILE, PLAIN);
        holdKey(Workspace.NAME, Workspace.OTHER);
        for (UpdateApproval approval : List.of(UpdateApproval.never(), update -> UpdateApproval.Answer.KEEP)) {
            LockReport report = lock(SYNC, approval, file -> true);
            assertThat(report.isStopped()).isTrue();
            assertThat(report.files()).isEmpty();
            assertThat(workspace.read(FILE)).isEqualTo(PLAIN);
        }
        assertThat(lock(SYNC, UpdateApproval.always(), file -> false).hasErrors())
                .isFalse();
        assertThat(opened(Workspace.KEY)).containsExactly("A=canary", "B=two words");
    }

    private void holdKey(String name, PrivateKey key) {
        Path file = root.resolve(KEYS);
        String before = Files.exists(file) ? workspace.read(KEYS) : "";
        workspace.write(KEYS, before + name + "=" + Workspace.hex(key) + "\n");
        try {
            Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-------"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Returns all names and values, opened with exactly this key; the file must be encrypted throughout. */
    private List<String> opened(PrivateKey key) {
        return opened(FILE, key);
    }

    private List<String> opened(String name, PrivateKey key) {
        EnvDocument document = EnvDocument.decode(workspace.read(name).getBytes(UTF_8));
        assertThat(EncryptionState.of(document).plaintext()).isEmpty();
        return new EnvFileCipher(Workspace.RANDOM)
                .read(document, KeyRing.of(key)).orThrow().stream()
                        .filter(value -> !value.name().startsWith("DOTENV_PUBLIC_KEY"))
                        .map(value -> value.name() + "=" + value.value())
                        .toList();
    }

    private static EnvdriftException failure(LockReport report) {
        assertThat(report.hasErrors()).isTrue();
        assertThat(only(report)).isInstanceOf(FileOutcome.Failed.class);
        return ((FileOutcome.Failed) only(report)).failure();
    }

    private static FileOutcome only(LockReport report) {
        assertThat(report.files()).hasSize(1);
        return report.files().getFirst().outcome();
    }

    private LockReport lock(LockOptions options) {
        return lock(options, file -> false);
    }

    private LockReport lock(LockOptions options, NewKeyApproval newKeys) {
        return lock(options, UpdateApproval.never(), newKeys);
    }

    private LockReport lock(LockOptions options, UpdateApproval updates, NewKeyApproval newKeys) {
        try (Project project = workspace.open()) {
            return new Lock(project).run(options, updates, newKeys);
        }
    }
}
