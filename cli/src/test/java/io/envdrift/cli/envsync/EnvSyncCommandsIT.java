package io.envdrift.cli.envsync;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.envdrift.cli.CliRun;
import io.envdrift.testserver.EnvSyncStub;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What push, pull and diff print and leave behind, against a server as odd as the original. */
class EnvSyncCommandsIT {
    private static final String TEXT = "API_KEY=abc123\nDEBUG=true\nDATABASE_URL=postgres://localhost/mydb\n";
    private static final String PASSPHRASE = "c4n4ry-your-local-passphrase";

    @TempDir
    Path directory;

    private EnvSyncStub server;
    private final Map<String, String> variables = new TreeMap<>();
    private final List<CliRun.Result> results = new ArrayList<>();

    @BeforeEach
    void start() throws IOException {
        server = new EnvSyncStub();
        variables.put("ENVSYNC_API", server.uri().toString());
        variables.put("ENVSYNC_TOKEN", "Bearer " + EnvSyncStub.WRITER);
        variables.put("ENVSYNC_PASS", PASSPHRASE);
        Files.writeString(directory.resolve(".envsync.json"), "{\n  \"project_id\": \"project-123\"\n}\n");
        write(".env", TEXT);
    }

    @AfterEach
    void stop() throws IOException {
        server.close();
    }

    private void write(String name, String text) throws IOException {
        Files.writeString(directory.resolve(name), text);
    }

    private String read(String name) throws IOException {
        return Files.readString(directory.resolve(name));
    }

    private CliRun.Result run(CliRun cli, String line) {
        variables.forEach(cli::env);
        CliRun.Result result = cli.run(
                Stream.concat(Stream.of("envsync"), Stream.of(line.split(" "))).toArray(String[]::new));
        results.add(result);
        return result;
    }

    private CliRun.Result run(String line) {
        return run(new CliRun(directory), line);
    }

    private String ok(String line) {
        CliRun.Result result = run(line);
        assertThat(result.exit()).as("%s: %s", line, result.all()).isZero();
        return result.out();
    }

    private String fails(String line) {
        CliRun.Result result = run(line);
        assertThat(result.exit()).as("%s: %s", line, result.all()).isEqualTo(1);
        return result.err();
    }

