package io.envdrift.workflow.keys;

import static org.assertj.core.api.Assertions.assertThat;

import io.envdrift.dotenvx.PrivateKey;
import io.envdrift.sync.Outcome;
import io.envdrift.sync.SyncReport;
import io.envdrift.workflow.Project;
import io.envdrift.workflow.Workspace;
import io.envdrift.workflow.files.Pull;
import io.envdrift.workflow.files.PullOptions;
import io.envdrift.workflow.files.PullReport;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** After a rotation one side has a newer key: that is no drift, and no key that opens a file is taken away. */
class AheadAndBehindTest {
    private static final PrivateKey THIRD = PrivateKey.parse("3".repeat(64));

    @TempDir
    Path root;

    private Workspace workspace;

    @BeforeEach
    void oneService() {
        workspace = new Workspace(root).mapping();
    }

    @ParameterizedTest(name = "keys file {0}, vault {1}, file {2}: {3} {4}, then {5}")
    @CsvSource(delimiter = '|', textBlock = """
        # keys file | vault | file | mode  | outcome     | keys file afterwards
        1     | 1,2   | 2    | sync   | Advanced    | 1,2
        1     | 1,2   | 1    | sync   | Advanced    | 1,2
        2     | 1,2   | 2    | sync   | Advanced    | 1,2
        1     | 1,2   | 2    | dry    | WouldUpdate | 1
        1     | 1,2   | 2    | verify | Behind      | 1
        2     | 1,2   | 2    | verify | Unchanged   | 2
        1,2   | 1     | 2    | sync   | Ahead       | 1,2
        1,2   | 1     | 1    | sync   | Ahead       | 1,2
        1,2   | 1     | 2    | force  | Ahead       | 1,2
        1,2   | 1     | 2    | dry    | Ahead       | 1,2
        1,2   | 1     | 2    | verify | Ahead       | 1,2
        1,2   | 2     | 2    | sync   | Unchanged   | 1,2
        1,2   | 2     | 2    | verify | Unchanged   | 1,2
        1,2   | 2,1   | 1    | sync   | Drifted     | 1,2
        1,2   | 3     | 2    | sync   | Drifted     | 1,2
        1,2   | 3     | 3    | force  | Updated     | 3
        """)
    void sync(String local, String vault, String file, String mode, String outcome, String afterwards) {
        arrange(local, vault, file);

        SyncReport.Row row = run(mode).rows().getFirst();

        assertThat(row.outcome().getClass().getSimpleName()).isEqualTo(outcome);
        assertThat(row.isError())
                .isEqualTo(outcome.equals("Drifted")
                        || outcome.equals("Behind")
                        || outcome.equals("Ahead") && mode.equals("verify"));
        assertThat(workspace.read("app/.env.keys")).isEqualTo(line(afterwards));
        if (vault.equals("2") && outcome.equals("Unchanged")) {
            assertThat(row.notes()).anyMatch(note -> note.startsWith("trimmed: the vault dropped older keys"));
        }
    }

    @ParameterizedTest(name = "keys file {0}, vault {1}, file {2}: pull decrypts {3}")
    @CsvSource(delimiter = '|', textBlock = """
        1     | 1,2   | 2 | true
        1     | 1,2   | 1 | true
        1,2   | 1     | 2 | true
        1,2   | 1     | 1 | true
        1,2   | 2     | 1 | true
        1     | 2     | 2 | false
        """)
    void pullNeedsNoForceWhereNoKeyIsLost(String local, String vault, String file, boolean decrypts) {
        arrange(local, vault, file);

        PullReport report;
        try (Project project = workspace.open()) {
            report = new Pull(project).run(new PullOptions(Optional.empty(), false), UpdateApproval.never());
        }

        assertThat(report.hasErrors()).isEqualTo(!decrypts);
        assertThat(workspace.read("app/.env.production").contains("A=one")).isEqualTo(decrypts);
    }

    @Test
    void anUnreadableEnvFileKeepsNoOtherFromBeingDecrypted() throws Exception {
        workspace.config(Workspace.mappingOf("app-key", "app") + Workspace.mappingOf("odd-key", "odd"));
        workspace.encrypted("app/.env.production", Workspace.KEY, "A=one\n");
        Files.write(workspace.write("odd/.env.production", ""), new byte[] {(byte) 0xff, 1});
        workspace.vault.put("app-key", Workspace.hex(Workspace.KEY));
        workspace.vault.put("odd-key", Workspace.hex(Workspace.OTHER));

        PullReport report;
        try (Project project = workspace.open()) {
            report = new Pull(project).run(new PullOptions(Optional.empty(), false), UpdateApproval.never());
        }

        assertThat(report.isIncomplete()).isFalse();
        assertThat(report.files()).extracting(PullReport.FileRow::isError).containsExactly(false, true);
        assertThat(workspace.read("app/.env.production")).contains("A=one");
        assertThat(workspace.read("odd/.env.keys")).contains(Workspace.hex(Workspace.OTHER));
    }

    @Test
    void theSameHistoryInOtherLettersOrLinesIsNoDifference() {
        arrange("1", "1", "1");
        workspace.vault.put("app-key", "A".repeat(64) + "," + "B".repeat(64));
        workspace.write(
                "app/.env.keys",
                Workspace.NAME + "=" + "a".repeat(64) + "\n" + Workspace.NAME + "=" + "b".repeat(64) + "\n");

        assertThat(run("verify").rows().getFirst().outcome()).isInstanceOf(Outcome.Unchanged.class);
    }

    private SyncReport run(String mode) {
        SyncOptions plain = SyncOptions.plain(Optional.empty());
        SyncOptions options = switch (mode) {
            case "verify" -> plain.verifying();
            case "dry" -> plain.previewing();
            default -> plain;
        };
        try (Project project = workspace.open()) {
            return new Sync(project)
                    .run(options, mode.equals("force") ? UpdateApproval.always() : UpdateApproval.never());
        }
    }

    private void arrange(String local, String vault, String file) {
        workspace.encrypted("app/.env.production", key(file), "A=one\n");
        workspace.vault.put("app-key", keys(vault));
        workspace.write("app/.env.keys", line(local));
        try {
            Files.setPosixFilePermissions(root.resolve("app/.env.keys"), PosixFilePermissions.fromString("rw-------"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String line(String keys) {
        return Workspace.NAME + "=" + keys(keys) + "\n";
    }

    private static String keys(String names) {
        return Arrays.stream(names.split(","))
                .map(name -> Workspace.hex(key(name)))
                .collect(Collectors.joining(","));
    }

    private static PrivateKey key(String name) {
        return switch (name.toLowerCase(Locale.ROOT)) {
            case "1" -> Workspace.KEY;
            case "2" -> Workspace.OTHER;
            default -> THIRD;
        };
    }
}
