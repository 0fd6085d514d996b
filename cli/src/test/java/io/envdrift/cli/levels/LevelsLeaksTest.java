package io.envdrift.cli.levels;

import static org.assertj.core.api.Assertions.assertThat;

import io.envdrift.base.Secret;
import io.envdrift.cli.CliRun;
import io.envdrift.levels.protocol.Custody;
import io.envdrift.levels.protocol.KeyDescriptor;
import io.envdrift.levels.protocol.KeyParameters;
import io.envdrift.levels.protocol.ProjectKey;
import io.envdrift.levels.protocol.ProofKind;
import io.envdrift.testkit.Canary;
import io.envdrift.testkit.OutputCapture;
import io.envdrift.testserver.LevelsStub;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What the commands of the levels leave behind and where they print: the weaknesses W17 to W20 of the contract, and the canary. */
class LevelsLeaksTest {
    private static final Canary KEY = new Canary("canary client key, of more than 32 bytes");
    private static final Canary TOKEN = new Canary(LevelsStub.TOKEN);
    private static final Canary VALUE = new Canary("canary/value+5f1d9a");
    private static final KeyParameters PARAMETERS =
            new KeyParameters("sixteen bytes ..".getBytes(StandardCharsets.UTF_8), KeyParameters.MIN_ROUNDS);
    private static final String PRODUCTION = "acme/backend/production";

    @TempDir
    Path directory;

    private LevelsStub server;

    @BeforeEach
    void start() throws IOException {
        server = new LevelsStub().versions();
        describe(KEY.text(), 1);
        Files.writeString(directory.resolve("level.env"), "SECRET=" + VALUE.text() + "\nURL=https://${SECRET}/\n");
        assertThat(run("push " + PRODUCTION + " level.env").exit()).isZero();
    }

    @AfterEach
    void stop() throws IOException {
        server.close();
    }

    private void describe(String key, long version) {
        byte[] dataKey = ProjectKey.of(Secret.of(key)).dataKey(PARAMETERS);
        KeyDescriptor descriptor = new KeyDescriptor(
                Custody.CLIENT,
                Optional.empty(),
                Optional.of(PARAMETERS),
                ProofKind.V2,
                version,
                Optional.of("a hint"),
                Optional.empty());
        server.key(descriptor.members().toJson(), ProjectKey.proofV2(dataKey, PARAMETERS));
    }

    private CliRun cli() {
        return new CliRun(directory)
                .env("DOTENV_API_URL", server.uri().toString())
                .env("DOTENV_API_KEY", LevelsStub.TOKEN)
                .env("DOTENV_CLIENT_KEY", KEY.text());
    }

    private CliRun.Result run(String line) {
        return cli().run(Stream.concat(Stream.of("levels"), Stream.of(line.split(" ")))
                .toArray(String[]::new));
    }

    private List<String> files() throws IOException {
        try (Stream<Path> files = Files.walk(directory)) {
            return files.filter(Files::isRegularFile)
                    .map(file -> directory.relativize(file).toString())
                    .filter(file -> !file.startsWith("home"))
                    .sorted()
                    .toList();
        }
    }

    @Test
    void w17StandardOutputHoldsValuesAndNothingElse() {
        server.change(PRODUCTION, level -> new LevelsStub.Level(true, level.content(), 7));
        describe(KEY.text(), 2);
        CliRun.Result pulled = run("pull " + PRODUCTION + " -v");
        assertThat(pulled.out()).isEqualTo("SECRET=" + VALUE.text() + "\nURL=\"https://${SECRET}/\"\n");
        assertThat(run("pull " + PRODUCTION + " -q").out()).isEqualTo(pulled.out());
        assertThat(run("pull acme/backend").out()).isEmpty();
    }

