package io.envdrift.workflow.files;

import static org.assertj.core.api.Assertions.assertThat;

import io.envdrift.dotenv.EnvDocument;
import io.envdrift.dotenvx.EncryptionState;
import io.envdrift.dotenvx.GateFinding;
import io.envdrift.git.GitRepository;
import io.envdrift.workflow.Project;
import io.envdrift.workflow.Workspace;
import io.envdrift.workflow.keys.UpdateApproval;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.EdgeCasesMode;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.lifecycle.AfterContainer;
import net.jqwik.api.lifecycle.BeforeContainer;

/**
 * Whatever a file looks like: after a pull and a lock, every byte is as it was committed. A file with an assignment that no
 * reader understands is not locked, and says so: it would stay readable.
 */
class PullLockPropertyTest {
    private static final Path ROOT = temporaryDirectory();
    private static final GitRepository GIT = GitRepository.init(ROOT);

    private static Path temporaryDirectory() {
        try {
            return Files.createTempDirectory("envdrift-property");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @BeforeContainer
    static void makeProject() {
        Workspace workspace = new Workspace(ROOT).mapping();
        workspace.write(".gitignore", ".env.keys*\n");
        GIT.commitAll();
    }

    @AfterContainer
    static void deleteRepository() throws IOException {
        try (Stream<Path> paths = Files.walk(ROOT)) {
            for (Path path : paths.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(path);
            }
        }
    }

    /** Pieces of what means something in the grammar, in any order. */
    @Provide
    Arbitrary<String> texts() {
        return Arbitraries.of(
                        "A=",
                        "B.c=",
                        "export C=",
                        "D: ",
                        "E_PLAIN=",
                        "=",
                        ": ",
                        " ",
                        "\n",
                        "\n",
                        "\n",
                        "\r\n",
                        "\r",
                        "'",
                        "\"",
                        "`",
                        "\\",
                        "#",
                        "\\n",
                        "\\r",
                        "\\'",
                        "$",
                        "${A}",
                        "$(id)",
                        "x",
                        "ä",
                        "\u2028",
                        "\u00a0",
                        "🎉",
                        "A=1\n",
                        "A=2\n",
                        "B='y'\n",
                        "C=\"z\" # c\r\n",
                        "F='l1\nl2'\n",
                        "G=\n",
                        "it's")
                .list()
                .ofMaxSize(30)
                .map(list -> String.join("", list));
    }

    @Property(tries = 60, edgeCases = EdgeCasesMode.NONE)
    void pullAndLockLeaveEveryByte(@ForAll("texts") String text) throws IOException {
        Workspace workspace = new Workspace(ROOT);
        workspace.vault.put("app-key", Workspace.hex(Workspace.KEY));
        String committed = Workspace.sealed(".env.production", Workspace.KEY, text);
        workspace.write("app/.env.production", committed);
        GIT.run("add", "-A");
        try (Project project = workspace.open()) {
            PullReport pulled =
                    new Pull(project).run(new PullOptions(Optional.empty(), false), UpdateApproval.always());
            assertThat(pulled.isIncomplete()).isFalse();
            String plain = workspace.read("app/.env.production");
            boolean refused = isRefused(EnvDocument.parse(plain));
            LockReport locked =
                    new Lock(project).run(LockOptions.plain(Optional.empty()), UpdateApproval.never(), file -> false);
            assertThat(locked.hasErrors()).isEqualTo(refused);
            assertThat(workspace.read("app/.env.production")).isEqualTo(refused ? plain : committed);
        }
        assertThat(names()).isSubsetOf(".env.keys", ".env.production");
    }

    /** What encryption does not mend; a value that stays plaintext on purpose may be cut at a #. */
    private static boolean isRefused(EnvDocument document) {
        return GateFinding.of(document, EncryptionState.of(document)).stream()
                .anyMatch(finding -> !finding.isMendedByEncryption());
    }

    private static List<String> names() throws IOException {
        try (Stream<Path> files = Files.list(ROOT.resolve("app"))) {
            return files.map(file -> file.getFileName().toString()).sorted().toList();
        }
    }
}
