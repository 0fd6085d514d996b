package io.envdrift.cli.envsync;

import static org.assertj.core.api.Assertions.assertThat;

import io.envdrift.cli.CliRun;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The command line knows every call and every option that the documents name; what they do is proven by the other tests here. */
class EnvSyncDocsTest {
    private static final List<String> DOCUMENTS = List.of("envsync.md", "server.md", "providers.md");
    private static final Pattern CALL = Pattern.compile("(?<![./\\w-])(?:envdrift )?envsync ((?:[a-z]|--)[^`#\\n()]*)");
    private static final Pattern FENCE = Pattern.compile("(?ms)^ *```(?:sh|yaml)\\n(.*?)^ *```");
    private static final Pattern SPAN = Pattern.compile("`([^`\\n]+)`");
    private static final Pattern ROW = Pattern.compile("(?m)^\\| (`[a-z-]+[^|\\\\]*(?:\\\\\\|[^|\\\\]*)*) \\|");
    private static final Pattern OPTION = Pattern.compile("--[a-z-]+");

    @TempDir
    Path directory;

    static Stream<String> calls() throws IOException {
        Set<String> calls = new LinkedHashSet<>();
        for (String document : DOCUMENTS) {
            String text = Files.readString(Path.of("..", "docs", document));
            for (Pattern code : List.of(FENCE, SPAN)) {
                code.matcher(text)
                        .results()
                        .map(each -> each.group(1))
                        .forEach(each -> CALL.matcher(each)
                                .results()
                                .forEach(call -> calls.add(call.group(1).strip())));
            }
        }
        return calls.stream();
    }

    @ParameterizedTest
    @MethodSource("calls")
    void everyCallIsOne(String call) {
        List<String> line = new ArrayList<>(List.of("envsync"));
        line.addAll(Arrays.asList(call.split("\\s+")));
        line.add("--help");
        CliRun.Result result = new CliRun(directory).run(line.toArray(String[]::new));
        assertThat(result.exit()).as(result.all()).isZero();
        assertThat(result.out()).startsWith("Usage: envdrift envsync " + line.get(1));
    }

    @Test
    void theTableOfCommandsNamesTheirOptions() throws IOException {
        String text = Files.readString(Path.of("..", "docs", "envsync.md"));
        String table = text.substring(text.indexOf("## Commands"), text.indexOf("All take `--format"));
        int rows = 0;
        for (MatchResult row : ROW.matcher(table).results().toList()) {
            rows++;
            for (MatchResult span : SPAN.matcher(row.group(1)).results().toList()) {
                List<String> words = List.of(span.group(1).split(" "));
                List<String> line = new ArrayList<>(List.of("envsync"));
                line.addAll(words.stream()
                        .takeWhile(word -> word.matches("[a-z][a-z-]*"))
                        .toList());
                line.add("--help");
                String help =
                        new CliRun(directory).run(line.toArray(String[]::new)).out();
                assertThat(help).startsWith("Usage: envdrift " + String.join(" ", line.subList(0, line.size() - 1)));
                OPTION.matcher(span.group(1))
                        .results()
                        .forEach(option -> assertThat(help).contains(option.group()));
            }
        }
        assertThat(rows).isGreaterThanOrEqualTo(11);
        assertThat(calls()).hasSizeGreaterThanOrEqualTo(13);
    }
}