    @Test
    void theDocumentsSteps() throws IOException {
        assertThat(ok("push --branch main")).isEqualTo("✓ Pushed 3 keys to main\n  version 1\n");
        assertThat(ok("diff --branch main")).endsWith("Different values: None\nIn sync? True\n");

        Path other = Files.createDirectories(directory.resolve("colleague"));
        variables.put("HOME", other.toString());
        CliRun.Result pulled = run(new CliRun(other), "pull --branch main");
        assertThat(pulled.all()).isEqualTo("✓ .env updated from main\n  version 1\n");
        assertThat(Files.readString(other.resolve(".env"))).isEqualTo(TEXT);
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(other.resolve(".env"))))
                .isEqualTo("rw-------");
        Files.writeString(other.resolve(".env"), TEXT + "STRIPE_SECRET=sk\n");
        assertThat(run(new CliRun(other), "push --branch main").out())
                .isEqualTo("✓ Pushed 4 keys to main\n  version 2\n");

        CliRun.Result drift = run("diff --branch main");
        assertThat(drift.exit()).isEqualTo(1);
        assertThat(drift.err()).isEmpty();
        assertThat(drift.out()).isEqualTo("""
            Local keys (3): API_KEY, DEBUG, DATABASE_URL
            Server keys (4): API_KEY, DEBUG, DATABASE_URL, STRIPE_SECRET
            Missing locally: STRIPE_SECRET
            Extra locally: None
            Different values: None
            In sync? False
            """);
        assertThat(fails("push --branch main"))
                .contains("Version 2 of 'main' was pushed by dan@example.com", "this directory holds version 1");
        assertThat(ok("pull --branch main")).contains("✓ .env updated from main\n  version 2");
        assertThat(ok("push --branch main")).contains("  version 3\n");
    }

    @Test
    void valuesThatDifferAreNamedAndNeverShown() throws IOException {
        assertThat(ok("push --branch main --format json"))
                .contains("\"names\":[\"API_KEY\",\"DEBUG\",\"DATABASE_URL\"]")
                .as("a line for people alone is no row")
                .doesNotContain("{\"level\":\"plain\"}");
        write(".env", TEXT.replace("abc123", "rotated"));
        CliRun.Result drift = run("diff --branch main");
        assertThat(drift.exit()).isEqualTo(1);
        assertThat(drift.out())
                .contains("Different values: API_KEY\nIn sync? False\n")
                .doesNotContain("rotated", "abc123");
        assertThat(run("diff --branch main --format json").out())
                .contains("\"differentValues\":[\"API_KEY\"]", "\"inSync\":false")
                .doesNotContain("rotated", "abc123");
        assertThat(run("diff --branch main --format github").out())
                .contains("::error file=.env::Different values: API_KEY");
        assertThat(ok("diff --branch main --names-only")).contains("Values were not compared\nIn sync? True\n");
        variables.remove("ENVSYNC_PASS");
        assertThat(ok("diff --branch main"))
                .contains("Values were not compared: there is no passphrase at hand\nIn sync? True\n");
        assertThat(server.requests()).noneMatch(request -> request.target().contains("API_KEY"));
    }

    @ParameterizedTest(name = "{0} without {1}")
    @CsvSource(delimiter = '|', textBlock = """
        push | ENVSYNC_TOKEN | Missing ENVSYNC_TOKEN
        pull | ENVSYNC_TOKEN | Missing ENVSYNC_TOKEN
        diff | ENVSYNC_TOKEN | Missing ENVSYNC_TOKEN
        push | ENVSYNC_PASS | Missing ENVSYNC_PASS
        pull | ENVSYNC_PASS | Missing ENVSYNC_PASS
        push | .env | ✗ .env not found
        diff | .env | ✗ .env not found
        push | .envsync.json | No .envsync.json here or above
        pull | .envsync.json | No .envsync.json here or above
        diff | .envsync.json | No .envsync.json here or above
        """)
    void whatIsMissingIsToldInTheKnownWords(String command, String missing, String message) throws IOException {
        variables.remove(missing);
        Files.deleteIfExists(directory.resolve(missing));
        assertThat(fails(command + " --branch main")).contains(message);
        assertThat(server.requests()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"{}", "[]", "{\"project_id\":\"\"}", "{\"project_id\":null}", "no json", "{\"project_id\":[1]}"})
    void aProjectFileThatNamesNoProjectSaysSo(String content) throws IOException {
        write(".envsync.json", content);
        assertThat(fails("push --branch main")).contains(".envsync.json ", "project_id");
        assertThat(server.requests()).isEmpty();
    }

    @Test
    void theNearestProjectFileAboveCountsAndNamesNoServer() throws IOException {
        Path below = Files.createDirectories(directory.resolve("a/b"));
        write(".envsync.json", "{\"project_id\":7,\"api\":\"https://evil.example\",\"scheme\":\"repo\"}");
        Files.writeString(below.resolve(".env"), TEXT);
        assertThat(run(new CliRun(below), "push --branch main").exit()).isZero();
        assertThat(server.versions("7/main").getFirst().ciphertext()).contains("\\\"salt\\\"");
    }

    @Test
    void localChangesAreNeverLost() throws IOException {
        ok("push --branch main");
        write(".env", "MINE=1\n");
        assertThat(fails("pull --branch main"))
                .contains(".env has changes that are in no version: nothing was written");
        assertThat(read(".env")).isEqualTo("MINE=1\n");
        assertThat(run(new CliRun(directory).answering("n"), "pull --branch main")
                        .exit())
                .isEqualTo(1);
        String forced = ok("pull --branch main --force");
        assertThat(forced).contains("What was there is kept in .env.backup.");
        String backup = forced.substring(forced.indexOf(".env.backup.")).strip();
        assertThat(read(backup)).isEqualTo("MINE=1\n");
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(directory.resolve(backup))))
                .isEqualTo("rw-------");
        assertThat(read(".env")).isEqualTo(TEXT);
    }

    @Test
    void aBranchThatIsSwitchedToIsPulledWithoutAQuestion() throws IOException {
        ok("push --branch main");
        write(".env", "B=1\n");
        ok("push --branch other");
        assertThat(ok("pull --branch main")).contains("updated from main");
        assertThat(ok("pull --branch other")).contains("updated from other");
        assertThat(read(".env")).isEqualTo("B=1\n");
    }

    @Test
    void aLinkIsReplacedAndItsTargetStays() throws IOException {
        ok("push --branch main");
        Path outside = Files.writeString(directory.resolve("outside"), TEXT);
        Files.delete(directory.resolve(".env"));
        Files.createSymbolicLink(directory.resolve(".env"), outside);
        write("outside", "precious\n");
        ok("pull --branch main");
        assertThat(read("outside")).isEqualTo("precious\n");
        assertThat(directory.resolve(".env")).isRegularFile();
        assertThat(Files.isSymbolicLink(directory.resolve(".env"))).isFalse();
    }

    @Test
    void aBranchWithoutAVersionFallsBackAndIsPushedAfterwards() throws IOException {
        server.slashes();
        ok("push --branch main");
        assertThat(fails("pull --branch feat/auth")).contains("Nothing was pushed to branch 'feat/auth'");
        assertThat(ok("pull --branch feat/auth --fallback main"))
                .isEqualTo("✓ .env updated from main\n  version 1\nNothing was pushed to feat/auth yet; took main\n");
        write(".env", TEXT + "NEW=1\n");
        assertThat(ok("push --branch feat/auth")).isEqualTo("✓ Pushed 4 keys to feat/auth\n  version 1\n");
        assertThat(server.requests().getLast().target()).isEqualTo("/env/project-123/feat%2Fauth");
    }

    @Test
    void whereTheFallbackIsEmptyTooNoOtherFallbackIsRecommended() {
        server.slashes();
        for (String command : List.of("pull", "diff", "diff --names-only")) {
            assertThat(fails(command + " --branch feat/auth --fallback main"))
                    .contains("Nothing was pushed to branch 'feat/auth' yet, nor to 'main'")
                    .doesNotContain("--fallback");
        }
    }

    @Test
    void aNamedFileIsReadWhereverItLeadsAndTheUsualOneOnlyWhereItLies() throws IOException {
        write("elsewhere", TEXT);
        Files.delete(directory.resolve(".env"));
        Files.createSymbolicLink(directory.resolve(".env"), directory.resolve("elsewhere"));
        assertThat(fails("push --branch main")).contains(".env", "link");
        assertThat(ok("push --branch main --env-file .env")).startsWith("✓ Pushed 3 keys to main");
        assertThat(ok("diff --branch main --env-file .env")).contains("In sync? True");
        Files.delete(directory.resolve("elsewhere"));
        assertThat(fails("push --branch main --env-file .env")).contains("✗ .env not found");
    }

    @Test
    void theOriginalsServerKnowsNoBranchWithASlashAndThatIsSaid() {
        assertThat(fails("push --branch feat/auth")).contains("(404): Not Found", "no branch with a '/'");
    }

    @Test
    void aFirstPushOntoVersionsThatNobodyPulledAsks() throws IOException {
        ok("push --branch main");
        Path other = Files.createDirectories(directory.resolve("other"));
        Files.writeString(other.resolve(".env"), "A=1\n");
        CliRun.Result refused = run(new CliRun(other), "push --branch main");
        assertThat(refused.exit()).isEqualTo(1);
        assertThat(refused.err()).contains("which this directory never pulled: nothing was pushed", "--force");
        assertThat(run(new CliRun(other).answering("y"), "push --branch main").out())
                .isEqualTo("✓ Pushed 1 keys to main\n  version 2\n");
    }

    @Test
    void theFormOfTheOriginalIsWrittenOnlyOnTheUsersWord() throws IOException {
        ok("push --branch main");
        CliRun.Result repo = run("push --branch main --scheme repo");
        assertThat(repo.err()).contains("This form is easy to guess");
        variables.put("ENVSYNC_SCHEME", "repo");
        assertThat(run("push --branch main").err()).isEmpty();
        variables.remove("ENVSYNC_SCHEME");
        assertThat(run("push --branch main").err()).contains("its command line cannot read this one");
        assertThat(run("push --branch main --scheme rot13").exit()).isEqualTo(2);
    }

    @Test
    void thePassphraseComesFromAFileTooAndAWrongOneIsTold() throws IOException {
        ok("push --branch main");
        variables.remove("ENVSYNC_PASS");
        write("pass", PASSPHRASE + "\n");
        variables.put("ENVSYNC_PASS_FILE", "pass");
        ok("pull --branch main");
        write("pass", PASSPHRASE + " \n");
        assertThat(fails("pull --branch main")).contains("Cannot decrypt: wrong passphrase, or the data was changed");
        // Not "values were not compared": a gate would pass over changed values.
        write("pass", "\n");
        assertThat(fails("diff --branch main")).contains("Missing ENVSYNC_PASS: what ENVSYNC_PASS_FILE names is empty");
        assertThat(ok("diff --branch main --names-only")).contains("In sync? True");
        variables.put("ENVSYNC_PASS_SECRET", "local");
        variables.remove("ENVSYNC_PASS_FILE");
        assertThat(fails("pull --branch main")).contains("ENVSYNC_PASS_SECRET names no secret of a vault");
    }

    @Test
    void thePassphraseMayBeASecretOfAVault() throws IOException {
        ok("push --branch main");
        CliRun vault =
                new CliRun(directory).env("ENVDRIFT_LOCAL_PASSPHRASE", "vault").input(PASSPHRASE);
        write("envdrift.toml", "[vault]\nprovider = \"local\"\n[vault.local]\npath = \"vault.sealed\"\n");
        CliRun.Result put = vault.run("vault-push", "--direct", "team-pass", PASSPHRASE);
        assumeTrue(put.exit() == 0, put.all());
        variables.remove("ENVSYNC_PASS");
        variables.put("ENVSYNC_PASS_SECRET", "local:team-pass");
        variables.put("ENVDRIFT_LOCAL_PASSPHRASE", "vault");
        assertThat(ok("pull --branch main")).contains("updated from main");
    }

    @Test
    void s20TheBranchIsGitsAlsoBeforeTheFirstCommitAndADetachedHeadIsNone() throws IOException, InterruptedException {
        server.slashes();
        assumeTrue(git("init", "-q", "-b", "feat/x"), "git is not installed");
        write(".gitignore", ".env\n.env.*\n");
        assertThat(ok("push")).contains("to feat/x\n  version 1");
        git("-c", "user.name=a", "-c", "user.email=a@b.c", "commit", "-q", "--allow-empty", "-m", "x");
        git("checkout", "-q", "--detach");
        assertThat(fails2("push")).contains("HEAD is detached", "--branch");
        variables.put("ENVSYNC_BRANCH", "from-variable");
        assertThat(ok("push")).contains("to from-variable");
        variables.put("GITHUB_REF_NAME", "from-github");
        variables.put("GITHUB_REF_TYPE", "branch");
        assertThat(ok("push")).contains("to from-github");
    }

    private String fails2(String line) {
        CliRun.Result result = run(line);
        assertThat(result.exit()).as(result.all()).isEqualTo(2);
        return result.err();
    }

    private boolean git(String... arguments) throws InterruptedException {
        try {
            return new ProcessBuilder(Stream.concat(Stream.of("git"), Stream.of(arguments))
                                    .toList())
                            .directory(directory.toFile())
                            .redirectErrorStream(true)
                            .start()
                            .waitFor()
                    == 0;
        } catch (IOException e) {
            return false;
        }
    }

    @ParameterizedTest(name = "--branch {0}")
    @ValueSource(strings = {"..", "../other/main", "a/../b", "."})
    void aBranchCannotClimb(String branch) {
        assertThat(run("push --branch " + branch).exit()).isEqualTo(2);
        assertThat(server.requests()).isEmpty();
    }

    @Test
    void theExamplesJobFailsOnDriftAndNeedsNoPassphrase() throws IOException {
        Path example = Path.of("..", "config-examples", "envsync");
        for (String name : List.of(".envsync.json", ".env.example")) {
            Files.copy(example.resolve(name), directory.resolve(name), StandardCopyOption.REPLACE_EXISTING);
        }
        String line = Files.readString(example.resolve("drift.yml"))
                .lines()
                .filter(each -> each.contains("run: envsync "))
                .findFirst()
                .orElseThrow();
        String job = line.substring(line.indexOf("envsync ") + "envsync ".length()) + " --branch main";
        ok("push --branch main");
        variables.put("ENVSYNC_TOKEN", EnvSyncStub.READER);
        variables.remove("ENVSYNC_PASS");
        variables.put("GITHUB_ACTIONS", "true");
        assertThat(ok(job)).contains("In sync? True");
        write(".env.example", read(".env.example") + "STRIPE_SECRET=\n");
        CliRun.Result drift = run(job);
        assertThat(drift.exit()).isEqualTo(1);
        assertThat(drift.out()).contains("::error file=.env.example::Extra locally: STRIPE_SECRET");
    }

    @Test
    void everyPassphraseIsRotatedAndTheRunMayBeRepeated() throws IOException {
        ok("push --branch main");
        ok("push --branch other");
        CliRun.Result mistyped = run(
                new CliRun(directory).input("new passphrase\n"),
                "rotate-passphrase --new - --branch main --branch none");
        assertThat(mistyped.exit()).isEqualTo(1);
        assertThat(mistyped.err()).contains("Nothing was pushed to branch 'none'");
        assertThat(server.versions("project-123/main"))
                .as("nothing was written")
                .hasSize(1);
        CliRun.Result rotated = run(
                new CliRun(directory).input("new passphrase\n"),
                "rotate-passphrase --new - --branch main --branch other");
        assertThat(rotated.out()).contains("✓ main is under the new passphrase", "✓ other is under");
        CliRun.Result again =
                run(new CliRun(directory).input("new passphrase\n"), "rotate-passphrase --new - --branch main");
        assertThat(again.out()).contains("main was under the new passphrase already");
        assertThat(fails("pull --branch main")).contains("wrong passphrase");
        variables.put("ENVSYNC_PASS", "new passphrase");
        write(".env", TEXT + "NEW=1\n");
        assertThat(ok("push --branch main"))
                .as("nobody changed a value since the last push")
                .contains("  version 3\n");
        assertThat(run(new CliRun(directory).input("x\n"), "rotate-passphrase --new x")
                        .exit())
                .isEqualTo(2);
    }

    @Test
    void whatTheProviderNoticesAboutTheServerIsShown() {
        String line = "vault-push --direct NAME value -p envsync --project-id project-123 --vault-url " + server.uri();
        List<CliRun.Result> both = new ArrayList<>();
        for (int i = 0; i < 2; i++) {
            CliRun cli = new CliRun(directory);
            variables.forEach(cli::env);
            both.add(cli.run(line.split(" ")));
            server.forget();
        }
        assertThat(both)
                .allSatisfy(result -> assertThat(result.exit()).as(result.all()).isZero());
        assertThat(both.getFirst().err()).doesNotContain("The server has version");
        assertThat(both.getLast().err())
                .containsOnlyOnce("[WARN] The server has version 0 of 'envdrift', but version 1 was seen before");
    }

    @Test
    void whatTheOriginalsServerDoesNotKnowIsSaid() {
        for (String line : List.of("branches", "versions --branch main", "token list", "invite --email a@b.c")) {
            assertThat(fails(line)).contains("(404): Not Found", "the original's server has no such call");
        }
        assertThat(run("token list --format json").out()).contains("\"command\":\"envsync token list\"");
    }

    @Test
    void noPassphraseTokenOrValueIsPrintedOrLeftAnywhere() throws IOException {
        write(".env", "SECRET=c4n4ry-value\n");
        ok("push --branch main");
        write(".env", "SECRET=c4n4ry-changed\n");
        for (String line : List.of(
                "diff --branch main",
                "pull --branch main",
                "push --branch main --format json",
                "push --branch nowhere --url http://127.0.0.1:1 --timeout 1",
                "push --branch main --url http://example.com")) {
            run(line + " --verbose --stacktrace");
        }
        variables.put("ENVSYNC_TOKEN", "c4n4ry\nX-Evil: 1");
        run("pull --branch main --verbose --stacktrace");
        StringBuilder printed = new StringBuilder();
        results.forEach(result -> printed.append(result.all()));
        assertThat(printed.toString()).doesNotContain("c4n4ry", EnvSyncStub.WRITER, "X-Evil");
        assertThat(server.requests()).noneMatch(request -> request.raw().contains("c4n4ry"));
        try (Stream<Path> files = Files.walk(directory.resolve("home"))) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                assertThat(Files.readString(file)).doesNotContain("c4n4ry", "SECRET", EnvSyncStub.WRITER);
            }
        }
    }
}
