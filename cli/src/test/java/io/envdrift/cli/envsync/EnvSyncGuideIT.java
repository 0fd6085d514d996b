package io.envdrift.cli.envsync;

import static org.assertj.core.api.Assertions.assertThat;

import io.envdrift.base.Secret;
import io.envdrift.cli.CliRun;
import io.envdrift.cli.StoryMachine;
import io.envdrift.server.BlobServer;
import io.envdrift.server.ServerSettings;
import io.envdrift.server.api.envsync.TokenSettings;
import io.envdrift.server.command.ServerMain;
import io.envdrift.server.store.StorageSettings;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

/** Every command line of docs/envsync.md does what stands beside it, in the order in which its reader types them. */
class EnvSyncGuideIT {
    private static final Pattern SHELL = Pattern.compile("(?ms)^ *```sh\\n(.*?)^ *```");
    private static final Pattern JSON = Pattern.compile("(?ms)^ *```json\\n(.*?)^ *```");
    private static final Pattern SHOWN = Pattern.compile("(?ms)^ *```text\\n(.*?)^ *```");
    private static final Pattern EXPORT = Pattern.compile("export ([A-Z_]+)=\"([^\"]*)\"");
    private static final Pattern SPAN = Pattern.compile("`((?:envdrift )?envsync [a-z][^`]*)`");

    @TempDir
    Path directory;

    private final List<String> secrets = new ArrayList<>();
    private final StringBuilder printed = new StringBuilder();
    private @Nullable BlobServer server;
    private StoryMachine reader;
    private StoryMachine colleague;

    @BeforeEach
    void clones() throws IOException {
        StoryMachine.Printed shown = new StoryMachine.Printed(printed, secrets);
        reader = new StoryMachine("envsync", directory.resolve("reader"), shown);
        colleague = new StoryMachine("envsync", directory.resolve("colleague"), shown);
    }

    @AfterEach
    void stop() {
        if (server != null) {
            server.close();
        }
    }

    @Test
    void theTenStepsAndTheTeamsDay() throws Exception {
        String guide = Files.readString(Path.of("..", "docs", "envsync.md"));
        String steps = guide.substring(guide.indexOf("## The document's ten steps"), guide.indexOf("## Commands"));
        String project = first(JSON, steps);
        reader.write(".envsync.json", project);
        colleague.write(".envsync.json", project);

        List<String> lines = SHELL.matcher(steps)
                .results()
                .flatMap(block -> block.group(1).lines())
                .map(String::strip)
                .toList();
        assertThat(lines).as("lines to type").hasSize(9);
        for (String line : lines) {
            if (line.equals("envsync diff --branch main")) {
                somebodyAddsAKey();
                CliRun.Result drift = reader.run("diff --branch main");
                assertThat(drift.exit()).isEqualTo(1);
                assertThat(drift.out()).isEqualTo(first(SHOWN, steps).replaceAll("(?m)^ +", ""));
            } else {
                type(line, steps);
            }
        }
        theTeamsDay(guide.substring(guide.indexOf("## The team's day"), guide.indexOf("## What is stored")));
        assertThat(printed.toString()).doesNotContain(secrets).doesNotContain("abc123");
    }

    /** What stands after {@code #} is the first line of what is printed. */
    private void type(String line, String steps) throws Exception {
        String command = line.replaceFirst(" +#.*", "");
        String told = line.contains("#") ? line.substring(line.indexOf('#') + 1).strip() : "";
        MatchResult export = EXPORT.matcher(command).results().findFirst().orElse(null);
        if (export != null) {
            export(export.group(1), export.group(2));
        } else if (command.equals("./envdrift-server --port 8000")) {
            assertThat(told).isEqualTo("http://127.0.0.1:8000");
            serve(steps);
        } else if (command.startsWith("envsync ")) {
            assertThat(reader.ok(command.substring("envsync ".length())).lines().findFirst())
                    .hasValue(told);
        } else {
            assertThat(command).startsWith("printf ").endsWith(" > .env");
            assertThat(new ProcessBuilder("sh", "-c", command)
                            .directory(reader.path("").toFile())
                            .start()
                            .waitFor())
                    .isZero();
        }
    }

