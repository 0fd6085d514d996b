package io.envdrift.workflow.gitfilter;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.envdrift.base.EnvdriftException;
import io.envdrift.dotenv.EnvDocument;
import io.envdrift.dotenv.NameFilter;
import io.envdrift.dotenvx.Encryption;
import io.envdrift.dotenvx.EncryptionState;
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
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.EdgeCasesMode;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

/** What git gets of a file that was decrypted. */
class FileSealingTest {
    private static final PrivateKey KEY = PrivateKey.generate(new SecureRandom());
    private static final EnvFileCipher CIPHER = new EnvFileCipher(new SecureRandom());
    private static final FilteredFiles.Entry ENTRY =
            new FilteredFiles.Entry(".env.production", "DOTENV_PRIVATE_KEY_PRODUCTION", ".env.keys", false, 0);

    @Property(tries = 60, edgeCases = EdgeCasesMode.NONE)
    void whatDidNotChangeComesBackByteForByteAndOneValueIsOneLine(@ForAll("texts") String text) throws IOException {
        EnvDocument committed = CIPHER.encrypt(
                        EnvDocument.parse(text), Encryption.of(KEY.publicKey(), ".env.production"))
                .document();
        EnvDocument plaintext =
                CIPHER.decrypt(committed, KeyRing.of(KEY), NameFilter.all()).document();
        assertThat(seal(plaintext, committed)).isEqualTo(committed.text());

        EnvDocument edited =
                EnvDocument.parse(plaintext.text() + (plaintext.text().endsWith("\n") ? "" : "\n") + "NEWEST=canary\n");
        String sealed = seal(edited, committed);
        assertThat(sealed).contains(committed.text().stripTrailing()).doesNotContain("canary");
        assertThat(EncryptionState.of(EnvDocument.parse(sealed)).readable()).isZero();
    }

    @Provide
    Arbitrary<String> texts() {
        Arbitrary<String> value = Arbitraries.of(
                "plain",
                "\"quoted # not a comment\"",
                "'single $x'",
                "`tick`",
                "\"two\nlines\"",
                "",
                "\"\"",
                "a b # remark",
                "http://x/?a=b");
        Arbitrary<String> line = Combinators.combine(
                        Arbitraries.of("", "export ", "  "), Arbitraries.of("A", "B", "C.d", "E_PLAIN", "A"), value)
                .as((before, name, text) -> before + name + "=" + text);
        Arbitrary<String> other = Arbitraries.of("# comment", "", "# A=1");
        return Arbitraries.oneOf(line, line, other)
                .list()
                .ofMinSize(1)
                .ofMaxSize(8)
                .map(lines -> String.join("\n", lines) + "\n")
                .filter(text -> EnvDocument.parse(text).defects().isEmpty() && text.contains("="));
    }

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

    private static String seal(EnvDocument document, EnvDocument version) throws IOException {
        Path directory = Files.createTempDirectory("sealing");
        Path keys = directory.resolve(".env.keys");
        Files.writeString(keys, ENTRY.keyName() + "=" + KEY.secret().reveal() + "\n");
        try {
            GitDirectory git = new GitDirectory(directory, directory, directory);
            FilteredFiles files = new FilteredFiles(
                    directory, List.of(), directory.resolve("envdrift.toml"), "", false, false, List.of(ENTRY));
            FilterKeys ring = new FilterKeys(files, git, new VaultKeys(() -> {
                throw new AssertionError("no vault is needed");
            }));
            return new String(
                    new FileSealing(ring, CIPHER, List.of(), () -> new byte[32])
                            .seal(ENTRY, document.bytes(), Optional.of(document), List.of(version)),
                    UTF_8);
        } finally {
            Files.delete(keys);
            Files.delete(directory);
        }
    }
}
