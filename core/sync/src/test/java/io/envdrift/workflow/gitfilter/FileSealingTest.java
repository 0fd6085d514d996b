package io.envdrift.workflow.gitfilter;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.envdrift.base.EnvdriftException;
import io.envdrift.dotenv.EnvDocument;
import io.envdrift.dotenv.NameFilter;
import io.envdrift.dotenvx.Encryption;
import io.envdrift.dotenvx.EnvFileCipher;
import io.envdrift.dotenvx.KeyRing;
import io.envdrift.dotenvx.PrivateKey;
import io.envdrift.dotenvx.SealedText;
import io.envdrift.git.FilteredFiles;
import io.envdrift.git.GitDirectory;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import net.jqwik.api.Example;

/** What git gets of a file that was decrypted. */
class FileSealingTest {
    private static final PrivateKey KEY = PrivateKey.generate(new SecureRandom());
    private static final EnvFileCipher CIPHER = new EnvFileCipher(new SecureRandom());
    private static final FilteredFiles.Entry ENTRY =
            new FilteredFiles.Entry(".env.production", "DOTENV_PRIVATE_KEY_PRODUCTION", ".env.keys", false, 0, 0);

    @Example
    void aTextThatNoReaderUnderstandsIsOneBlockThatComesBack() throws IOException {
        String text = "A=1\n-----BEGIN canary\n<<<<<<< ours\nA=2\n";
        String sealed = seal(EnvDocument.parse(text), EnvDocument.empty());
        assertThat(sealed).doesNotContain("canary").contains(SealedText.NAME);
        EnvDocument opened = CIPHER.decrypt(EnvDocument.parse(sealed), KeyRing.of(KEY), NameFilter.all())
                .document();
        assertThat(SealedText.unwrap(opened))
                .hasValueSatisfying(
                        bytes -> assertThat(new String(bytes, UTF_8)).isEqualTo(text));
        assertThat(seal(EnvDocument.parse(text), EnvDocument.parse(sealed))).isEqualTo(sealed);
    }

    @Example
    void whatSomebodyAddedToABlockIsNotDroppedWithIt() {
        String block = SealedText.wrap("<<<<<<< ours\n".getBytes(UTF_8)).text();
        assertThat(SealedText.unwrap(EnvDocument.parse("DOTENV_PUBLIC_KEY_PRODUCTION=\"02\"\n" + block)))
                .isPresent();
        for (String added : List.of("NEW=1\n", block, "<<<<<<< ours\n")) {
            assertThat(SealedText.unwrap(EnvDocument.parse(block + added)))
                    .as(added)
                    .isEmpty();
        }
    }

    @Example
    void aFileOfAnotherKeyIsRefused() {
        EnvDocument other = CIPHER.encrypt(
                        EnvDocument.parse("A=1\n"),
                        Encryption.of(PrivateKey.generate(new SecureRandom()).publicKey(), ".env.production"))
                .document();
        EnvDocument edited = EnvDocument.parse(other.text() + "B=canary\n");
        assertThatThrownBy(() -> seal(edited, other))
                .isInstanceOf(EnvdriftException.class)
                .hasMessageContaining("no key at hand belongs to its public key")
                .hasMessageNotContaining("canary");
    }

    /** A second key beside the one that the values are encrypted to would split the file. */
    @Example
    void aFileThatLostItsPublicKeyGetsTheKeyThatOpensIt() throws IOException {
        PrivateKey newer = PrivateKey.generate(new SecureRandom());
        EnvDocument headless = headless(KEY);

        EnvDocument sealed = EnvDocument.parse(seal(headless, EnvDocument.empty(), KEY, newer));

        assertThat(CIPHER.decrypt(sealed, KeyRing.of(KEY), NameFilter.all()).failures())
                .isEmpty();
        assertThat(sealed.text()).contains(KEY.publicKey().hex()).doesNotContain("canary");
        assertThatThrownBy(() -> seal(headless, EnvDocument.empty(), newer))
                .isInstanceOf(EnvdriftException.class)
                .hasMessageContaining("no key to encrypt it is at hand");
    }

    private static EnvDocument headless(PrivateKey key) {
        String sealed = CIPHER.encrypt(EnvDocument.parse("A=1\n"), Encryption.of(key.publicKey(), ".env.production"))
                .document()
                .text();
        return EnvDocument.parse(sealed.substring(sealed.indexOf("A=")) + "B=canary\n");
    }

    private static String seal(EnvDocument document, EnvDocument version) throws IOException {
        return seal(document, version, KEY);
    }

    private static String seal(EnvDocument document, EnvDocument version, PrivateKey... atHand) throws IOException {
        Path directory = Files.createTempDirectory("sealing");
        Path keys = directory.resolve(".env.keys");
        Files.writeString(
                keys,
                ENTRY.keyName()
                        + "="
                        + Stream.of(atHand).map(key -> key.secret().reveal()).collect(Collectors.joining(","))
                        + "\n");
        try {
            GitDirectory git = new GitDirectory(directory, directory, directory);
            FilteredFiles files = new FilteredFiles(
                    directory,
                    false,
                    false,
                    List.of(new FilteredFiles.Source(directory.resolve("envdrift.toml"), "", List.of())),
                    List.of(ENTRY));
            FilterKeys ring = new FilterKeys(files, git, new VaultKeys(any -> {
                throw new AssertionError("no vault is needed");
            }));
            return new String(
                    new FileSealing(ring, CIPHER, PlainKeys.of(files), () -> new byte[32])
                            .seal(ENTRY, document.bytes(), Optional.of(document), List.of(version)),
                    UTF_8);
        } finally {
            Files.delete(keys);
            Files.delete(directory);
        }
    }
}
