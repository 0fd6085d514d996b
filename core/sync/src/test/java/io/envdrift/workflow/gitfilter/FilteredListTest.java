package io.envdrift.workflow.gitfilter;

import static org.assertj.core.api.Assertions.assertThat;

import io.envdrift.git.FilteredFiles;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** The list of files that git sees encrypted, of one and of several configurations. */
class FilteredListTest {
    private static final Path ROOT = Path.of("/project");

    /** Another branch, or another work tree, may have the text that maps it. */
    @Test
    void aFileWithoutAMappingKeepsTheTextThatHadOne() {
        FilteredFiles first = listed(Optional.empty(), "a.toml", "x", "y");
        FilteredFiles second = listed(Optional.of(first), "a.toml", "another text", List.of("y"));
        assertThat(second.sources())
                .extracting(FilteredFiles.Source::configText)
                .containsExactly("", "another text");
        assertThat(names(second, "x")).isEqualTo("a.toml 0");
        assertThat(entry(second, "x").source()).isZero();
        assertThat(entry(second, "y").source()).isEqualTo(1);
        FilteredFiles third = listed(Optional.of(second), "a.toml", "a third text", List.of("x", "y"));
        assertThat(third.sources()).extracting(FilteredFiles.Source::configText).containsExactly("a third text");
    }

    @Test
    void filesOfAnotherConfigurationKeepTheirs() {
        FilteredFiles first = listed(Optional.empty(), "a.toml", "x", "y");
        FilteredFiles second = listed(Optional.of(first), "b.toml", "z", "y");
        assertThat(second.files()).extracting(FilteredFiles.Entry::path).containsExactly("x", "y", "z");
        assertThat(names(second, "x")).isEqualTo("a.toml 0");
        assertThat(names(second, "y")).isEqualTo("b.toml 1");
        assertThat(names(second, "z")).isEqualTo("b.toml 0");
        assertThat(second.of(Path.of("a.toml")))
                .extracting(FilteredFiles.Entry::path)
                .containsExactly("x");
    }

    @Test
    void aConfigurationWithoutAFileIsForgotten() {
        FilteredFiles first = listed(Optional.empty(), "a.toml", "x");
        FilteredFiles second = listed(Optional.of(first), "b.toml", "x");
        assertThat(second.sources())
                .extracting(source -> String.valueOf(source.config().getFileName()))
                .containsExactly("b.toml");
        assertThat(names(second, "x")).isEqualTo("b.toml 0");
    }

    private static FilteredFiles listed(Optional<FilteredFiles> before, String config, String... paths) {
        return listed(before, config, "", List.of(paths));
    }

    private static FilteredFiles listed(
            Optional<FilteredFiles> before, String config, String text, List<String> paths) {
        FilteredList list = new FilteredList(before);
        int source = list.source(new FilteredFiles.Source(Path.of(config), text, List.of()));
        for (int i = 0; i < paths.size(); i++) {
            list.put(new FilteredFiles.Entry(paths.get(i), "DOTENV_PRIVATE_KEY", ".env.keys", true, source, i));
        }
        return list.files(ROOT, false, false);
    }

    private static String names(FilteredFiles files, String path) {
        FilteredFiles.Entry entry = entry(files, path);
        return files.sources().get(entry.source()).config().getFileName() + " " + entry.mapping();
    }

    private static FilteredFiles.Entry entry(FilteredFiles files, String path) {
        return files.files().stream()
                .filter(file -> file.path().equals(path))
                .findFirst()
                .orElseThrow();
    }
}
