package io.envdrift.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Every test that {@code docs/compatibility.md} names exists. */
class CompatibilityDocsTest {
    private static final Pattern NAMED = Pattern.compile("`([A-Z][A-Za-z]+(?:Test|IT))(?:\\.([a-z][A-Za-z]+))?`");

    @Test
    void everyNamedTestExistsAndEveryRowNamesOne() throws IOException {
        Map<String, Path> sources = sources();
        List<String> missing = new ArrayList<>();
        List<String> rows;
        try (Stream<String> lines = Files.lines(Path.of("..", "docs", "compatibility.md"))) {
            rows = lines.filter(line -> line.startsWith("| ") && !line.startsWith("| Python |"))
                    .toList();
        }
        assertThat(rows).hasSizeGreaterThan(45);
        for (String row : rows) {
            List<MatchResult> named = NAMED.matcher(row).results().toList();
            if (named.isEmpty()) {
                missing.add("no test in: " + row);
            }
            for (MatchResult each : named) {
                Path source = sources.get(each.group(1));
                boolean there = source != null
                        && (each.group(2) == null || Files.readString(source).contains("void " + each.group(2) + "("));
                if (!there) {
                    missing.add(each.group());
                }
            }
        }
        assertThat(missing).isEmpty();
    }

    private static Map<String, Path> sources() throws IOException {
        try (Stream<Path> files = Files.walk(Path.of(".."))) {
            return files.filter(file ->
                            file.toString().endsWith(".java") && file.toString().contains("/src/test/"))
                    .collect(Collectors.toMap(
                            file -> file.getFileName().toString().replace(".java", ""), file -> file, (a, b) -> a));
        }
    }
}
