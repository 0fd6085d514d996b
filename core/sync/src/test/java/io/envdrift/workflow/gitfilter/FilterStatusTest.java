package io.envdrift.workflow.gitfilter;

import static org.assertj.core.api.Assertions.assertThat;

import io.envdrift.base.Progress;
import io.envdrift.files.AtomicFile;
import io.envdrift.files.FileOperations;
import io.envdrift.git.FilteredFiles;
import io.envdrift.git.GitDirectory;
import io.envdrift.git.GitRepository;
import io.envdrift.workflow.Ports;
import java.io.IOException;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Clock;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FilterStatusTest {
    @TempDir
    Path directory;

    @Test
    void aFileThatCannotBeComparedWithThePatternsHidesNoOther() throws IOException {
        GitRepository repository = GitRepository.init(directory);
        repository.write(".env.a", "N".repeat(200_000) + "=1\n");
        repository.write(".env.b", "A=1\n");
        repository.run("add", "-A");
        List<FilteredFiles.Entry> entries = Stream.of(".env.a", ".env.b")
                .map(path -> new FilteredFiles.Entry(path, "DOTENV_PRIVATE_KEY", ".env.keys", false, 0, 0))
                .toList();
        FilteredFiles.Source source =
                new FilteredFiles.Source(directory.resolve("envdrift.toml"), "", List.of("*".repeat(1_000)));
        FilterStatus status = new FilterStatus(
                new GitDirectory(directory.resolve(".git"), directory.resolve(".git"), directory),
                new FilteredFiles(directory, false, false, List.of(source), entries),
                new Ports(
                        new AtomicFile(FileOperations.system()),
                        Clock.systemUTC(),
                        () -> new SecureRandom(),
                        Progress.NONE));

        assertThat(status.rows())
                .extracting(FilterStatus.Row::tree)
                .startsWith(FilterStatus.Text.UNSOUND)
                .hasSize(2);
    }
}
