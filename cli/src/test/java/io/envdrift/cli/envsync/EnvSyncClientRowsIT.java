package io.envdrift.cli.envsync;

import static org.assertj.core.api.Assertions.assertThat;

import io.envdrift.base.Secret;
import io.envdrift.cli.CliRun;
import io.envdrift.envsync.EnvSync;
import io.envdrift.envsync.EnvSyncHome;
import io.envdrift.envsync.PushWish;
import io.envdrift.envsync.protocol.KeyScheme;
import io.envdrift.testserver.Answer;
import io.envdrift.testserver.EnvSyncStub;
import io.envdrift.testserver.ReceivedRequest;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;

/** What the envsync command prints and sends, row by row: see {@code envsync/client-rows.txt}. */
class EnvSyncClientRowsIT {
    private static final Path ROWS = Path.of("src", "test", "resources", "envsync", "client-rows.txt");
    private static final int COUNT = 150;
    private static final String TEXT = "API_KEY=abc123\nDEBUG=true\nDATABASE_URL=postgres://localhost/mydb\n";
    private static final String COMMIT = "-c user.name=a -c user.email=a@b.c commit -q --allow-empty -m x";
    private static final String PASSPHRASE = "c4n4ry passphrase";

    @TempDir
    Path directory;

    private record Row(
            String name, List<String> given, String line, int exit, String out, String err, String requests) {
        static Row parse(String text) {
            String[] cells = text.split(" +\\|", -1);
            assertThat(cells).as(text).hasSize(7);
            return new Row(
                    cells[0],
                    Arrays.stream(cells[1].split(" ;;"))
                            .map(step -> step.replaceFirst("^ ", ""))
                            .filter(step -> !step.isEmpty())
                            .toList(),
                    cells[2].strip(),
                    Integer.parseInt(cells[3].strip()),
                    unescaped(cells[4].replaceFirst("^ ", "")),
                    unescaped(cells[5].strip()),
                    cells[6].strip());
        }
    }

    private static List<Row> rows() throws IOException {
        return Files.readAllLines(ROWS).stream()
                .filter(line -> !line.startsWith("#"))
                .map(Row::parse)
                .toList();
    }

    /** As Java's text blocks do it, and {@code \\b} for a byte order mark. */
    private static String unescaped(String text) {
        return text.replace("\\b", "\uFEFF")
                .replace("\\u00a0", "\u00a0")
                .replace("\\u0085", "\u0085")
                .replace("\\u2028", "\u2028")
                .replace("\\n", "\n")
                .replace("\\r", "\r")
                .replace("\\t", "\t");
    }

    @Test
    void noRowIsForgotten() throws IOException {
        assertThat(rows()).hasSize(COUNT);
        assertThat(rows().stream().map(Row::name)).doesNotHaveDuplicates();
    }

    @TestFactory
    Stream<DynamicTest> everyRowIsAsItSays() throws IOException {
        return rows().stream()
                .map(row -> DynamicTest.dynamicTest(row.name(), () -> {
                    try (Scene scene = new Scene(Files.createTempDirectory(directory, "row"))) {
                        scene.play(row);
                    }
                }));
    }

    @Test
    void whatAServerSaysOfATokenNeitherSteersATerminalNorMakesALine() throws IOException {
        Files.writeString(directory.resolve(".envsync.json"), "{\"project_id\":\"project-123\"}");
        Files.writeString(directory.resolve("code"), "c-7");
        try (EnvSyncStub server = new EnvSyncStub()) {
            server.disturb(exchange -> exchange.answer(
                    Answer.json(200, "{\"token\":\"t\",\"expires_at\":\"\\u001b[2Jsoon\\n::error::forged\"}")));
            CliRun.Result joined = new CliRun(directory)
                    .env("ENVSYNC_API", server.uri().toString())
                    .run("envsync", "join", "@code");
            assertThat(joined.out()).as(joined.all()).isEqualTo("t\n");
            assertThat(joined.err()).endsWith("It expires at \\u001b[2Jsoon\\u000a::error::forged\n");
        }
    }

    /** A directory with a project file and a .env, a user with a token, and a server. */
    private static final class Scene implements AutoCloseable {
        private final EnvSyncStub server = new EnvSyncStub();
        private final Map<String, String> variables = new TreeMap<>();
        private Path at;

        Scene(Path directory) throws IOException {
            at = directory;
            variables.put("ENVSYNC_API", server.uri().toString());
            variables.put("ENVSYNC_TOKEN", EnvSyncStub.WRITER);
            variables.put("ENVSYNC_PASS", PASSPHRASE);
            variables.put("ENVSYNC_SCHEME", "repo");
            Files.writeString(at.resolve(".envsync.json"), "{\"project_id\":\"project-123\"}");
            Files.writeString(at.resolve(".env"), TEXT);
        }

