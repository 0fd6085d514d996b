package io.envdrift.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Bad input of every kind: one clear line, exit 1, and the mapping beside it still runs. Each project has a broken service
 * {@code bad} and a sound one {@code good}.
 */
class BadInputTest {
    private static final String CANARY = "canary-5f1d9a";

    @TempDir
    Path root;

    /** What happens to the sound service. */
    private enum Others {
        /** It runs. */
        RUN,
        /** Nothing runs, because the whole configuration is unusable. */
        STOP
    }

    static Stream<Arguments> broken() {
        return Stream.of(
                row("broken TOML", p -> p.write("envdrift.toml", "[vault\n"), "TOML syntax error", Others.STOP),
                row("wrong type", p -> p.config("[vault.sync]\nephemeral_keys = 3\n"), "Invalid config", Others.STOP),
                row("folder is missing", p -> delete(p, "bad"), "Mapping folder does not exist: bad", Others.RUN),
                row(
                        "folder is a file",
                        p -> {
                            delete(p, "bad");
                            p.write("bad", "");
                        },
                        "Mapping folder is not a directory",
                        Others.RUN),
                row("two dots", p -> remap(p, "bad", "../bad"), "folder_path '../bad' is refused", Others.RUN),
                row(
                        "link outside",
                        p -> link(p, "bad", Objects.requireNonNull(p.root.getParent())),
                        "is refused",
                        Others.RUN),
                row(
                        "newline in the environment",
                        p -> p.write(
                                "envdrift.toml",
                                p.read("envdrift.toml") + "environment = \"a\\nDOTENV_PRIVATE_KEY_X=1\"\n"),
                        "environment",
                        Others.RUN),
                row(
                        "file is no text",
                        p -> bytes(p, "bad/.env.production", new byte[] {'A', '=', (byte) 0xc3, 0x28}),
                        "not valid utf-8 text",
                        Others.RUN),
                row("secret is missing", p -> remap(p, "bad-key", "no-such-key"), "no-such-key", Others.RUN),
                row("secret is empty", p -> p.secret("bad-key", ""), "it is empty", Others.RUN),
                row("value with NUL", p -> p.secret("bad-key", CANARY + "\0"), "Unusable key material", Others.RUN),
                row("value with BOM", p -> p.secret("bad-key", "\ufeff" + CANARY), "Unusable key", Others.RUN),
                row("value with newline", p -> p.secret("bad-key", CANARY + "\nA=b"), "Unusable key", Others.RUN),
                row("value with command", p -> p.secret("bad-key", "$(" + CANARY + ")"), "Unusable key", Others.RUN),
                row(
                        "key of another environment",
                        p -> p.secret("bad-key", "DOTENV_PRIVATE_KEY_STAGING=" + SampleProject.hex(SampleProject.KEY)),
                        "labelled DOTENV_PRIVATE_KEY_STAGING",
                        Others.RUN),
                row(
                        "key of another file",
                        p -> p.secret("bad-key", SampleProject.hex(SampleProject.OTHER)),
                        "key does not match DOTENV_PUBLIC_KEY_PRODUCTION",
                        Others.RUN),
                row("keys file is a directory", p -> p.write("bad/.env.keys/x", ""), "Cannot read", Others.RUN));
    }

    private static Arguments row(String name, Consumer<SampleProject> breaking, String text, Others others) {
        return Arguments.of(name, breaking, text, others);
    }

    @ParameterizedTest(name = "sync: {0}")
    @MethodSource("broken")
    void syncSaysItInOneLineAndServesTheOthers(
            String name, Consumer<SampleProject> breaking, String text, Others others) {
        SampleProject project = project();
        breaking.accept(project);

        CliRun.Result result = project.cli().run("sync", "--check-decryption", "--ci");

        assertThat(result.exit()).as(result.all()).isEqualTo(1);
        assertThat(result.all()).contains(text).doesNotContain("Exception").doesNotContain(CANARY);
        if (others == Others.RUN) {
            assertThat(result.out()).contains("+ good (good-key, env: production) - created");
            assertThat(project.mode("good/.env.keys")).isEqualTo("rw-------");
            assertThat(result.err()).contains("[ERROR] Sync completed with errors");
        } else {
            assertThat(root.resolve("good/.env.keys")).doesNotExist();
        }
        assertThat(leftovers()).isEmpty();
    }

    @ParameterizedTest(name = "pull: {0}")
    @MethodSource("broken")
    void pullDecryptsNothingWithoutAllKeys(String name, Consumer<SampleProject> breaking, String text, Others others) {
        SampleProject project = project();
        breaking.accept(project);
        String before = project.read("good/.env.production");

        CliRun.Result result = project.cli().run("pull");

        assertThat(result.exit()).as(result.all()).isEqualTo(1);
        assertThat(result.all()).contains(text).doesNotContain("Exception").doesNotContain(CANARY);
        if (name.equals("file is no text")) {
            // Unlike a missing key, an unreadable env file keeps no other from being decrypted.
            assertThat(project.read("good/.env.production")).contains("A=1");
        } else {
            assertThat(project.read("good/.env.production")).isEqualTo(before);
        }
        assertThat(leftovers()).isEmpty();
    }

    private SampleProject project() {
        SampleProject project = new SampleProject(root.resolve("project"));
        project.service("good", SampleProject.KEY, "A=1\n").service("bad", SampleProject.KEY, "A=" + CANARY + "\n");
        return project;
    }

    private Stream<Path> leftovers() {
        try (Stream<Path> files = Files.walk(root)) {
            return files
                    .filter(file ->
                            file.toString().endsWith(".tmp") || file.toString().endsWith(".lock"))
                    .toList()
                    .stream();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void remap(SampleProject project, String from, String to) {
        project.write("envdrift.toml", project.read("envdrift.toml").replace('"' + from + '"', '"' + to + '"'));
    }

    private static void delete(SampleProject project, String folder) {
        try {
            Files.delete(project.root.resolve(folder + "/.env.production"));
            Files.delete(project.root.resolve(folder));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void link(SampleProject project, String folder, Path target) {
        try {
            delete(project, folder);
            Files.createSymbolicLink(project.root.resolve(folder), target);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void bytes(SampleProject project, String file, byte[] content) {
        try {
            Files.write(project.root.resolve(file), content);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
