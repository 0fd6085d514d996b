package io.envdrift.workflow;

import static org.assertj.core.api.Assertions.assertThat;

import io.envdrift.base.Progress;
import io.envdrift.files.AtomicFile;
import io.envdrift.files.FileOperations;
import io.envdrift.git.GitRepository;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class IgnoreLineTest {
    @TempDir
    Path temporary;

    private Path root;
    private Path keysFile;
    private GitRepository git;

    @BeforeEach
    void makeRepository() throws Exception {
        root = temporary.toRealPath();
        git = GitRepository.init(root);
        keysFile = git.write("app/.env.keys", "");
    }

    @Test
    void addsTheLineAtTheTopOfTheWorkTreeOnce() throws Exception {
        assertThat(ensure()).contains(root.resolve(".gitignore"));
        assertThat(root.resolve(".gitignore")).hasContent(".env.keys*\n");
        assertThat(ensure()).isEmpty();
        for (String name : new String[] {".env.keys", ".env.keys.backup.1", ".env.keys.lock"}) {
            git.write("app/" + name, "");
        }
        assertThat(git.status()).isEqualTo("?? .gitignore\n");
        assertThat(root.resolve(".env.keys.lock")).doesNotExist();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "target/",
                "target/\n",
                "target/\r\n# m\u00fcll\r\n",
                ".env.keys\n",
                ".env.keys*\n!.env.keys.backup\n",
                "#.env.keys*"
            })
    void keepsEveryOtherByte(String before) throws Exception {
        git.write(".gitignore", before);
        assertThat(ensure()).isPresent();
        assertThat(Files.readString(root.resolve(".gitignore")))
                .isEqualTo(before + (before.endsWith("\n") ? "" : "\n") + ".env.keys*\n");
        assertThat(ensure()).isEmpty();
    }

    @Test
    void leavesARepositoryAloneThatIgnoresTheKeysAlready() throws Exception {
        git.write(".git/info/exclude", ".env*\n");
        assertThat(ensure()).isEmpty();
        assertThat(root.resolve(".gitignore")).doesNotExist();
    }

    @Test
    void doesNotFightADirectoryThatTakesItsKeys() throws Exception {
        git.write("app/.gitignore", "!.env.keys\n");
        assertThat(ensure()).isPresent();
        assertThat(ensure()).isEmpty();
        assertThat(root.resolve(".gitignore")).hasContent(".env.keys*\n");
    }

    @Test
    void doesNotAddTheLineAgainAndAgainForAKeysFileThatIsTracked() throws Exception {
        git.run("add", "-f", "app/.env.keys");
        assertThat(ensure()).isPresent();
        assertThat(ensure()).isEmpty();
        assertThat(root.resolve(".gitignore")).hasContent(".env.keys*\n");
    }

    @Test
    void aKeysFileOfAnotherNameGetsALineOfItsOwn() throws Exception {
        keysFile = git.write("app/team.keys", "");
        assertThat(ensure()).isPresent();
        assertThat(root.resolve(".gitignore")).hasContent("team.keys*\n");
        git.write("app/team.keys.backup.1", "");
        assertThat(git.status()).doesNotContain("team.keys");
    }

    @Test
    void addsTheLineOnceWhereGitCannotTell() throws Exception {
        git.write(".git/HEAD", "damaged");
        assertThat(ensure()).isPresent();
        assertThat(ensure()).isEmpty();
        assertThat(root.resolve(".gitignore")).hasContent(".env.keys*\n");
    }

    @Test
    void thereIsNothingToDoWithoutARepository() throws Exception {
        Path elsewhere = Files.createTempDirectory("envdrift-no-git");
        try {
            assertThat(new IgnoreLine(ports()).ensure(elsewhere.resolve(".env.keys")))
                    .isEmpty();
            assertThat(elsewhere).isEmptyDirectory();
        } finally {
            Files.delete(elsewhere);
        }
    }

    @Test
    void SEC_A2_aGitignoreThatIsALinkOrHasAnotherNameIsNeitherReadNorReplaced() throws Exception {
        Path elsewhere = Files.writeString(temporary.resolveSibling(temporary.getFileName() + "-secret"), "SECRET\n");
        Path ignore = root.resolve(".gitignore");
        try {
            for (boolean hard : new boolean[] {false, true}) {
                if (hard) {
                    Files.createLink(ignore, elsewhere);
                } else {
                    Files.createSymbolicLink(ignore, elsewhere);
                }
                assertThat(new IgnoreLine(ports()).ensure(keysFile))
                        .contains(new IgnoreLine.Note(ignore, ".env.keys*", false));
                assertThat(Files.isSymbolicLink(ignore)).isEqualTo(!hard);
                assertThat(elsewhere).hasContent("SECRET\n");
                Files.delete(ignore);
            }
        } finally {
            Files.delete(elsewhere);
        }
    }

    private Optional<Path> ensure() {
        return new IgnoreLine(ports())
                .ensure(keysFile)
                .filter(IgnoreLine.Note::added)
                .map(IgnoreLine.Note::ignore);
    }

    private static Ports ports() {
        return new Ports(
                new AtomicFile(FileOperations.system()), Clock.systemUTC(), () -> Workspace.RANDOM, Progress.NONE);
    }
}
