package io.envdrift.cli.page;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.envdrift.cli.CliRun;
import io.envdrift.cli.SampleProject;
import io.envdrift.server.BlobServer;
import io.envdrift.server.ServerSettings;
import io.envdrift.server.command.ServerMain;
import io.envdrift.server.store.StorageSettings;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.io.TempDir;
import org.openqa.selenium.By;
import org.openqa.selenium.WindowType;
import picocli.CommandLine;

/**
 * The page in a real browser against the real server, with data that our command lines made. One browser and one server serve all
 * tests, in this order; pictures of every view are in {@code target/pictures}.
 */
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class PageBrowserIT {
    private static final String CANARY = "c4n4ry";
    private static final String HOSTILE = "<img src=x onerror=alert(1)>\u202eevil\u202c";
    private static final String PASSPHRASE = "a passphrase of c4n4ry words";

    @TempDir
    static Path directory;

    private static BlobServer server;
    private static Browser browser;
    private static Machine laptop;
    private static Machine second;
    private static String device;
    private static String envsyncToken;
    private static String levelsToken;
    private static String clientKey;
    private static String readToken;
    private static final List<String> findings = new ArrayList<>();

    @BeforeAll
    static void start() throws IOException {
        Assumptions.assumeTrue(Browser.isHere(), "there is no chromium with chromedriver on the PATH");
        envsyncToken = operator("token", "--email", "ada@example.com", "--role", "owner", "--project", "shop");
        levelsToken = operator("levels", "create-organization", "Acme");
        String post = operator("report-token", "acme/app");
        readToken = operator("report-token", "--read", "page");
        server = BlobServer.start(
                ServerSettings.loopback(StorageSettings.sqlite(data())).build(), InstantSource.system());
        vaultEnv();
        envSync();
        levels();
        reports(post);
        browser = Browser.start(directory.resolve("profile"));
    }

    @AfterAll
    static void stop() {
        if (browser != null) {
            browser.close();
        }
        if (server != null) {
            server.close();
        }
    }

    private static Path data() {
        return directory.resolve("data");
    }

    private static void vaultEnv() throws IOException {
        laptop = new Machine("laptop").env("VAULT_URL", server.address().toString());
        laptop.ok("vault-env", "init", "--name", "my-app");
        laptop.write(
                "prod.env",
                "API_URL=https://api.example.com\nDATABASE_URL=postgres://" + CANARY
                        + "-prod\nLOG_LEVEL=warn\nONLY_PROD=1\n");
        laptop.write(
                "stage.env",
                "API_URL=https://api.example.com\nDATABASE_URL=postgres://" + CANARY + "-stage\nLOG_LEVEL=debug\n"
                        + "STRIPE_SECRET=" + CANARY + "-stripe\nHOSTILE=\"" + HOSTILE + "\"\nLONG="
                        + "x".repeat(64 << 10) + "\n");
        laptop.ok("vault-env", "push", "--env", "production", "--file", "prod.env");
        laptop.ok("vault-env", "push", "--env", "staging", "--file", "stage.env");
        device = laptop.ok("vault-env", "device", "export").strip();
        second = new Machine("second").env("VAULT_URL", server.address().toString());
        second.write(".env", laptop.read(".env"));
        second.ok("vault-env", "register-device", "--name", "ci <b>runner</b>");
    }

    private static void envSync() throws IOException {
        Machine ada = new Machine("ada")
                .env("ENVSYNC_API", server.address().toString())
                .env("ENVSYNC_TOKEN", "Bearer " + envsyncToken)
                .env("ENVSYNC_PASS", PASSPHRASE);
        ada.write(".envsync.json", "{\"project_id\": \"shop\"}\n");
        ada.write(".env", "API_KEY=" + CANARY + "-main\nDEBUG=false\n");
        ada.ok("envsync", "push", "--branch", "main");
        ada.write(".env", "API_KEY=" + CANARY + "-feature\nDEBUG=false\nNEW_FLAG=1\n");
        ada.ok("envsync", "push", "--branch", "feature/login");
    }

    private static void levels() throws IOException {
        Machine ada = new Machine("ada-levels")
                .env("DOTENV_API_URL", server.address().toString())
                .env("DOTENV_URL", server.address().toString())
                .env("DOTENV_API_KEY", levelsToken);
        ada.ok(
                "levels",
                "project",
                "create",
                "acme",
                "--generate-key",
                "key1",
                "--url",
                server.address().toString());
        clientKey = ada.read("key1").strip();
        ada.env("DOTENV_CLIENT_KEY_FILE", ada.path("key1").toString());
        ada.ok("levels", "target", "create", "acme/backend");
        ada.ok("levels", "environment", "create", "acme/backend/production", "--status", "production");
        ada.write("shared.env", "REGION=eu\nHOST=" + CANARY + "-host\nURL=https://${HOST}/\n");
        ada.ok("levels", "push", "acme", "shared.env");
        ada.write("production.env", "HOST=" + CANARY + "-production\n");
        ada.ok("levels", "push", "acme/backend/production", "production.env");
    }

    private static void reports(String token) throws IOException {
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
                    server.address().toString());
            assertThat(result.err()).doesNotContain("[WARN]");
            project.secret("app-key", SampleProject.hex(SampleProject.OTHER));
        }
    }

    private static String operator(String... line) {
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

    /** A machine with a directory and a home of its own. */
    private static final class Machine {
        private final Path place;
        private final Map<String, String> variables = new TreeMap<>();

        Machine(String name) throws IOException {
            place = Files.createDirectories(directory.resolve(name));
        }

        Machine env(String name, String value) {
            variables.put(name, value);
            return this;
        }

        Path path(String name) {
            return place.resolve(name);
        }

        void write(String name, String text) throws IOException {
            Files.writeString(path(name), text);
        }

        String read(String name) throws IOException {
            return Files.readString(path(name));
        }

        CliRun.Result run(String... line) {
            CliRun cli = new CliRun(place);
            variables.forEach(cli::env);
            return cli.run(line);
        }

        String ok(String... line) {
            CliRun.Result result = run(line);
            assertThat(result.exit())
                    .as("%s: %s", String.join(" ", line), result.all())
                    .isZero();
            return result.out();
        }

        String key() throws IOException {
            return read(".env")
                    .lines()
                    .filter(line -> line.startsWith("VAULT_KEY="))
                    .map(line -> line.substring("VAULT_KEY=".length()))
                    .findFirst()
                    .orElseThrow();
        }
    }

    private static void signIn(String kind, String... fields) {
        browser.open(server.address() + "/");
        browser.click("kind-" + kind);
        for (int i = 0; i < fields.length; i += 2) {
            browser.fill(By.name(fields[i]), fields[i + 1]);
        }
        browser.click("signin-submit");
    }

    private static void row(String name, String test) {
        browser.click(By.cssSelector("[data-name='" + name + "'] [data-test='" + test + "']"));
    }

    private static void look(String name) {
        findings.addAll(browser.pictured(name));
    }

    @Test
    @Order(1)
    void theFirstSightSaysWhichVariableIsMissingInProduction() throws IOException {
        browser.open(server.address() + "/");
        browser.find("signin");
        look("signin");
        signIn("vault-env", "key", laptop.key(), "device", device);
        browser.settled("overview");
        browser.text("waits", "production lacks");
        browser.text("waits", "STRIPE_SECRET");
        browser.text("waits", "ci <b>runner</b> waits for approval");
        look("overview");
        browser.view("drift");
        browser.text("summary", "STRIPE_SECRET");
        assertThat(browser.find(By.cssSelector(".cell[aria-label^='STRIPE_SECRET in production']"))
                        .getDomAttribute("aria-label"))
                .endsWith("missing");
        look("drift");
        browser.find("only-differences").click();
        browser.sees("STRIPE_SECRET");
        assertThat(browser.text("matrix", "DATABASE_URL")).doesNotContain("API_URL");
    }

    @Test
    @Order(2)
    void aColleaguesDeviceIsApprovedAndPulls() {
        assertThat(second.run("vault-env", "pull", "--env", "staging").exit()).isNotZero();
        browser.view("overview");
        browser.click("approve");
        browser.sees("may read and write now");
        // The device is known; the environment's key is wrapped by the secret that opens it, which the colleague
        // brings.
        assertThat(second.run("vault-env", "pull", "--env", "staging").err()).doesNotContain("not yet approved");
        browser.view("access");
        browser.text("devices", "ci <b>runner</b>");
        look("access");
    }

    @Test
    @Order(3)
    void valuesAreShownOneByOneAndAsText() {
        browser.view("values");
        browser.click(By.cssSelector("select option[value='staging']"));
        browser.find(By.cssSelector("[data-name='HOSTILE']"));
        assertThat(browser.body()).doesNotContain(CANARY);
        row("HOSTILE", "reveal");
        assertThat(browser.text("value", "onerror")).contains("<img src=x onerror=alert(1)>");
        row("HOSTILE", "reveal");
        row("LONG", "reveal");
        assertThat(browser.text("value", "xxxx")).hasSize(64 << 10);
        row("LONG", "reveal");
        look("values");
        row("LOG_LEVEL", "edit");
        browser.fill(By.cssSelector("[data-test='new-value']"), "info");
        browser.click("keep");
        browser.click("push");
        browser.sees("staging is version 2 now");
        assertThat(laptop.ok("vault-env", "pull", "--env", "staging", "--output", "pulled.env"))
                .isNotNull();
        assertThat(laptop.ok("vault-env", "get", "LOG_LEVEL", "--env", "staging", "--raw")
                        .strip())
                .isEqualTo("info");
    }

    @Test
    @Order(4)
    void twoWindowsConflictAndNothingIsLost() throws IOException {
        row("LOG_LEVEL", "edit");
        browser.fill(By.cssSelector("[data-test='new-value']"), "mine");
        browser.click("keep");
        String mine = browser.driver().getWindowHandle();
        browser.driver().switchTo().newWindow(WindowType.TAB);
        signIn("vault-env", "key", laptop.key(), "device", device);
        browser.settled("overview");
        browser.view("values");
        browser.click(By.cssSelector("select option[value='staging']"));
        row("LOG_LEVEL", "edit");
        browser.fill(By.cssSelector("[data-test='new-value']"), "theirs");
        browser.click("keep");
        browser.click("push");
        browser.sees("staging is version 3 now");
        browser.driver().close();
        browser.driver().switchTo().window(mine);

        browser.click("push");
        browser.find("conflict");
        look("conflict");
        // The view shows their version then, and my change still must not replace theirs unseen.
        browser.click("conflict-back");
        browser.click("push");
        browser.find("conflict");
        assertThat(browser.find("conflict-push").isEnabled()).isFalse();
        browser.click("take-mine");
        browser.click("conflict-push");
        browser.sees("staging is version 4 now");
        assertThat(laptop.ok("vault-env", "get", "LOG_LEVEL", "--env", "staging", "--raw")
                        .strip())
                .isEqualTo("mine");
    }

    @Test
    @Order(5)
    void historyComparesAndRollsBack() {
        browser.view("history");
        browser.sees("v4");
        look("history");
        browser.view("audit");
        browser.text("audit", "push");
        look("audit");
        browser.view("keys");
        browser.sees("acme/app");
        look("keys");
    }

    @Test
    @Order(6)
    void aWrongKeyIsSaidInOneSentence() throws IOException {
        String key = laptop.key();
        String wrong = key.substring(0, key.length() - 4) + (key.endsWith("0000") ? "1111" : "0000");
        signIn("vault-env", "key", wrong);
        assertThat(browser.text("error", ".")).doesNotContain(wrong);
        signIn("vault-env", "key", "rubbish");
        browser.text("error", ".");
        signIn("envsync", "token", envsyncToken, "passphrase", "not the passphrase");
        browser.text("error", "passphrase");
    }

    @Test
    @Order(7)
    void envSyncShowsDriftAndValuesOfBranches() {
        signIn("envsync", "token", envsyncToken, "passphrase", PASSPHRASE);
        browser.settled("overview");
        browser.text("waits", "NEW_FLAG");
        look("envsync-overview");
        browser.view("drift");
        assertThat(browser.find(By.cssSelector(".cell[aria-label^='NEW_FLAG in main']"))
                        .getDomAttribute("aria-label"))
                .endsWith("missing");
        browser.view("values");
        browser.click(By.cssSelector("select option[value='main']"));
        row("API_KEY", "reveal");
        browser.text("value", CANARY + "-main");
        look("envsync-values");
        browser.view("history");
        browser.sees("v1");
        browser.view("access");
        browser.view("audit");
    }

    @Test
    @Order(8)
    void levelsMergeAndResolve() {
        signIn("levels", "token", levelsToken, "clientKey", clientKey);
        browser.settled("overview");
        look("levels-overview");
        browser.view("values");
        browser.click(By.cssSelector("select option[value$='acme/backend/production']"));
        row("URL", "reveal");
        browser.text("resolved", "https://" + CANARY + "-production/");
        look("levels-values");
        browser.view("drift");
        browser.view("access");
        browser.view("audit");
    }

    @Test
    @Order(9)
    void reportsTellSinceWhenAKeyDoesNotFit() {
        signIn("reports", "token", readToken);
        browser.settled("keys");
        browser.sees("acme/app");
        browser.sees("b2c3d4e5".substring(0, 7));
        look("reports");
    }

    @Test
    @Order(10)
    void nothingIsKeptAndNothingLeavesThePage() throws IOException {
        assertThat(browser.stored()).isEmpty();
        String told = browser.performance();
        assertThat(told).contains("/ui/worker.js");
        for (String secret : List.of(CANARY, laptop.key(), device, PASSPHRASE, clientKey)) {
            assertThat(told).as("what the browser sent and got").doesNotContain(secret);
            try (Stream<Path> files = Files.walk(data())) {
                assertThat(files.filter(Files::isRegularFile)).noneMatch(file -> holds(file, secret));
            }
        }
        assertThat(browser.complaints()).isEmpty();
        assertThat(findings).as("axe-core").isEmpty();
        assertThatThrownBy(() -> browser.driver().executeScript("document.body.innerHTML = '<b>x</b>'"))
                .as("the policy binds")
                .hasMessageContaining("TrustedHTML");
    }

    private static boolean holds(Path file, String text) {
        try {
            return new String(Files.readAllBytes(file), StandardCharsets.ISO_8859_1).contains(text);
        } catch (IOException e) {
            return false;
        }
    }

    @Test
    @Order(11)
    void aServerThatStopsIsSaidWithTheWayOut() throws IOException {
        signIn("vault-env", "key", laptop.key(), "device", device);
        browser.settled("overview");
        server.close();
        browser.click("nav-drift");
        browser.text("error", ".");
        browser.find("retry");
    }
}