        void play(Row row) throws Exception {
            for (String step : row.given()) {
                prepare(step);
            }
            int before = server.requests().size();
            CliRun cli = new CliRun(at);
            variables.forEach(cli::env);
            CliRun.Result result = cli.run(Stream.concat(
                            Stream.of("envsync"),
                            Arrays.stream(filled(row.line()).split(" ")))
                    .map(word -> word.equals("EMPTY") ? "" : word)
                    .toArray(String[]::new));
            assertThat(result.exit()).as(result.all()).isEqualTo(row.exit());
            if (row.out().startsWith("~")) {
                assertThat(result.out()).contains(row.out().substring(1));
            } else {
                assertThat(result.out()).isEqualTo(row.out());
            }
            if (row.err().equals("-")) {
                assertThat(result.err()).isEmpty();
            } else {
                assertThat(result.err()).contains(row.err());
            }
            assertThat(result.all()).doesNotContain("c4n4ry passphrase", "X-Evil", "\u001b", "\u202e");
            List<ReceivedRequest> sent =
                    server.requests().subList(before, server.requests().size());
            sent(sent, row.requests());
        }

        private static void sent(List<ReceivedRequest> sent, String wanted) {
            String[] parts = wanted.split(" names ", -1);
            assertThat(sent.stream()
                            .map(request -> request.method() + " " + request.target())
                            .collect(Collectors.joining(", ")))
                    .isEqualTo(parts[0].equals("-") ? "" : parts[0]);
            for (ReceivedRequest request : sent) {
                assertThat(request.header("Authorization").orElse("")).matches("Bearer \\S+");
                assertThat(request.header("User-Agent"))
                        .hasValueSatisfying(agent -> assertThat(agent).startsWith("envdrift-envsync"));
                assertThat(request.raw()).doesNotContain("c4n4ry");
                if (request.method().equals("POST")) {
                    assertThat(request.header("Content-Type")).hasValue("application/json");
                    assertThat(request.text())
                            .matches("(?s)\\{\"ciphertext\":\".*\",\"key_names\":\\[.*],\"expected_version\":\\d+}");
                }
            }
            if (parts.length == 2) {
                assertThat(sent.getLast().text())
                        .contains("\"key_names\":" + parts[1].replace("\\uFEFF", "\uFEFF") + ",");
            }
        }

        private void prepare(String step) throws IOException, InterruptedException {
            String[] words = step.split(" ", 3);
            switch (words[0]) {
                case "file" -> write(words[1], words.length < 3 ? "" : words[2]);
                case "-file" -> Files.delete(at.resolve(words[1]));
                case "directory" -> Files.createDirectories(at.resolve(words[1]));
                case "in" -> at = Files.createDirectories(at.resolve(words[1]));
                case "git" -> git(words[1]);
                case "pushed" -> push(words[1], words.length < 3 ? "" : unescaped(words[2]));
                case "answers" ->
                    server.disturb(exchange -> exchange.answer(Answer.json(Integer.parseInt(words[1]), words[2])));
                default -> set(step);
            }
        }

        private void set(String step) {
            int equals = step.indexOf('=');
            if (equals < 0) {
                variables.remove(step.substring(1));
            } else {
                variables.put(step.substring(0, equals), unescaped(filled(step.substring(equals + 1))));
            }
        }

        private void write(String name, String text) throws IOException {
            // A letter of Latin-1 that no UTF-8 text has there.
            byte[] content = text.contains("\\xff")
                    ? unescaped(text).replace("\\xff", "\u00ff").getBytes(StandardCharsets.ISO_8859_1)
                    : unescaped(text).getBytes(StandardCharsets.UTF_8);
            Files.write(at.resolve(name), content);
        }

        private void push(String branch, String text) {
            try (EnvSync sync = EnvSync.builder()
                    .environment(Map.of())
                    .server(server.uri())
                    .token(Secret.of(EnvSyncStub.WRITER))
                    .passphrase(Secret.of(PASSPHRASE))
                    .project("project-123")
                    .home(new EnvSyncHome(at.resolve("somebody-elses-home")))
                    .warnings(unheard -> {})
                    .build()) {
                var unused = sync.push(
                        branch,
                        text,
                        PushWish.over(OptionalLong.empty()).in(KeyScheme.REPO).forced(true));
            }
        }

        private void git(String branch) throws IOException, InterruptedException {
            List<String> lines = switch (branch) {
                case "detached" -> List.of("init -q -b main", COMMIT, "checkout -q --detach");
                case "tagged" -> List.of("init -q -b tagged", COMMIT, "tag tagged");
                default -> List.of("init -q -b " + branch);
            };
            for (String line : lines) {
                int exit = new ProcessBuilder(Stream.concat(Stream.of("git"), Arrays.stream(line.split(" ")))
                                .toList())
                        .directory(at.toFile())
                        .redirectErrorStream(true)
                        .start()
                        .waitFor();
                assertThat(exit).as(line).isZero();
            }
            Files.writeString(at.resolve(".gitignore"), ".env*\n");
        }

        private String filled(String text) {
            return text.replace("SERVER", server.uri().toString());
        }

        @Override
        public void close() throws IOException {
            server.close();
        }
    }
}
