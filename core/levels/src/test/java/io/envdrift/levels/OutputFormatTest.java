package io.envdrift.levels;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.envdrift.base.EnvdriftException;
import io.envdrift.dotenv.Assignment;
import io.envdrift.dotenv.EnvDocument;
import io.envdrift.levels.merge.LevelContent;
import io.envdrift.levels.protocol.LevelPath;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.Size;
import org.assertj.core.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.opentest4j.TestAbortedException;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;
import tools.jackson.databind.ObjectMapper;

/** Each form is read back by a reader of its own. */
class OutputFormatTest {
    /** What the original's writers broke (W11 to W13), and what is odd for one of the six readers. */
    private static final List<String> ODD = List.of(
            "",
            " ",
            " a ",
            "info",
            "10.0.0.1",
            "3f9a",
            "007",
            "1.2.3",
            "yes",
            "no",
            "null",
            "~",
            "nano",
            "1e3",
            "0x10",
            "a\nb",
            "a\r\nb",
            "a\rb",
            "\n",
            "C:\\dir\\new",
            "ends in \\",
            "\\",
            "\\n",
            "\"",
            "'",
            "`",
            "'\"",
            "a'b\"c",
            "$(id)",
            "`id`",
            "$HOME",
            "${HOME}",
            "$$",
            "\\$",
            "#",
            "a #b",
            "a#b",
            "=",
            "a=b",
            "export X=1",
            "<<EOF",
            "ENVDRIFT_END",
            "x\nENVDRIFT_END\nEVIL=1",
            "x\rENVDRIFT_END",
            "\tt",
            "Grüße ✓",
            "😀",
            "\u2028",
            "\u0085",
            "\u00a0",
            "\ufeff",
            "*",
            "&a",
            "!x",
            "- a",
            "{a: b}",
            "[1]",
            "%",
            "@",
            "|",
            ">",
            "? ",
            ": ",
            "key: value");

    private static Map<String, String> odd() {
        Map<String, String> values = new LinkedHashMap<>();
        for (int i = 0; i < ODD.size(); i++) {
            values.put("V" + i, ODD.get(i));
        }
        values.put("NO", "x");
        values.put("Y", "y");
        return values;
    }

    /** Those that an .env file can hold without a danger for who sources it. */
    private static Map<String, String> oddInEnv() {
        Map<String, String> values = odd();
        values.values().removeIf(value -> value.contains("'") && value.contains("\"") || value.equals("ends in \\"));
        return values;
    }

    @Test
    void envIsReadBackByItsGrammar() {
        assertThat(readEnv(OutputFormat.ENV.write(oddInEnv()))).isEqualTo(oddInEnv());
    }

    /** Node's own reader of .env files; unlike the library it leaves a carriage return's escape as it is. */
    @Test
    void envIsReadBackByNode() throws Exception {
        Map<String, String> values = oddInEnv();
        values.values().removeIf(value -> value.contains("\r"));
        String script = "const { parseEnv } = require('util'); if (!parseEnv) process.exit(77); let text = '';"
                + " process.stdin.on('data', part => text += part)"
                + ".on('end', () => process.stdout.write(JSON.stringify(parseEnv(text))))";
        Process node;
        try {
            node = new ProcessBuilder("node", "-e", script)
                    .redirectError(ProcessBuilder.Redirect.DISCARD)
                    .start();
        } catch (IOException e) {
            throw new TestAbortedException("there is no node", e);
        }
        try (OutputStream in = node.getOutputStream()) {
            in.write(OutputFormat.ENV.write(values).getBytes(StandardCharsets.UTF_8));
        } catch (IOException e) {
            // One that has no such reader ends before it has read.
        }
        byte[] read = node.getInputStream().readAllBytes();
        Assumptions.assumeThat(node.waitFor()).as("node reads .env files").isNotEqualTo(77);
        assertThat(new ObjectMapper().readValue(read, Map.class)).isEqualTo(values);
    }

