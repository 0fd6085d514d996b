package io.envdrift.cli.vaultenv;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.envdrift.cli.CliRun;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What each command prints and leaves behind, on one machine and a real server. */
class VaultEnvCommandsIT {
    @TempDir
    Path directory;

    private Scene scene;
    private Scene.Machine laptop;

    @BeforeEach
    void init() throws IOException {
        scene = new Scene(directory);
        laptop = scene.machine("laptop");
        laptop.write(".env", "DB=postgres://user@db\nSHORT=1\n");
        assertThat(ok("init --name my-app"))
                .contains("Created project 'my-app'")
                .contains("The project is strict: it refuses the original's Node and Python clients with 401")
                .contains("(approved)");
    }

    @AfterEach
    void stop() {
        scene.close();
    }

    @Test
    void initWritesTheKeyAndTheIgnoreLinesAndDoesNotPrintIt() throws IOException {
        assertThat(laptop.read(".gitignore")).isEqualTo(".env\n.vault-cache\n");
        assertThat(mode(".env")).isEqualTo("rw-------");
        assertThat(mode("home/.vault")).isEqualTo("rwx------");
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(laptop.deviceSecret())))
                .isEqualTo("rw-------");
        assertThat(scene.printed()).doesNotContain(laptop.key());
        assertThat(fails("init")).contains("VAULT_KEY already exists in");
    }

    @Test
    void pushCountsWhatChanged() throws IOException {
        String removable =
                "These lines of .env can go now; as long as they stay, they count before the vault: DB, SHORT\n";
        assertThat(ok("push --env production"))
                .isEqualTo("Pushed. Version: 1 (2 added, 0 modified, 0 removed)\n" + removable);
        assertThat(ok("push --env production")).isEqualTo("Pushed. Version: 2 (no changes)\n" + removable);
        laptop.write(".env.production", "DB=other\nNEW=1\n");
        assertThat(ok("push --env production --file .env.production"))
                .isEqualTo("Pushed. Version: 3 (1 added, 1 modified, 1 removed)\n");
        assertThat(ok("versions --env production"))
                .contains("  v3  ")
                .containsPattern("  v3  \\d{4}-\\d\\d-\\d\\dT[\\d:.]+Z  3 keys\n    +\\+NEW ~DB -SHORT\n")
                .doesNotContain("VAULT_KEY");
        assertThat(fails("push --file nothing.env")).contains("File not found: nothing.env");
        laptop.write("empty.env", "VAULT_KEY=vk_a_b\n");
        assertThat(fails("push --file empty.env")).contains("There are no secrets to push");
    }

    @Test
    void pullMasksUnlessItIsToldWhereToWrite() throws IOException {
        ok("push --env staging");
        assertThat(ok("pull --env staging"))
                .isEqualTo("DB=post...r@db\nSHORT=****\n2 secrets of 'staging' (version 1), values masked\n");
        assertThat(ok("pull --env staging --output .env.staging")).contains("written to .env.staging");
        assertThat(laptop.read(".env.staging")).isEqualTo("DB=\"postgres://user@db\"\nSHORT=\"1\"\n");
        assertThat(mode(".env.staging")).isEqualTo("rw-------");
        assertThat(ok("pull --env staging --output -")).isEqualTo(laptop.read(".env.staging"));
        assertThat(ok("pull --env staging --output - --format json"))
                .isEqualTo("{\"DB\":\"postgres://user@db\",\"SHORT\":\"1\"}\n");
        assertThat(fails("pull --env staging --output .env")).contains(".env holds VAULT_KEY, which would be lost");
        assertThat(fails("pull --env production")).contains("Vault pull failed (404): No secrets stored yet");
        assertThat(fails("pull --env nowhere")).contains("Vault pull failed (404): Environment not found");
    }

    @Test
    void rollbackStoresAnOldVersionOnceMore() throws IOException {
        ok("push");
        laptop.write("other.env", "DB=other-long-value\n");
        ok("push --file other.env");
        assertThat(ok("rollback --version 1")).isEqualTo("Rolled back 'development' to version 1. Version: 3\n");
        assertThat(ok("get DB")).isEqualTo("post...r@db\n");
        assertThat(ok("versions")).contains("rollback_from_v1");
        assertThat(fails("rollback --version 9")).contains("Vault rollback failed (404): Version not found");
    }

    @Test
    void singleValuesAreSetReadAndDeleted() {
        assertThat(okWith("value-from-stdin\n", "set TOKEN --env staging"))
                .isEqualTo("Set TOKEN in 'staging'. Version: 1\n");
        assertThat(ok("get TOKEN --env staging")).isEqualTo("valu...tdin\n");
        assertThat(ok("get TOKEN --env staging --raw")).isEqualTo("value-from-stdin\n");
        okWith("second\n", "set OTHER - --env staging");
        CliRun.Result nothing = laptop.input("\n", "set OTHER - --env staging");
        assertThat(nothing.exit()).isEqualTo(1);
        assertThat(nothing.err()).contains("No value was given for OTHER: standard input is empty");
        CliRun.Result visible = laptop.run("set TOKEN in-the-open --env staging");
        assertThat(visible.exit()).isZero();
        assertThat(visible.err()).contains("can be seen by other users").doesNotContain("in-the-open");
        assertThat(fails("delete TOKEN --env staging")).contains("Nothing was deleted");
        assertThat(laptop.answering("token", "delete TOKEN --env staging").exit())
                .isEqualTo(1);
        assertThat(laptop.answering("TOKEN", "delete TOKEN --env staging").out())
                .isEqualTo("Deleted TOKEN from 'staging'. Version: 4\n");
        assertThat(fails("delete TOKEN --confirm --env staging")).contains("There is no TOKEN in 'staging'");
        assertThat(fails("get TOKEN --env staging")).contains("There is no TOKEN in 'staging'");
        assertThat(ok("get OTHER --env staging --raw")).isEqualTo("second\n");
        assertThat(laptop.input("x", "set VAULT_KEY").exit()).isEqualTo(2);
        assertThat(laptop.input("x", "set --env").exit()).isEqualTo(2);
    }

    @Test
    void theNameToDeleteMayComeThroughAPipe() {
        ok("push");
        assertThat(failsWith("", "delete DB")).contains("pipe the name (echo NAME | vault-env delete NAME)");
        assertThat(failsWith("OTHER\n", "delete DB")).contains("Nothing was deleted");
        assertThat(okWith("DB\n", "delete DB")).startsWith("Deleted DB from 'development'. Version: 2");
        assertThat(ok("versions")).contains("  1 key\n");
    }

    @Test
    void valuesThatMayBeReadOtherwiseAreNamedOnPush() throws IOException {
        laptop.write("odd.env", "PASSWORD=pa#ss\nNOTE=hello # world\nOK='a#b'\n");
        CliRun.Result pushed = laptop.run("push --env odd --file odd.env");
        assertThat(pushed.exit()).isZero();
        assertThat(pushed.err())
                .contains("[WARN] odd.env: a # ends these values; if the rest belongs to them, quote them: PASSWORD"
                        + " (line 1)")
                .contains("read these values differently (see docs/vault-env.md): PASSWORD (line 1), NOTE (line 2)")
                .doesNotContain("ss\n", "world", "OK");
    }

    @Test
    void aMachineThatIsRegisteredIsToldSoAndWhatToDoForAnotherOne() {
        assertThat(ok("register-device --name production-server"))
                .containsPattern("This machine is registered already, as 'laptop': [0-9a-f-]{36} \\(approved\\)\n")
                .contains("For another machine, such as a server:"
                        + " vault-env register-device --new-secret --name \"production-server\"")
                .doesNotContain("Device registered");
        assertThat(ok("list-devices")).doesNotContain("production-server");
        assertThat(ok("register-device --format json")).contains("\"alreadyRegistered\":true", "\"name\":\"laptop\"");
    }

    @Test
    void filesWithSecretsThatGitWouldTakeAreNamed() throws IOException, InterruptedException {
        ok("push");
        assumeTrue(git("init", "-q"), "git is not installed");
        CliRun.Result pulled = laptop.run("pull --output .env.staging");
        assertThat(pulled.err())
                .isEqualTo("[WARN] Git does not ignore .env.staging, which holds secrets: add it to .gitignore\n");
        git("add", "-f", ".env.staging");
        assertThat(laptop.run("pull --output .env.staging").err())
                .containsPattern("git rm --cached /.*/[.]env[.]staging\n");
        git("reset", "-q");
        laptop.write(".gitignore", ".env.staging\n");
        assertThat(laptop.run("pull --output .env.staging").err())
                .isEqualTo("[WARN] Git does not ignore .vault-cache, which holds secrets: add it to .gitignore\n");
    }

    private boolean git(String... arguments) throws InterruptedException {
        try {
            return new ProcessBuilder(Stream.concat(Stream.of("git"), Stream.of(arguments))
                                    .toList())
                            .directory(laptop.directory.toFile())
                            .redirectErrorStream(true)
                            .start()
                            .waitFor()
                    == 0;
        } catch (IOException e) {
            return false;
        }
    }

    @Test
    void namesStayHereWhenTheServerIsNotToKnowThem() {
        ok("push --redact-key-names");
        okWith("x", "set HIDDEN --redact-key-names");
        ok("delete HIDDEN --confirm --redact-key-names");
        assertThat(ok("versions"))
                .contains("v3")
                .contains("0 keys")
                .doesNotContain("HIDDEN")
                .doesNotContain("DB");
    }

    @Test
    void theEnvironmentIsTakenInTheDocumentedOrder() {
        laptop.env("ENVIRONMENT", "staging");
        ok("push");
        laptop.env("NODE_ENV", "production");
        ok("push");
        ok("push");
        ok("push --env development");
        assertThat(ok("versions --env staging").lines().filter(line -> line.contains("keys")))
                .hasSize(1);
        assertThat(ok("versions --env production").lines().filter(line -> line.contains("keys")))
                .hasSize(2);
        assertThat(ok("versions --env development").lines().filter(line -> line.contains("keys")))
                .hasSize(1);
    }

    @Test
    void keysAreSavedUnderNamesAndUsedFromAnywhere() throws IOException {
        ok("push --env production");
        assertThat(ok("key save --project work")).isEqualTo("Saved the key as 'work'\n");
        assertThat(mode("home/.vault/keys/work.key")).isEqualTo("rw-------");
        okWith(laptop.key() + "\n", "key save --project again --key -");
        assertThat(ok("key list")).isEqualTo("again\nwork\n");
        Files.delete(laptop.file(".env"));
        assertThat(fails("pull --env production")).contains("VAULT_KEY not found");
        assertThat(ok("pull --env production --project work")).contains("DB=post...r@db");
        assertThat(fails("pull --project nobody")).contains("No key is saved as 'nobody'");
        ok("key remove --project again");
        assertThat(fails("key remove --project again")).contains("No key is saved as 'again'");
        assertThat(laptop.run("key save --project ../evil").exit()).isNotZero();
        assertThat(laptop.input("vk_../x_y", "key save --project x --key -").err())
                .contains("Invalid VAULT_KEY format. Expected: vk_<projectId>_<secret>");
    }

    @Test
    void aKeyIsRotatedAndEverythingStaysReadable() throws IOException {
        ok("push --env production");
        ok("push --env feature/login");
        String old = laptop.key();
        CliRun.Result rotated = laptop.run("rotate-key --name my-app");
        assertThat(rotated.exit()).as(rotated.all()).isZero();
        assertThat(rotated.out())
                .contains("its key is in .env")
                .contains("production")
                .contains("feature/login");
        assertThat(rotated.err()).contains("readable with the old key");
        assertThat(laptop.key()).isNotEqualTo(old);
        assertThat(ok("pull --env feature/login")).contains("DB=post...r@db");
        assertThat(scene.printed()).doesNotContain(old).doesNotContain(laptop.key());

        ok("key save --project work");
        Files.delete(laptop.file(".env"));
        assertThat(laptop.run("rotate-key --project work").out()).contains("its key is in 'work'");
        assertThat(laptop.file(".env")).doesNotExist();
        assertThat(ok("pull --env production --project work")).contains("DB=post...r@db");
    }

    @Test
    void aSecretOfTheEnvironmentNeverGoesToTheDiskWhenTheKeyIsRotated() throws IOException {
        ok("push --env production");
        String key = laptop.key();
        String secret = ok("device export").strip();
        Scene.Machine ci = scene.machine("ci").env("VAULT_KEY", key).env("VAULT_DEVICE_SECRET", secret);
        assertThat(ci.run("pull --env production").exit()).isZero();
        assertThat(ci.run("rotate-key").exit()).isZero();
        ci.unset("VAULT_KEY");
        assertThat(ci.run("pull --env production").out()).contains("DB=post...r@db");
        assertThat(ci.deviceSecret()).doesNotExist();
    }

    @Test
    void aPlainProjectStaysOneWhenItsKeyIsRotated() throws IOException {
        Scene.Machine other = scene.machine("other");
        other.write(".env", "A=12345678901\n");
        assertThat(other.run("init --plain").exit()).isZero();
        assertThat(other.run("push").exit()).isZero();
        assertThat(other.run("rotate-key --plain").exit()).isZero();
        other.env("VAULT_DEVICE_SECRET", "a-secret-nobody-registered");
        assertThat(other.run("versions").exit())
                .as("the key is enough for the history")
                .isZero();
    }

    @Test
    void whatIsPushedUnderOddNamesIsWrittenBack() throws IOException {
        laptop.write("odd.env", "9x=d\n-a=C:\\dir\\\n.b='$HOME ${A}'\n");
        ok("push --env odd --file odd.env");
        ok("pull --env odd --output back.env");
        assertThat(laptop.read("back.env")).isEqualTo("9x=\"d\"\n-a=C:\\dir\\\n.b='$HOME ${A}'\n");
    }

    @Test
    void aValueThatNoEnvFileHoldsIsPrintedAsJson() {
        okWith("it's \"said\" `so`\\\n\n", "set HARD --env odd");
        assertThat(fails("pull --env odd --output -")).contains("The value of HARD fits none of the quotes");
        assertThat(ok("pull --env odd --output - --format json"))
                .isEqualTo("{\"HARD\":\"it's \\\"said\\\" `so`\\\\\\n\"}\n");
    }

    @Test
    void moreThanASecretCanBeIsRefusedRatherThanCut() {
        CliRun.Result cut = laptop.input("a".repeat((1 << 20) + 2), "set BIG - --env staging");
        assertThat(cut.exit()).isEqualTo(1);
        assertThat(cut.err()).contains("Standard input is larger than 1048576 bytes");
    }

    @Test
    void hintsFitWhatWasNotFound() {
        assertThat(fails("approve-device --id nobody"))
                .contains("Device not found")
                .contains("list-devices shows");
        assertThat(fails("rollback --version 9")).contains("Version not found").contains("vault-env versions");
        assertThat(fails("pull --env nowhere")).contains("check the environment's name");
        laptop.env("VAULT_KEY", "vk_00000000-0000-4000-8000-000000000000_" + "ab".repeat(32));
        assertThat(fails("pull")).contains("Project not found").contains("check the vault URL");
    }

    @Test
    void anotherDeviceGetsASecretThatIsPrintedOnce() throws IOException {
        CliRun.Result made = laptop.run("register-device --new-secret --name production-server -q");
        assertThat(made.out()).matches("[0-9a-f]{64}\n");
        String id = ok("list-devices")
                .lines()
                .filter(line -> line.contains("production-server"))
                .findFirst()
                .orElseThrow()
                .strip()
                .split(" +")[1];
        ok("approve-device --id " + id);
        laptop.env("VAULT_DEVICE_SECRET", made.out().strip());
        ok("push --env production");
        assertThat(ok("device export")).isEqualTo(made.out());
        assertThat(ok("device export --format json"))
                .isEqualTo("{\"secret\":\"" + made.out().strip() + "\"}\n");
        assertThat(ok("pull --env production")).contains("DB=post...r@db");
        laptop.unset("VAULT_DEVICE_SECRET");
        assertThat(fails("pull --env production")).contains("were encrypted by another device");
    }

    @Test
    void aPlainProjectIsOneThatTheOriginalsClientsCanUse() throws IOException {
        Scene.Machine other = scene.machine("other");
        other.write(".env", "A=12345678901\n");
        assertThat(other.run("init --plain").exit()).isZero();
        assertThat(other.run("push").exit()).isZero();
        other.env("VAULT_DEVICE_SECRET", "a-secret-nobody-registered");
        assertThat(other.run("versions").exit())
                .as("the key is enough for the history")
                .isZero();
        assertThat(other.run("pull").err()).contains("Device not registered. Run: vault-env register-device");
    }

    @Test
    void reportsAreThereForProgramsToo() {
        assertThat(ok("push --env production --format json"))
                .contains("\"command\":\"vault-env push\"")
                .contains("\"version\":1,\"added\":[\"DB\",\"SHORT\"]");
        assertThat(ok("list-devices --format json")).contains("\"name\":\"laptop\",\"status\":\"approved\"");
        CliRun.Result failed = laptop.run("pull --env nowhere --format json");
        assertThat(failed.out()).contains("\"code\":\"ED-404\"");
        assertThat(failed.err()).isEmpty();
    }

    @Test
    void noValueAndNoKeyIsEverPrinted() throws IOException {
        String canary = "c4n4ry-value-that-nobody-may-see";
        laptop.write(".env", laptop.read(".env") + "CANARY=" + canary + "\n");
        String device = Files.readString(laptop.deviceSecret()).strip();
        for (String line : List.of(
                "push",
                "pull",
                "pull --output out.env",
                "versions",
                "get CANARY",
                "list-devices",
                "register-device",
                "rollback --version 1",
                "delete CANARY --confirm",
                "rotate-key",
                "key save --project p",
                "key list",
                "pull --format json",
                "push --env nowhere --url http://127.0.0.1:1 --timeout 1")) {
            laptop.run(line + " --verbose");
        }
        assertThat(scene.printed())
                .doesNotContain(canary)
                .doesNotContain(device)
                .doesNotContain(laptop.key())
                .doesNotContain("Exception");
    }

    private String ok(String line) {
        return okWith("", line);
    }

    private String okWith(String input, String line) {
        CliRun.Result result = laptop.input(input, line);
        assertThat(result.exit()).as("%s: %s", line, result.all()).isZero();
        return result.out();
    }

    private String fails(String line) {
        return failsWith("", line);
    }

    private String failsWith(String input, String line) {
        CliRun.Result result = laptop.input(input, line);
        assertThat(result.exit()).as("%s: %s", line, result.all()).isEqualTo(1);
        assertThat(result.err()).startsWith("[ERROR] ");
        return result.err();
    }

    private String mode(String file) throws IOException {
        return PosixFilePermissions.toString(Files.getPosixFilePermissions(laptop.file(file)));
    }
}
