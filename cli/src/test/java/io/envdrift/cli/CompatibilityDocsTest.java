package io.envdrift.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
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
        Map<String, Path> sources = new HashMap<>();
        Files.walkFileTree(Path.of(".."), new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult preVisitDirectory(Path directory, BasicFileAttributes attributes) {
                String name = directory.getFileName().toString();
                // Builds write below target meanwhile.
                return name.equals("target") || (name.startsWith(".") && !name.equals(".."))
                        ? FileVisitResult.SKIP_SUBTREE
                        : FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
                if (file.toString().endsWith(".java") && file.toString().contains("/src/test/")) {
                    sources.put(file.getFileName().toString().replace(".java", ""), file);
                }
                return FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult visitFileFailed(Path file, IOException failure) {
                return FileVisitResult.CONTINUE;
            }
        });
        return sources;
    }
}
