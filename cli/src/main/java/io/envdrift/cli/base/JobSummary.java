package io.envdrift.cli.base;

import io.envdrift.base.EnvdriftException;
import io.envdrift.cli.render.Escaping;
import io.envdrift.files.AtomicFile;
import io.envdrift.files.FileAccess;
import io.envdrift.files.FileSnapshot;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.function.Supplier;

/** The file that a GitHub job shows on its page. Each step has its own, named by {@value #VARIABLE}. */
record JobSummary(Host host) {
    static final String VARIABLE = "GITHUB_STEP_SUMMARY";

    /**
     * Adds text where the variable is set. A summary that cannot be written is a warning: the command's result stays.
     */
    void add(Supplier<String> markdown) {
        String named = host.environment().getOrDefault(VARIABLE, "");
        if (named.isBlank()) {
            return;
        }
        try {
            Path file = host.workingDirectory().resolve(named);
            String before =
                    new String(FileSnapshot.following(file).content().orElse(new byte[0]), StandardCharsets.UTF_8);
            new AtomicFile(host.files())
                    .write(file, (before + markdown.get()).getBytes(StandardCharsets.UTF_8), FileAccess.USUAL);
        } catch (EnvdriftException e) {
            host.err().println("[WARN] No job summary: " + Escaping.text(e.getMessage()));
        }
    }
}
