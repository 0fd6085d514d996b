package io.envdrift.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** {@code hook}: what a commit must not take, looked for in git's index, and the block in the pre-commit hook. */
class HookTest {
    @TempDir
    private Path root;

    private SampleProject project;

    @BeforeEach
    void repository() throws Exception {
        project = new SampleProject(root).service("app", SampleProject.KEY, "A=1\nB=2\n");
        project.write(".gitignore", "team.*\nhome\n");
        git("init", "-q");
    }

    @Test
    void encryptedFilesThatTheVaultsKeyOpensPass() throws Exception {
        git("add", "-A");

        CliRun.Result result = project.cli().run("hook", "--run");

        assertThat(result.exit()).as(result.all()).isZero();
        assertThat(result.all()).isEmpty();
    }

    @ParameterizedTest(name = "{0}: {2}")
    @CsvSource(delimiter = '|', textBlock = """
        app/.env.production | A=plain              | must not be committed as it is | envdrift encrypt app/.env.production
        other/.env.qa       | A=plain              | must not be committed as it is | envdrift encrypt other/.env.qa
        other/.env          | export A=plain       | must not be committed as it is | envdrift encrypt other/.env
        other/.ENV          | A=plain              | must not be committed as it is | envdrift encrypt other/.ENV
        other/.Env.Qa       | A=plain              | must not be committed as it is | envdrift encrypt other/.Env.Qa
        other/.ENV.KEYS     | X=1                  | is never committed             | git rm --cached other/.ENV.KEYS
        my.keys             | DOTENV_PRIVATE_KEY=K | holds a private key            | git rm --cached my.keys
        ci/deploy.yml       | '  DOTENV_PRIVATE_KEY_CI: "K"' | holds a private key  | git rm --cached ci/deploy.yml
        config.json         | '{"DOTENV_PRIVATE_KEY_X":"K"}' | holds a private key  | git rm --cached config.json
        Dockerfile          | ENV DOTENV_PRIVATE_KEY K | holds a private key        | git rm --cached Dockerfile
        profile.ps1         | '$env:DOTENV_PRIVATE_KEY_Y = `K`' | holds a private key | git rm --cached profile.ps1
        app/.env.keys       | X=1                  | is never committed              | git rm --cached app/.env.keys
        .env.keys.backup.1  | X=1                  | is never committed              | git rm --cached .env.keys.backup.1
        other/.env          | DOTENV_PRIVATE_KEY=K | holds a private key             | git rm --cached other/.env
        """)
    void whatMustNotBeCommittedIsRefusedWithTheCommandThatMendsIt(String file, String line, String reason, String fix)
            throws Exception {
        project.write(file, line.replaceFirst("\\bK\\b", SampleProject.hex(SampleProject.OTHER)) + "\n");
        git("add", "-A", "-f");

        CliRun.Result result = project.cli().run("hook", "--run");

        assertThat(result.exit()).isEqualTo(1);
        assertThat(result.err()).contains("[ERROR] " + file + " " + reason).contains("fix: " + fix);
        assertThat(result.all()).doesNotContain(SampleProject.hex(SampleProject.OTHER));
    }

    @ParameterizedTest
    @CsvSource({
        ".env.local, A=plain",
        ".env.production.local, A=plain",
        ".env.example, A=plain",
        ".ENV.EXAMPLE, A=plain",
        ".ENV.LOCAL, A=plain",
        ".env.dist, A=plain",
        ".env.production.swp, A=plain",
        ".env.ts, A=plain",
        "notes.md, DOTENV_PRIVATE_KEY=abc",
        "notes.md, DOTENV_PRIVATE_KEY",
        "other/.env, A_PLAIN=seen",
        "fixtures/.env.test, A=plain",
        "fixtures/key.txt, DOTENV_PRIVATE_KEY=K",
        "any/allowed.txt, DOTENV_PRIVATE_KEY=K",
    })
    void whatIsNotMeantToBeEncryptedOrAllowedPasses(String file, String line) throws Exception {
        project.write(
                "envdrift.toml",
                project.read("envdrift.toml") + "\n[hook]\nallow = [\"fixtures/*\", \"allowed.txt\"]\n");
        project.write(file, line.replaceFirst("\\bK\\b", SampleProject.hex(SampleProject.OTHER)) + "\n");
        git("add", "-A", "-f");
        assertThat(project.cli().run("hook", "--run").all()).isEmpty();
    }

