package io.envdrift.git;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** A real repository, without the configuration of whoever runs the tests. */
public final class GitRepository {
    private static final Map<String, String> ENVIRONMENT = Map.of(
            "GIT_CONFIG_GLOBAL", "/dev/null",
            "GIT_CONFIG_SYSTEM", "/dev/null",
            "GIT_AUTHOR_NAME", "test",
            "GIT_AUTHOR_EMAIL", "test@localhost",
            "GIT_COMMITTER_NAME", "test",
            "GIT_COMMITTER_EMAIL", "test@localhost");

    private final Path root;

    private GitRepository(Path root) {
        this.root = root;
    }

    /** Makes a repository without a commit. */
    public static GitRepository init(Path root) {
        GitRepository repository = new GitRepository(root);
        repository.run("init", "-q", "-b", "main");
        return repository;
    }

    /** Takes everything into the index and commits it. */
    public void commitAll() {
        run("add", "-A");
        run("commit", "-q", "--allow-empty", "-m", "test");
    }

    /** Returns what {@code git status} would show, a line per file; empty when there is nothing to commit. */
    public String status() {
        return run("status", "--porcelain", "--untracked-files=all");
    }

    /** Runs git, which must succeed, and returns what it printed. */
    public String run(String... arguments) {
        List<String> command = new ArrayList<>(List.of("git"));
        command.addAll(List.of(arguments));
        ProcessBuilder builder = new ProcessBuilder(command).directory(root.toFile());
        builder.environment().putAll(ENVIRONMENT);
        try {
            Process process = builder.start();
            process.getOutputStream().close();
            String output = new String(process.getInputStream().readAllBytes(), UTF_8);
            String errors = new String(process.getErrorStream().readAllBytes(), UTF_8);
            assertThat(process.waitFor())
                    .as("git %s: %s", List.of(arguments), errors)
                    .isZero();
            return output;
        } catch (IOException e) {
            throw new AssertionError(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError(e);
        }
    }

    /** Writes a file below the root, and the directories above it. */
    public Path write(String name, String text) throws IOException {
        Path file = root.resolve(name);
        Files.createDirectories(file.getParent());
        return Files.writeString(file, text);
    }
}
