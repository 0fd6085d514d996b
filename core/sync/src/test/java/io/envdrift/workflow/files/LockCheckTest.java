package io.envdrift.workflow.files;

import static io.envdrift.workflow.Workspace.mappingOf;
import static org.assertj.core.api.Assertions.assertThat;

import io.envdrift.git.GitRepository;
import io.envdrift.sync.Outcome;
import io.envdrift.workflow.TreeSnapshot;
import io.envdrift.workflow.Workspace;
import io.envdrift.workflow.keys.UpdateApproval;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Locks that check, verify or sync keys before they encrypt. */
class LockCheckTest extends LockScene {
    @ParameterizedTest
    @CsvSource({
        "plaintext, WouldEncrypt",
        "mixed, WouldEncrypt",
        "encrypted, Unchanged",
        "foreign, Failed",
        "nothing, Failed",
        "sops, Failed"
    })
    void aCheckWritesNothingAtAll(String state, String outcome) throws Exception {
        GitRepository git = GitRepository.init(root);
        workspace.write(
                FILE,
                switch (state) {
                    case "plaintext" -> PLAIN;
                    case "mixed" -> Workspace.sealed(FILE, Workspace.KEY, "A=1\n") + "B=2\n";
                    case "encrypted" -> Workspace.sealed(FILE, Workspace.KEY, PLAIN);
                    case "foreign" -> Workspace.sealed(FILE, Workspace.OTHER, PLAIN);
                    case "nothing" -> "# nothing\n";
                    default -> "A=ENC[AES256_GCM,x]\n";
                });
        holdKey(Workspace.NAME, Workspace.KEY);
        workspace.write("app/.env.production.0123456789abcdef.tmp", "left by a killed process");
        git.commitAll();
        for (LockOptions options : List.of(
                CHECK,
                LockOptions.plain(Optional.empty()).checking().with(LockOptions.Keys.VERIFIED),
                LockOptions.plain(Optional.empty())
                        .checking()
                        .with(LockOptions.Keys.SYNCED)
                        .trustingHeaders())) {
            TreeSnapshot before = TreeSnapshot.of(root);
            LockReport report = lock(options, file -> true);
            assertThat(TreeSnapshot.of(root)).isEqualTo(before);
            if (options == CHECK || !state.equals("foreign")) {
                assertThat(only(report).getClass().getSimpleName()).isEqualTo(outcome);
                assertThat(report.hasErrors())
                        .isEqualTo(!List.of("Unchanged", "Skipped").contains(outcome));
            } else {
                assertThat(report.isStopped()).isTrue();
            }
        }
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource(delimiter = '|', nullValues = "-", textBlock = """
        # situation        | keys file | vault
        no keys file       | -         | KEY
        no line            | OTHER=KEY | KEY
        an empty line      | NAME=     | KEY
        another key        | NAME=OLD  | KEY
        no secret          | NAME=KEY  | -
        an empty secret    | NAME=KEY  | ''
        another label      | NAME=KEY  | DOTENV_PRIVATE_KEY_STAGING=KEY
        no key             | NAME=KEY  | two words
        not the file's key | NAME=OLD  | OLD
        """)
    void aKeyThatCannotBeVerifiedStopsEverything(String situation, String keys, String vault) throws Exception {
        workspace.config(mappingOf("app-key", "app") + mappingOf("good", "other"));
        workspace.write(FILE, Workspace.sealed(FILE, Workspace.KEY, "A=1\n") + "B=canary\n");
        workspace.write("other/.env.production", PLAIN);
        workspace.write("other/.env.keys", Workspace.NAME + "=" + Workspace.hex(Workspace.KEY) + "\n");
        workspace.vault.put("good", Workspace.hex(Workspace.KEY));
        workspace.vault.secrets.remove("app-key");
        if (keys != null) {
            workspace.write(KEYS, spelled(keys) + "\n");
        }
        if (vault != null) {
            workspace.vault.put("app-key", spelled(vault));
        }
        TreeSnapshot before = TreeSnapshot.of(root);
        LockReport report = lock(VERIFY, UpdateApproval.always(), file -> true);
        assertThat(report.isStopped()).isTrue();
        assertThat(report.hasErrors()).isTrue();
        assertThat(report.files()).isEmpty();
        assertThat(report.keys().orElseThrow().rows().getFirst().isError()).isTrue();
        assertThat(report.keys().orElseThrow().rows().getLast().isError()).isFalse();
        assertThat(TreeSnapshot.of(root)).isEqualTo(before);
    }

    @Test
    void keysThatAreVerifiedLetTheLockGoOn() {
        workspace.config(mappingOf("app-key", "app")
                + mappingOf("app-key", "eph", "ephemeral_keys = true")
                + mappingOf("app-key", "none"));
        workspace.write(FILE, PLAIN);
        workspace.write("eph/.env.production", PLAIN);
        workspace.write("none/README", "");
        holdKey(Workspace.NAME, Workspace.KEY);
        LockReport report = lock(VERIFY);
        assertThat(report.hasErrors()).isFalse();
        assertThat(report.keys().orElseThrow().rows())
                .extracting(row -> row.outcome().getClass().getSimpleName())
                .containsExactly("Unchanged", "Ephemeral", "Skipped");
        assertThat(report.files())
                .extracting(row -> row.outcome().getClass().getSimpleName())
                .containsExactly("Encrypted", "Encrypted", "Skipped");
        assertThat(workspace.vault.reads).hasSize(1);
        assertThat(opened("eph/.env.production", Workspace.KEY)).hasSize(2);
    }

    @Test
    void syncingKeysFirstBringsThemAndThenEncrypts() {
        workspace.write(FILE, PLAIN);
        LockReport report = lock(SYNC);
        assertThat(report.keys().orElseThrow().rows().getFirst().outcome()).isInstanceOf(Outcome.Created.class);
        assertThat(only(report)).isEqualTo(new FileOutcome.Encrypted(2, 0, List.of()));
        assertThat(opened(Workspace.KEY)).containsExactly("A=canary", "B=two words");
    }

    @Test
    void aKeyThatMayNotBeReplacedStopsASyncingLock() {
        workspace.write(FILE, PLAIN);
        holdKey(Workspace.NAME, Workspace.OTHER);
        for (UpdateApproval approval : List.of(UpdateApproval.never(), update -> UpdateApproval.Answer.KEEP)) {
            LockReport report = lock(SYNC, approval, file -> true);
            assertThat(report.isStopped()).isTrue();
            assertThat(report.files()).isEmpty();
            assertThat(workspace.read(FILE)).isEqualTo(PLAIN);
        }
        assertThat(lock(SYNC, UpdateApproval.always(), file -> false).hasErrors())
                .isFalse();
        assertThat(opened(Workspace.KEY)).containsExactly("A=canary", "B=two words");
    }

    private static String spelled(String text) {
        return text.replace("KEY", "\0")
                .replace("DOTENV_PRIVATE_\0_", "DOTENV_PRIVATE_KEY_")
                .replace("NAME", Workspace.NAME)
                .replace("\0", Workspace.hex(Workspace.KEY))
                .replace("OLD", Workspace.hex(Workspace.OTHER));
    }
}