    @ParameterizedTest(name = "{0}: {1}")
    @CsvSource(delimiter = '|', textBlock = """
        other/.env.qa   | A=plain              | 0 | other/.env.qa holds plaintext that the hook refuses
        other/.ENV      | A=plain              | 0 | other/.ENV holds plaintext that the hook refuses
        my.keys         | DOTENV_PRIVATE_KEY=K | 1 | my.keys holds a private key
        other/.env.keys | X=1                  | 1 | other/.env.keys is never committed
        """)
    void whatTheHookRefusesOfUnmappedFilesIsKnownToStatusAndDoctor(String file, String line, int exit, String told)
            throws Exception {
        project.write("app/.env.keys", SampleProject.KEY_NAME + "=" + SampleProject.hex(SampleProject.KEY) + "\n");
        Files.setPosixFilePermissions(root.resolve("app/.env.keys"), PosixFilePermissions.fromString("rw-------"));
        project.write(".gitignore", "team.*\nhome\napp/.env.keys*\n");
        git("add", "-A");
        assertThat(project.cli().run("doctor").out()).contains("All is well");
        project.write(file, line.replaceFirst("\\bK\\b", SampleProject.hex(SampleProject.OTHER)) + "\n");
        git("add", "-A", "-f", file);

        assertThat(project.cli().run("hook", "--run").exit()).isEqualTo(1);
        CliRun.Result status = project.cli().run("status");
        CliRun.Result doctor = project.cli().run("doctor");

        assertThat(status.exit()).as(status.all()).isEqualTo(exit);
        assertThat(status.err()).contains("[WARN] " + told);
        assertThat(doctor.exit()).as(doctor.all()).isEqualTo(exit);
        assertThat(doctor.out()).contains(told).doesNotContain("All is well");
        // The command is one for any directory.
        assertThat(doctor.out()).contains(" " + root.toRealPath().resolve(file) + "\n");
    }

    /** {@code lock} gives unchanged values their ciphertext back, and makes no key. */
    @ParameterizedTest(name = "of {0}")
    @CsvSource({"app, envdrift lock", "new, envdrift encrypt new/.env.production"})
    void theFixOfAMappedFileMendsIt(String folder, String fix) throws Exception {
        project.write("envdrift.toml", project.read("envdrift.toml") + SampleProject.mapping("new"));
        project.write("new/.env.production", "A=1\n");
        project.write("app/.env.keys", SampleProject.KEY_NAME + "=" + SampleProject.hex(SampleProject.KEY) + "\n");
        assertThat(project.cli().run("decrypt", "app/.env.production").exit()).isZero();
        String file = folder + "/.env.production";
        git("add", file);

        CliRun.Result refused = project.cli().run("hook", "--run");
        assertThat(refused.err()).contains("[ERROR] " + file + " must not").contains("fix: " + fix + "\n");
        // Without -c, lock would not find a configuration of another name.
        project.write("other.toml", project.read("envdrift.toml"));
        assertThat(project.cli().run("hook", "--run", "-c", "other.toml").err())
                .contains("fix: envdrift encrypt " + file);

        assertThat(project.cli()
                        .run(fix.substring("envdrift ".length()).split(" "))
                        .all())
                .contains("ncrypted");
        git("add", file);
        assertThat(project.cli().run("hook", "--run").err()).doesNotContain("must not be committed as it is");
    }

