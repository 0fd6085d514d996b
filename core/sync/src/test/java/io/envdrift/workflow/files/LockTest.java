package io.envdrift.workflow.files;

import static io.envdrift.workflow.Workspace.mappingOf;
import static org.assertj.core.api.Assertions.assertThat;

import io.envdrift.base.EnvdriftException;
import io.envdrift.base.ErrorCode;
import io.envdrift.dotenvx.GateFinding;
import io.envdrift.dotenvx.PrivateKey;
import io.envdrift.workflow.TreeSnapshot;
import io.envdrift.workflow.Workspace;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What a lock encrypts, and with which key. */
class LockTest extends LockScene {
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
        assertThat(only(lock(LOCK)))
                .isEqualTo(new FileOutcome.Skipped("nothing to encrypt", List.of(GateFinding.NOTHING)));
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

    private static EnvdriftException failure(LockReport report) {
        assertThat(report.hasErrors()).isTrue();
        assertThat(only(report)).isInstanceOf(FileOutcome.Failed.class);
        return ((FileOutcome.Failed) only(report)).failure();
    }
}
