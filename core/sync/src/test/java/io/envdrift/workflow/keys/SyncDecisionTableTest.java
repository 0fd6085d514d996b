package io.envdrift.workflow.keys;

import static org.assertj.core.api.Assertions.assertThat;

import io.envdrift.base.ErrorCode;
import io.envdrift.base.Secret;
import io.envdrift.sync.Outcome;
import io.envdrift.sync.SyncMode.Check;
import io.envdrift.sync.SyncReport;
import io.envdrift.vault.VaultSecret;
import io.envdrift.workflow.Project;
import io.envdrift.workflow.Workspace;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Locale;
import java.util.Optional;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The decision table of the contract (B3.3 as amended by A1): one row per cell. */
class SyncDecisionTableTest {
    private static final String LOCAL_OTHER = Workspace.NAME + "=" + Workspace.hex(Workspace.OTHER) + "\n";

    @TempDir
    Path root;

    /** What the keys file does in a cell. */
    private enum Effect {
        /** It stays, or stays away. */
        NONE,
        /** It holds the vault's key afterwards. */
        WRITTEN
    }

    @ParameterizedTest(name = "{0} with {1} gives {2}")
    @CsvSource(delimiter = '|', textBlock = """
        # situation       | mode        | outcome   | text                                  | reads | effect
        folder missing    | yes         | Failed    | Mapping folder does not exist         | 0 | NONE
        folder missing    | ci          | Failed    | Mapping folder does not exist         | 0 | NONE
        folder missing    | force       | Failed    | Mapping folder does not exist         | 0 | NONE
        folder missing    | verify      | Failed    | Mapping folder does not exist         | 0 | NONE
        folder is file    | yes         | Failed    | Mapping folder is not a directory     | 0 | NONE
        folder is file    | ci          | Failed    | Mapping folder is not a directory     | 0 | NONE
        folder is file    | force       | Failed    | Mapping folder is not a directory     | 0 | NONE
        folder is file    | verify      | Failed    | Mapping folder is not a directory     | 0 | NONE
        no env file       | yes         | Skipped   | no env file .env.production           | 0 | NONE
        no env file       | ci          | Skipped   | no env file .env.production           | 0 | NONE
        no env file       | force       | Skipped   | no env file .env.production           | 0 | NONE
        no env file       | verify      | Skipped   | the vault's secret is usable          | 1 | NONE
        no env file       | check       | Failed    | Nothing could be verified             | 0 | NONE
        no file, no secret| verify      | Failed    | not found                             | 1 | NONE
        ambiguous         | yes         | Skipped   | several env files fit                 | 0 | NONE
        ambiguous         | ci          | Skipped   | several env files fit                 | 0 | NONE
        ambiguous         | force       | Skipped   | several env files fit                 | 0 | NONE
        ambiguous         | verify      | Skipped   | the vault's secret is usable          | 1 | NONE
        ambiguous         | check       | Failed    | Nothing could be verified             | 0 | NONE
        secret missing    | yes         | Failed    | not found                             | 1 | NONE
        secret missing    | ci          | Failed    | not found                             | 1 | NONE
        secret missing    | force       | Failed    | not found                             | 1 | NONE
        secret missing    | verify      | Failed    | not found                             | 1 | NONE
        denied            | yes         | Failed    | refused by the test                   | 1 | NONE
        denied            | ci          | Failed    | refused by the test                   | 1 | NONE
        denied            | force       | Failed    | refused by the test                   | 1 | NONE
        denied            | verify      | Failed    | refused by the test                   | 1 | NONE
        unreachable       | yes         | Failed    | refused by the test                   | 1 | NONE
        unreachable       | ci          | Failed    | refused by the test                   | 1 | NONE
        unreachable       | force       | Failed    | refused by the test                   | 1 | NONE
        unreachable       | verify      | Failed    | refused by the test                   | 1 | NONE
        unusable          | yes         | Failed    | Unusable key material                 | 1 | NONE
        unusable          | ci          | Failed    | Unusable key material                 | 1 | NONE
        unusable          | force       | Failed    | Unusable key material                 | 1 | NONE
        unusable          | verify      | Failed    | Unusable key material                 | 1 | NONE
        empty secret      | force       | Failed    | it is empty                           | 1 | NONE
        binary            | force       | Failed    | binary                                | 1 | NONE
        other label       | yes         | Failed    | labelled DOTENV_PRIVATE_KEY_STAGING   | 1 | NONE
        other label       | ci          | Failed    | labelled DOTENV_PRIVATE_KEY_STAGING   | 1 | NONE
        other label       | force       | Failed    | labelled DOTENV_PRIVATE_KEY_STAGING   | 1 | NONE
        other label       | verify      | Failed    | labelled DOTENV_PRIVATE_KEY_STAGING   | 1 | NONE
        ephemeral         | yes         | Ephemeral |                                       | 1 | NONE
        ephemeral         | ci          | Ephemeral |                                       | 1 | NONE
        ephemeral         | force       | Ephemeral |                                       | 1 | NONE
        ephemeral         | verify      | Ephemeral |                                       | 1 | NONE
        no keys file      | yes         | Created   |                                       | 1 | WRITTEN
        no keys file      | ci          | Created   |                                       | 1 | WRITTEN
        no keys file      | force       | Created   |                                       | 1 | WRITTEN
        no keys file      | verify      | Failed    | Key file does not exist               | 1 | NONE
        no keys file      | dry run     | WouldCreate |                                     | 1 | NONE
        no key line       | yes         | Created   |                                       | 1 | WRITTEN
        no key line       | ci          | Created   |                                       | 1 | WRITTEN
        no key line       | force       | Created   |                                       | 1 | WRITTEN
        no key line       | verify      | Failed    | PRODUCTION missing from               | 1 | NONE
        equal             | yes         | Unchanged |                                       | 1 | NONE
        equal             | ci          | Unchanged |                                       | 1 | NONE
        equal             | force       | Unchanged |                                       | 1 | NONE
        equal             | verify      | Unchanged |                                       | 1 | NONE
        differs           | yes         | Updated   |                                       | 1 | WRITTEN
        differs           | no          | Declined  |                                       | 1 | NONE
        differs           | ci          | Drifted   | drift: local value differs from vault | 1 | NONE
        differs           | force       | Updated   |                                       | 1 | WRITTEN
        differs           | verify      | Drifted   | Local value differs from vault        | 1 | NONE
        differs           | force verify| Drifted   | Local value differs from vault        | 1 | NONE
        differs           | dry run     | WouldUpdate |                                     | 1 | NONE
        empty local value | yes         | Updated   |                                       | 1 | WRITTEN
        empty local value | no          | Declined  |                                       | 1 | NONE
        empty local value | ci          | Drifted   | drift: local value differs from vault | 1 | NONE
        empty local value | force       | Updated   |                                       | 1 | WRITTEN
        empty local value | verify      | Drifted   | Local value differs from vault        | 1 | NONE
        keys not text     | yes         | Failed    | not valid utf-8 text                  | 1 | NONE
        keys not text     | ci          | Failed    | not valid utf-8 text                  | 1 | NONE
        keys not text     | force       | Failed    | not valid utf-8 text                  | 1 | NONE
        keys not text     | verify      | Failed    | not valid utf-8 text                  | 1 | NONE
        keys are a folder | yes         | Failed    | s a directory                         | 1 | NONE
        keys are a folder | force       | Failed    | s a directory                         | 1 | NONE
        """)
    void everyCell(String situation, String mode, String outcome, String text, int reads, Effect effect)
            throws Exception {
        Workspace workspace = arrange(situation);
        byte[] before = keysBytes();

        SyncReport.Row row = run(workspace, mode).rows().getFirst();

        assertThat(row.outcome().getClass().getSimpleName()).isEqualTo(outcome);
        assertThat(textOf(row.outcome())).contains(Optional.ofNullable(text).orElse(""));
        assertThat(workspace.vault.reads).hasSize(reads);
        if (effect == Effect.NONE) {
            assertThat(keysBytes()).isEqualTo(before);
        } else {
            assertThat(workspace.read("app/.env.keys"))
                    .contains(Workspace.NAME + "=" + Workspace.hex(Workspace.KEY) + "\n");
            assertThat(workspace.mode("app/.env.keys")).isEqualTo("rw-------");
        }
        assertThat(root.resolve("app/.env.keys.lock")).doesNotExist();
    }

