package io.envdrift.cli.git;

import static io.envdrift.cli.git.Clones.API;
import static io.envdrift.cli.git.Clones.edit;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Less usual ways to use git, and what goes wrong: parts of files, patches, two commands at once, bad files, nothing installed any more. */
@EnabledOnOs(OS.LINUX)
class GitHabitsIT {
    @TempDir
    static Path directory;

    /** The filter's answers up to some byte; git sees their end, for the shell closes its own side of the pipe. */
    private static final String CUT = "exec 4<&0; envdrift git filter-process <&4 | dd bs=1 count=";

    private static CommandRelay relay;
    private static Clones clones;

    @BeforeAll
    static void project() throws Exception {
        directory = directory.toRealPath();
        relay = CommandRelay.in(directory.resolve("bin"));
        clones = new Clones(directory, relay.directory() + ":" + System.getenv("PATH"));
        clones.createProject();
    }

    @AfterAll
    static void end() {
        relay.close();
    }

    @Test
    void partsOfAFileAreStagedDiscardedAndStashed() throws IOException {
        Path clone = clones.installed("parts");
        Path api = clone.resolve(API);
        String committed = Files.readString(api);
        for (String command : List.of("checkout -p", "stash -p", "add -p")) {
            edit(api, "PORT=8080", "PORT=90909090");
            edit(api, "canary one", "canary uno");
            clones.must(clone, "sh", "-c", "printf 's\\ny\\nn\\n' | git " + command);
            // The first part, the password, is where the command took it; the second is still in the work tree.
            assertThat(api).content().contains("PORT=90909090");
            if (command.equals("add -p")) {
                assertThat(clones.git(clone, "diff --numstat")).isEqualTo("1\t1\t" + API + "\n");
                assertThat(clones.git(clone, "diff --cached --numstat")).isEqualTo("1\t1\t" + API + "\n");
            } else {
                assertThat(api).content().contains("canary one");
            }
            clones.git(clone, "checkout -q HEAD -- " + API);
            assertThat(api).hasContent(committed);
        }
        clones.git(clone, "stash pop -q");
        assertThat(api).content().contains("canary uno");
        clones.git(clone, "checkout -q HEAD -- " + API);
        clones.requireClean(clone);
    }

    @Test
    void patchesAndArchivesTravelEncrypted() throws IOException {
        Path clone = clones.installed("patches");
        edit(clone.resolve(API), "PORT=8080", "PORT=31313131");
        String patch = clones.git(clone, "diff --no-textconv");
        Files.writeString(directory.resolve("uncommitted.patch"), patch);
        clones.git(clone, "apply -R ../uncommitted.patch");
        clones.requireClean(clone);
        clones.git(clone, "apply ../uncommitted.patch");
        assertThat(clone.resolve(API)).content().contains("PORT=31313131");
        clones.git(clone, "commit -qam port");
        clones.git(clone, "format-patch -q -1 -o ../mails");
        clones.git(clone, "reset -q --hard HEAD~1");
        try (Stream<Path> mails = Files.list(directory.resolve("mails"))) {
            Path mail = mails.findFirst().orElseThrow();
            assertThat(mail).content().doesNotContain("canary", "31313131");
            clones.git(clone, "am -q -3 " + mail);
        }
        assertThat(clone.resolve(API)).content().contains("PORT=31313131");
        clones.requireClean(clone);
        String archive = clones.git(
                clone, "-c filter.envdrift.process= -c filter.envdrift.required=false archive --format=tar HEAD");
        assertThat(archive).contains("encrypted:").doesNotContain("canary");
    }