    @Test
    void whereGitCannotTellStatusAndDoctorSayThatAndDoNotFail() throws Exception {
        project.write("app/.env.keys", SampleProject.KEY_NAME + "=" + SampleProject.hex(SampleProject.KEY) + "\n");
        Files.setPosixFilePermissions(root.resolve("app/.env.keys"), PosixFilePermissions.fromString("rw-------"));
        Files.writeString(root.resolve(".git/HEAD"), "damaged");

        CliRun.Result status = project.cli().run("status");

        assertThat(status.exit()).as(status.all()).isZero();
        assertThat(status.err()).contains("[WARN] files that no mapping knows were not looked at: git cannot");
        assertThat(project.cli().run("doctor").out())
                .contains("were not looked at")
                .doesNotContain("All is well");
    }

    @Test
    void aFileOfAMappingIsNeverAllowed() throws Exception {
        project.write("envdrift.toml", project.read("envdrift.toml") + "\n[hook]\nallow = [\"*\"]\n");
        project.write("app/.env.production", "A=plain\n");
        git("add", "-A");
        assertThat(project.cli().run("hook", "--run").err()).contains("line 1: A is plaintext");
    }

    @Test
    void largeAndBinaryFilesAreNotSearchedButEnvFilesOfAnySizeAreRead() throws Exception {
        String key = "DOTENV_PRIVATE_KEY=" + SampleProject.hex(SampleProject.OTHER) + "\n";
        project.write("large.sql", key + "-".repeat(1 << 20));
        project.write("image.bin", "\0" + key);
        project.write("other/.env.large", "#" + "-".repeat(1 << 20) + "\nA=plain\n");
        git("add", "-A", "-f");
        assertThat(project.cli().run("hook", "--run").err())
                .contains("other/.env.large must not", "line 2: A is plaintext")
                .doesNotContain("large.sql", "image.bin");
    }

    @Test
    void theIndexCountsNotTheFileOnDisk() throws Exception {
        git("add", "-A");
        project.write("app/.env.production", "A=plain\n");

        assertThat(project.cli().run("hook", "--run").exit()).isZero();

        git("add", "-A");
        assertThat(project.cli().run("hook", "--run").exit()).isEqualTo(1);
    }

    @Test
    void aFileThatTheVaultsKeyDoesNotOpenIsRefused() throws Exception {
        project.encrypted("app/.env.production", SampleProject.OTHER, "A=1\n");
        git("add", "-A");

        CliRun.Result result = project.cli().run("hook", "--run");

        assertThat(result.exit()).isEqualTo(1);
        assertThat(result.err()).contains("does not open with the vault's key");
    }