    private Workspace arrange(String situation) throws Exception {
        Workspace workspace = new Workspace(root).mapping(situation.equals("ephemeral") ? "ephemeral_keys = true" : "");
        workspace.vault.put("app-key", Workspace.hex(Workspace.KEY));
        if (!situation.startsWith("folder") && !situation.startsWith("no env") && !situation.startsWith("no file")) {
            workspace.encrypted("app/.env.production", Workspace.KEY, "A=1\n");
        }
        switch (situation) {
            case "folder missing", "no keys file", "ephemeral" -> {}
            case "folder is file" -> workspace.write("app", "");
            case "no env file" -> Files.createDirectory(root.resolve("app"));
            case "no file, no secret" -> {
                Files.createDirectory(root.resolve("app"));
                workspace.vault.secrets.clear();
            }
            case "ambiguous" -> {
                Files.delete(root.resolve("app/.env.production"));
                workspace.write("app/one.env", "A=1");
                workspace.write("app/two.env", "A=1");
            }
            case "secret missing" -> workspace.vault.secrets.clear();
            case "denied" -> workspace.vault.refusals.put("app-key", ErrorCode.ACCESS_DENIED);
            case "unreachable" -> workspace.vault.refusals.put("app-key", ErrorCode.VAULT_UNREACHABLE);
            case "unusable" -> workspace.vault.put("app-key", "two words");
            case "empty secret" -> workspace.vault.put("app-key", "  ");
            case "binary" -> workspace.vault.secrets.put("app-key", new VaultSecret(Secret.of("AAAA"), "1", true));
            case "other label" ->
                workspace.vault.put("app-key", "DOTENV_PRIVATE_KEY_STAGING=" + Workspace.hex(Workspace.KEY));
            case "no key line" -> workspace.write("app/.env.keys", "DOTENV_PRIVATE_KEY_LOCAL=abc\n");
            case "equal" ->
                workspace.write("app/.env.keys", Workspace.NAME + "=" + Workspace.hex(Workspace.KEY) + "\n");
            case "differs" -> workspace.write("app/.env.keys", LOCAL_OTHER);
            case "empty local value" -> workspace.write("app/.env.keys", Workspace.NAME + "=\n");
            case "keys not text" -> Files.write(root.resolve("app/.env.keys"), new byte[] {(byte) 0xc3, 0x28});
            case "keys are a folder" -> Files.createDirectory(root.resolve("app/.env.keys"));
            default -> throw new IllegalArgumentException(situation);
        }
        if (Files.isRegularFile(root.resolve("app/.env.keys"))) {
            Files.setPosixFilePermissions(root.resolve("app/.env.keys"), PosixFilePermissions.fromString("rw-------"));
        }
        return workspace;
    }

