package io.envdrift.cli.vaultenv;

import static org.assertj.core.api.Assertions.assertThat;

import io.envdrift.cli.CliRun;
import io.envdrift.cli.SampleProject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A team without a cloud: the keys of its .env files on its own server. */
class BlobstoreIT {
    private static final String PLAINTEXT = "API_TOKEN=secret\n";

    @TempDir
    Path directory;

    private Scene scene;
    private Scene.Machine laptop;
    private SampleProject project;

    @BeforeEach
    void aProjectWithTwoServices() throws IOException {
        scene = new Scene(directory);
        laptop = scene.machine("laptop");
        ok(laptop.run("init"));
        ok(laptop.run("key save --project team"));
        project = new SampleProject(laptop.directory);
        for (String folder : new String[] {"app", "auth"}) {
            project.encrypted(folder + "/.env.production", SampleProject.KEY, PLAINTEXT);
        }
        project.write(
                "envdrift.toml",
                """
                [vault]
                provider = "blobstore"
                [vault.blobstore]
                url = "%s"
                project = "team"
                """.formatted(scene.address()) + SampleProject.mapping("app") + SampleProject.mapping("auth"));
        ok(laptop.envdrift("vault-push --direct app-key @" + keyFile()));
        ok(laptop.envdrift("vault-push --direct auth-key @" + keyFile()));
    }

    @AfterEach
    void stop() {
        scene.close();
    }

    @Test
    void syncWritesTheKeysAndPullDecrypts() {
        assertThat(ok(laptop.envdrift("sync --ci")).out()).contains("app (app-key, env: production) - created");
        assertThat(project.read("app/.env.keys")).contains(SampleProject.hex(SampleProject.KEY));
        assertThat(project.mode("app/.env.keys")).isEqualTo("rw-------");

        ok(laptop.envdrift("pull"));
        assertThat(project.read("app/.env.production")).contains(PLAINTEXT);
        assertThat(project.read("auth/.env.production")).contains(PLAINTEXT);
        ok(laptop.envdrift("sync --verify --ci"));
    }

    @Test
    void localKeysArePushedFromTheirFolder() {
        project.write("app/.env.keys", SampleProject.KEY_NAME + "=" + SampleProject.hex(SampleProject.OTHER) + "\n");
        CliRun.Result pushed = ok(laptop.envdrift("vault-push app other-key --env production"));
        assertThat(pushed.out())
                .contains("Pushed secret 'other-key' to blobstore vault")
                .contains("Version: 3");
        assertThat(ok(laptop.run("get other-key --env envdrift --raw")).out())
                .contains(SampleProject.hex(SampleProject.OTHER));
    }

    @Test
    void rotatePutsTheNewKeysOfBothServicesIntoTheVault() {
        ok(laptop.envdrift("sync --ci"));
        CliRun.Result rotated = ok(laptop.envdrift("rotate app/.env.production auth/.env.production --push"));
        assertThat(rotated.out()).contains("Rotated app/.env.production").contains("Rotated auth/.env.production");
        assertThat(project.read("app/.env.production"))
                .doesNotContain(SampleProject.KEY.publicKey().hex());
        ok(laptop.envdrift("sync --verify --check-decryption --ci"));
        assertThat(ok(laptop.run("versions --env envdrift")).out())
                .contains("~app-key")
                .contains("~auth-key");
        assertThat(scene.printed()).doesNotContain(SampleProject.hex(SampleProject.KEY));
    }

    @Test
    void withoutTheKeyNothingIsAskedOfTheServer() throws IOException {
        Files.delete(laptop.file("home/.vault/keys/team.key"));
        CliRun.Result sync = laptop.envdrift("sync --ci");
        assertThat(sync.exit()).isEqualTo(1);
        assertThat(sync.all()).contains("no vault-env key was found in VAULT_KEY or ~/.vault/keys");
        laptop.env("VAULT_KEY", "vk_00000000-0000-0000-0000-000000000000_x");
        assertThat(laptop.envdrift("sync --ci").all()).contains("VAULT_KEY is the key of another project than 'team'");
    }

    private String keyFile() {
        project.write("app.key", SampleProject.hex(SampleProject.KEY));
        return "app.key";
    }

    private static CliRun.Result ok(CliRun.Result result) {
        assertThat(result.exit()).as(result.all()).isZero();
        return result;
    }
}
