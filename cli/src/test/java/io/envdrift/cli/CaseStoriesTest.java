package io.envdrift.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** Tells every story of {@code cases.txt}; {@link CaseStory} explains its words. */
@DisabledOnOs(OS.WINDOWS)
class CaseStoriesTest {
    private static final int CASES = 21;
    private static final int STORIES_OF_A_CASE = 3;

    @TempDir
    private Path root;

    @TestFactory
    Stream<DynamicTest> stories() {
        return cases().values().stream()
                .flatMap(List::stream)
                .filter(each -> !each.isElsewhere())
                .map(each -> DynamicTest.dynamicTest(
                        each.title(), () -> each.tell(Files.createTempDirectory(root, "case"))));
    }

    @Test
    void everyCaseIsToldWithTwoNeighbours() throws IOException {
        Map<String, List<CaseStory>> cases = cases();

        assertThat(cases).hasSize(CASES);
        assertThat(cases)
                .allSatisfy(
                        (name, stories) -> assertThat(stories).as(name).hasSizeGreaterThanOrEqualTo(STORIES_OF_A_CASE));
        for (String line : lines()) {
            if (line.startsWith("by ")) {
                String[] named = line.split(" ")[1].split("#");
                String source = "src/test/java/" + named[0].replace('.', '/') + ".java";
                assertThat(Stream.of(Path.of(source), Path.of("..", "core", "base", source))
                                .filter(Files::exists)
                                .toList())
                        .as(line)
                        .singleElement()
                        .satisfies(file -> assertThat(file).content().contains(" " + named[1] + "("));
            }
        }
    }

    private static Map<String, List<CaseStory>> cases() {
        Map<String, List<CaseStory>> cases = new LinkedHashMap<>();
        List<CaseStory> stories = new ArrayList<>();
        String name = "";
        for (String line : lines()) {
            if (line.startsWith("case ")) {
                name = line.substring("case ".length());
                stories = new ArrayList<>();
                cases.put(name, stories);
            } else if (line.startsWith("story ") || line.startsWith("by ")) {
                stories.add(new CaseStory(name + ": " + line));
            } else if (!line.isBlank() && !line.startsWith("#")) {
                stories.getLast().add(line);
            }
        }
        return cases;
    }

    private static List<String> lines() {
        InputStream cases = Objects.requireNonNull(CaseStoriesTest.class.getResourceAsStream("cases.txt"));
        try (BufferedReader text = new BufferedReader(new InputStreamReader(cases, StandardCharsets.UTF_8))) {
            return text.lines().toList();
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }
}
