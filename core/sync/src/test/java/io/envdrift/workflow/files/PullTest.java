package io.envdrift.workflow.files;

import static io.envdrift.workflow.Workspace.mappingOf;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.envdrift.base.EnvdriftException;
import io.envdrift.base.ErrorCode;
import io.envdrift.dotenv.EnvDocument;
import io.envdrift.dotenvx.EncryptionState;
import io.envdrift.git.GitRepository;
import io.envdrift.sync.Outcome;
import io.envdrift.workflow.Project;
import io.envdrift.workflow.TreeSnapshot;
import io.envdrift.workflow.Workspace;
import io.envdrift.workflow.keys.Sync;
import io.envdrift.workflow.keys.SyncOptions;
import io.envdrift.workflow.keys.UpdateApproval;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PullTest {
    private static final String PLAIN = "# team\nA=1\nB='two words'\n";

    @TempDir
    Path root;

    private Workspace workspace;

    @BeforeEach
    void makeProject() {
        workspace = new Workspace(root).mapping();
        workspace.vault.put("app-key", Workspace.hex(Workspace.KEY));
        workspace.vault.put("other-key", Workspace.hex(Workspace.OTHER));
    }

    @Test
    void bringsTheKeyAndThePlaintextForTheOwnerAlone() throws Exception {
        Path file = workspace.encrypted("app/.env.production", Workspace.KEY, PLAIN);
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-rw-rw-"));
        PullReport report = pull();
        assertThat(report.hasErrors()).isFalse();
        assertThat(report.sync().orElseThrow().rows().getFirst().outcome()).isInstanceOf(Outcome.Created.class);
        PullReport.FileRow row = report.files().getFirst();
        assertThat(row.name()).isEqualTo("app/.env.production");
        assertThat(row.outcome()).isEqualTo(new FileOutcome.Decrypted(2, List.of()));
        assertThat(row.activation()).isEmpty();
        assertThat(workspace.read("app/.env.production")).endsWith(PLAIN);
        assertThat(workspace.mode("app/.env.production")).isEqualTo("rw-------");
        assertThat(workspace.mode("app/.env.keys")).isEqualTo("rw-------");
        assertThat(root.resolve("app/.env.keys.lock")).doesNotExist();
    }

    @Test
    void aSecondPullChangesNothing() throws Exception {
        workspace.encrypted("app/.env.production", Workspace.KEY, PLAIN);
        pull();
        TreeSnapshot once = TreeSnapshot.of(root);
        PullReport report = pull();
        assertThat(report.hasErrors()).isFalse();
        assertThat(report.files().getFirst().outcome()).isEqualTo(new FileOutcome.Unchanged("not encrypted"));
        assertThat(TreeSnapshot.of(root)).isEqualTo(once);
    }

    @Test
    void afterASyncErrorNothingIsDecrypted() throws Exception {
        workspace.config(mappingOf("app-key", "app") + mappingOf("missing", "other"));
        workspace.encrypted("app/.env.production", Workspace.KEY, PLAIN);
        String before = workspace.read("app/.env.production");
        workspace.encrypted("other/.env.production", Workspace.KEY, PLAIN);
        PullReport report = pull();
        assertThat(report.isIncomplete()).isTrue();
        assertThat(report.hasErrors()).isTrue();
        assertThat(report.files()).isEmpty();
        assertThat(workspace.read("app/.env.production")).isEqualTo(before);
    }

    @Test
    void aDeclinedOrUnaskedUpdateIsASyncError() {
        workspace.encrypted("app/.env.production", Workspace.KEY, PLAIN);
        workspace.write("app/.env.keys", Workspace.NAME + "=" + Workspace.hex(Workspace.OTHER) + "\n");
        for (UpdateApproval approval : List.of(UpdateApproval.never(), update -> UpdateApproval.Answer.KEEP)) {
            PullReport report = pull(new PullOptions(Optional.empty(), false), approval);
            assertThat(report.isIncomplete()).isTrue();
            assertThat(workspace.read("app/.env.production")).contains("encrypted:");
        }
    }

    @Test
    void aVaultsKeyThatIsNotTheFilesIsAnErrorBeforeAnythingIsWritten() throws Exception {
        workspace.encrypted("app/.env.production", Workspace.OTHER, PLAIN);
        TreeSnapshot before = TreeSnapshot.of(root);
        PullReport report = pull();
        assertThat(report.isIncomplete()).isTrue();
        Outcome.Failed failed =
                (Outcome.Failed) report.sync().orElseThrow().rows().getFirst().outcome();
        assertThat(failed.failure().code()).isEqualTo(ErrorCode.WRONG_PRIVATE_KEY);
        assertThat(failed.failure().getMessage())
                .startsWith("key does not match DOTENV_PUBLIC_KEY_PRODUCTION of .env.production");
        assertThat(TreeSnapshot.of(root)).isEqualTo(before);
    }

    @Test
    void aFileThatDoesNotOpenDoesNotStopTheOthers() {
        workspace.config(mappingOf("app-key", "app") + mappingOf("app-key", "other"));
        workspace.write(
                "app/.env.production",
                Workspace.sealed(".env.production", Workspace.KEY, PLAIN)
                        .replaceFirst("A=encrypted:B.", "A=encrypted:Bx"));
        workspace.encrypted("other/.env.production", Workspace.KEY, PLAIN);
        PullReport report = pull();
        assertThat(report.hasErrors()).isTrue();
        assertThat(report.files().getFirst().outcome()).isInstanceOfSatisfying(FileOutcome.Failed.class, failed -> {
            assertThat(failed.failure().getMessage()).contains("left encrypted: A; decrypted: 1");
            assertThat(failed.line()).isPositive();
        });
        // What could be opened was, and what could not is still there as it was.
        assertThat(workspace.read("app/.env.production"))
                .contains("\nA=encrypted:Bx")
                .endsWith("\nB='two words'\n");
        assertThat(workspace.mode("app/.env.production")).isEqualTo("rw-------");
        assertThat(workspace.read("other/.env.production")).endsWith(PLAIN);
    }

    @Test
    void aMixedFileIsDecryptedAsFarAsItIsEncrypted() {
        workspace.write(
                "app/.env.production",
                Workspace.sealed(".env.production", Workspace.KEY, "A=1\n") + "B=new\nC_PLAIN=c\n");
        assertThat(pull().files().getFirst().outcome()).isEqualTo(new FileOutcome.Decrypted(1, List.of()));
        assertThat(workspace.read("app/.env.production")).endsWith("\nA=1\nB=new\nC_PLAIN=c\n");
    }

    @Test
    void whatIsNotThereOrNotClearIsSkippedWithTheReason() {
        workspace.config(mappingOf("app-key", "app") + mappingOf("app-key", "other"));
        workspace.write("app/README", "");
        workspace.write("other/a.env", "");
        workspace.write("other/b.env", "");
        PullReport report = pull();
        assertThat(report.hasErrors()).isFalse();
        assertThat(report.files())
                .extracting(PullReport.FileRow::outcome)
                .containsExactly(
                        new FileOutcome.Skipped("not found"),
                        new FileOutcome.Ambiguous("several env files fit (a.env, b.env); name one with env_file"));
        assertThat(report.files().getFirst().name()).isEqualTo("app/.env.production");
    }

    @Test
    void aFileThatIsNoTextOrOfSopsIsAnErrorOfItsOwn() throws Exception {
        workspace.config(mappingOf("app-key", "app") + mappingOf("app-key", "other"));
        Files.write(workspace.write("app/.env.production", ""), new byte[] {'A', '=', (byte) 0xff});
        workspace.write("other/.env.production", "A=ENC[AES256_GCM,data:x]\nB=encrypted:xx\n");
        PullReport skipped = pull(new PullOptions(Optional.empty(), true), UpdateApproval.never());
        assertThat(skipped.files())
                .extracting(
                        row -> ((FileOutcome.Failed) row.outcome()).failure().code())
                .containsExactly(ErrorCode.NOT_TEXT, ErrorCode.UNSUITABLE_FILE);
    }

    @Test
    void withoutSyncNoVaultIsContacted() {
        workspace.encrypted("app/.env.production", Workspace.KEY, PLAIN);
        PullOptions skip = new PullOptions(Optional.empty(), true);
        PullReport without = pull(skip, UpdateApproval.never());
        assertThat(((FileOutcome.Failed) without.files().getFirst().outcome())
                        .failure()
                        .code())
                .isEqualTo(ErrorCode.MISSING_PRIVATE_KEY);
        workspace.write("app/.env.keys", "DOTENV_PRIVATE_KEY_OF_OLD=" + Workspace.hex(Workspace.KEY) + "\n");
        PullReport report = pull(skip, UpdateApproval.never());
        assertThat(report.hasErrors()).isFalse();
        assertThat(report.sync()).isEmpty();
        assertThat(workspace.read("app/.env.production")).endsWith(PLAIN);
        assertThat(workspace.vault.openings).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void twoEphemeralMappingsOfOneFolderHaveEachItsOwnKey(boolean skipSync) {
        workspace.config("[vault.sync]\nephemeral_keys = true\n"
                + mappingOf("app-key", "app")
                + mappingOf("other-key", "app", "environment = \"staging\"")
                + mappingOf("app-key", "plain", "ephemeral_keys = false"));
        workspace.encrypted("app/.env.production", Workspace.KEY, PLAIN);
        workspace.encrypted("app/.env.staging", Workspace.OTHER, PLAIN);
        workspace.encrypted("plain/.env.production", Workspace.KEY, PLAIN);
        workspace.write("plain/.env.keys", Workspace.NAME + "=" + Workspace.hex(Workspace.KEY) + "\n");
        PullReport report = pull(new PullOptions(Optional.empty(), skipSync), UpdateApproval.never());
        assertThat(report.hasErrors()).isFalse();
        assertThat(report.files()).allMatch(row -> row.outcome() instanceof FileOutcome.Decrypted);
        for (String file : List.of("app/.env.production", "app/.env.staging", "plain/.env.production")) {
            assertThat(workspace.read(file)).endsWith(PLAIN);
        }
        assertThat(root.resolve("app/.env.keys")).doesNotExist();
        assertThat(workspace.vault.reads).hasSize(2);
    }

    @Test
    void anEphemeralMappingDoesNotFallBackToLocalKeys() {
        workspace.mapping("ephemeral_keys = true");
        workspace.encrypted("app/.env.production", Workspace.KEY, PLAIN);
        workspace.write("app/.env.keys", Workspace.NAME + "=" + Workspace.hex(Workspace.KEY) + "\n");
        workspace.vault.refusals.put("app-key", ErrorCode.VAULT_UNREACHABLE);
        for (boolean skipSync : new boolean[] {false, true}) {
            PullReport report = pull(new PullOptions(Optional.empty(), skipSync), UpdateApproval.always());
            assertThat(report.isIncomplete()).isTrue();
            assertThat(workspace.read("app/.env.production")).contains("A=encrypted:");
        }
    }

    @Test
    void aKeysFileOfAnotherNameIsWrittenAndRead() {
        workspace.config("[vault.sync]\nenv_keys_filename = \"conf/team.keys\"\n" + mappingOf("app-key", "app"));
        workspace.encrypted("app/.env.production", Workspace.KEY, PLAIN);
        assertThat(pull().hasErrors()).isFalse();
        assertThat(workspace.read("app/conf/team.keys")).contains(Workspace.NAME);
        assertThat(root.resolve("app/.env.keys")).doesNotExist();
        assertThat(workspace.read("app/.env.production")).endsWith(PLAIN);
    }

    @Test
    void aLinkInsideTheFolderStaysALink() throws Exception {
        workspace.encrypted("app/real/prod", Workspace.KEY, PLAIN);
        Path link = Files.createSymbolicLink(root.resolve("app/.env.production"), Path.of("real/prod"));
        assertThat(pull().hasErrors()).isFalse();
        assertThat(Files.isSymbolicLink(link)).isTrue();
        assertThat(workspace.read("app/real/prod")).endsWith(PLAIN);
    }

    @Test
    void oneFileThatIsMappedTwiceIsNoError() {
        workspace.config(mappingOf("app-key", "app") + mappingOf("app-key", "app"));
        workspace.encrypted("app/.env.production", Workspace.KEY, PLAIN);
        assertThat(pull().hasErrors()).isFalse();
        assertThat(workspace.read("app/.env.production")).endsWith(PLAIN);
    }

    @Test
    void anUnknownProfileSelectsNothing() {
        workspace.mapping("profile = \"local\"");
        assertThatThrownBy(this::pull)
                .isInstanceOfSatisfying(
                        EnvdriftException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.NOTHING_SELECTED));
    }

    @Test
    void theProfilesCopyIsActivatedForTheOwnerAlone() throws Exception {
        activating("conf/.env", "profile = \"local\"");
        PullReport report = pullLocal();
        assertThat(report.hasErrors()).isFalse();
        assertThat(report.files().getFirst().activation())
                .contains(new PullReport.Activation.Done("conf/.env", ".env.local"));
        assertThat(workspace.read("app/conf/.env")).isEqualTo(workspace.read("app/.env.local"));
        assertThat(workspace.mode("app/conf/.env")).isEqualTo("rw-------");
        // Also when the file was plaintext before, and over a copy that others could read.
        Files.setPosixFilePermissions(root.resolve("app/conf/.env"), PosixFilePermissions.fromString("rw-rw-rw-"));
        workspace.write("app/.env.local", "C=3\n");
        assertThat(pullLocal().files().getFirst().activation()).isPresent();
        assertThat(workspace.read("app/conf/.env")).isEqualTo("C=3\n");
        assertThat(workspace.mode("app/conf/.env")).isEqualTo("rw-------");
    }

    @Test
    void anUntaggedMappingIsNotActivatedNorOneThatFailed() {
        workspace.config(mappingOf("app-key", "app", "environment = \"local\"", "activate_to = \".env\"")
                + mappingOf("app-key", "other", "profile = \"local\""));
        workspace.encrypted("app/.env.local", Workspace.KEY, PLAIN);
        workspace.encrypted("other/.env.local", Workspace.KEY, PLAIN);
        assertThat(pullLocal().files())
                .hasSize(2)
                .allSatisfy(file -> assertThat(file.activation()).isEmpty());
        assertThat(root.resolve("app/.env")).doesNotExist();
        activating(".env", "profile = \"local\"");
        workspace.write(
                "app/.env.local",
                Workspace.sealed(".env.local", Workspace.KEY, PLAIN).replaceFirst("encrypted:B.", "encrypted:Bx"));
        PullReport report = pullLocal();
        assertThat(report.hasErrors()).isTrue();
        assertThat(report.files().getFirst().activation()).isEmpty();
        assertThat(root.resolve("app/.env")).doesNotExist();
    }

    @Test
    void aCopyThatWouldLeaveTheFolderIsAnErrorAndLeavesTheRestDone() throws Exception {
        activating("out/.env", "profile = \"local\"");
        Path outside = Files.createDirectory(root.resolve("outside"));
        try (Project project = workspace.open()) {
            // After the configuration was read and found good.
            Files.createSymbolicLink(root.resolve("app/out"), outside);
            PullReport report =
                    new Pull(project).run(new PullOptions(Optional.of("local"), false), UpdateApproval.never());
            assertThat(report.hasErrors()).isTrue();
            PullReport.FileRow row = report.files().getFirst();
            assertThat(row.outcome()).isInstanceOf(FileOutcome.Decrypted.class);
            assertThat(row.isError()).isTrue();
            assertThat(row.activation().orElseThrow())
                    .isInstanceOfSatisfying(
                            PullReport.Activation.Failed.class,
                            failed -> assertThat(failed.failure().code()).isEqualTo(ErrorCode.PATH_ESCAPES));
        }
        assertThat(outside).isEmptyDirectory();
    }

    @ParameterizedTest
    @ValueSource(strings = {"../.env", "/tmp/.env", "a/../../b", "a\\u0000b"})
    void aTargetThatIsRefusedIsAnErrorOfItsMapping(String target) {
        activating(target, "profile = \"local\"");
        PullReport report = pullLocal();
        assertThat(report.isIncomplete()).isTrue();
        assertThat(((Outcome.Failed)
                                report.sync().orElseThrow().rows().getFirst().outcome())
                        .failure()
                        .code())
                .isIn(ErrorCode.PATH_ESCAPES, ErrorCode.CONFIG_INVALID);
    }

    @Test
    void aDirectoryAtTheTargetIsAnError() throws Exception {
        activating(".env", "profile = \"local\"");
        Files.createDirectory(root.resolve("app/.env"));
        assertThat(pullLocal().files().getFirst().activation().orElseThrow())
                .isInstanceOf(PullReport.Activation.Failed.class);
    }

    private void activating(String target, String more) {
        workspace.mapping("activate_to = \"" + target + "\"", more);
        workspace.encrypted("app/.env.local", Workspace.KEY, PLAIN);
    }

    @Test
    void countsTheTrackedFilesThatHoldPlaintextNowCopiesIncluded() throws Exception {
        GitRepository git = GitRepository.init(root);
        workspace.config(mappingOf("app-key", "a")
                + mappingOf("app-key", "b")
                + mappingOf("app-key", "c")
                + mappingOf("app-key", "d", "profile = \"local\"", "activate_to = \".env\""));
        for (String name : List.of("a/.env.production", "b/.env.production", "d/.env.local")) {
            workspace.encrypted(name, Workspace.KEY, PLAIN);
        }
        workspace.write("c/.env.production", "# nothing\nE=\nX_PLAIN=x\n");
        workspace.write("d/.env", "old copy\n");
        workspace.write(".gitignore", "/b/\n");
        git.commitAll();
        PullReport report = pull(new PullOptions(Optional.of("local"), false), UpdateApproval.never());
        assertThat(report.hasErrors()).isFalse();
        assertThat(report.trackedPlaintext()).isEqualTo(3);
        assertThat(report.untidyKeysFiles())
                .extracting(file -> root.toRealPath().relativize(file).toString())
                .containsExactly("a/.env.keys", "c/.env.keys", "d/.env.keys");
    }

    @Test
    void aPlainSyncWarnsWhenGitWouldTakeTheKeysOrTheirBackups() throws Exception {
        GitRepository.init(root);
        workspace.encrypted("app/.env.production", Workspace.KEY, PLAIN);
        workspace.write(".gitignore", ".env.keys\n");
        try (Project project = workspace.open()) {
            Sync sync = new Sync(project);
            assertThat(sync.run(SyncOptions.plain(Optional.empty()), UpdateApproval.never())
                            .rows()
                            .getFirst()
                            .notes())
                    .singleElement()
                    .asString()
                    .startsWith("git would take ")
                    .endsWith("/app/.env.keys: add the line .env.keys* to .gitignore");
            // Nothing was written, nothing is said.
            assertThat(sync.run(SyncOptions.plain(Optional.empty()), UpdateApproval.never())
                            .rows()
                            .getFirst()
                            .notes())
                    .isEmpty();
        }
    }

    @Test
    void theResultOpensInTheDotenvGrammar() {
        workspace.encrypted("app/.env.production", Workspace.KEY, "A='it is'\nB=\"l1\nl2\"\nC=`x`\n");
        pull();
        EnvDocument document =
                EnvDocument.decode(workspace.read("app/.env.production").getBytes(UTF_8));
        assertThat(EncryptionState.of(document).encrypted()).isEmpty();
        assertThat(document.last("B").orElseThrow().value()).isEqualTo("l1\nl2");
    }

    private PullReport pull() {
        return pull(new PullOptions(Optional.empty(), false), UpdateApproval.never());
    }

    private PullReport pullLocal() {
        return pull(new PullOptions(Optional.of("local"), false), UpdateApproval.never());
    }

    private PullReport pull(PullOptions options, UpdateApproval approval) {
        try (Project project = workspace.open()) {
            return new Pull(project).run(options, approval);
        }
    }
}