    @Test
    void aRecordedConflictHoldsNoPlaintext() throws IOException {
        Path clone = clones.installed("rerere", "--config", "rerere.enabled=true");
        clones.git(clone, "switch -qc other");
        edit(clone.resolve(API), "canary-two", "canary-theirs");
        clones.git(clone, "commit -qam other");
        clones.git(clone, "switch -q main");
        edit(clone.resolve(API), "canary-two", "canary-ours");
        clones.git(clone, "commit -qam main");
        assertThat(clones.run(clone, "git", "merge", "-q", "other").exit()).isEqualTo(1);
        assertThat(clone.resolve(API)).content().contains("<<<<<<< ours\nAPI_KEY=canary-ours");
        clones.requireNoCanary(clone);
        clones.git(clone, "checkout -q --theirs " + API);
        clones.git(clone, "commit -qam settled");
        assertThat(clone.resolve(API)).content().contains("canary-theirs");
        clones.requireClean(clone);
    }

    @Test
    void aFileThatGetsAnotherPlaceIsNotGivenToGitInPlaintext() throws IOException {
        Path clone = clones.installed("places");
        Files.createDirectories(clone.resolve("conf"));
        for (String place : List.of("conf/.env.production", "api/production.env")) {
            Clones.Result refused = clones.run(clone, "git", "mv", API, place);
            assertThat(refused.exit()).isNotZero();
            assertThat(refused.err()).contains(place + ": names a key and holds plaintext");
            Files.move(clone.resolve(place), clone.resolve(API));
        }
        clones.requireClean(clone);
    }

    @Test
    void aFileThatIsNoTextIsSealedAndAHugeOneRefused() throws IOException {
        Path clone = clones.installed("bad");
        byte[] binary = "canary\0\u00ff".repeat(100).getBytes(java.nio.charset.StandardCharsets.ISO_8859_1);
        Files.write(clone.resolve(API), binary);
        assertThat(clones.git(clone, "status --porcelain")).isEqualTo(" M " + API + "\n");
        assertThat(clones.git(clone, "diff")).contains("the file is no text").doesNotContain("canary");
        clones.git(clone, "stash");
        clones.requireClean(clone);
        clones.git(clone, "stash pop -q");
        assertThat(clone.resolve(API)).hasBinaryContent(binary);
        clones.git(clone, "checkout -q -- " + API);

        try (RandomAccessFile huge = new RandomAccessFile(clone.resolve(API).toFile(), "rw")) {
            huge.setLength(100L << 20);
        }
        Clones.Result add = clones.run(clone, "git", "add", API);
        assertThat(add.exit()).isEqualTo(128);
        assertThat(add.err()).contains(API + ": too large for an env file (100 MiB", "clean filter 'envdrift' failed");
        assertThat(clone.resolve(API)).hasSize(100L << 20);
        clones.git(clone, "checkout -q -- " + API);
        clones.requireClean(clone);
    }

