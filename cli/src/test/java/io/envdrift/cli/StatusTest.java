package io.envdrift.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** {@code status}: where the three places of a key agree, and what to do where they do not. */
class StatusTest {
    private static final String KEY = SampleProject.hex(SampleProject.KEY);
    private static final String OTHER = SampleProject.hex(SampleProject.OTHER);

    @TempDir
    private Path root;

    @ParameterizedTest(name = "vault {0}, keys file {1}: {2}")
    @CsvSource({
        "key, key, '', 0, Every key fits",
        "key, none, not_synced, 1, envdrift sync",
        "key, other, local_drift, 1, envdrift sync --force",
        "other, other, file_drift, 1, restore the file from git",
        "key+other, key+other, rotation_pending, 1, envdrift rotate app/.env.production",
        "none, key, unreadable, 1, not found in local vault",
        "rubbish rubbish, none, unreadable, 1, Error:"
    })
    void eachDifferenceIsNamedWithTheCommandThatMendsIt(
            String vault, String local, String finding, int exit, String advice) {
        SampleProject project = project(vault);
        if (!local.equals("none")) {
            project.write("app/.env.keys", SampleProject.KEY_NAME + "=" + keys(local) + "\n");
        }

        CliRun.Result text = project.cli().run("status");
        CliRun.Result json = project.cli().run("status", "--format", "json");

        assertThat(text.exit()).as(text.all()).isEqualTo(exit);
        assertThat(text.out()).contains(advice);
        assertThat(json.exit()).isEqualTo(exit);
        assertThat(json.out()).contains("\"findings\":[" + (finding.isEmpty() ? "" : "\"" + finding + "\"") + "]");
        assertThat(text.all() + json.all()).doesNotContain(KEY).doesNotContain(OTHER);
    }

    @Test
    void anEphemeralKeyIsMissedNowhere() {
        SampleProject project = project("key");
        project.write("envdrift.toml", project.read("envdrift.toml") + "ephemeral_keys = true\n");

        CliRun.Result result = project.cli().run("status");

        assertThat(result.exit()).as(result.all()).isZero();
        assertThat(result.out()).contains("not kept (ephemeral)");
    }

    @Test
    void plaintextAfterAPullIsHowOneWorks() {
        SampleProject project = project("key");
        assertThat(project.cli().run("pull").exit()).isZero();

        CliRun.Result result = project.cli().run("status");

        assertThat(result.exit()).as(result.all()).isZero();
        assertThat(result.out()).contains("app/.env.production is plaintext");
    }

    @Test
    void aMistypedProfileIsSaid() {
        SampleProject project = project("key");
        project.write("envdrift.toml", project.read("envdrift.toml") + "profile = \"staging\"\n");

        CliRun.Result result = project.cli().run("status", "--profile", "stagign");

        assertThat(result.exit()).isEqualTo(1);
        assertThat(result.err()).contains("profiles there are: staging (did you mean staging?)");
    }

    @Test
    void theCommandsFindTheConfigurationAndTheProfileThatWereLookedAt() {
        SampleProject project = project("key");
        project.write("vaults.toml", project.read("envdrift.toml") + "profile = \"staging\"\n");

        CliRun.Result status = project.cli().run("status", "-c", "vaults.toml", "--profile", "staging");

        assertThat(status.out()).contains("envdrift sync -c vaults.toml --profile staging");
        assertThat(project.cli().run("doctor", "-c", "vaults.toml").out())
                .contains("envdrift sync -c vaults.toml --profile staging");
        assertThat(project.cli()
                        .run("sync", "-c", "vaults.toml", "--profile", "staging", "--ci")
                        .exit())
                .isZero();
    }

    private SampleProject project(String vault) {
        SampleProject project = new SampleProject(root)
                .encrypted("app/.env.production", SampleProject.KEY, "A=1\n")
                .config(SampleProject.mapping("app"));
        return vault.equals("none") ? project : project.secret("app-key", keys(vault));
    }

    private static String keys(String names) {
        return names.replace("+", ",").replace("key", KEY).replace("other", OTHER);
    }
}
