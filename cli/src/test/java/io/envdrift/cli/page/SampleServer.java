package io.envdrift.cli.page;

import static org.assertj.core.api.Assertions.assertThat;

import com.nimbusds.jose.JOSEException;
import io.envdrift.cli.CliRun;
import io.envdrift.cli.SampleProject;
import io.envdrift.server.BlobServer;
import io.envdrift.server.ServerSettings;
import io.envdrift.server.api.envsync.TokenSettings;
import io.envdrift.server.command.ServerMain;
import io.envdrift.server.store.StorageSettings;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.URI;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import picocli.CommandLine;

/** The real server with a project of each kind, made by our command lines, and an identity provider beside it. */
final class SampleServer implements AutoCloseable {
    /** Stands in each value and passphrase, and must never be found outside of the page. */
    static final String CANARY = "c4n4ry";

    static final String HOSTILE = "<img src=x onerror=alert(1)>\u202eevil\u202c";
    static final String PASSPHRASE = "a passphrase of c4n4ry words";

    final StubProvider provider;
    final Machine laptop;
    final Machine second;
    final String device;
    final String envsyncToken;
    final String levelsToken;
    final String clientKey;
    final String readToken;
    private final BlobServer server;
    private final Path directory;

    SampleServer(Path directory) throws IOException, JOSEException {
        this.directory = directory;
        envsyncToken = operator("token", "--email", "ada@example.com", "--role", "owner", "--project", "shop");
        levelsToken = operator("levels", "create-organization", "Acme");
        String post = operator("report-token", "acme/app");
        readToken = operator("report-token", "--read", "page");
        provider = new StubProvider(directory.resolve("certificates"));
        // A token of the levels has its organization between the underscores.
        String organization = levelsToken.split("_")[1];
        server = BlobServer.start(
                ServerSettings.loopback(StorageSettings.sqlite(data()))
                        .tokens(new TokenSettings(
                                Optional.empty(),
                                TokenSettings.DEFAULT_ALGORITHM,
                                List.of(provider.settings(List.of("acme", "shop"), organization)),
                                false))
                        .build(),
                InstantSource.system());
        laptop = new Machine(directory.resolve("laptop"))
                .env("VAULT_URL", address().toString());
        second = new Machine(directory.resolve("second"))
                .env("VAULT_URL", address().toString());
        device = vaultEnv();
        envSync();
        clientKey = levels();
        reports(post);
    }

    URI address() {
        return server.address();
    }

    /** Returns what must neither leave the page nor come to rest anywhere. */
    List<String> secrets() throws IOException {
        return List.of(CANARY, PASSPHRASE, laptop.key(), device, clientKey);
    }

    /** Returns where the server keeps its data. */
    Path data() {
        return directory.resolve("data");
    }

    private String vaultEnv() throws IOException {
        laptop.ok("vault-env", "init", "--name", "my-app");
        laptop.write(
                "prod.env",
                "API_URL=https://api.example.com\nDATABASE_URL=postgres://" + CANARY
                        + "-prod\nLOG_LEVEL=warn\nONLY_PROD=1\n");
        laptop.write(
                "stage.env",
                "API_URL=https://api.example.com\nDATABASE_URL=postgres://" + CANARY + "-stage\nLOG_LEVEL=debug\n"
                        + "STRIPE_SECRET=" + CANARY + "-stripe\nHOSTILE=\"" + HOSTILE + "\"\nLONG="
                        + "x".repeat(64 << 10) + "\nWINDOWS=\"a\\r\\nb\"\n");
        laptop.ok("vault-env", "push", "--env", "production", "--file", "prod.env");
        laptop.ok("vault-env", "push", "--env", "staging", "--file", "stage.env");
        second.write(".env", laptop.read(".env"));
        second.ok("vault-env", "register-device", "--name", "ci <b>runner</b>");
        return laptop.ok("vault-env", "device", "export").strip();
    }

    private void envSync() throws IOException {
        Machine ada = new Machine(directory.resolve("ada"))
                .env("ENVSYNC_API", address().toString())
                .env("ENVSYNC_TOKEN", "Bearer " + envsyncToken)
                .env("ENVSYNC_PASS", PASSPHRASE);
        ada.write(".envsync.json", "{\"project_id\": \"shop\"}\n");
        ada.write(".env", "API_KEY=" + CANARY + "-main\nDEBUG=false\n");
        ada.ok("envsync", "push", "--branch", "main");
        ada.write(".env", "API_KEY=" + CANARY + "-feature\nDEBUG=false\nNEW_FLAG=1\n");
        ada.ok("envsync", "push", "--branch", "feature/login");
    }

    private String levels() throws IOException {
        Machine ada = new Machine(directory.resolve("ada-levels"))
                .env("DOTENV_API_URL", address().toString())
                .env("DOTENV_URL", address().toString())
                .env("DOTENV_API_KEY", levelsToken);
        ada.ok(
                "levels",
                "project",
                "create",
                "acme",
                "--generate-key",
                "key1",
                "--url",
                address().toString());
        ada.env("DOTENV_CLIENT_KEY_FILE", ada.path("key1").toString());
        ada.ok("levels", "target", "create", "acme/backend");
        ada.ok("levels", "environment", "create", "acme/backend/production", "--status", "production");
        ada.write("shared.env", "REGION=eu\nHOST=" + CANARY + "-host\nURL=https://${HOST}/\n");
        ada.ok("levels", "push", "acme", "shared.env");
        ada.write("production.env", "HOST=" + CANARY + "-production\n");
        ada.ok("levels", "push", "acme/backend/production", "production.env");
        return ada.read("key1").strip();
    }

    private void reports(String token) throws IOException {
        SampleProject project = new SampleProject(directory.resolve("repository"))
                .encrypted("app/.env.production", SampleProject.KEY, "A=1\n")
                .config(SampleProject.mapping("app"))
                .secret("app-key", SampleProject.hex(SampleProject.KEY));
        for (String commit : List.of("a1b2c3d4", "b2c3d4e5")) {
            CliRun job = project.cli();
            Map.of(
                            "ENVDRIFT_REPORT_TOKEN",
                            token,
                            "GITHUB_REPOSITORY",
                            "acme/app",
                            "GITHUB_REF_NAME",
                            "main",
                            "GITHUB_SHA",
                            commit)
                    .forEach(job::env);
            CliRun.Result result = job.run(
                    "sync",
                    "--check-decryption",
                    "--ci",
                    "--report-to",
                    address().toString());
            assertThat(result.err()).doesNotContain("[WARN]");
            project.secret("app-key", SampleProject.hex(SampleProject.OTHER));
        }
    }

    private String operator(String... line) {
        StringWriter out = new StringWriter();
        StringWriter err = new StringWriter();
        CommandLine command =
                ServerMain.commandLine().setOut(new PrintWriter(out, true)).setErr(new PrintWriter(err, true));
        List<String> words = new ArrayList<>(List.of(line));
        words.addAll(List.of("--data", data().toString()));
        assertThat(command.execute(words.toArray(String[]::new)))
                .as(err.toString())
                .isZero();
        command.getOut().flush();
        return out.toString().strip();
    }

    /** Stops the server alone, as an outage does. */
    void stop() {
        server.close();
    }

    @Override
    public void close() throws IOException {
        server.close();
        provider.close();
    }
}