    @Test
    void w11SourcingAPulledFileRunsNothing(@TempDir Path directory) throws Exception {
        Map<String, String> values = oddInEnv();
        List<String> dangers =
                List.of("$(touch RAN)", "`touch RAN`", "${x@P}$(touch RAN)", "x; touch RAN", "& touch RAN");
        for (int i = 0; i < dangers.size(); i++) {
            values.put("D" + i, dangers.get(i));
        }
        values.put("BEFORE_LAST", "C:\\dir\\");
        Path file = Files.writeString(directory.resolve("env"), OutputFormat.ENV.write(values));
        Process shell = new ProcessBuilder("sh", "-c", "set -a; . ./env; printf %s \"$D0\"")
                .directory(directory.toFile())
                .start();
        assertThat(new String(shell.getInputStream().readAllBytes(), StandardCharsets.UTF_8))
                .isEqualTo("$(touch RAN)");
        shell.waitFor();
        try (Stream<Path> left = Files.list(directory)) {
            assertThat(left).containsExactly(file);
        }
        for (String refused : List.of(
                "it's $(touch RAN)", "it's `touch RAN`", "it's ${x@P}", "it's \"touch RAN\"", "x; touch RAN \\")) {
            assertThatThrownBy(() -> OutputFormat.ENV.write(Map.of("KEY", refused)))
                    .hasMessageContaining("KEY")
                    .hasMessageNotContaining("touch");
        }
        assertThat(OutputFormat.ENV.write(Map.of("KEY", "it's $5"))).isEqualTo("KEY=\"it's $5\"\n");
    }

    @Test
    void shellIsReadBackByAShell() throws Exception {
        assertThat(readShell(OutputFormat.SHELL.write(odd()), odd().keySet())).isEqualTo(odd());
    }

    @Test
    void w12YamlIsReadBackByAYamlLibrary() {
        assertThat(readYaml(OutputFormat.YAML.write(odd()))).isEqualTo(odd());
    }

    @Test
    void jsonIsReadBackByAJsonLibrary() {
        assertThat(new ObjectMapper().readValue(OutputFormat.JSON.write(odd()), Map.class))
                .isEqualTo(odd());
    }

    @Test
    void w13DockerfileIsReadBackByItsRules() {
        Map<String, String> values = odd();
        values.values().removeIf(value -> value.indexOf('\n') >= 0 || value.indexOf('\r') >= 0);
        assertThat(readDockerfile(OutputFormat.DOCKERFILE.write(values))).isEqualTo(values);
        assertThatThrownBy(() -> OutputFormat.DOCKERFILE.write(Map.of("CERT", "a\nsecret")))
                .isInstanceOf(EnvdriftException.class)
                .hasMessageContaining("CERT")
                .hasMessageNotContaining("secret");
    }

    @Test
    void githubIsReadBackAsTheRunnerDoes() {
        assertThat(readGithub(OutputFormat.GITHUB.write(odd()))).isEqualTo(odd());
    }

    @Test
    void orderIsByNameAndAnEmptySetIsText() {
        assertThat(OutputFormat.ENV.write(Map.of("B", "2", "A", "1"))).isEqualTo("A=1\nB=2\n");
        assertThat(OutputFormat.JSON.write(Map.of("B", "2", "A", "1")))
                .isEqualTo("{\n  \"A\": \"1\",\n  \"B\": \"2\"\n}\n");
        assertThat(readYaml(OutputFormat.YAML.write(Map.of()))).isEqualTo(Map.of());
        assertThat(OutputFormat.JSON.write(Map.of())).isEqualTo("{}\n");
    }

    @Test
    void aValueThatNoQuotesHoldIsNamedAndNotShown() {
        assertThatThrownBy(() -> OutputFormat.ENV.write(Map.of("KEY", "'secret\"`")))
                .isInstanceOf(EnvdriftException.class)
                .hasMessageContaining("KEY")
                .hasMessageNotContaining("secret");
        assertThat(OutputFormat.SHELL.write(Map.of("KEY", "'secret\"`"))).isEqualTo("export KEY=''\\''secret\"`'\n");
    }

    @Test
    void pulledAndPushedAgainReferencesAreReferencesStill() throws Exception {
        String text = "HOST=h\n"
                + "URL=https://${HOST}/a b\n"
                + "D=\"${NOPE:-x y}$HOST\"\n"
                + "PW='p$HOST'\n"
                + "ODD=${HOST}\\\"`\n"
                + "RUN=$HOST$(id)\n";
        PulledLevels pulled = pulled(text);
        String written = pulled.unresolvedEnv();
        assertThat(written)
                .contains("URL=\"https://${HOST}/a b\"\n", "D=\"${NOPE:-x y}$HOST\"\n", "PW='p$HOST'\n")
                .contains("RUN='$HOST$(id)'\n");
        assertThat(pulled(written).values()).isEqualTo(pulled.values());
        assertThat(pulled.lostReferences()).containsExactly("ODD", "RUN");
        Map<String, String> kept = new HashMap<>(pulled.resolved().values());
        kept.keySet().removeAll(pulled.lostReferences());
        assertThat(pulled(written).resolved().values()).containsAllEntriesOf(kept);
        Map<String, String> sourced = readShell(written, List.of("URL", "PW"));
        assertThat(sourced).isEqualTo(Map.of("URL", "https://h/a b", "PW", "p$HOST"));
    }

