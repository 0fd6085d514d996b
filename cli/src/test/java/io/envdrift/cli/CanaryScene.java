package io.envdrift.cli;

import io.envdrift.dotenvx.PrivateKey;
import io.envdrift.files.FileOperations;
import io.envdrift.testkit.Fault;
import io.envdrift.testkit.FaultyFileOperations;
import io.envdrift.testkit.hashicorp.FakeVault;
import io.envdrift.testserver.Answer;
import java.util.List;

/** Situations in which commands meet marked secrets, and how they end there. */
enum CanaryScene {
    ALL_IS_WELL(
            0,
            "sync --check-decryption --ci",
            "sync --dry-run",
            "pull",
            "lock --force",
            "lock --check",
            "encrypt app/.env.production",
            "decrypt app/.env.production",
            "decrypt app/.env.production --verify-vault",
            "run -f app/.env.production -- true",
            "rotate app/.env.production --push",
            "set NEW -f app/.env.production",
            "diff app/.env.production app/.env.production",
            "vault-push app app-key --env production",
            "vault-push --direct other -",
            "vault-pull app app-key --env production",
            "trust vault.example.test",
            "init --force",
            "status",
            "hook",
            "version") {
        @Override
        CliRun prepare(SampleProject project, FakeVault vault, PrivateKey key, String value) {
            project.service("app", key, "A=\"" + value + "\"\n");
            return withKeys(project, SampleProject.hex(key)).cli();
        }
    },
    VALUES_ARE_ASKED_FOR(
            0, "get A -f app/.env.production", "decrypt app/.env.production --stdout", "get -f app/.env.production") {
        @Override
        CliRun prepare(SampleProject project, FakeVault vault, PrivateKey key, String value) {
            return ALL_IS_WELL.prepare(project, vault, key, value);
        }

        @Override
        boolean printsValues() {
            return true;
        }
    },
    VAULT_HAS_ANOTHER_KEY(
            1,
            "sync --ci",
            "sync --verify",
            "sync --check-decryption --force --ci",
            "pull",
            "pull --force",
            "lock --verify-vault --force",
            "status",
            "doctor",
            "decrypt app/.env.production --verify-vault",
            "vault-pull app app-key --env production") {
        @Override
        CliRun prepare(SampleProject project, FakeVault vault, PrivateKey key, String value) {
            project.service("app", SampleProject.OTHER, "A=\"" + value + "\"\n")
                    .secret("app-key", SampleProject.hex(key));
            return withKeys(project, SampleProject.hex(SampleProject.OTHER)).cli();
        }
    },
    VAULTS_VALUE_IS_NO_KEY(
            1,
            "sync --ci",
            "status",
            "pull",
            "decrypt app/.env.production --verify-vault",
            "vault-pull app app-key -e production") {
        @Override
        CliRun prepare(SampleProject project, FakeVault vault, PrivateKey key, String value) {
            project.service("app", key, "A=1\n")
                    .secret("app-key", "{\"a\":\"" + value + "\",\"b\":[\"" + SampleProject.hex(key) + " " + value);
            return project.cli();
        }
    },
    KEY_IS_ANOTHER_ENVIRONMENTS(1, "sync --ci", "pull", "vault-pull app app-key -e production") {
        @Override
        CliRun prepare(SampleProject project, FakeVault vault, PrivateKey key, String value) {
            project.service("app", key, "A=1\n")
                    .secret("app-key", "DOTENV_PRIVATE_KEY_STAGING=" + SampleProject.hex(key));
            return project.cli();
        }
    },
    FILE_IS_DAMAGED(
            1,
            "sync --check-decryption --ci",
            "pull",
            "decrypt app/.env.production",
            "decrypt app/.env.production --verify-vault",
            "get A -f app/.env.production",
            "run -f app/.env.production -- true",
            "rotate app/.env.production") {
        @Override
        CliRun prepare(SampleProject project, FakeVault vault, PrivateKey key, String value) {
            project.service("app", key, "A=\"" + value + "\"\n");
            project.write(
                    "app/.env.production",
                    project.read("app/.env.production").replaceFirst("(A=.*)....\"", "$1AAAA\""));
            return withKeys(project, SampleProject.hex(key)).cli();
        }
    },
    FILE_IS_PLAINTEXT(
            1,
            "sync --check-decryption --ci",
            "lock --check",
            "decrypt app/.env.production --verify-vault",
            "rotate app/.env.production") {
        @Override
        CliRun prepare(SampleProject project, FakeVault vault, PrivateKey key, String value) {
            project.service("app", key, "A=1\n").write("app/.env.production", "A=\"" + value + "\"\n");
            return withKeys(project, SampleProject.hex(key)).cli();
        }
    },
    DISK_FAILS(
            1,
            "sync --ci --force",
            "pull --force",
            "encrypt app/plain.env",
            "decrypt app/.env.production",
            "vault-pull app app-key -e production",
            "vault-push --direct other -") {
        @Override
        CliRun prepare(SampleProject project, FakeVault vault, PrivateKey key, String value) {
            project.service("app", key, "A=\"" + value + "\"\n").write("app/plain.env", "A=\"" + value + "\"\n");
            withKeys(project, SampleProject.hex(key));
            project.write("app/.env.keys", project.read("app/.env.keys").replace("PRODUCTION", "OTHER"));
            return project.cli().operations(FaultyFileOperations.failingAt(2, FileOperations.system()));
        }

        @Override
        List<String> ownFiles() {
            return List.of("plain.env");
        }
    },
    VAULT_REFUSES(
            1,
            "sync --ci",
            "status",
            "doctor",
            "pull",
            "decrypt app/.env.production --verify-vault",
            "vault-pull app app-key -e production",
            "vault-push app app-key --env production",
            "vault-push --direct other -") {
        @Override
        CliRun prepare(SampleProject project, FakeVault vault, PrivateKey key, String value) {
            vault.server()
                    .always(Fault.answering(Answer.json(
                            403,
                            "{\"errors\":[\"token " + FakeVault.TOKEN + " may not write " + SampleProject.hex(key)
                                    + "\"]}")));
            return remote(project, vault, key, value);
        }
    },
    VAULT_IS_REACHED(
            0,
            "sync --ci",
            "status",
            "pull",
            "decrypt app/.env.production --verify-vault",
            "vault-pull app app-key -e production",
            "vault-push app app-key --env production",
            "vault-push --direct other -") {
        @Override
        CliRun prepare(SampleProject project, FakeVault vault, PrivateKey key, String value) {
            vault.store("app-key", SampleProject.hex(key));
            return remote(project, vault, key, value);
        }
    };

    private final int exit;
    private final List<String> commands;

    CanaryScene(int exit, String... commands) {
        this.exit = exit;
        this.commands = List.of(commands);
    }

    abstract CliRun prepare(SampleProject project, FakeVault vault, PrivateKey key, String value);

    List<String> commands() {
        return commands;
    }

    int exit() {
        return exit;
    }

    /** Tells whether printing secrets is what the command is for. */
    boolean printsValues() {
        return false;
    }

    /** Files in which the scene itself put a secret. */
    List<String> ownFiles() {
        return List.of();
    }

    private static SampleProject withKeys(SampleProject project, String hex) {
        return project.write("app/.env.keys", SampleProject.KEY_NAME + "=" + hex + "\n");
    }

    private static CliRun remote(SampleProject project, FakeVault vault, PrivateKey key, String value) {
        project.service("app", key, "A=\"" + value + "\"\n");
        project.write("envdrift.toml", """
            [vault]
            provider = "hashicorp"

            [vault.hashicorp]
            url = "%s"

            """.formatted(vault.server().uri("")) + SampleProject.mapping("app"));
        return withKeys(project, SampleProject.hex(key)).cli();
    }
}