    /** Whatever ends or garbles the talk, git says so in its own words, and the file is as the user left it. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "true",
                "envdrift git filter-process <&-",
                CUT + "20 & exec >&-; wait",
                "printf '0016git-filter-server\\n000eversion=3\\n0000'; cat >/dev/null",
                "printf '0016git-filter-server\\n000eversion=2\\n00000016capability=smudge\\n0000'; cat >/dev/null",
                CUT + "100 & exec >&-; wait",
                CUT + "130 & exec >&-; wait"
            })
    void aTalkThatBreaksOffIsGitsErrorAndLosesNothing(String program) throws IOException {
        Path clone = broken();
        edit(clone.resolve(API), "PORT=8080", "PORT=41414141");
        Clones.Result add = clones.run(clone, "git", "-c", "filter.envdrift.process=" + program, "add", API);
        assertThat(add.exit()).as(add.all()).isEqualTo(128);
        assertThat(add.err()).contains("fatal: ").doesNotContain("canary", "Exception", "\tat ");
        assertThat(clone.resolve(API)).content().contains("PORT=41414141");
        assertThat(clones.git(clone, "status --porcelain")).isEqualTo(" M " + API + "\n");
        clones.git(clone, "checkout -q -- " + API);
        clones.requireClean(clone);
    }

    /** Killed before the filter's first word, and in the middle of an answer. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "kill -9 $PPID; envdrift git filter-process",
                "envdrift git filter-process | { dd bs=1 count=100; kill -9 $PPID; cat; }"
            })
    @Timeout(600)
    void aKilledGitTakesItsFilterAlong(String program) throws Exception {
        Path clone = broken();
        Path alive = directory.resolve("alive");
        Files.deleteIfExists(alive);
        new ProcessBuilder("mkfifo", alive.toString()).start().waitFor();
        CompletableFuture<byte[]> end = CompletableFuture.supplyAsync(() -> read(alive));
        edit(clone.resolve(API), "PORT=8080", "PORT=42424242");
        String process = "filter.envdrift.process=exec 9>'" + alive + "'; " + program;
        assertThat(clones.run(clone, "git", "-c", process, "add", API).exit()).isEqualTo(128 + 9);
        // The pipe ends when the last process that git had started is gone.
        assertThat(end.join()).isEmpty();
        assertThat(clone.resolve(API)).content().contains("PORT=42424242");
        Files.deleteIfExists(clone.resolve(".git/index.lock"));
        assertThat(clones.git(clone, "status --porcelain")).isEqualTo(" M " + API + "\n");
        clones.git(clone, "checkout -q -- " + API);
        clones.requireClean(clone);
    }

    private static Path broken() throws IOException {
        Path clone = directory.resolve("broken");
        return Files.exists(clone) ? clone : clones.installed("broken");
    }

    private static byte[] read(Path pipe) {
        try {
            return Files.readAllBytes(pipe);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Test
    void twoCommandsAtOnceDisturbNeitherEachOtherNorTheMemory() throws IOException {
        Path clone = clones.installed("twice");
        Path other = directory.resolve("twice-linked");
        clones.git(clone, "worktree add -q -b linked ../twice-linked");
        String before = "two";
        for (String after : List.of("first", "second")) {
            edit(clone.resolve(API), "canary-" + before, "canary-" + after);
            edit(other.resolve(API), "canary-" + before, "canary-" + after);
            before = after;
            CompletableFuture.allOf(
                            CompletableFuture.runAsync(() -> clones.git(clone, "commit -qam one")),
                            CompletableFuture.runAsync(() -> clones.git(other, "commit -qam two")),
                            CompletableFuture.runAsync(() -> clones.git(clone, "diff --stat main")))
                    .join();
        }
        clones.requireClean(clone);
        clones.requireClean(other);
    }

    @Test
    void whatIsInstalledNoMoreRefusesPlaintextAndKeepsTheFiles() throws IOException {
        Path clone = clones.installed("gone");
        Files.move(clone.resolve("envdrift.toml"), directory.resolve("gone.toml"));
        edit(clone.resolve(API), "PORT=8080", "PORT=51515151");
        clones.git(clone, "add " + API);
        clones.git(clone, "reset -q --hard");
        clones.requireClean(clone);

        Path list = clone.resolve(".git/envdrift/filter.json");
        for (String damage : List.of("", "{")) {
            if (damage.isEmpty()) {
                Files.delete(list);
            } else {
                Files.writeString(list, damage);
            }
            edit(clone.resolve(API), "PORT=8080", "PORT=61616161");
            Clones.Result add = clones.run(clone, "git", "add", API);
            assertThat(add.exit()).isEqualTo(128);
            assertThat(add.err())
                    .contains("git does not get it", "envdrift git install", API + ": clean filter 'envdrift' failed");
            assertThat(clone.resolve(API)).content().contains("PORT=61616161");
            Clones.Result checkout = clones.run(clone, "git", "checkout", "--", API);
            assertThat(checkout.exit()).as(checkout.all()).isZero();
            assertThat(checkout.err()).containsOnlyOnce("envdrift git install");
            assertThat(clone.resolve(API)).content().contains("encrypted:").doesNotContain("canary");
            clones.must(clone, "envdrift", "git", "install");
            clones.must(clone, "envdrift", "git", "refresh");
            assertThat(clone.resolve(API)).content().contains("PORT=8080");
            clones.requireClean(clone);
        }

        // A git that finds no envdrift says so in its own words, and leaves what the user wrote.
        Clones without = new Clones(directory, System.getenv("PATH"));
        edit(clone.resolve(API), "PORT=8080", "PORT=71717171");
        Clones.Result add = without.run(clone, "git", "add", API);
        assertThat(add.exit()).isEqualTo(128);
        assertThat(add.err()).contains("envdrift git filter-process");
        assertThat(clone.resolve(API)).content().contains("PORT=71717171");
        clones.git(clone, "commit -qam port");
        clones.requireClean(clone);
    }

    @Test
    void keysThatComeWithASyncOpenTheFiles() throws IOException {
        Path clone = clones.clone("synced");
        clones.must(clone, "envdrift", "git", "install");
        assertThat(clone.resolve(API)).content().doesNotContain("canary");
        assertThat(clones.must(clone, "envdrift", "sync")).contains("Decrypted: 2");
        assertThat(clone.resolve(API)).content().contains("canary one");
        assertThat(clones.must(clone, "envdrift", "status")).contains("plaintext, git sees it encrypted");
        clones.requireClean(clone);
    }

    /** The line of the public key is in git's version, and lock, which leaves such a file as it is, could not write it. */
    @Test
    void aFileThatIsWrittenAnewIsInSyncAndOneThatGitDoesNotKnowIsToBeAdded() throws IOException {
        Path clone = clones.clone("anew");
        clones.must(clone, "envdrift", "git", "install");
        clones.must(clone, "envdrift", "pull");
        Files.writeString(clone.resolve(API), "PORT=8080\nNEW=1\n");
        assertThat(clones.must(clone, "envdrift", "status")).contains("Every key fits");
        clones.git(clone, "add " + API);
        assertThat(clones.must(clone, "envdrift", "status")).contains("Every key fits");

        clones.git(clone, "rm -q --cached " + API);
        clones.git(clone, "commit -qm gone");
        Clones.Result status = clones.run(clone, "envdrift", "status");
        assertThat(status.exit()).isEqualTo(1);
        assertThat(status.all()).contains("git has no encrypted version of the file yet: git add " + API);
        clones.git(clone, "add " + API);
        assertThat(clones.must(clone, "envdrift", "status")).contains("Every key fits");
    }