    @Test
    void aVaultThatCannotBeReadIsOnlyAWarning() throws Exception {
        git("add", "-A");
        Files.delete(root.resolve("team.key"));

        CliRun.Result result = project.cli().run("hook", "--run");

        assertThat(result.exit()).as(result.all()).isZero();
        assertThat(result.err()).startsWith("[WARN] app/.env.production could not be verified");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "#!/bin/sh\necho before\n", "#!/usr/bin/env bash\nset -e\necho before\n"})
    void theBlockIsInstalledOnceBesideWhatIsThereAndRemovedWithoutATrace(String before) throws Exception {
        Path hook = Files.createDirectories(root.resolve(".git/hooks")).resolve("pre-commit");
        if (!before.isEmpty()) {
            Files.writeString(hook, before);
        }

        assertThat(project.cli().run("hook", "--install").exit()).isZero();
        String installed = Files.readString(hook);
        assertThat(project.cli().run("hook", "-i").out()).contains("already");

        assertThat(Files.readString(hook)).isEqualTo(installed).contains("envdrift hook --run");
        assertThat(installed).endsWith(before.substring(before.indexOf('\n') + 1));
        assertThat(Files.isExecutable(hook)).isTrue();
        assertThat(project.cli().run("hook", "--remove").exit()).isZero();
        if (before.isEmpty()) {
            assertThat(hook).doesNotExist();
        } else {
            assertThat(hook).content().isEqualTo(before);
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "#!/usr/bin/env python3\nprint('ran')\n",
                "#!/usr/bin/env -S bash -e\necho ran\n",
                "#!/usr/local/bin/bash\necho ran\n",
                "#!/run/current-system/sw/bin/bash\necho ran\n",
                "#! /bin/zsh -f\necho ran\n",
                "#!/usr/bin/env FOO=1 sh\necho ran\n",
                "#!/usr/bin/env node\nconsole.log('ran')\n",
                "#!/usr/bin/fish\necho ran\n",
                "echo ran\n",
                "#!/bin/sh\r\necho ran\r\n",
            })
    void everyKindOfHookGoesOnAndComesBackAsItWas(String before) throws Exception {
        Path hook = Files.createDirectories(root.resolve(".git/hooks")).resolve("pre-commit");
        Files.writeString(hook, before);

        assertThat(project.cli().run("hook", "--install").exit()).isZero();
        String installed = Files.readString(hook);
        assertThat(installed).contains("envdrift hook --run");
        assertThat(project.cli().run("hook", "--install").out()).contains("already");
        assertThat(hook).content().isEqualTo(installed);
        assertThat(project.cli().run("hook", "--remove").exit()).isZero();
        assertThat(hook).content().isEqualTo(before);
        try (Stream<Path> left = Files.list(hook.getParent())) {
            assertThat(left.filter(file -> file.toString().contains("envdrift")))
                    .isEmpty();
        }
    }

    @Test
    void aHookThatIsNoShellScriptRunsBehindTheCheck() throws Exception {
        Path hook = Files.createDirectories(root.resolve(".git/hooks")).resolve("pre-commit");
        Files.writeString(hook, "#!/usr/bin/env -S awk -f\nBEGIN { print > \"ran\"; exit 3 }\n");
        stub(0);
        assertThat(project.cli().run("hook", "--install").exit()).isZero();
        git("add", "-A");
        assertThat(commit()).isNotZero();
        assertThat(root.resolve("ran")).exists();
    }

    /** As husky runs each of its own: the first command that fails ends it. */
    @Test
    void aHookThatEndsWithTheFirstFailureGoesOnBehindTheCheck() throws Exception {
        Path hook = Files.createDirectories(root.resolve(".git/hooks")).resolve("pre-commit");
        Files.writeString(hook, "#!/bin/sh -e\necho > ran\n");
        stub(0);
        assertThat(project.cli().run("hook", "--install").exit()).isZero();
        git("add", "-A");
        assertThat(commit()).isZero();
        assertThat(root.resolve("ran")).exists();
    }

    @Test
    void aLinkedHookIsCalledAndItsTargetNotTouched() throws Exception {
        project.write("scripts/check", "#!/bin/sh\necho > ran\n");
        Path script = root.resolve("scripts/check");
        Files.setPosixFilePermissions(script, PosixFilePermissions.fromString("rwxr-xr-x"));
        Path hook = Files.createDirectories(root.resolve(".git/hooks")).resolve("pre-commit");
        Files.createSymbolicLink(hook, script);
        stub(0);
        assertThat(project.cli().run("hook", "--install").exit()).isZero();
        assertThat(project.cli().run("hook", "--install").out()).contains("already");
        assertThat(script).content().isEqualTo("#!/bin/sh\necho > ran\n");
        git("add", "-A");
        assertThat(commit()).isZero();
        assertThat(root.resolve("ran")).exists();
        stub(1);
        project.write("more", "x");
        git("add", "-A");
        assertThat(commit()).isNotZero();
    }

    /** Husky runs {@code sh -e} on the file, git passes over one that is not executable: either way the commit goes on. */
    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void aLinkedHookThatIsNotExecutableStopsNoCommit(boolean husky) throws Exception {
        project.write("scripts/check", "echo > ran\n");
        Files.setPosixFilePermissions(root.resolve("scripts/check"), PosixFilePermissions.fromString("rw-r--r--"));
        Path hooks = Files.createDirectories(root.resolve(husky ? ".husky" : ".git/hooks"));
        if (husky) {
            project.write(".husky/_/h", "# husky\n");
            project.write(".husky/_/pre-commit", "#!/bin/sh\nexec sh -e .husky/pre-commit\n");
            Files.setPosixFilePermissions(
                    root.resolve(".husky/_/pre-commit"), PosixFilePermissions.fromString("rwxr-xr-x"));
            git("config", "core.hooksPath", ".husky/_");
        }
        Files.createSymbolicLink(hooks.resolve("pre-commit"), root.resolve("scripts/check"));
        stub(0);
        assertThat(project.cli().run("hook", "--install").exit()).isZero();
        git("add", "-A");
        assertThat(commit()).isZero();
        assertThat(Files.exists(root.resolve("ran"))).isEqualTo(husky);
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void underHuskyTheBlockGoesWhereHuskyLeavesIt(boolean present) throws Exception {
        project.write(".husky/_/pre-commit", "#!/usr/bin/env sh\n. \"${0%/*}/h\"\n");
        if (present) {
            project.write(".husky/pre-commit", "npm test\n");
        }
        git("config", "core.hooksPath", ".husky/_");

        assertThat(project.cli().run("hook", "--install").out()).contains(".husky/pre-commit");
        assertThat(project.read(".husky/_/pre-commit")).doesNotContain("envdrift");
        assertThat(project.read(".husky/pre-commit"))
                .contains("envdrift hook --run")
                .endsWith(present ? "npm test\n" : "\n");
        assertThat(project.cli().run("hook", "--remove").exit()).isZero();
        if (present) {
            assertThat(project.read(".husky/pre-commit")).isEqualTo("npm test\n");
        } else {
            assertThat(root.resolve(".husky/pre-commit")).doesNotExist();
        }
    }

    private void stub(int status) throws Exception {
        Path tools = Files.createDirectories(root.resolve("home"));
        Path stub = Files.writeString(tools.resolve("envdrift"), "#!/bin/sh\nexit " + status + "\n");
        Files.setPosixFilePermissions(stub, PosixFilePermissions.fromString("rwxr-xr-x"));
    }

    private int commit() throws Exception {
        return run(
                root.resolve("home"),
                "git",
                "-c",
                "user.name=t",
                "-c",
                "user.email=t@example.test",
                "commit",
                "-qm",
                "x");
    }

    @ParameterizedTest(name = "when the check ends with {0}, the commit ends with {0}")
    @ValueSource(ints = {0, 1})
    void theInstalledHookDecidesAboutTheCommit(int status) throws Exception {
        Path tools = Files.createDirectory(root.resolve("home"));
        Path stub = Files.writeString(tools.resolve("envdrift"), "#!/bin/sh\nexit " + status + "\n");
        Files.setPosixFilePermissions(stub, PosixFilePermissions.fromString("rwxr-xr-x"));
        assertThat(project.cli().run("hook", "--install").exit()).isZero();
        git("add", "-A");

        assertThat(run(tools, "git", "-c", "user.name=t", "-c", "user.email=t@example.test", "commit", "-qm", "x"))
                .isEqualTo(status);
    }

    @Test
    void withoutAnOptionTheEntryForPreCommitIsPrinted() {
        assertThat(project.cli().run("hook").out()).contains("entry: envdrift hook --run");
    }

    private void git(String... arguments) throws Exception {
        List<String> command = new ArrayList<>(List.of("git"));
        command.addAll(List.of(arguments));
        assertThat(run(root, command.toArray(String[]::new))).isZero();
    }

    private int run(Path tools, String... command) throws Exception {
        ProcessBuilder builder =
                new ProcessBuilder(command).directory(root.toFile()).redirectErrorStream(true);
        builder.environment().compute("PATH", (name, path) -> tools + ":" + path);
        builder.environment().put("GIT_CONFIG_GLOBAL", "/dev/null");
        Process process = builder.start();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor(30, TimeUnit.SECONDS)).as(output).isTrue();
        return process.exitValue();
    }
}
