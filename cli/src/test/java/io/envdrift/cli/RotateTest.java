package io.envdrift.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code rotate}: the guide's key rotation in one command. */
class RotateTest {
    private static final String FILE = "app/.env.production";

    @TempDir
    Path root;

    @Test
    void vaultKeysFileAndFileGetTheNewKeyAndTheOldOneStaysInTheHistory() {
        SampleProject project = withKeys();

        CliRun.Result result = project.cli().run("rotate", FILE, "--push");

        assertThat(result.exit()).as(result.all()).isZero();
        assertThat(result.out())
                .startsWith("[OK] Rotated app/.env.production: " + SampleProject.KEY.fingerprint() + " → ");
        assertThat(project.read(FILE))
                .doesNotContain(SampleProject.KEY.publicKey().hex());
        assertThat(project.read("app/.env.keys"))
                .containsPattern(
                        SampleProject.KEY_NAME + "=" + SampleProject.hex(SampleProject.KEY) + ",[0-9a-f]{64}\n");
        assertThat(project.cli()
                        .run("sync", "--verify", "--check-decryption", "--ci")
                        .exit())
                .isZero();
        assertThat(result.all()).doesNotContain(SampleProject.hex(SampleProject.KEY));
    }

    /** The layout that init makes: one rotation locks the folder for the keys file, and for the vault. */
    @Test
    void aLocalVaultMayLieBesideTheKeysFile() {
        SampleProject project = new SampleProject(root.resolve("flat"))
                .secret("app-key", SampleProject.hex(SampleProject.KEY))
                .encrypted(".env.production", SampleProject.KEY, "A=1\n")
                .config("""

                    [[vault.sync.mappings]]
                    secret_name = "app-key"
                    folder_path = "."
                    """);
        CliRun.Result sync = project.cli().run("sync", "--ci");
        assertThat(sync.exit()).as(sync.all()).isZero();

        CliRun.Result result = project.cli().run("rotate", ".env.production", "--push");

        assertThat(result.exit()).as(result.all()).isZero();
        assertThat(project.cli()
                        .run("decrypt", ".env.production", "--verify-vault", "--ci")
                        .exit())
                .isZero();
        assertThat(project.root.resolve(".env.keys.lock")).doesNotExist();
    }

    @Test
    void withoutPushTheVaultIsLeftAloneAndALaterPushMakesNoFurtherKey() {
        SampleProject project = withKeys();

        assertThat(project.cli().run("rotate", FILE).exit()).isZero();
        assertThat(verify(project)).isEqualTo(1);
        String rotated = project.read(FILE);
        CliRun.Result push = project.cli().run("rotate", FILE, "--push");

        assertThat(push.exit()).as(push.all()).isZero();
        assertThat(project.read(FILE)).isEqualTo(rotated);
        assertThat(verify(project)).isZero();
    }

    @Test
    void oldKeysAreDroppedOnceEveryMappingOfTheSecretWasRotated() {
        SampleProject project = withKeys();
        project.encrypted("more/.env.production", SampleProject.KEY, "B=2\n");
        project.write(
                "envdrift.toml",
                project.read("envdrift.toml") + SampleProject.mapping("more").replace("more-key", "app-key"));

        CliRun.Result early = project.cli().run("rotate", FILE, "--push", "--drop-old");
        assertThat(early.exit()).isEqualTo(1);
        assertThat(early.err()).contains("older keys are kept").contains("more/.env.production");
        assertThat(project.read("app/.env.keys")).contains(SampleProject.hex(SampleProject.KEY));

        CliRun.Result all = project.cli().run("rotate", "--all", "--push", "--drop-old");
        assertThat(all.exit()).as(all.all()).isZero();
        assertThat(all.err()).contains("files of other branches");
        assertThat(project.read("app/.env.keys")).doesNotContain(SampleProject.hex(SampleProject.KEY));
        assertThat(project.cli().run("sync", "--check-decryption", "--ci").exit())
                .isZero();
    }

    @Test
    void aFileThatIsNotFullyEncryptedOrDoesNotOpenChangesNothing() {
        SampleProject project = withKeys();
        project.write(FILE, project.read(FILE) + "PLAIN=1\n");
        String before = project.read(FILE);

        CliRun.Result mixed = project.cli().run("rotate", FILE, "--push");
        project.write(FILE, before.replace("PLAIN=1\n", ""));
        project.write("app/.env.keys", "").secret("app-key", SampleProject.hex(SampleProject.OTHER));
        CliRun.Result foreign = project.cli().run("rotate", FILE, "--push", "--format", "json");

        assertThat(mixed.exit()).isEqualTo(1);
        assertThat(mixed.err()).contains("mixed: 1 of 2 values are plaintext");
        assertThat(foreign.exit()).isEqualTo(1);
        assertThat(foreign.out()).contains("the key cannot decrypt A");
        assertThat(project.read("app/.env.keys")).isEmpty();
    }

    @Test
    void aSecretThatHoldsMoreThanThisKeyIsNotOverwritten() {
        SampleProject project = withKeys();
        project.secret(
                "app-key",
                "{\"DOTENV_PRIVATE_KEY_PRODUCTION\":\"" + SampleProject.hex(SampleProject.KEY) + "\",\"OTHER\":\"x\"}");
        String before = project.read(FILE);

        CliRun.Result result = project.cli().run("rotate", FILE, "--push");

        assertThat(result.exit()).isEqualTo(1);
        assertThat(result.err()).contains("holds more than this key");
        assertThat(project.read(FILE)).isEqualTo(before);
    }

    @Test
    void anEphemeralKeyIsRotatedInTheVaultOnly() {
        SampleProject project = new SampleProject(root).service("app", SampleProject.KEY, "A=1\n");
        project.write("envdrift.toml", project.read("envdrift.toml") + "ephemeral_keys = true\n");

        assertThat(project.cli().run("rotate", FILE).err()).contains("add --push");
        assertThat(project.cli().run("rotate", FILE, "--push").exit()).isZero();
        assertThat(root.resolve("app/.env.keys")).doesNotExist();
        assertThat(verify(project)).isZero();
    }

    @Test
    void oneChoiceOfFilesIsNeeded() {
        SampleProject project = withKeys();

        assertThat(project.cli().run("rotate").exit()).isEqualTo(2);
        assertThat(project.cli().run("rotate", FILE, "--all").exit()).isEqualTo(2);
        assertThat(project.cli().run("rotate", FILE, "--profile", "x").exit()).isEqualTo(2);
    }

    private int verify(SampleProject project) {
        return project.cli().run("decrypt", FILE, "--verify-vault", "--ci").exit();
    }

    private SampleProject withKeys() {
        return new SampleProject(root)
                .service("app", SampleProject.KEY, "A=1\n")
                .write("app/.env.keys", SampleProject.KEY_NAME + "=" + SampleProject.hex(SampleProject.KEY) + "\n");
    }
}
