package io.envdrift.base;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@DisabledOnOs(OS.WINDOWS)
class ProgramPathTest {
    @TempDir
    Path directory;

    @BeforeEach
    void aProgram() throws IOException {
        assertThat(Files.writeString(directory.resolve("git"), "#!/bin/sh\n")
                        .toFile()
                        .setExecutable(true))
                .isTrue();
    }

    @Test
    void theFirstAbsoluteDirectoryThatHasTheProgramCounts() throws IOException {
        Path text = Files.createDirectory(directory.resolve("text"));
        Files.writeString(text.resolve("git"), "no program");
        Files.createDirectory(Files.createDirectory(directory.resolve("folder")).resolve("git"));

        assertThat(find(text + ":" + directory + "/folder:" + directory)).contains(directory.resolve("git"));
    }

    /** A repository that brings a git of its own must not have it run, wherever PATH leads. */
    @ParameterizedTest
    @ValueSource(strings = {"", ".", ":", "./", "bin", "..", "\0"})
    void aRelativeDirectoryIsNoPlaceForPrograms(String entry) {
        Path here = Path.of("").toAbsolutePath();
        String relative = entry.equals(".") ? here.relativize(directory).toString() : entry;

        assertThat(find(relative)).isEmpty();
    }

    @Test
    void withoutTheVariableTheSystemsOwnDirectoriesCount() {
        assertThat(ProgramPath.find("sh", Map.of())).isPresent();
        assertThat(ProgramPath.find("git", Map.of("PATH", ""))).isEmpty();
    }

    private Optional<Path> find(String path) {
        return ProgramPath.find("git", Map.of("PATH", path.replace(":", File.pathSeparator)));
    }
}