    @Test
    void anEphemeralMappingAsksItsVaultForEachCommand() throws IOException {
        Path clone = clones.clone("ephemeral");
        edit(
                clone.resolve("envdrift.toml"),
                "secret_name = \"api-key\"\n",
                "secret_name = \"api-key\"\nephemeral_keys = true\n");
        clones.git(clone, "commit -qam ephemeral");
        clones.must(clone, "envdrift", "git", "install");
        clones.must(clone, "envdrift", "pull");
        assertThat(clone.resolve(API)).content().contains("canary one");
        assertThat(clone.resolve("api/.env.keys")).doesNotExist();
        clones.requireClean(clone);
        edit(clone.resolve(API), "canary-two", "canary-ephemeral");
        clones.git(clone, "commit -qam changed");
        assertThat(clones.changedLines(clone, "HEAD")).isEqualTo("1 1 " + API);
        clones.git(clone, "switch -q --detach HEAD~1");
        assertThat(clone.resolve(API)).content().contains("canary-two");
        clones.requireClean(clone);

        // Without its vault the file comes encrypted, and goes as it came.
        Files.delete(clone.resolve("shared/vault.key"));
        Clones.Result back = clones.run(clone, "git", "switch", "-q", "main");
        assertThat(back.exit()).as(back.all()).isZero();
        assertThat(back.err()).containsOnlyOnce("stays encrypted");
        clones.requireClean(clone);
    }
}
