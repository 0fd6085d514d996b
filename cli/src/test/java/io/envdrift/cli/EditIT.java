package io.envdrift.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** {@code edit} as a process of its own, which a signal ends while the editor is open. */
@DisabledOnOs(OS.WINDOWS)
@Timeout(value = 300, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class EditIT {
    @TempDir
    Path root;

    @Test
    void aSignalLeavesNothingReadableAndLosesNothingThatWasSaved() throws Exception {
        SampleProject project = new SampleProject(root)
                .encrypted(".env", SampleProject.KEY, "A=one\n")
                .write(".env.keys", "DOTENV_PRIVATE_KEY=" + SampleProject.hex(SampleProject.KEY) + "\n");
        String before = project.read(".env");
        ProcessBuilder builder = new ProcessBuilder(List.of(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "--enable-native-access=ALL-UNNAMED",
                        "-cp",
                        System.getProperty("java.class.path"),
                        "io.envdrift.cli.Main",
                        "edit",
                        ".env"))
                .directory(root.toFile());
        builder.environment().put("VISUAL", "f() { echo A=saved > \"$1\"; echo \"$1\"; exec sleep 600; }; f");
        Process edit = builder.start();

        try (BufferedReader out = edit.inputReader()) {
            Path plaintext = Path.of(out.readLine());
            assertThat(plaintext).exists();
            edit.destroy();

            assertThat(edit.waitFor()).isEqualTo(1);
            assertThat(plaintext.getParent()).doesNotExist();
        }
        assertThat(project.read(".env")).isEqualTo(before);
        assertThat(project.read(".env.edit.bak")).doesNotContain("saved");
        assertThat(project.cli()
                        .run("get", "EDITED_TEXT", "-f", ".env.edit.bak")
                        .out())
                .isEqualTo("A=saved\n\n");
    }
}