    private void export(String name, String value) {
        String real = switch (name) {
            case "ENVSYNC_API" -> Objects.requireNonNull(server).address().toString();
            case "ENVSYNC_TOKEN" -> {
                assertThat(value).startsWith("Bearer ey").endsWith("...");
                yield "Bearer " + secrets.getFirst();
            }
            default -> value;
        };
        reader.env(name, real);
        colleague.env(name, real);
    }

    /** Starts the server, on a free port, and types step 4 beside it. */
    private void serve(String steps) throws IOException {
        String secret = reader.env("ENVSYNC_JWT_SECRET");
        assertThat(secret).hasSizeGreaterThanOrEqualTo(32);
        Path key = Files.writeString(directory.resolve("secret"), secret);
        Path data = directory.resolve("data");
        server = BlobServer.start(
                ServerSettings.loopback(StorageSettings.sqlite(data))
                        .tokens(new TokenSettings(
                                Optional.of(Secret.of(secret)), TokenSettings.DEFAULT_ALGORITHM, List.of(), false))
                        .build(),
                InstantSource.system());
        String issue = first(Pattern.compile("`envdrift-server (token [^`]*)`"), steps);
        StringWriter out = new StringWriter();
        CommandLine line = ServerMain.commandLine().setOut(new PrintWriter(out, true));
        int exit = line.execute(Stream.concat(
                        Arrays.stream(issue.split(" ")),
                        Stream.of("--data", data.toString(), "--jwt-secret-file", key.toString()))
                .toArray(String[]::new));
        assertThat(exit).isZero();
        secrets.add(out.toString().strip());
    }

    private void somebodyAddsAKey() throws IOException {
        colleague.ok("pull --branch main");
        colleague.write(".env", colleague.read(".env") + "STRIPE_SECRET=sk_live\n");
        colleague.ok("push --branch main");
    }

    /** The lines of the team's day, in its order; a line that is not known here fails. */
    private void theTeamsDay(String day) throws IOException {
        for (String span :
                SPAN.matcher(day).results().map(each -> each.group(1)).toList()) {
            String line = span.substring("envsync ".length());
            switch (line) {
                case "pull --fallback main", "diff --fallback main" -> {
                    reader.env("ENVSYNC_BRANCH", "feat/new").write(".env", "");
                    CliRun.Result result = reader.run(line);
                    assertThat(result.all()).contains("Nothing was pushed to feat/new yet; ");
                    reader.unset("ENVSYNC_BRANCH");
                }
                case "rollback --version 1" ->
                    assertThat(reader.ok(line)).isEqualTo("✓ Rolled back main to version 1 (now version 3)\n");
                case "token list" -> assertThat(reader.ok(line)).contains("dev@example.com  owner  until ");
                case "token revoke JTI" ->
                    assertThat(reader.ok(line.replace("JTI", tokenOfSomebodyWhoLeaves())))
                            .startsWith("✓ Revoked ");
                case "rotate-passphrase" -> {
                    CliRun.Result rotated = reader.other()
                            .answering("a new passphrase", "a new passphrase")
                            .run("envsync", "rotate-passphrase");
                    assertThat(rotated.out()).as(rotated.err()).contains("✓ main is under the new passphrase");
                    reader.env("ENVSYNC_PASS", "a new passphrase");
                }
                case "invite --email new@example.com" -> secrets.add(reader.once(line));
                case "join -" -> {
                    colleague.env("ENVSYNC_TOKEN", colleague.once(line, secrets.getLast() + "\n"));
                    colleague.env("ENVSYNC_PASS", "a new passphrase");
                    assertThat(colleague.quiet("pull --branch main --output -").out())
                            .contains("API_KEY=");
                }
                case "diff --ci" -> assertThat(reader.run(line).exit()).isEqualTo(1);
                default -> throw new AssertionError("no scene for: " + span);
            }
        }
    }

    private String tokenOfSomebodyWhoLeaves() {
        var unused = reader.once("token issue --email gone@example.com");
        return reader.ok("token list")
                .lines()
                .filter(each -> each.contains("  gone@example.com"))
                .map(each -> each.replaceFirst(" .*", ""))
                .findFirst()
                .orElseThrow();
    }

    private static String first(Pattern pattern, String text) {
        return pattern.matcher(text).results().findFirst().orElseThrow().group(1);
    }
}
