package io.envdrift.cli.git;

import static io.envdrift.cli.git.Clones.API;
import static io.envdrift.cli.git.Clones.ROOT;
import static io.envdrift.cli.git.Clones.edit;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** The places in which git works, and the colleagues one has: linked work trees, submodules, partial clones, no keys, no envdrift. */
@EnabledOnOs(OS.LINUX)
class GitPlacesIT {
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
    }

    @AfterAll
    static void end() {
        relay.close();
    }

    @Test
    void aLinkedWorkTreeUsesTheKeysOfTheFirst() throws IOException {
        Path clone = clones.installed("first");
        clones.git(clone, "worktree add -q -b second ../second");
        Path second = directory.resolve("second");
        assertThat(second.resolve(API)).content().contains("canary one");
        edit(second.resolve(API), "PORT=8080", "PORT=5050");
        clones.git(second, "commit -qam second");
        clones.requireClean(second);
        clones.requireClean(clone);

        // Its vault's key file is in the first one only, and stays the place where an ephemeral key comes from.
        edit(
                clone.resolve("envdrift.toml"),
                "secret_name = \"api-key\"\n",
                "secret_name = \"api-key\"\nephemeral_keys = true\n");
        clones.git(clone, "commit -qam ephemeral");
        clones.must(clone, "envdrift", "git", "refresh");
        Files.delete(clone.resolve("api/.env.keys"));
        clones.git(second, "merge -q --no-edit main");
        Files.writeString(second.resolve(API), clones.git(second, "show HEAD:" + API));
        clones.must(second, "envdrift", "git", "refresh");
        assertThat(second.resolve(API)).content().contains("canary one", "PORT=5050");
        for (Path each : List.of(clone, second)) {
            edit(each.resolve(API), "canary-two", "canary-linked");
            clones.git(each, "commit -qam linked");
            clones.requireClean(each);
        }
        clones.must(clone, "envdrift", "git", "remove");
        assertThat(second.resolve(API)).content().doesNotContain("canary");
        assertThat(clones.git(second, "status --porcelain")).isEmpty();
    }

    /** Its branch has a vault file of its own, with the new key; what opens that file lies in the first work tree only. */
    @Test
    void aLinkedWorkTreeOfABranchWithAnotherKeyAsksItsOwnVaultFile() throws IOException {
        Path clone = clones.installed("own-vault");
        edit(
                clone.resolve("envdrift.toml"),
                "secret_name = \"api-key\"\n",
                "secret_name = \"api-key\"\nephemeral_keys = true\n");
        Files.delete(clone.resolve("api/.env.keys"));
        clones.git(clone, "commit -qam ephemeral");
        clones.must(clone, "envdrift", "git", "refresh");
        clones.git(clone, "switch -qc new-key");
        clones.must(clone, "envdrift", "rotate", "--push", API);
        clones.git(clone, "commit -qam rotated");
        clones.git(clone, "switch -q main");
        clones.must(clone, "envdrift", "git", "refresh");
        clones.git(clone, "worktree add -q ../own-vault-linked new-key");
        Path linked = directory.resolve("own-vault-linked");
        clones.must(linked, "envdrift", "git", "refresh");
        for (Path each : List.of(clone, linked)) {
            assertThat(each.resolve(API)).content().contains("canary one");
            edit(each.resolve(API), "canary-two", "canary-own");
            clones.git(each, "commit -qam changed");
            assertThat(clones.changedLines(each, "HEAD")).isEqualTo("1 1 " + API);
            clones.git(each, "checkout -q HEAD~1 -- " + API);
            assertThat(each.resolve(API)).content().contains("canary-two");
            clones.git(each, "reset -q --hard");
            clones.requireClean(each);
        }
    }

    /** Each has names that stay readable, keys and a vault of its own; one lies in the other's directory. */
    @Test
    void twoConfigurationsOfOneRepositoryDoNotMixTheirKeysAndNames() throws IOException {
        Path clone = clones.installed("several");
        Path web = Files.createDirectories(clone.resolve("web"));
        Path file = web.resolve(".env.production");
        Files.writeString(file, "TOKEN=canary-web\nPORT=8080\n");
        Path config = web.resolve("envdrift.toml");
        Files.writeString(config, """
            [encryption]
            plain_keys = ["PORT"]

            [vault]
            provider = "local"

            [vault.local]
            path = "vault.json"
            key_file = "vault.key"

            [[vault.sync.mappings]]
            secret_name = "web-key"
            folder_path = "."
            environment = "production"
            """);
        Files.copy(clone.resolve("shared/vault.key"), web.resolve("vault.key"));
        clones.must(web, "envdrift", "lock", "--force");
        clones.must(web, "envdrift", "vault-push", "--all");
        Files.delete(web.resolve(".env.keys"));
        edit(config, "environment", "ephemeral_keys = true\nenvironment");
        clones.must(web, "envdrift", "git", "install");
        clones.git(clone, "add web/envdrift.toml web/vault.json web/.env.production");
        clones.git(clone, "commit -qm web");
        clones.must(web, "envdrift", "pull");
        assertThat(file).content().contains("canary-web");
        clones.requireClean(clone);

        edit(file, "PORT=8080", "PORT=17171717");
        edit(file, "canary-web", "canary-site");
        edit(clone.resolve(API), "PORT=8080", "PORT=18181818");
        clones.git(web, "add -A ..");
        clones.git(web, "commit -qm ports");
        assertThat(clones.git(clone, "show HEAD:web/.env.production")).contains("PORT=17171717");
        assertThat(clones.git(clone, "show HEAD:" + API)).doesNotContain("18181818");
        clones.requireClean(clone);

        // From the top, where one configuration is found, both are read anew.
        for (String each : List.of(API, "web/.env.production")) {
            Files.writeString(clone.resolve(each), clones.git(clone, "show HEAD:" + each));
        }
        clones.must(clone, "envdrift", "git", "refresh");
        assertThat(file).content().contains("canary-site");
        assertThat(clone.resolve(API)).content().contains("PORT=18181818", "canary one");
        clones.requireClean(clone);
        // The other one's names that stay readable are not taken for a file without a mapping.
        assertThat(clones.run(clone, "envdrift", "status").all()).doesNotContain("web/.env.production");

        // One that cannot be read keeps none of the others from their files, and the commit of what it maps is refused.
        String broken = Files.readString(config);
        Files.writeString(config, broken + "[[[");
        Files.writeString(clone.resolve(API), clones.git(clone, "show HEAD:" + API));
        Clones.Result refresh = clones.run(clone, "envdrift", "git", "refresh");
        assertThat(refresh.exit()).isEqualTo(1);
        assertThat(refresh.out()).containsOnlyOnce("web/envdrift.toml - error: TOML syntax error");
        assertThat(clone.resolve(API)).content().contains("canary one");
        assertThat(clones.run(web, "envdrift", "git", "refresh").out())
                .contains(API + " - skipped (plaintext already)");
        for (Path each : List.of(clone, web)) {
            Clones.Result hook = clones.run(each, "envdrift", "hook", "--run");
            assertThat(hook.exit()).isEqualTo(1);
            assertThat(hook.err()).containsOnlyOnce("web/envdrift.toml").contains("its files were not checked");
        }
        Files.writeString(config, broken);

        // One that has nothing here is told so, and changes nothing.
        Path other = directory.resolve("other.toml");
        Files.writeString(other, Files.readString(clone.resolve("envdrift.toml")));
        String list = Files.readString(clone.resolve(".git/envdrift/filter.json"));
        for (String verb : List.of("install", "refresh")) {
            Clones.Result nothing =
                    clones.run(clone, "envdrift", "git", verb, "-c", other.toString(), "--allow-outside-root");
            assertThat(nothing.exit()).as(nothing.all()).isEqualTo(1);
            assertThat(nothing.err()).contains("No env file of " + other + " lies in this work tree");
        }
        assertThat(clone.resolve(".git/envdrift/filter.json")).hasContent(list);

        // Another work tree of the clone leaves the configurations of this one alone.
        clones.git(clone, "worktree add -q -b elsewhere ../elsewhere");
        clones.must(directory.resolve("elsewhere"), "envdrift", "git", "refresh");
        Files.delete(file);
        clones.git(clone, "checkout -q -- web/.env.production");
        assertThat(file).content().contains("canary-site");
    }

    @Test
    void aSubmoduleIsAnInstallationOfItsOwn() throws IOException {
        Path outer = Files.createDirectories(directory.resolve("outer"));
        clones.git(outer, "init -q");
        clones.git(outer, "submodule --quiet add file://" + directory.resolve("origin.git") + " inner");
        Path inner = outer.resolve("inner");
        Path vault = Files.createDirectories(inner.resolve("shared"));
        Files.copy(directory.resolve("seed/shared/vault.key"), vault.resolve("vault.key"));
        clones.must(inner, "envdrift", "git", "install");
        clones.must(inner, "envdrift", "pull");
        clones.git(outer, "commit -qm submodule");
        assertThat(clones.git(outer, "status --porcelain")).isEmpty();
        edit(inner.resolve(ROOT), "canary-three", "canary-inner");
        clones.git(inner, "commit -qam inner");
        clones.requireClean(inner);
    }

    @Test
    void aSparseAndShallowCloneHasItsFilesWhenTheyCome() throws IOException {
        Path clone = clones.clone("sparse", "--sparse", "--depth", "1");
        clones.git(clone, "sparse-checkout add shared");
        clones.must(clone, "envdrift", "git", "install");
        assertThat(clones.run(clone, "envdrift", "sync").all()).contains("Mapping folder does not exist: api");
        clones.must(clone, "envdrift", "git", "refresh");
        assertThat(clone.resolve(ROOT)).content().contains("canary-three");
        clones.requireClean(clone);
        assertThat(clone.resolve(API)).doesNotExist();
        clones.git(clone, "sparse-checkout add api");
        assertThat(clone.resolve(API)).exists();
        clones.must(clone, "envdrift", "pull");
        assertThat(clone.resolve(API)).content().contains("canary one");
        clones.requireClean(clone);
    }

    @Test
    void lineEndsOfWindowsComeAndGo() throws IOException {
        Path clone = clones.installed("windows", "--config", "core.autocrlf=true");
        Files.delete(clone.resolve(API));
        clones.git(clone, "checkout -q -- " + API);
        assertThat(clone.resolve(API)).content().contains("PORT=8080\r\n");
        clones.requireClean(clone);
        edit(clone.resolve(API), "PORT=8080", "PORT=6060");
        clones.git(clone, "commit -qam port");
        assertThat(clones.changedLines(clone, "HEAD")).isEqualTo("1 1 " + API);
        clones.requireClean(clone);
    }

    @Test
    void aColleagueWithoutKeysWorksOnCiphertext() throws IOException {
        Path clone = clones.clone("keyless");
        clones.must(clone, "envdrift", "git", "install");
        Files.delete(clone.resolve("shared/vault.key"));
        clones.git(clone, "switch -qc other");
        Files.delete(clone.resolve(API));
        Clones.Result checkout = clones.run(clone, "git", "checkout", "--", API);
        assertThat(checkout.exit()).isZero();
        assertThat(checkout.err()).containsOnlyOnce("stays encrypted").contains("envdrift sync");
        clones.requireClean(clone);
        Files.writeString(clone.resolve("README"), "hello\n");
        clones.git(clone, "add -A");
        clones.git(clone, "commit -qm readme");
        clones.git(clone, "switch -q main");
        clones.requireClean(clone);

        // What this colleague types in plaintext stays out of git.
        edit(clone.resolve(API), "PORT=", "PORT=1 #");
        Clones.Result add = clones.run(clone, "git", "add", API);
        assertThat(add.exit()).isNotZero();
        assertThat(add.err()).contains("no key", "envdrift sync");
        clones.git(clone, "checkout -q -- " + API);

        Files.copy(directory.resolve("seed/shared/vault.key"), clone.resolve("shared/vault.key"));
        clones.must(clone, "envdrift", "sync", "--force");
        clones.must(clone, "envdrift", "git", "refresh");
        assertThat(clone.resolve(API)).content().contains("canary one");
        clones.requireClean(clone);
    }

    @Test
    void aColleagueWithoutEnvdriftHasEncryptedFilesAndNoError() throws IOException {
        Path clone = clones.clone("mine");
        clones.must(clone, "envdrift", "git", "install", "--shared");
        clones.must(clone, "envdrift", "pull");
        edit(clone.resolve(API), "PORT=8080", "PORT=4040");
        clones.git(clone, "add -A");
        clones.git(clone, "commit -qm shared");
        clones.requireClean(clone);
        clones.git(clone, "push -q origin HEAD:shared");

        Clones without = new Clones(directory, System.getenv("PATH"));
        Path theirs = directory.resolve("theirs");
        without.must(directory, "git", "clone", "-q", "-b", "shared", "origin.git", "theirs");
        assertThat(theirs.resolve(API)).content().contains("encrypted:").doesNotContain("canary");
        assertThat(without.git(theirs, "status --porcelain")).isEmpty();
        Files.writeString(theirs.resolve("README"), "hello\n");
        without.git(theirs, "add -A");
        without.git(theirs, "commit -qm readme");
    }

    /** A hook's list has a line for each file: left off it without a word, the file would go to git in plaintext. */
    @Test
    void aPathWithALineEndIsRefused() throws IOException {
        Path clone = clones.clone("lines");
        edit(clone.resolve("envdrift.toml"), "folder_path = \"api\"", "folder_path = \"a\\npi\"");
        Files.move(clone.resolve("api"), clone.resolve("a\npi"));
        Clones.Result install = clones.run(clone, "envdrift", "git", "install");
        assertThat(install.exit()).isEqualTo(1);
        assertThat(install.err()).contains("a\\npi/.env.production: git cannot be made to see it encrypted");
        assertThat(clone.resolve(".git/envdrift/filter.json")).doesNotExist();
    }

    @Test
    void aFileKeepsItsCiphertextUnderAnotherName() throws IOException {
        Path clone = clones.installed("rename");
        Clones.Result refused = clones.run(clone, "git", "mv", ROOT, ".env.staging");
        assertThat(refused.exit()).isNotZero();
        assertThat(refused.err()).contains("envdrift git refresh");
        Files.move(clone.resolve(".env.staging"), clone.resolve(ROOT));
        clones.requireClean(clone);

        edit(
                clone.resolve("envdrift.toml"),
                "secret_name = \"root-key\"\n",
                "secret_name = \"root-key\"\nenv_file = \".env.staging\"\n");
        clones.must(clone, "envdrift", "git", "refresh");
        clones.git(clone, "mv " + ROOT + " .env.staging");
        clones.git(clone, "add -A");
        clones.git(clone, "commit -qm rename");
        assertThat(clones.git(clone, "show -M --summary --format= HEAD"))
                .contains("rename .env.production => .env.staging (100%)");
        clones.requireClean(clone);
    }

    @Test
    void aPartOfAFileCanBeStagedAndATextThatNobodyReadsIsSealed() throws IOException {
        Path clone = clones.installed("part");
        edit(clone.resolve(API), "PORT=8080", "PORT=3030");
        edit(clone.resolve(ROOT), "canary-four", "canary-part");
        clones.git(clone, "commit -qm part " + ROOT);
        assertThat(clones.changedLines(clone, "HEAD")).isEqualTo("1 1 " + ROOT);
        assertThat(clones.git(clone, "status --porcelain")).isEqualTo(" M " + API + "\n");

        Files.writeString(
                clone.resolve(ROOT), Files.readString(clone.resolve(ROOT)) + "canary without an equals sign\n");
        assertThat(clones.git(clone, "diff")).doesNotContain("canary");
        clones.git(clone, "stash");
        clones.requireClean(clone);
        clones.git(clone, "stash pop");
        assertThat(clone.resolve(ROOT)).content().contains("canary without");
        clones.git(clone, "add -A");
        Clones.Result refused = clones.run(clone, "git", "commit", "-qm", "stray");
        assertThat(refused.exit()).isNotZero();
        assertThat(refused.all()).contains("sealed block").doesNotContain("canary");
        clones.requireNoCanary(clone);

        // Past the hook, and to somebody whose key came later.
        clones.git(clone, "commit -qnm stray");
        String committed = Files.readString(clone.resolve(ROOT));
        Files.writeString(clone.resolve(ROOT), clones.git(clone, "show HEAD:" + ROOT));
        clones.must(clone, "envdrift", "git", "refresh");
        assertThat(clone.resolve(ROOT)).hasContent(committed);
        assertThat(clones.git(clone, "status --porcelain")).isEmpty();
        clones.requireNoCanary(clone);
    }

    @Test
    void aRotationOnOneBranchMergesWithTheOther() throws IOException {
        Path clone = clones.installed("rotation");
        clones.git(clone, "switch -qc rotated");
        clones.must(clone, "envdrift", "rotate", "--all", "--push");
        assertThat(clone.resolve(API)).content().contains("canary one");
        clones.git(clone, "commit -qam rotated");
        clones.git(clone, "switch -q main");
        edit(clone.resolve(API), "canary-two", "canary-while");
        clones.git(clone, "commit -qam edited");
        clones.git(clone, "merge -q --no-edit rotated");
        assertThat(clone.resolve(API)).content().contains("canary-while", "canary one");
        clones.requireClean(clone);
        clones.must(clone, "envdrift", "git", "remove");
        clones.must(clone, "envdrift", "decrypt", "--verify-vault", API);
    }
}
