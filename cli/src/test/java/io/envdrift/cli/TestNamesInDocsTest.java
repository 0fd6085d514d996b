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
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Each row of the tables that say what happens names a test, and every test that they name exists. */
class TestNamesInDocsTest {
    /** A class, or a class and a method, or the beginning of a method's name before an ellipsis. */
    private static final Pattern NAMED =
            Pattern.compile("`([A-Z][A-Za-z]+(?:Test|IT|Contract))(?:\\.([A-Za-z][A-Za-z0-9_]+)(…?))?`");

    private static final Pattern ROW = Pattern.compile("\\| (?!---).*");

    @ParameterizedTest
    @CsvSource({"compatibility.md, 60", "security.md, 25"})
    void everyRowNamesATestAndEveryNamedOneExists(String document, int rows) throws IOException {
        Map<String, Path> sources = sources();
        List<String> lines = Files.readAllLines(Path.of("..", "docs", document));
        List<String> wrong = new ArrayList<>();
        int checked = 0;
        boolean promises = false;
        for (int i = 0; i < lines.size(); i++) {
            String line = lines.get(i);
            List<MatchResult> named = NAMED.matcher(line).results().toList();
            boolean heading = i + 1 < lines.size() && lines.get(i + 1).startsWith("|---");
            if (heading) {
                promises = line.contains("Shown by") || line.contains("What happens");
            }
            if (promises && ROW.matcher(line).matches() && !heading) {
                checked++;
                if (named.isEmpty()) {
                    wrong.add("no test in: " + line);
                }
            }
            for (MatchResult each : named) {
                if (!exists(each, sources)) {
                    wrong.add(each.group());
                }
            }
        }
        assertThat(wrong).isEmpty();
        assertThat(checked).isGreaterThanOrEqualTo(rows);
    }

    private static boolean exists(MatchResult named, Map<String, Path> sources) throws IOException {
        Path source = sources.get(named.group(1));
        if (source == null || named.group(2) == null) {
            return source != null;
        }
        String method = "void " + named.group(2) + (named.group(3).isEmpty() ? "(" : "");
        return Files.readString(source).contains(method);
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