    private static PulledLevels pulled(String text) {
        LevelPath path = LevelPath.parse("acme");
        return PulledLevels.of(path, List.of(LevelContent.of(path, "env", text)), false);
    }

    @Property(tries = 300)
    void anyTextIsReadBack(@ForAll @Size(max = 3) List<String> texts) {
        Map<String, String> values = new LinkedHashMap<>();
        for (int i = 0; i < texts.size(); i++) {
            // What is no text of UTF-8 cannot come out of a level.
            String text = new String(texts.get(i).getBytes(StandardCharsets.UTF_8), StandardCharsets.UTF_8);
            values.put("V" + i, text);
        }
        assertThat(readYaml(OutputFormat.YAML.write(values))).isEqualTo(values);
        assertThat(new ObjectMapper().readValue(OutputFormat.JSON.write(values), Map.class))
                .isEqualTo(values);
        assertThat(readGithub(OutputFormat.GITHUB.write(values))).isEqualTo(values);
        try {
            assertThat(readEnv(OutputFormat.ENV.write(values))).isEqualTo(values);
        } catch (EnvdriftException e) {
            assertThat(values.values().toString()).containsAnyOf("'", "\\");
        }
    }

    private static Map<String, String> readEnv(String text) {
        EnvDocument document = EnvDocument.parse(text);
        assertThat(document.skippedLines()).isEmpty();
        Map<String, String> values = new LinkedHashMap<>();
        for (Assignment each : document.assignments()) {
            values.put(each.name(), each.value());
        }
        return values;
    }

    private static Map<String, String> readShell(String text, Iterable<String> names) throws Exception {
        StringBuilder script = new StringBuilder(text);
        for (String name : names) {
            script.append("printf '%s\\0' \"$").append(name).append("\"\n");
        }
        Process shell = new ProcessBuilder("sh")
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        try (OutputStream in = shell.getOutputStream()) {
            in.write(script.toString().getBytes(StandardCharsets.UTF_8));
        }
        String[] output = new String(shell.getInputStream().readAllBytes(), StandardCharsets.UTF_8).split("\0", -1);
        assertThat(shell.waitFor()).isZero();
        Map<String, String> values = new LinkedHashMap<>();
        int i = 0;
        for (String name : names) {
            values.put(name, output[i++]);
        }
        return values;
    }

    private static Object readYaml(String text) {
        return new Yaml(new SafeConstructor(new LoaderOptions())).load(text);
    }

    /** Quotes and backslashes as the Dockerfile reference says: a backslash makes the next character plain. */
    private static Map<String, String> readDockerfile(String text) {
        Map<String, String> values = new LinkedHashMap<>();
        for (String line : text.split("\n")) {
            assertThat(line).startsWith("ENV ");
            int equals = line.indexOf('=');
            StringBuilder value = new StringBuilder();
            int at = equals + 2;
            assertThat(line.charAt(equals + 1)).isEqualTo('"');
            for (; line.charAt(at) != '"'; at++) {
                assertThat(line.charAt(at)).isNotEqualTo('$');
                at += line.charAt(at) == '\\' ? 1 : 0;
                value.append(line.charAt(at));
            }
            assertThat(at).isEqualTo(line.length() - 1);
            values.put(line.substring(4, equals), value.toString());
        }
        return values;
    }

    /** Lines end at LF, CR or both, and keep their end within a value. */
    private static Map<String, String> readGithub(String text) {
        Map<String, String> values = new HashMap<>();
        int at = 0;
        while (at < text.length()) {
            int end = text.indexOf('\n', at);
            String[] head = text.substring(at, end).split("<<", 2);
            at = end + 1;
            StringBuilder value = new StringBuilder();
            while (true) {
                int next = lineEnd(text, at);
                String line = text.substring(at, next);
                int after = text.startsWith("\r\n", next) ? next + 2 : next + 1;
                if (line.equals(head[1])) {
                    at = after;
                    break;
                }
                value.append(text, at, after);
                at = after;
            }
            values.put(head[0], value.substring(0, value.length() - 1));
        }
        return values;
    }

    private static int lineEnd(String text, int from) {
        int at = from;
        while (text.charAt(at) != '\n' && text.charAt(at) != '\r') {
            at++;
        }
        return at;
    }

    @Test
    void aShellRunsNothingOfAValue() throws IOException, InterruptedException {
        String text = OutputFormat.SHELL.write(Map.of("X", "$(echo run >&2)`echo run >&2`"));
        Process shell = new ProcessBuilder("sh", "-c", text).start();
        assertThat(new String(shell.getErrorStream().readAllBytes(), StandardCharsets.UTF_8))
                .isEmpty();
        assertThat(shell.waitFor()).isZero();
    }
}
