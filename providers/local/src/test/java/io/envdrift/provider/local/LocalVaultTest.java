package io.envdrift.provider.local;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.envdrift.base.EnvdriftException;
import io.envdrift.base.ErrorCode;
import io.envdrift.base.Secret;
import io.envdrift.files.AtomicFile;
import io.envdrift.files.FileOperations;
import io.envdrift.files.FolderLock;
import io.envdrift.vault.SecretNotFoundException;
import io.envdrift.vault.VaultException;
import io.envdrift.vault.WriteCondition;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class LocalVaultTest {
    private static final AtomicFile FILES = new AtomicFile(FileOperations.system());
    private static final LocalKey KEY = LocalKey.passphrase(Secret.of("horse"), 1000);

    @TempDir
    Path folder;

    private Path file() {
        return folder.resolve("team.vault");
    }

    private LocalVault vaultWith(String name, String value) {
        LocalVault vault = LocalVault.create(file(), KEY, FILES);
        vault.put(name, Secret.of(value), WriteCondition.always());
        return vault;
    }

    private String read(LocalKey key, String name) {
        return LocalVault.at(file(), key, FILES).get(name).value().reveal();
    }

    private VaultException failure(LocalKey key) {
        VaultException failure = catchThrowableOfType(VaultException.class, () -> read(key, "app-key"));
        assertThat(failure.getMessage()).contains(file().toString()).hasLineCount(1);
        assertThat(failure.hint()).isPresent();
        return failure;
    }

    private String mode(Path path) throws IOException {
        return PosixFilePermissions.toString(Files.getPosixFilePermissions(path));
    }

    @Test
    void theFileIsTextOfShortLinesThatShowsNothing() throws Exception {
        LocalVault vault = vaultWith("app-key", "canary-value");
        vault.put("second", Secret.of("x".repeat(5000)), WriteCondition.always());
        String text = Files.readString(file(), StandardCharsets.US_ASCII);
        assertThat(text)
                .startsWith("envdrift-vault 1\nkdf pbkdf2-hmac-sha256 1000 ")
                .endsWith("\n")
                .doesNotContain("app-key", "canary");
        assertThat(text.lines()).allMatch(line -> line.length() <= 76);
    }

    @Test
    void theFileIsOwnerOnlyAndAWiderOneIsReadAndThenNarrowed() throws Exception {
        LocalVault vault = vaultWith("app-key", "value");
        assertThat(mode(file())).isEqualTo("rw-------");
        Files.setPosixFilePermissions(file(), PosixFilePermissions.fromString("rw-r--r--"));
        assertThat(read(KEY, "app-key")).isEqualTo("value");
        vault.put("app-key", Secret.of("new"), WriteCondition.always());
        assertThat(mode(file())).isEqualTo("rw-------");
    }

    @Test
    void aVaultThatExistsIsNotMadeAgain() throws Exception {
        vaultWith("app-key", "value");
        byte[] before = Files.readAllBytes(file());
        assertThatThrownBy(() -> LocalVault.create(file(), KEY, FILES))
                .isInstanceOf(VaultException.class)
                .hasMessageContaining("exists already");
        assertThat(file()).hasBinaryContent(before);
    }

    @Test
    void theUsualNumberOfRoundsIsSixHundredThousand() throws Exception {
        LocalKey usual = LocalKey.passphrase(Secret.of("horse"));
        LocalVault.create(file(), usual, FILES);
        assertThat(file()).content().startsWith("envdrift-vault 1\nkdf pbkdf2-hmac-sha256 600000 ");
        assertThat(LocalVault.at(file(), usual, FILES).list("")).isEmpty();
    }

    @Test
    void twoWritesOfTheSameShareNoNonceAndKeepTheSalt() throws Exception {
        LocalVault vault = vaultWith("app-key", "value");
        List<String> first = Files.readAllLines(file());
        vault.put("app-key", Secret.of("value"), WriteCondition.always());
        List<String> second = Files.readAllLines(file());
        assertThat(second.get(1)).isEqualTo(first.get(1));
        assertThat(second.get(2)).startsWith("nonce ").isNotEqualTo(first.get(2));
        assertThat(second.get(4)).isNotEqualTo(first.get(4));
    }

    @Test
    void aWrongPassphraseAndADamagedFileCannotBeToldApart() throws Exception {
        vaultWith("app-key", "value");
        VaultException wrong = failure(LocalKey.passphrase(Secret.of("donkey"), 1000));
        assertThat(wrong.code()).isEqualTo(ErrorCode.NOT_AUTHENTICATED);
        assertThat(wrong).hasMessageContaining("is wrong, or the file is damaged; it cannot be told which");
    }

    @Test
    void noChangedCharacterGoesUnnoticed() throws Exception {
        vaultWith("app-key", "value");
        byte[] intact = Files.readAllBytes(file());
        for (int i = 0; i < intact.length; i++) {
            byte[] damaged = intact.clone();
            damaged[i] = (byte) (damaged[i] == 'A' ? 'B' : 'A');
            Files.write(file(), damaged);
            assertThat(failure(KEY).code())
                    .as("character %d", i)
                    .isIn(ErrorCode.NOT_AUTHENTICATED, ErrorCode.MALFORMED_ANSWER);
        }
    }

    @Test
    void noCutFileGoesUnnoticed() throws Exception {
        vaultWith("app-key", "value");
        String intact = Files.readString(file());
        for (int length = 0; length < intact.length() - 1; length++) {
            Files.writeString(file(), intact.substring(0, length));
            assertThat(failure(KEY).code()).isIn(ErrorCode.NOT_AUTHENTICATED, ErrorCode.MALFORMED_ANSWER);
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "kdf pbkdf2-hmac-sha256 1000      | kdf pbkdf2-hmac-sha256 10000001    | more than 10000000",
                "kdf pbkdf2-hmac-sha256 1000      | kdf pbkdf2-hmac-sha256 4294967295  | more than 10000000",
                "kdf pbkdf2-hmac-sha256 1000      | kdf pbkdf2-hmac-sha256 99999999999 | damaged",
                "kdf pbkdf2-hmac-sha256 1000      | kdf pbkdf2-hmac-sha256 0           | damaged",
                "kdf pbkdf2-hmac-sha256 1000      | kdf pbkdf2-hmac-sha256 -1          | damaged",
                "kdf pbkdf2-hmac-sha256 1000      | kdf pbkdf2-hmac-sha256 1           | cannot be told",
                "kdf pbkdf2-hmac-sha256 1000      | kdf pbkdf2-hmac-sha256 999         | cannot be told",
                "kdf pbkdf2-hmac-sha256 1000      | kdf hkdf-sha256 1000               | damaged",
                "kdf pbkdf2-hmac-sha256 1000      | kdf hkdf-sha256 0                  | opens with a key file only",
                "kdf pbkdf2-hmac-sha256 1000      | kdf scrypt 1000                    | damaged",
                "envdrift-vault 1                 | envdrift-vault 2                   | newer version",
                "envdrift-vault 1                 | something 1                        | damaged",
                "nonce                            | nonse                              | damaged"
            })
    void aChangedHeaderIsRefused(String before, String after, String message) throws Exception {
        vaultWith("app-key", "value");
        Files.writeString(file(), Files.readString(file()).replaceFirst(before + "\\b", after));
        assertThat(failure(KEY)).hasMessageContaining(message);
    }

    @Test
    void lineEndsThatGitChangedDoNoHarm() throws Exception {
        vaultWith("app-key", "value".repeat(100));
        String text = Files.readString(file());
        Files.writeString(file(), text.replace("\n", "\r\n"));
        assertThat(read(KEY, "app-key")).startsWith("value");
        Files.writeString(file(), text.strip());
        assertThat(read(KEY, "app-key")).startsWith("value");
    }

    @Test
    void aFileThatIsNotThereIsSaidSo() {
        VaultException failure = failure(KEY);
        assertThat(failure).hasMessageContaining("does not exist");
        assertThat(failure.hint()).hasValueSatisfying(hint -> assertThat(hint).contains("envdrift vault-push"));
        assertThatThrownBy(() -> LocalVault.at(file(), KEY, FILES).probe())
                .isInstanceOfSatisfying(
                        VaultException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.VAULT_SETTINGS));
        assertThat(file()).doesNotExist();
    }

    @Test
    void theFirstSecretMakesTheFile() {
        LocalVault vault = LocalVault.at(file(), KEY, FILES);
        assertThatThrownBy(() -> vault.get("app-key")).isInstanceOf(SecretNotFoundException.class);

        vault.put("app-key", Secret.of("x"), WriteCondition.unchangedSince(Optional.empty()));

        assertThat(LocalVault.at(file(), KEY, FILES).get("app-key").value().reveal())
                .isEqualTo("x");
    }

    @Test
    void aDirectoryInItsPlaceIsSaidSo() throws Exception {
        Files.createDirectory(file());
        assertThat(failure(KEY).code()).isEqualTo(ErrorCode.FILE_ACCESS);
    }

    @Test
    void theKeyIsAskedForAndDerivedOnceAndOnlyWhenNeeded() {
        vaultWith("app-key", "value").put("other", Secret.of("x"), WriteCondition.always());
        AtomicInteger asked = new AtomicInteger();
        LocalVault vault = new LocalVault(
                file(),
                () -> {
                    asked.incrementAndGet();
                    return Optional.of(KEY);
                },
                FILES,
                () -> LocalVault.LONGEST_WAIT);
        assertThat(asked).hasValue(0);
        vault.probe();
        vault.getMany(List.of("app-key", "other", "missing"));
        vault.put("app-key", Secret.of("new"), WriteCondition.always());
        assertThat(vault.get("app-key").value()).isEqualTo(Secret.of("new"));
        assertThat(asked).hasValue(1);
        assertThat(vault.batchSize()).isGreaterThan(1000);
    }

    @Test
    void nobodyIsAskedTwiceWhoHasNoKey() {
        vaultWith("app-key", "value");
        AtomicInteger asked = new AtomicInteger();
        LocalVault vault = new LocalVault(
                file(),
                () -> {
                    asked.incrementAndGet();
                    return Optional.empty();
                },
                FILES,
                () -> LocalVault.LONGEST_WAIT);
        for (int i = 0; i < 2; i++) {
            assertThatThrownBy(() -> vault.get("app-key"))
                    .isInstanceOfSatisfying(
                            VaultException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.NOT_AUTHENTICATED));
        }
        assertThat(asked).hasValue(1);
    }

    @Test
    void whatAnotherHandleWroteIsSeen() {
        LocalVault one = vaultWith("app-key", "first");
        LocalVault other = LocalVault.at(file(), KEY, FILES);
        assertThat(other.get("app-key").value()).isEqualTo(Secret.of("first"));
        one.put("app-key", Secret.of("second"), WriteCondition.always());
        assertThat(other.get("app-key").value()).isEqualTo(Secret.of("second"));
        assertThat(other.get("app-key").version()).isEqualTo("2");
    }

    @Test
    void aWriteWaitsForAnotherWriterOnlyAsLongAsItMay() throws Exception {
        vaultWith("app-key", "value");
        byte[] before = Files.readAllBytes(file());
        LocalVault hasty = new LocalVault(file(), () -> Optional.of(KEY), FILES, () -> Duration.ofMillis(30));
        try (FolderLock lock = FolderLock.acquire(List.of(folder), Duration.ofSeconds(10))) {
            List<Throwable> failures = new ArrayList<>();
            Thread other = Thread.ofPlatform()
                    .start(() -> failures.add(catchThrowableOfType(
                            VaultException.class,
                            () -> hasty.put("app-key", Secret.of("x"), WriteCondition.always()))));
            other.join();
            assertThat(failures)
                    .singleElement()
                    .isInstanceOfSatisfying(
                            VaultException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.LOCKED));
            assertThat(lock).isNotNull();
        }
        assertThat(file()).hasBinaryContent(before);
        assertThat(read(KEY, "app-key")).isEqualTo("value");
    }

    @Test
    void temporaryFilesOfAKilledWriterAreSweptByTheNextWrite() throws Exception {
        LocalVault vault = vaultWith("app-key", "value");
        Path left = Files.writeString(folder.resolve("team.vault.0123456789abcdef.tmp"), "torn");
        vault.put("app-key", Secret.of("new"), WriteCondition.always());
        assertThat(left).doesNotExist();
        try (var files = Files.list(folder)) {
            assertThat(files).containsExactly(file());
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"", " ", "a\nb", "a\u0000", "\u001b[31m", "\uD800"})
    void aNameThatCannotBeOneIsRefused(String name) {
        LocalVault vault = vaultWith("app-key", "value");
        assertThatThrownBy(() -> vault.put(name, Secret.of("x"), WriteCondition.always()))
                .isInstanceOf(VaultException.class);
        assertThatThrownBy(() -> vault.put("x".repeat(513), Secret.of("x"), WriteCondition.always()))
                .isInstanceOf(VaultException.class);
        assertThat(vault.list("")).containsExactly("app-key");
    }

    @Test
    void aValueThatCannotBeStoredIsRefused() {
        LocalVault vault = vaultWith("app-key", "value");
        for (String value : List.of("x".repeat((1 << 20) + 1), "canary\uDC00")) {
            assertThatThrownBy(() -> vault.put("app-key", Secret.of(value), WriteCondition.always()))
                    .isInstanceOf(VaultException.class)
                    .hasMessageNotContaining("canary");
        }
        assertThat(read(KEY, "app-key")).isEqualTo("value");
    }

    @Test
    void allVersionsAreKept() throws Exception {
        LocalVault vault = vaultWith("app-key", "one");
        IntStream.range(2, 30)
                .forEach(i -> assertThat(vault.put("app-key", Secret.of("v" + i), WriteCondition.always()))
                        .isEqualTo(Integer.toString(i)));
        VaultFile sealed = VaultFile.parse(Files.readAllBytes(file()), "label");
        byte[] plain =
                sealed.open(KEY.derive(sealed.derivation()).orElseThrow()).orElseThrow();
        assertThat(ContentJson.read(plain).orElseThrow().values().get("app-key"))
                .hasSize(29)
                .startsWith(Secret.of("one"), Secret.of("v2"));
    }

    @Test
    void anEmptyPassphraseIsNone() {
        assertThatThrownBy(() -> LocalKey.passphrase(Secret.of(""))).isInstanceOf(EnvdriftException.class);
    }
}
