package io.envdrift.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A keys file with two lines of one name, as {@code dotenvx encrypt -fk} leaves it for env files of two folders: they are two
 * keys, not a history of one.
 */
class SharedKeysFileTest {
    private static final String OWN = SampleProject.hex(SampleProject.KEY);
    private static final String FOREIGN = SampleProject.hex(SampleProject.OTHER);

    @TempDir
    Path root;

    private SampleProject project;

    @BeforeEach
    void makeAProject() {
        project = new SampleProject(root).service("app", SampleProject.KEY, "A=1\n");
        keysOfTwoFiles();
    }

    private void keysOfTwoFiles() {
        project.write("app/.env.keys", line(OWN) + "# ../worker/.env.production\n" + line(FOREIGN));
    }

    private static String line(String value) {
        return SampleProject.KEY_NAME + "=" + value + "\n";
    }

    @Test
    void theOtherFilesKeyIsNoNewerKeyOfThisOne() {
        for (String line : new String[] {"status", "sync --verify --check-decryption --ci", "vault-push --all"}) {
            CliRun.Result result = project.cli().run(line.split(" "));

            assertThat(result.exit()).as(line + "\n" + result.all()).isZero();
            assertThat(result.all()).doesNotContain("ahead", "trimmed");
        }
        assertThat(project.value("app-key")).contains(OWN);
    }

    @Test
    void rotationMakesAKeyAndLeavesTheOtherFilesKeyAloneAsDoesTheColleague() {
        CliRun.Result rotate = project.cli().run("rotate", "--all", "--push");

        assertThat(rotate.exit()).as(rotate.all()).isZero();
        assertThat(rotate.all()).doesNotContain("resumed");
        String stored = project.value("app-key").orElseThrow();
        assertThat(stored).contains(OWN).doesNotContain(FOREIGN);
        assertThat(project.read("app/.env.keys")).contains(OWN + ",").endsWith("\n" + line(FOREIGN));

        keysOfTwoFiles();
        CliRun.Result sync = project.cli().run("sync", "--check-decryption", "--ci");

        assertThat(sync.exit()).as(sync.all()).isZero();
        assertThat(sync.out()).contains("updated (the vault had a newer key)");
        assertThat(project.read("app/.env.keys")).contains(OWN + ",").endsWith("\n" + line(FOREIGN));

        CliRun.Result drop = project.cli().run("rotate", "--all", "--push", "--drop-old");

        assertThat(drop.exit()).as(drop.all()).isZero();
        assertThat(project.value("app-key").orElseThrow()).doesNotContain(OWN, FOREIGN);
        assertThat(project.read("app/.env.keys")).doesNotContain(OWN).endsWith("\n" + line(FOREIGN));
    }

    @Test
    void vaultPullTakesTheNewerKeyIntoItsOwnLine() {
        project.secret("app-key", OWN + "," + "3".repeat(64));

        CliRun.Result pull = project.cli().run("vault-pull", "app", "app-key", "--env", "production", "--no-decrypt");

        assertThat(pull.exit()).as(pull.all()).isZero();
        assertThat(project.read("app/.env.keys"))
                .startsWith(line(OWN + "," + "3".repeat(64)))
                .endsWith(line(FOREIGN));
    }

    /** A file whose header was lost got a new key from dotenvx: that is newer, and goes to the vault beside the old one. */
    @Test
    void aSecondKeyOfTheSameFileIsANewerOne() {
        project.encrypted("app/.env.production", SampleProject.OTHER, "A=1\n");

        assertThat(project.cli().run("status").out()).contains("Fix: ahead:", "vault-push --all");
        CliRun.Result push = project.cli().run("vault-push", "--all");

        assertThat(push.exit()).as(push.all()).isZero();
        assertThat(push.out()).contains("the vault lacked the newest key");
        assertThat(project.value("app-key").orElseThrow()).contains(OWN + "," + FOREIGN);
        assertThat(project.cli().run("status").exit()).isZero();
    }
}
