package io.envdrift.workflow.gitfilter;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.envdrift.dotenv.EnvDocument;
import io.envdrift.dotenvx.Encryption;
import io.envdrift.dotenvx.EncryptionState;
import io.envdrift.dotenvx.EnvFileCipher;
import io.envdrift.dotenvx.PrivateKey;
import io.envdrift.files.AtomicFile;
import io.envdrift.files.FileOperations;
import io.envdrift.git.FilteredFiles;
import io.envdrift.git.GitDirectory;
import io.envdrift.git.GitObjects;
import io.envdrift.git.GitRepository;
import io.envdrift.git.SmudgeMemory;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.EdgeCasesMode;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.ShrinkingMode;

/** Any documents, in a real repository: what git had comes back, and what changed comes out as it went in. */
class EnvFilterTest {
    private static final PrivateKey KEY = PrivateKey.generate(new SecureRandom());
    private static final EnvFileCipher CIPHER = new EnvFileCipher(new SecureRandom());
    private static final int FILES = 60;

    /** A work tree and what git has of its files. */
    private record Tree(FilteredFiles files, GitDirectory git, Map<String, String> blobs) {
        EnvFilter filter(GitObjects objects) {
            FilterKeys keys = new FilterKeys(files, git, new VaultKeys(any -> {
                throw new AssertionError("no vault is needed");
            }));
            SmudgeMemory memory =
                    new SmudgeMemory(git, new AtomicFile(FileOperations.system()), () -> new SecureRandom());
            return new EnvFilter(files, keys, memory, objects, CIPHER);
        }
    }

    @Property(tries = 1, edgeCases = EdgeCasesMode.NONE, shrinking = ShrinkingMode.OFF)
    void whatGitHadComesBackByteForByteAndAnEditIsAnEdit(
            @ForAll("documents") List<String> texts, @ForAll("anything") List<String> unsound) throws IOException {
        List<EnvDocument> sealed = texts.stream().map(EnvFilterTest::encrypted).toList();
        List<String> contents =
                new ArrayList<>(sealed.stream().map(EnvDocument::text).toList());
        contents.addAll(unsound);
        Path directory = Files.createTempDirectory("filter").toRealPath();
        try {
            Tree tree = tree(directory, contents);
            try (GitObjects objects = new GitObjects(directory, Map.of())) {
                EnvFilter first = tree.filter(objects);
                for (int i = 0; i < contents.size(); i++) {
                    byte[] committed = contents.get(i).getBytes(UTF_8);
                    byte[] plaintext = first.smudge(path(i), committed, Optional.ofNullable(tree.blobs.get(path(i))));
                    assertThat(first.clean(path(i), plaintext))
                            .as(contents.get(i))
                            .isEqualTo(committed);
                    if (i < texts.size()) {
                        // A filter that remembers nothing has the key and git's version only.
                        EnvFilter other = tree.filter(objects);
                        assertThat(other.clean(path(i), plaintext)).isEqualTo(committed);
                        requireEdit(other, path(i), plaintext, contents.get(i));
                    }
                }
                assertThat(first.left()).isEmpty();
            }
        } finally {
            delete(directory);
        }
    }

    /** One variable more is one line more, and comes out as it went in. */
    private static void requireEdit(EnvFilter filter, String path, byte[] plaintext, String committed) {
        String before = new String(plaintext, UTF_8);
        // Line ends within a value are those of its line: an editor that mixes them has them back as one kind.
        String end = before.contains("\r\n") ? "\r\n" : "\n";
        String edited = before + (before.endsWith("\n") || before.endsWith("\r") ? "" : end) + "NEWEST=canary" + end;
        byte[] cleaned = filter.clean(path, edited.getBytes(UTF_8));
        String text = new String(cleaned, UTF_8);
        assertThat(text).startsWith(committed).doesNotContain("canary");
        assertThat(EncryptionState.of(EnvDocument.decode(cleaned)).readable()).isZero();
        assertThat(new String(filter.smudge(path, cleaned, Optional.empty()), UTF_8))
                .isEqualTo(edited);
    }

    @Provide
    Arbitrary<List<String>> documents() {
        Arbitrary<String> value = Arbitraries.of(
                "plain",
                "\"quoted # not a comment\"",
                "'single $x'",
                "`tick`",
                "\"two\nlines\"",
                "\"esc \\\" \\n\"",
                "",
                "\"\"",
                "a b # remark",
                "ü€\uD83D\uDD11",
                "http://x/?a=b");
        Arbitrary<String> line = Combinators.combine(
                        Arbitraries.of("", "export ", "  "), Arbitraries.of("A", "B", "C.d", "E_PLAIN", "A"), value)
                .as((before, name, text) -> before + name + "=" + text);
        Arbitrary<String> other = Arbitraries.of("# comment", "", "# A=1");
        Arbitrary<List<String>> lines =
                Arbitraries.oneOf(line, line, other).list().ofMinSize(1).ofMaxSize(8);
        return Combinators.combine(
                        Arbitraries.of("", "", "\uFEFF"),
                        lines,
                        Arbitraries.of("\n", "\n", "\r\n"),
                        Arbitraries.of(true, true, false))
                .as((mark, all, end, ended) -> mark + String.join(end, all) + (ended ? end : ""))
                .filter(text -> EnvDocument.parse(text).defects().isEmpty())
                .filter(text ->
                        !EncryptionState.of(EnvDocument.parse(text)).plaintext().isEmpty())
                .list()
                .ofSize(FILES);
    }

    /** What git may have from before: plaintext, text that nobody reads, no value. */
    @Provide
    Arbitrary<List<String>> anything() {
        return Arbitraries.strings()
                .withChars("AB=#\"'` \n\r\\$<>-")
                .ofMaxLength(30)
                .list()
                .ofSize(FILES);
    }

    private static EnvDocument encrypted(String text) {
        return CIPHER.encrypt(EnvDocument.parse(text), Encryption.of(KEY.publicKey(), ".env.production"))
                .document();
    }

    private static Tree tree(Path directory, List<String> contents) throws IOException {
        GitRepository repository = GitRepository.init(directory);
        repository.write(".gitignore", ".env.keys\n");
        repository.write(
                ".env.keys", "DOTENV_PRIVATE_KEY_PRODUCTION=" + KEY.secret().reveal() + "\n");
        List<FilteredFiles.Entry> entries = new ArrayList<>();
        for (int i = 0; i < contents.size(); i++) {
            repository.write(path(i), contents.get(i));
            entries.add(new FilteredFiles.Entry(path(i), "DOTENV_PRIVATE_KEY_PRODUCTION", ".env.keys", false, 0, 0));
        }
        repository.run("-c", "core.autocrlf=false", "add", "-A");
        repository.run("commit", "-q", "-m", "test");
        Map<String, String> blobs = new HashMap<>();
        for (String line : repository.run("ls-files", "-s", "-z").split("\0")) {
            blobs.put(line.substring(line.indexOf('\t') + 1), line.split(" ")[1]);
        }
        FilteredFiles files = new FilteredFiles(
                directory,
                false,
                false,
                List.of(new FilteredFiles.Source(directory.resolve("envdrift.toml"), "", List.of())),
                entries);
        return new Tree(
                files, new GitDirectory(directory.resolve(".git"), directory.resolve(".git"), directory), blobs);
    }

    private static String path(int number) {
        return "service" + number + "/.env.production";
    }

    private static void delete(Path directory) throws IOException {
        try (Stream<Path> files = Files.walk(directory)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        }
    }
}
