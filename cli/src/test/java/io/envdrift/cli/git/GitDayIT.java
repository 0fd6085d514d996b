package io.envdrift.cli.git;

import static io.envdrift.cli.git.Clones.API;
import static io.envdrift.cli.git.Clones.ROOT;
import static io.envdrift.cli.git.Clones.edit;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** What people do with git all day, with the real git, on files that git sees encrypted. */
@EnabledOnOs(OS.LINUX)
class GitDayIT {
    @TempDir
    static Path directory;

    private static CommandRelay relay;
    private static Clones clones;

    @BeforeAll
    static void project() throws Exception {
        directory = directory.toRealPath();
        relay = CommandRelay.in(directory.resolve("bin"));
        clones = new Clones(directory, relay.directory() + ":" + System.getenv("PATH"));
        clones.createProject();
        System.out.println(
                "GitDayIT: " + clones.must(directory, "git", "--version").strip());
    }

    @AfterAll
    static void end() {
        relay.close();
    }

    @Test
    void aPullLeavesNothingToCommitAndOneValueIsOneLine() throws IOException {
        Path clone = clones.installed("edit");
        clones.requireClean(clone);
        assertThat(clone.resolve(API)).content().contains("canary one");
        assertThat(Files.getPosixFilePermissions(clone.resolve(API)))
                .isEqualTo(PosixFilePermissions.fromString("rw-------"));

        edit(clone.resolve(API), "PORT=8080", "PORT=90909090");
        assertThat(clones.git(clone, "status --porcelain")).isEqualTo(" M " + API + "\n");
        String diff = clones.git(clone, "diff");
        assertThat(diff).contains("-PORT=<secret ", "+PORT=<secret ").doesNotContain("canary", "90909090");
        clones.git(clone, "commit -qam port");
        assertThat(clones.changedLines(clone, "HEAD")).isEqualTo("1 1 " + API);
        clones.requireClean(clone);

        assertThat(clones.git(clone, "blame " + API)).doesNotContain("Not Committed", "canary");
        assertThat(clones.git(clone, "show HEAD:" + API)).doesNotContain("90909090");
    }

    @Test
    void branchesStashRebaseAndTheirKinMeetNoObstacle() throws IOException {
        Path clone = clones.installed("kin");
        Path api = clone.resolve(API);
        clones.git(clone, "switch -qc feature");
        edit(api, "canary-two", "canary-feature");
        clones.git(clone, "commit -qam feature");
        clones.git(clone, "switch -q main");
        assertThat(api).content().contains("canary-two");
        clones.requireClean(clone);

        edit(api, "PORT=8080", "PORT=70707070");
        edit(clone.resolve(ROOT), "canary-three", "canary-stashed");
        clones.git(clone, "stash");
        assertThat(api).content().contains("8080");
        clones.requireClean(clone);
        clones.git(clone, "stash pop");
        assertThat(clone.resolve(ROOT)).content().contains("canary-stashed");
        clones.git(clone, "commit -qam main");

        clones.git(clone, "switch -q feature");
        clones.git(clone, "rebase -q main");
        assertThat(api).content().contains("canary-feature", "70707070");
        clones.requireClean(clone);

        clones.git(clone, "switch -q main");
        clones.git(clone, "cherry-pick feature");
        assertThat(api).content().contains("canary-feature");
        clones.git(clone, "revert --no-edit HEAD");
        assertThat(api).content().contains("canary-two", "70707070");
        clones.requireClean(clone);

        clones.git(clone, "bisect start HEAD HEAD~3");
        clones.git(clone, "bisect run test -f " + API);
        clones.git(clone, "bisect reset");
        clones.git(clone, "gc -q --prune=now");
        clones.requireClean(clone);
    }

    @Test
    void aMergeConflictsInTheVariableThatBothChangedAndInNoOther() throws IOException {
        Path clone = clones.installed("merge");
        Path api = clone.resolve(API);
        clones.git(clone, "switch -qc other");
        edit(api, "canary-two", "canary-theirs");
        edit(api, "PORT=8080", "PORT=11111111");
        edit(api, "EMPTY=", "ADDED=canary-added\nEMPTY=");
        clones.git(clone, "commit -qam other");
        clones.git(clone, "switch -q main");
        edit(api, "canary one", "canary ours");
        clones.git(clone, "commit -qam main");
        clones.git(clone, "merge -q --no-edit other");
        assertThat(api).content().contains("canary ours", "canary-theirs", "11111111", "ADDED=canary-added");
        clones.requireClean(clone);

        clones.git(clone, "switch -qc again other");
        edit(api, "PORT=11111111", "PORT=22222222");
        edit(api, "$last", "$theirs");
        clones.git(clone, "commit -qam again");
        clones.git(clone, "switch -q main");
        edit(api, "PORT=11111111", "PORT=33333333");
        clones.git(clone, "commit -qam third");
        Clones.Result merge = clones.run(clone, "git", "merge", "again");
        assertThat(merge.exit()).isEqualTo(1);
        assertThat(merge.all()).contains("both sides changed PORT").doesNotContain("canary");
        assertThat(api)
                .content()
                .contains("<<<<<<< ours\nPORT=33333333\n=======\nPORT=22222222\n>>>>>>> theirs\n", "$theirs");
        assertThat(clones.git(clone, "diff")).doesNotContain("canary", "22222222");
        clones.requireNoCanary(clone);

        clones.git(clone, "add " + API);
        Clones.Result refused = clones.run(clone, "git", "commit", "-qm", "unsettled");
        assertThat(refused.exit()).isNotZero();
        assertThat(refused.all()).contains("merge conflict").doesNotContain("canary");
        clones.requireNoCanary(clone);

        edit(api, "<<<<<<< ours\nPORT=33333333\n=======\nPORT=22222222\n>>>>>>> theirs\n", "PORT=33333333\n");
        clones.git(clone, "add " + API);
        clones.git(clone, "commit -qm settled");
        clones.requireClean(clone);
    }

    @Test
    void whatIsRemovedLeavesEncryptedFilesAndNoTrace() throws IOException {
        Path clone = clones.installed("remove");
        assertThat(clones.must(clone, "envdrift", "git", "status")).contains("Git sees every file encrypted");
        clones.must(clone, "envdrift", "git", "remove");
        assertThat(clone.resolve(API)).content().doesNotContain("canary");
        assertThat(clones.git(clone, "config --list --local")).doesNotContain("envdrift");
        assertThat(clone.resolve(".git/info/attributes")).doesNotExist();
        assertThat(clone.resolve(".git/hooks/post-checkout")).doesNotExist();
        assertThat(clone.resolve(".git/hooks/pre-commit")).doesNotExist();
        clones.requireClean(clone);
        assertThat(clones.run(clone, "envdrift", "git", "status").exit()).isEqualTo(1);
    }
}
