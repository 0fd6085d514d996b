package io.envdrift.config;

import static org.assertj.core.api.Assertions.assertThat;

import io.envdrift.config.ConfigKey.Section;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.TreeMap;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Holds {@code docs/configuration.md} and the declared keys together. */
class ConfigReferenceTest {
    private static final Path DOCUMENT = Path.of("../../docs/configuration.md");
    private static final Pattern HEADING = Pattern.compile("(?m)^### `(\\[.*])`$");
    private static final Pattern ROW = Pattern.compile("(?m)^\\| `([a-z_]+)` \\|");

    @ParameterizedTest
    @EnumSource
    void theDocumentHoldsTheTableOfEverySection(Section section) throws IOException {
        assertThat(sectionOf(section.header())).contains("\n\n" + table(section) + "\n");
    }

    @Test
    void theDocumentHoldsNoSectionThatIsNotDeclared() throws IOException {
        List<String> headings = HEADING.matcher(document())
                .results()
                .map(heading -> heading.group(1))
                .filter(heading -> !heading.matches("\\[vault\\.[a-z]+]") || heading.equals(Section.SYNC.header()))
                .toList();

        assertThat(headings)
                .containsExactlyElementsOf(
                        Arrays.stream(Section.values()).map(Section::header).toList());
    }

    @Test
    void theDocumentHoldsNoKeyThatIsNotDeclared() throws IOException {
        for (Section section : Section.values()) {
            assertThat(ROW.matcher(sectionOf(section.header())).results().map(row -> row.group(1)))
                    .as(section.header())
                    .containsExactlyElementsOf(ConfigKey.names(section));
        }
    }

    private static String table(Section section) {
        return "| Key | Type | Default | Meaning |\n| --- | --- | --- | --- |\n"
                + ConfigKey.of(section).stream()
                        .map(key -> "| `" + key.key() + "` | " + words(key.type()) + " | "
                                + key.defaultText().orElse("–") + " | " + key.description() + " |\n")
                        .collect(Collectors.joining());
    }

    private static String words(ConfigKey.Type type) {
        return switch (type) {
            case TEXT -> "text";
            case FLAG -> "true or false";
            case COUNT -> "whole number";
            case TEXTS -> "list of texts";
            case PATH -> "path";
            case TABLES -> "list of tables";
        };
    }

    /** The loader and the list of keys must not drift apart: a key that is read but not declared would warn. */
    @Test
    void everyDeclaredKeyIsKnownToTheLoader(@TempDir Path directory) throws IOException {
        TreeMap<Section, StringBuilder> tables = new TreeMap<>();
        for (ConfigKey key : ConfigKey.values()) {
            if (key.type() != ConfigKey.Type.TABLES) {
                tables.computeIfAbsent(
                                key.section(),
                                section -> new StringBuilder(section.header().replace("<name>", "one") + "\n"))
                        .append(key.key())
                        .append(" = ")
                        .append(exampleOf(key))
                        .append('\n');
            }
        }

        EnvdriftConfig config = new ConfigFiles(directory).toml(String.join("\n", tables.values()));

        assertThat(config.warnings()).isEmpty();
        assertThat(config.vault().named()).containsOnlyKeys("one");
        assertThat(config.sync().mappings()).hasSize(1);
    }

    private static String exampleOf(ConfigKey key) {
        if (key == ConfigKey.BACKEND) {
            return "'dotenvx'";
        }
        if (key == ConfigKey.ENV_KEYS_FILENAME) {
            return "'team.keys'";
        }
        return switch (key.type()) {
            case TEXT, PATH -> "'" + (key.key().equals("provider") ? "aws" : key.key()) + "'";
            case FLAG -> "true";
            case COUNT -> "2";
            case TEXTS -> "['A']";
            case TABLES -> "[]";
        };
    }

    private static String document() throws IOException {
        return Files.readString(DOCUMENT);
    }

    /** The text from a heading to the next one. */
    private static String sectionOf(String header) throws IOException {
        String document = document();
        int start = document.indexOf("### `" + header + "`\n");
        assertThat(start).as("heading of " + header).isNotNegative();
        return HEADING.matcher(document)
                .results()
                .map(MatchResult::start)
                .filter(next -> next > start)
                .findFirst()
                .map(next -> document.substring(start, next))
                .orElseGet(() -> document.substring(start));
    }
}
