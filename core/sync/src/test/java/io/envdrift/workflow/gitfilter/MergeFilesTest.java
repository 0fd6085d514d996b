package io.envdrift.workflow.gitfilter;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.envdrift.dotenv.EnvDocument;
import io.envdrift.dotenv.NameFilter;
import io.envdrift.dotenvx.Encryption;
import io.envdrift.dotenvx.EncryptionState;
import io.envdrift.dotenvx.EnvFileCipher;
import io.envdrift.dotenvx.KeyRing;
import io.envdrift.dotenvx.PrivateKey;
import io.envdrift.files.AtomicFile;
import io.envdrift.files.FileOperations;
import io.envdrift.git.FilteredFiles;
import io.envdrift.git.GitDirectory;
import io.envdrift.git.SmudgeMemory;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.EdgeCasesMode;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.lifecycle.AfterContainer;
import net.jqwik.api.lifecycle.BeforeContainer;

/** Merges of encrypted files by variable, with any documents and keys. */
class MergeFilesTest {
    private static final SecureRandom RANDOM = new SecureRandom();
    private static final EnvFileCipher CIPHER = new EnvFileCipher(RANDOM);
    private static final FilteredFiles.Entry ENTRY =
            new FilteredFiles.Entry(".env.production", "DOTENV_PRIVATE_KEY_PRODUCTION", ".env.keys", false, 0, 0);

    private static Path directory = Path.of("");

    @BeforeContainer
    static void directory() throws IOException {
        directory = Files.createTempDirectory("merge");
    }

    @AfterContainer
    static void end() throws IOException {
        Files.deleteIfExists(directory.resolve(".env.keys"));
        Files.delete(directory);
    }

    @Property(tries = 60, edgeCases = EdgeCasesMode.NONE)
    void bothOrdersMeanTheSameAndNoValueIsNew(
            @ForAll("documents") String base, @ForAll("documents") String ours, @ForAll("documents") String theirs)
            throws IOException {
        PrivateKey key = PrivateKey.generate(RANDOM);
        Files.writeString(
                directory.resolve(".env.keys"),
                ENTRY.keyName() + "=" + key.secret().reveal() + "\n");
        EnvDocument before = encrypted(base, key, EnvDocument.empty());
        EnvDocument mine = encrypted(ours, key, before);
        EnvDocument other = encrypted(theirs, key, before);

        MergeFiles.Result one = merge(before, mine, other);
        MergeFiles.Result two = merge(before, other, mine);

        assertThat(one.whole()).as("why it was not merged by variable").isEmpty();
        assertThat(two.whole()).isEmpty();
        assertThat(one.conflicts()).isEqualTo(two.conflicts());
        EnvDocument merged = EnvDocument.decode(one.content());
        assertThat(EncryptionState.of(merged).readable()).as(merged.text()).isZero();
        assertThat(values(merged, key)).isEqualTo(values(EnvDocument.decode(two.content()), key));
        Set<String> known = new HashSet<>(values(mine, key));
        known.addAll(values(other, key));
        assertThat(known).containsAll(values(merged, key));
        if (ours.equals(base)) {
            assertThat(values(merged, key)).isEqualTo(values(other, key));
        }
    }

    /** Some of a few variables, each with one of a few values: so that equal and different changes meet. */
    @Provide
    Arbitrary<String> documents() {
        Arbitrary<String> value = Arbitraries.of(
                "one", "two", "\"one # two\"", "'$three'", "\"two\nlines\"", "`tick`", "", "one # remark", "8080");
        Arbitrary<Set<String>> names = Arbitraries.of("A", "B", "C", "D").set().ofMinSize(1);
        return Combinators.combine(names, value.list().ofSize(4), Arbitraries.of("", "# comment\n", "\n"))
                .as((chosen, values, between) -> {
                    StringBuilder text = new StringBuilder();
                    int next = 0;
                    for (String name : chosen.stream().sorted().toList()) {
                        text.append(between)
                                .append(name)
                                .append('=')
                                .append(values.get(next++))
                                .append('\n');
                    }
                    return text.toString();
                });
    }

    private static EnvDocument encrypted(String text, PrivateKey key, EnvDocument before) {
        return CIPHER.encrypt(
                        EnvDocument.parse(text),
                        Encryption.of(key.publicKey(), ".env.production").keeping(before, key))
                .document();
    }

    private static MergeFiles.Result merge(EnvDocument base, EnvDocument ours, EnvDocument theirs) {
        GitDirectory git = new GitDirectory(directory, directory, directory);
        FilteredFiles files = new FilteredFiles(
                directory,
                false,
                false,
                List.of(new FilteredFiles.Source(directory.resolve("envdrift.toml"), "", List.of())),
                List.of(ENTRY));
        FilterKeys keys = new FilterKeys(files, git, new VaultKeys(any -> {
            throw new AssertionError("no vault is needed");
        }));
        SmudgeMemory memory = new SmudgeMemory(git, new AtomicFile(FileOperations.system()), () -> RANDOM);
        return new MergeFiles(files, keys, CIPHER, memory, RANDOM)
                .run(
                        Optional.of(ENTRY),
                        base.text().getBytes(UTF_8),
                        ours.text().getBytes(UTF_8),
                        theirs.text().getBytes(UTF_8));
    }

    /** Returns names with values, of a conflict those of both sides; without quotes, which a comment can make necessary. */
    private static Set<String> values(EnvDocument document, PrivateKey key) {
        EnvDocument opened =
                CIPHER.decrypt(document, KeyRing.of(key), NameFilter.all()).document();
        Set<String> values = new HashSet<>();
        opened.assignments().forEach(each -> values.add(each.name() + "=" + each.value()));
        return values;
    }
}
