package io.envdrift.git;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.envdrift.base.EnvdriftException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class WorkTreeTest {
    private static final List<String> ODD_NAMES =
            List.of(".env", "a b/.env production", "ä/ünï🎉.env", "x missing", "-f", ":(top)x", "quo\"te\\n", "HEAD:x");

    @TempDir
    Path temporary;

    private Path root;
    private GitRepository repository;
    private WorkTree tree;

    @BeforeEach
    void makeRepository() throws Exception {
        root = Files.createDirectory(temporary.toRealPath().resolve("project"));
        repository = GitRepository.init(root);
        tree = WorkTree.of(root).orElseThrow();
    }

    @Test
    void isFoundFromAnyDirectoryWithinAndThroughLinks() throws Exception {
        Path deep = Files.createDirectories(root.resolve("a/b"));
        assertThat(WorkTree.of(deep).map(WorkTree::root)).contains(root);
        Path link = Files.createSymbolicLink(temporary.resolve("link"), deep);
        assertThat(WorkTree.of(link).map(WorkTree::root)).contains(root);
        assertThat(WorkTree.of(root.resolve("missing/deep")).map(WorkTree::root))
                .contains(root);
        assertThat(WorkTree.of(temporary)).isEmpty();
    }

    @Test
    void knowsTheContentsInIndexAndHead() throws Exception {
        Path file = repository.write("f", "committed\n");
        Path gone = repository.write("gone", "once\n");
        repository.commitAll();
        repository.run("rm", "-q", "--cached", "gone");
        repository.write("f", "staged\n");
        repository.run("add", "f");
        repository.write("f", "edited\n");
        Path fresh = repository.write("fresh", "new\n");
        repository.run("add", "fresh");
        Path unknown = repository.write("unknown", "?");
        assertThat(texts(tree.lastContents(List.of(file, gone, fresh, unknown))))
                .containsOnly(
                        Map.entry(file, List.of("staged\n", "committed\n")),
                        Map.entry(gone, List.of("once\n")),
                        Map.entry(fresh, List.of("new\n")));
    }

    @Test
    void takesNamesAsTheyAre() throws Exception {
        List<Path> files = new ArrayList<>();
        for (String name : ODD_NAMES) {
            files.add(repository.write(name, "of " + name));
        }
        // Git is asked in lines; this one file is left out, and the others are not disturbed.
        Path newline = repository.write("new\nline", "x");
        files.add(3, newline);
        repository.commitAll();
        Map<Path, List<byte[]>> contents = tree.lastContents(files);
        for (String name : ODD_NAMES) {
            assertThat(texts(contents)).containsEntry(root.resolve(name), List.of("of " + name, "of " + name));
        }
        assertThat(contents).doesNotContainKey(newline).hasSize(ODD_NAMES.size());
        assertThat(tree.tracked(files)).containsExactlyInAnyOrderElementsOf(files);
        assertThat(tree.notIgnored(files)).containsExactlyInAnyOrderElementsOf(files);
    }

    @Test
    void contentsAreBytes() throws Exception {
        Path binary = root.resolve("binary");
        byte[] bytes = {0, (byte) 0xff, '\n', '\n', 'x', ' ', 'm', 'i', 's', 's', 'i', 'n', 'g', '\n'};
        Files.write(binary, bytes);
        Path empty = repository.write("empty", "");
        repository.run("add", "-A");
        Map<Path, List<byte[]>> contents = tree.lastContents(List.of(binary, empty));
        assertThat(contents.get(binary)).containsExactly(bytes);
        assertThat(contents.get(empty)).containsExactly(new byte[0]);
    }

    @Test
    void whatIsNoFileInGitHasNoContent() throws Exception {
        repository.write("dir/f", "x");
        repository.commitAll();
        assertThat(tree.lastContents(List.of(root.resolve("dir"), temporary.resolve("elsewhere"))))
                .isEmpty();
    }

    @Test
    void tellsTrackedAndIgnored() throws Exception {
        repository.write(".gitignore", ".env.keys*\n!.env.keys.example\n");
        Path tracked = repository.write("tracked", "");
        repository.commitAll();
        Path keys = repository.write("app/.env.keys", "");
        Path example = repository.write("app/.env.keys.example", "");
        Path future = root.resolve("app/.env.keys.backup.1");
        List<Path> all = List.of(tracked, keys, example, future);
        assertThat(tree.tracked(all)).containsExactly(tracked);
        assertThat(tree.notIgnored(all)).containsExactlyInAnyOrder(tracked, example);
        assertThat(tree.notIgnored(List.of(keys))).isEmpty();
        repository.run("add", "-f", "app/.env.keys");
        assertThat(tree.notIgnored(List.of(keys))).containsExactly(keys);
    }

    @Test
    void aLinkIsAskedForByItsOwnName() throws Exception {
        repository.write(".gitignore", "link\n");
        Path ignored = Files.createSymbolicLink(root.resolve("link"), temporary);
        Path open = Files.createSymbolicLink(root.resolve("open"), temporary);
        assertThat(tree.notIgnored(List.of(ignored, open))).containsExactly(open);
    }

    @Test
    void saysNothingWhereGitCannotTell() throws Exception {
        Path file = repository.write("f", "x");
        repository.commitAll();
        Files.writeString(root.resolve(".git/HEAD"), "damaged");
        assertThat(tree.lastContents(List.of(file))).isEmpty();
        assertThat(tree.tracked(List.of(file))).isEmpty();
        assertThat(tree.notIgnored(List.of(file))).isEmpty();
    }

    @Test
    void runsNoProgramThatTheRepositoryNames() throws Exception {
        Path file = repository.write("f", "x");
        repository.commitAll();
        Path canary = temporary.resolve("canary");
        Path script = script(temporary.resolve("script"), "touch '" + canary + "'; cat");
        for (String key : List.of(
                "core.fsmonitor",
                "core.pager",
                "pager.cat-file",
                "pager.ls-files",
                "core.sshCommand",
                "core.askPass",
                "core.editor",
                "filter.evil.smudge",
                "filter.evil.clean",
                "filter.evil.process",
                "diff.evil.textconv",
                "alias.cat-file",
                "alias.ls-files",
                "alias.check-ignore")) {
            repository.run("config", key, script.toString());
        }
        repository.write(".gitattributes", "* filter=evil diff=evil\n");
        tree.lastContents(List.of(file));
        tree.tracked(List.of(file));
        tree.notIgnored(List.of(file, root.resolve("other")));
        assertThat(canary).doesNotExist();
        // It would have been run by a git that is asked without care.
        repository.run("ls-files", "--modified");
        assertThat(canary).exists();
    }

    @Test
    void askingForManyFilesCostsOneGitPerQuestion() throws Exception {
        for (int i = 0; i < 200; i++) {
            repository.write("d" + i + "/.env", "x".repeat(1000));
        }
        // Not to be named in the locale of the child.
        repository.write("ünï", "x");
        repository.commitAll();
        Path calls = temporary.resolve("calls");
        Path bin = Files.createDirectory(temporary.resolve("bin"));
        String git = Path.of(new String(
                                new ProcessBuilder("sh", "-c", "command -v git")
                                        .start()
                                        .getInputStream()
                                        .readAllBytes(),
                                UTF_8)
                        .strip())
                .toString();
        script(bin.resolve("git"), "printf '%s\\n' \"$*\" >> '" + calls + "'; exec '" + git + "' \"$@\"");
        repository.write("ö", "y");
        repository.write("o", "z");
        repository.run("add", "-A");
        assertThat(askedIn(bin)).isEqualTo("200 200 200 [y, z]");
        assertThat(Files.readAllLines(calls))
                .containsExactly(
                        "-c core.fsmonitor=false cat-file --batch",
                        "-c core.fsmonitor=false ls-files -z --cached",
                        "-c core.fsmonitor=false check-ignore -z --stdin",
                        "-c core.fsmonitor=false diff --cached --raw -z --no-abbrev --no-renames --diff-filter=d",
                        "-c core.fsmonitor=false cat-file --batch-check=%(objecttype) %(objectsize)",
                        "-c core.fsmonitor=false cat-file --batch");
    }

    @Test
    void aPathWithoutGitIsNoError() throws Exception {
        repository.write("d0/.env", "x");
        repository.commitAll();
        assertThat(askedIn(Files.createDirectory(temporary.resolve("empty"))))
                .isEqualTo("0 0 0 git cannot say what is staged");
    }

    private String askedIn(Path bin) throws Exception {
        ProcessBuilder builder = new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:TieredStopAtLevel=1",
                "-XX:+UseSerialGC",
                "-cp",
                System.getProperty("java.class.path"),
                Questions.class.getName(),
                root.toString());
        builder.environment().put("PATH", bin.toString());
        builder.environment().put("LC_ALL", "C");
        Process child = builder.redirectError(ProcessBuilder.Redirect.INHERIT).start();
        String printed = new String(child.getInputStream().readAllBytes(), UTF_8);
        assertThat(child.waitFor(60, TimeUnit.SECONDS)).isTrue();
        return printed;
    }

    /** Asks every question about 200 files, in a process whose PATH the test decides. */
    static final class Questions {
        private Questions() {}

        public static void main(String[] args) {
            Path root = Path.of(args[0]);
            WorkTree tree = WorkTree.of(root).orElseThrow();
            List<Path> files = new ArrayList<>();
            for (int i = 0; i < 200; i++) {
                files.add(root.resolve("d" + i + "/.env"));
            }
            System.out.print(tree.lastContents(files).size() + " "
                    + tree.tracked(files).size() + " " + tree.notIgnored(files).size() + " " + staged(tree));
        }
    }

    private static String staged(WorkTree tree) {
        try {
            Set<String> contents = new TreeSet<>();
            tree.staged((file, size) -> true, (file, content) -> contents.add(new String(content, UTF_8)));
            return contents.toString();
        } catch (EnvdriftException e) {
            return e.getMessage().replaceFirst(":.*", "");
        }
    }

    /** Made by a shell, since not every name is a path here; each holds its number. */
    @Test
    void whatIsStagedIsReadWhateverItsName() throws Exception {
        List<String> names = List.of(
                "a\\nb.txt",
                "\\n",
                "a\\377.txt",
                "d\\nd/f",
                " HEAD",
                ":x",
                "-n",
                "a\\tb",
                "\\303\\274",
                "x\\r",
                "0 blob 1");
        StringBuilder commands = new StringBuilder("set -e; mkdir \"$(printf './d\\nd')\"; n=0\n");
        names.forEach(
                name -> commands.append("n=$((n+1)); f=$(printf './" + name + ".'); printf content$n > \"${f%.}\"\n"));
        Process shell = new ProcessBuilder("sh", "-c", commands.toString())
                .directory(root.toFile())
                .inheritIO()
                .start();
        assertThat(shell.waitFor()).isZero();
        String[] contents = IntStream.rangeClosed(1, names.size())
                .mapToObj(number -> "content" + number)
                .toArray(String[]::new);
        repository.run("add", "-A");
        List<String> staged = new ArrayList<>();
        tree.staged((file, size) -> size < 10, (file, content) -> staged.add(new String(content, UTF_8)));
        assertThat(staged).containsExactlyInAnyOrder(contents);
        repository.run("commit", "-q", "-m", "all");
        List<String> indexed = new ArrayList<>();
        tree.indexed(file -> file.startsWith(root), (file, content) -> indexed.add(new String(content, UTF_8)));
        assertThat(indexed).containsExactlyInAnyOrder(contents);
    }

    /** Its other files are not at hand, and cannot be fetched either. */
    @Test
    void ofAPartialCloneOnlyWantedFilesAreAskedFor() throws Exception {
        repository.write(".env", "wanted");
        repository.write("other", "much");
        repository.commitAll();
        repository.run("config", "uploadpack.allowFilter", "true");
        Path clone = temporary.toRealPath().resolve("clone");
        repository.run("clone", "-q", "--filter=blob:none", "--no-checkout", "file://" + root, clone.toString());
        String there = "--git-dir=" + clone.resolve(".git");
        repository.run(there, "read-tree", "HEAD");
        repository.run(there, "cat-file", "-e", "HEAD:.env");
        repository.run(there, "config", "remote.origin.url", "file://" + temporary.resolve("gone"));
        List<String> contents = new ArrayList<>();
        WorkTree.of(clone)
                .orElseThrow()
                .indexed(file -> file.endsWith(".env"), (file, content) -> contents.add(new String(content, UTF_8)));
        assertThat(contents).containsExactly("wanted");
    }

    private static Path script(Path file, String commands) throws Exception {
        Files.writeString(file, "#!/bin/sh\n" + commands + "\n");
        return Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwx------"));
    }

    private static Map<Path, List<String>> texts(Map<Path, List<byte[]>> contents) {
        Map<Path, List<String>> texts = new HashMap<>();
        contents.forEach((file, versions) -> texts.put(
                file, versions.stream().map(bytes -> new String(bytes, UTF_8)).toList()));
        return texts;
    }
}
