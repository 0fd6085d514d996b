package io.envdrift.cli.git;

import static io.envdrift.cli.git.Clones.ROOT;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** The week of two colleagues in {@code docs/git.md}, as it stands there. */
@EnabledOnOs(OS.LINUX)
class GitWeekIT {
    private static final Pattern BLOCK = Pattern.compile("```sh\\n(.*?)```", Pattern.DOTALL);

    @TempDir
    private Path directory;

    @Test
    void theWeekOfTheGuideHasNoLockAndNoPlaintextInAnyCommit() throws Exception {
        Path real = directory.toRealPath();
        try (CommandRelay relay = CommandRelay.in(real.resolve("bin"))) {
            Clones clones = new Clones(real, relay.directory() + ":" + System.getenv("PATH"));
            clones.createProject();
            Path ann = clones.installed("ann");
            Path ben = clones.installed("ben");
            String script = "set -e\n" + week();
            assertThat(script).doesNotContain("envdrift lock").contains("git merge", "rotate");
            Files.writeString(real.resolve("week.sh"), script);
            clones.must(ann, "sh", "../week.sh");
            for (Path clone : new Path[] {ann, ben}) {
                clones.requireClean(clone);
                assertThat(clone.resolve(ROOT)).content().contains("TOKEN=ben", "OTHER=friday");
                String history = clones.git(clone, "log -p --all --no-textconv");
                assertThat(history).doesNotContain("canary", "=monday", "=friday", "=feature", "=ann", "=ben");
            }
            if (CommittedFile.dotenvx().isEmpty()) {
                System.out.println("GitWeekIT: no dotenvx is installed to read HEAD (-Denvdrift.dotenvx names one)");
            }
            clones.requireReadable(ann);
            clones.requireReadable(ben);
            clones.must(ben, "envdrift", "git", "remove");
            clones.must(ben, "envdrift", "lock", "--check");
            clones.must(ben, "envdrift", "sync", "--verify", "--check-decryption", "--ci");
        }
    }

    private static String week() throws IOException {
        String guide = Files.readString(Path.of("..", "docs", "git.md"));
        int start = guide.indexOf("## Two colleagues");
        Matcher block = BLOCK.matcher(guide.substring(start, guide.indexOf("\n## ", start + 1)));
        StringBuilder script = new StringBuilder();
        while (block.find()) {
            script.append(block.group(1));
        }
        return script.toString();
    }
}