    private static SyncReport run(Workspace workspace, String mode) {
        UpdateApproval approval = switch (mode) {
            case "yes" -> update -> UpdateApproval.Answer.REPLACE;
            case "no" -> update -> UpdateApproval.Answer.KEEP;
            case "force", "force verify" -> UpdateApproval.always();
            default -> UpdateApproval.never();
        };
        SyncOptions plain = SyncOptions.plain(Optional.empty());
        SyncOptions options = switch (mode) {
            case "verify", "force verify" -> plain.verifying();
            case "dry run" -> plain.previewing();
            case "check" -> plain.with(Check.DECRYPTION);
            default -> plain;
        };
        try (Project project = workspace.open()) {
            return new Sync(project).run(options, approval);
        }
    }

    private byte[] keysBytes() throws Exception {
        Path file = root.resolve("app/.env.keys");
        return Files.isRegularFile(file) ? Files.readAllBytes(file) : new byte[0];
    }

    private static String textOf(Outcome outcome) {
        return switch (outcome) {
            case Outcome.Failed(var failure) -> failure.getMessage().replace("Is a", "is a");
            case Outcome.Skipped(var reason) -> reason;
            case Outcome.Drifted(var material, var local, var fit, var reason) -> reason;
            default -> outcome.toString().toLowerCase(Locale.ROOT);
        };
    }
}