    @Test
    void w18NoCopyOfAFormerFileIsLeft() throws IOException {
        Files.writeString(directory.resolve("out.env"), "OLD=" + VALUE.text() + "\n");
        assertThat(run("pull " + PRODUCTION + " -o out.env").exit()).isEqualTo(1);
        assertThat(run("pull " + PRODUCTION + " -o out.env --force").exit()).isZero();
        assertThat(files()).containsExactly("level.env", "out.env");
        assertThat(Files.readString(directory.resolve("out.env"))).doesNotContain("OLD");
    }

    @Test
    void w19NeitherTokenNorKeyIsKeptOnTheMachine() throws IOException {
        assertThat(run("pull " + PRODUCTION).exit()).isZero();
        assertThat(run("pull " + PRODUCTION + " --offline").exit()).isZero();
        try (Stream<Path> files = Files.walk(directory)) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                String text = Files.readString(file, StandardCharsets.ISO_8859_1);
                KEY.assertAbsentFrom(file.toString(), text);
                TOKEN.assertAbsentFrom(file.toString(), text);
                if (!file.endsWith("level.env")) {
                    VALUE.assertAbsentFrom(file.toString(), text);
                }
            }
        }
    }

    @Test
    void w20TheCommandThatRunsGetsNeitherTokenNorKey() {
        List<String> seen = new ArrayList<>();
        CliRun.Result result = cli().children((command, environment, where) -> {
                    seen.add(environment.set().get("URL"));
                    assertThat(environment.removed()).contains("DOTENV_API_KEY", "DOTENV_CLIENT_KEY");
                    assertThat(environment.set()).doesNotContainKeys("DOTENV_API_KEY", "DOTENV_CLIENT_KEY");
                    return 0;
                })
                .run("levels", "run", PRODUCTION, "--", "./server");
        assertThat(result.exit()).as(result.all()).isZero();
        assertThat(seen).containsExactly("https://" + VALUE.text() + "/");
    }

    /** Commands that print no value, whether they succeed or not, in every form and at every verbosity. */
    @ParameterizedTest
    @CsvSource({
        "0, push acme/backend/production other.env --dry-run",
        "0, push acme/backend/production other.env --force",
        "0, explain acme/backend/production SECRET",
        "1, diff acme/backend/production --file other.env",
        "1, push acme/backend/production torn.env --force",
        "1, pull acme/backend/torn",
        "1, pull acme/other --resolve",
        "1, run acme/other -- ./server",
        "2, set acme/backend/production SECRET canary/value+5f1d9a",
        "1, get acme/backend/production NOPE"
    })
    void noSecretIsPrintedByWhatPrintsNoValues(int exit, String line) throws IOException {
        Files.writeString(directory.resolve("other.env"), "SECRET=" + VALUE.text() + "x\nMORE=1\n");
        Files.writeString(directory.resolve("torn.env"), "A=1\nno assignment " + VALUE.text() + "\n");
        Files.writeString(directory.resolve("loop.env"), "S=" + VALUE.text() + "\nA=${B}\nB=${A}\nC=${NOPE:?see $S}\n");
        assertThat(run("push acme/other loop.env").exit()).isZero();
        server.change("acme/backend/torn", level -> new LevelsStub.Level(true, "QUJD", 1));
        for (String more : List.of("-q", "-v --stacktrace", "--format json -v --stacktrace")) {
            boolean values = line.startsWith("pull") || line.startsWith("run") || line.startsWith("get");
            String whole = values && more.contains("--format") ? line : line.replaceFirst(" ", " " + more + " ");
            CliRun.Result result;
            String logged;
            try (OutputCapture capture = OutputCapture.start()) {
                result = run(whole);
                logged = capture.text();
            }
            assertThat(result.exit()).as(whole + "\n" + result.all()).isEqualTo(exit);
            for (Canary canary : List.of(KEY, TOKEN, VALUE)) {
                canary.assertAbsentFrom(whole, result.all());
                canary.assertAbsentFrom("the log of " + whole, logged);
            }
        }
        assertThat(server.requests().stream()
                        .map(request -> request.target() + request.text())
                        .collect(Collectors.joining()))
                .doesNotContain(KEY.text(), VALUE.text());
    }
}
