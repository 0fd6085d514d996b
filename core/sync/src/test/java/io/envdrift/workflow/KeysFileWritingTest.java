package io.envdrift.workflow;

import static io.envdrift.workflow.Workspace.mappingOf;
import static org.assertj.core.api.Assertions.assertThat;

import io.envdrift.base.EnvdriftException;
import io.envdrift.base.ErrorCode;
import io.envdrift.sync.Outcome;
import io.envdrift.sync.SyncReport;
import io.envdrift.workflow.keys.Sync;
import io.envdrift.workflow.keys.SyncOptions;
import io.envdrift.workflow.keys.UpdateApproval;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** How sync writes {@code .env.keys}: A5. */
class KeysFileWritingTest {
    private static final String NAME = Workspace.NAME;
    private static final String NEW = Workspace.hex(Workspace.KEY);
    private static final String OLD = Workspace.hex(Workspace.OTHER);
    private static final String BACKUP = ".env.keys.backup.20261121_070809_123456";

    @TempDir
    Path root;

    private Workspace workspace;

    @BeforeEach
    void makeProject() {
        workspace = new Workspace(root).mapping();
        workspace.vault.put("app-key", NEW);
        workspace.encrypted("app/.env.production", Workspace.KEY, "A=1\n");
    }

    @Test
    void aNewFileBeginsWithTheBannerOfDotenvx() {
        assertThat(only(sync())).isInstanceOf(Outcome.Created.class);
        assertThat(keys()).isEqualTo("""
            #/------------------!DOTENV_PRIVATE_KEYS!-------------------/
            #/ private decryption keys. DO NOT commit to source control /
            #/     [how it works](https://dotenvx.com/encryption)       /
            #/          ⛨ ARMORED KEYS: `dotenvx armor up`              /
            #/----------------------------------------------------------/

            # .env.production
            %s=%s
            """.formatted(NAME, NEW));
        assertThat(workspace.mode("app/.env.keys")).isEqualTo("rw-------");
        assertThat(names()).containsExactly(".env.keys", ".env.production");
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource(delimiter = '|', quoteCharacter = '\0', textBlock = """
        replaced in place                | # a/NAME=OLD/# z/                      | # a/NAME=NEW/# z/
        quotes stay                      | NAME="OLD"/                            | NAME="NEW"/
        single quotes stay               | NAME='OLD'/                            | NAME='NEW'/
        export, blanks and comment stay  | export NAME = "OLD" # mine/            | export NAME = "NEW" # mine/
        CR LF stays                      | A=1CRNAME=OLDCR# zCR                   | A=1CRNAME=NEWCR# zCR
        appended with CR LF              | A=1CR                                  | A=1CRCR# .env.productionCRNAME=NEWCR
        the byte order mark stays        | BOMNAME=OLD/                           | BOMNAME=NEW/
        a line end is added              | A=1/NAME=OLD                           | A=1/NAME=NEW/
        a line end before an append      | A=1                                    | A=1//# .env.production/NAME=NEW/
        an empty value is filled         | NAME=/                                 | NAME=NEW/
        odd bytes stay                   | A=LS VT FF/NAME=OLD/B=LS/              | A=LS VT FF/NAME=NEW/B=LS/
        other names stay                 | NAME_EU=x/XNAME=y/NAME=OLD/            | NAME_EU=x/XNAME=y/NAME=NEW/
        a comment is no line             | # NAME=OLD/                            | # NAME=OLD//# .env.production/NAME=NEW/
        a second line with another key   | NAME=x1/NAME=OLD/                      | NAME=x1/NAME=NEW/
        a second line with the same key  | NAME=OLD,x1/B=1/NAME=x2/               | NAME=OLD,x1/B=1/NAME=NEW/
        """)
    void keepsEveryOtherByte(String what, String before, String after) {
        workspace.write("app/.env.keys", spelled(before));
        SyncReport.Row row = sync().rows().getFirst();
        assertThat(row.outcome().isInSync()).isTrue();
        assertThat(keys()).isEqualTo(spelled(after));
        assertThat(sync().rows().getFirst().outcome()).isInstanceOf(Outcome.Unchanged.class);
        assertThat(keys()).isEqualTo(spelled(after));
    }

    private static String spelled(String text) {
        return text.replace("NAME", NAME)
                .replace("OLD", OLD)
                .replace("NEW", NEW)
                .replace("BOM", "\ufeff")
                .replace("LS", "\u2028")
                .replace("VT", "\u000b")
                .replace("FF", "\f")
                .replace("/", "\n")
                .replace("CR", "\r\n");
    }

    @Test
    void aFurtherLineGoesOnlyWhenItsKeysAreInTheNewValue() {
        String newest = "3".repeat(64);
        workspace.vault.put("app-key", OLD + "," + NEW + "," + newest);
        workspace.write("app/.env.keys", NAME + "=" + OLD + "\n# mine\n" + NAME + "=" + NEW + "\n");
        assertThat(only(sync())).isInstanceOf(Outcome.Advanced.class);
        assertThat(keys()).isEqualTo("# mine\n" + NAME + "=" + OLD + "," + NEW + "," + newest + "\n");
        assertThat(only(sync())).isInstanceOf(Outcome.Unchanged.class);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"NEW", "NEW,", ",OLD,,NEW", "DOTENV_PRIVATE_KEY_PRODUCTION=\"OLD,NEW\"", "some-token", "a,b"})
    void syncingTwiceIsSyncingOnce(String value) throws Exception {
        workspace.vault.put("app-key", value.replace("NEW", NEW).replace("OLD", OLD));
        assertThat(only(sync())).isInstanceOf(Outcome.Created.class);
        TreeSnapshot once = TreeSnapshot.of(root);
        assertThat(only(sync())).isInstanceOf(Outcome.Unchanged.class);
        assertThat(TreeSnapshot.of(root)).isEqualTo(once);
    }

    @Test
    void anUpdateKeepsTheFileAsItWasInABackup() {
        String before = "# team\n" + NAME + "=" + OLD + "\n";
        workspace.write("app/.env.keys", before);
        assertThat(only(sync()))
                .isInstanceOfSatisfying(
                        Outcome.Updated.class,
                        updated -> assertThat(updated.backup()).hasFileName(BACKUP));
        assertThat(workspace.read("app/" + BACKUP)).isEqualTo(before);
        assertThat(workspace.mode("app/" + BACKUP)).isEqualTo("rw-------");
    }

    @Test
    void aBackupWhoseNameIsTakenGetsANumber() throws Exception {
        workspace.write("app/.env.keys", NAME + "=" + OLD + "\n");
        workspace.write("app/" + BACKUP, NAME + "=" + "c".repeat(64) + "\n");
        Files.createSymbolicLink(root.resolve("app/" + BACKUP + ".1"), root.resolve("nowhere"));
        assertThat(only(sync()))
                .isInstanceOfSatisfying(
                        Outcome.Updated.class,
                        updated -> assertThat(updated.backup()).hasFileName(BACKUP + ".2"));
        assertThat(workspace.read("app/" + BACKUP)).startsWith(NAME + "=ccc");
        assertThat(root.resolve("nowhere")).doesNotExist();
    }

    @Test
    void backupsArePrunedOnceTheirKeysAreInTheFileButNotTheOneJustAnnounced() {
        String third = "3".repeat(64);
        workspace.write("app/.env.keys", NAME + "=" + OLD + "\n");
        workspace.write("app/.env.keys.backup.1", NAME + "=" + OLD + "\n");
        workspace.write("app/.env.keys.backup.2", NAME + "=" + third + "\n");
        workspace.write("app/.env.keys.backup.3", "DOTENV_PRIVATE_KEY_OTHER=" + OLD + "\n");
        Path binary = workspace.write("app/.env.keys.backup.4", "");
        writeBytes(binary, new byte[] {(byte) 0xff});
        workspace.vault.put("app-key", OLD + "," + NEW);
        assertThat(only(sync())).isInstanceOf(Outcome.Advanced.class);
        assertThat(names())
                .containsExactly(
                        ".env.keys",
                        ".env.keys.backup.2",
                        ".env.keys.backup.3",
                        ".env.keys.backup.4",
                        ".env.production");
        workspace.vault.put("app-key", third + "," + OLD);
        assertThat(only(sync()))
                .isInstanceOfSatisfying(
                        Outcome.Updated.class,
                        updated -> assertThat(updated.backup()).exists());
        assertThat(names())
                .containsExactly(".env.keys", BACKUP, ".env.keys.backup.3", ".env.keys.backup.4", ".env.production");
        workspace.vault.put("app-key", third + "," + OLD + "," + NEW);
        assertThat(only(sync())).isInstanceOf(Outcome.Advanced.class);
        assertThat(names()).containsExactly(".env.keys", ".env.keys.backup.3", ".env.keys.backup.4", ".env.production");
    }

    @ParameterizedTest
    @ValueSource(strings = {"rw-r--r--", "rw-rw-rw-", "rwxrwxrwx", "rw--w----"})
    void aModeThatIsWiderIsTightenedWithANote(String mode) throws Exception {
        Path file = workspace.write("app/.env.keys", NAME + "=" + NEW + "\n");
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString(mode));
        SyncReport.Row row = sync().rows().getFirst();
        assertThat(row.outcome()).isInstanceOf(Outcome.Unchanged.class);
        assertThat(row.notes()).containsExactly("mode of .env.keys was wider, now 0600");
        assertThat(workspace.mode("app/.env.keys")).isEqualTo("rw-------");
        assertThat(keys()).isEqualTo(NAME + "=" + NEW + "\n");
        assertThat(sync().rows().getFirst().notes()).isEmpty();
    }

    @Test
    void aVerificationOnlyWarnsOfAWiderMode() throws Exception {
        Path file = workspace.write("app/.env.keys", NAME + "=" + NEW + "\n");
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-r--r--"));
        TreeSnapshot before = TreeSnapshot.of(root);
        SyncReport.Row row =
                run(plain().verifying(), UpdateApproval.always()).rows().getFirst();
        assertThat(row.isError()).isFalse();
        assertThat(row.notes()).singleElement().asString().endsWith("can be read by others (should be 0600)");
        assertThat(TreeSnapshot.of(root)).isEqualTo(before);
    }

    @Test
    void SEC_A7_aKeysFileThatLinksShareStaysOneFile() throws Exception {
        Path target = Files.writeString(root.resolve("shared.keys"), "B=1\n" + NAME + "=" + OLD + "\n");
        Path link = Files.createSymbolicLink(root.resolve("app/.env.keys"), target);
        assertThat(only(sync())).isInstanceOf(Outcome.Updated.class);
        assertThat(target).hasContent("B=1\n" + NAME + "=" + NEW + "\n");
        assertThat(Files.isSymbolicLink(link)).isTrue();
        assertThat(workspace.mode("shared.keys")).isEqualTo("rw-------");
    }

    @Test
    void severalMappingsOfOneKeysFileAreOneWriteAndOneBackup() {
        workspace.config(mappingOf("a", "app", "environment = \"production\"")
                + mappingOf("b", "app", "environment = \"staging\"")
                + mappingOf("c", "app", "environment = \"dev\""));
        workspace.encrypted("app/.env.staging", Workspace.KEY, "A=1\n");
        workspace.encrypted("app/.env.dev", Workspace.KEY, "A=1\n");
        for (String secret : List.of("a", "b", "c")) {
            workspace.vault.put(secret, NEW);
        }
        workspace.write("app/.env.keys", NAME + "=" + OLD + "\nDOTENV_PRIVATE_KEY_STAGING=" + OLD + "\n");
        List<String> operations = new ArrayList<>();
        workspace.operations = new WatchedOperations((operation, file) -> operations.add(operation));
        SyncReport report = sync();
        assertThat(report.rows())
                .extracting(row -> row.outcome().getClass().getSimpleName())
                .containsExactly("Updated", "Updated", "Created");
        assertThat(operations).filteredOn("rename"::equals).hasSize(1);
        assertThat(operations).filteredOn("create"::equals).hasSize(2);
        assertThat(keys())
                .isEqualTo("%1$s=%2$s\nDOTENV_PRIVATE_KEY_STAGING=%2$s\n\n# .env.dev\nDOTENV_PRIVATE_KEY_DEV=%2$s\n"
                        .formatted(NAME, NEW));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "DOTENV_PRIVATE_KEY_PRODUCTION=OLD\n", "DOTENV_PRIVATE_KEY_PRODUCTION=NEW\n"})
    void mappingsThatContradictEachOtherAreAllRefused(String before) throws Exception {
        workspace.config(mappingOf("a", "app") + mappingOf("b", "./app") + mappingOf("c", "other"));
        workspace.encrypted("other/.env.production", Workspace.KEY, "A=1\n");
        workspace.vault.put("a", NEW);
        workspace.vault.put("b", OLD);
        workspace.vault.put("c", NEW);
        workspace.write("app/.env.keys", before.replace("OLD", OLD).replace("NEW", NEW));
        String text = keys();
        for (int run = 0; run < 2; run++) {
            SyncReport report = sync();
            for (SyncReport.Row row : report.rows().subList(0, 2)) {
                assertThat(row.outcome()).isInstanceOfSatisfying(Outcome.Failed.class, failed -> {
                    assertThat(failed.failure().code()).isEqualTo(ErrorCode.CONFIG_INVALID);
                    assertThat(failed.failure().getMessage())
                            .startsWith("secrets 'a', 'b' hold different keys for " + NAME);
                });
            }
            assertThat(report.rows().getLast().outcome().isInSync()).isTrue();
            assertThat(keys()).isEqualTo(text);
        }
        workspace.vault.put("b", NEW);
        assertThat(sync().isAllInSync()).isTrue();
    }

    @Test
    void aKeysFileBelowTheFolderIsMadeWithItsDirectory() throws Exception {
        workspace.config("[vault.sync]\nenv_keys_filename = \"secret/keys/team.keys\"\n" + mappingOf("app-key", "app"));
        assertThat(only(sync())).isInstanceOf(Outcome.Created.class);
        assertThat(workspace.read("app/secret/keys/team.keys")).endsWith(NAME + "=" + NEW + "\n");
        assertThat(workspace.mode("app/secret")).isEqualTo("rwx------");
        assertThat(workspace.mode("app/secret/keys/team.keys")).isEqualTo("rw-------");
        assertThat(root.resolve("app/.env.keys")).doesNotExist();
        assertThat(names(root.resolve("app/secret/keys"))).containsExactly("team.keys");
    }

    @Test
    void whatSomebodyWroteWhileTheUserWasAskedIsNotOverwritten() {
        workspace.write("app/.env.keys", NAME + "=" + OLD + "\n");
        String meanwhile = NAME + "=" + "c".repeat(64) + "\n";
        SyncReport report = run(plain(), update -> {
            workspace.write("app/.env.keys", meanwhile);
            return UpdateApproval.Answer.REPLACE;
        });
        assertChangedMeanwhile(only(report));
        assertThat(keys()).isEqualTo(meanwhile);
        assertThat(names()).containsExactly(".env.keys", ".env.production");
    }

    @Test
    void whoWroteTheVaultsKeyMeanwhileDidTheWork() {
        workspace.write("app/.env.keys", NAME + "=" + OLD + "\n");
        SyncReport report = run(plain(), update -> {
            workspace.write("app/.env.keys", NAME + "=" + NEW + "\n");
            return UpdateApproval.Answer.REPLACE;
        });
        assertThat(only(report)).isInstanceOf(Outcome.Unchanged.class);
    }

    @Test
    void aProgramThatKnowsNoLocksIsNoticedUpToTheLastMoment() {
        workspace.write("app/.env.keys", NAME + "=" + OLD + "\n");
        String meanwhile = "# written by dotenvx just now\n";
        workspace.operations = new WatchedOperations((operation, file) -> {
            if (operation.equals("create") && file.getFileName().toString().equals(BACKUP)) {
                workspace.write("app/.env.keys", meanwhile);
            }
        });
        assertChangedMeanwhile(only(sync()));
        assertThat(keys()).isEqualTo(meanwhile);
        assertThat(names()).containsExactly(".env.keys", ".env.production");
    }

    private static void assertChangedMeanwhile(Outcome outcome) {
        assertThat(outcome)
                .isInstanceOfSatisfying(
                        Outcome.Failed.class,
                        failed -> assertThat(failed.failure().code()).isEqualTo(ErrorCode.CHANGED_MEANWHILE));
    }

    @Test
    void aFolderThatVanishesFailsItsRowsAndIsNotMadeAgain() {
        workspace.write("app/.env.keys", NAME + "=" + OLD + "\n");
        SyncReport report = run(plain(), update -> {
            deleteTree(root.resolve("app"));
            return UpdateApproval.Answer.REPLACE;
        });
        assertThat(only(report))
                .isInstanceOfSatisfying(
                        Outcome.Failed.class,
                        failed -> assertThat(failed.failure().code()).isEqualTo(ErrorCode.FILE_NOT_FOUND));
        assertThat(root.resolve("app")).doesNotExist();
    }

    @Test
    void aFailingFolderDoesNotStopTheOthers() {
        workspace.config(mappingOf("app-key", "app") + mappingOf("app-key", "other"));
        workspace.encrypted("other/.env.production", Workspace.KEY, "A=1\n");
        workspace.operations = new WatchedOperations((operation, file) -> {
            if (operation.equals("create")
                    && file.startsWith(root.toAbsolutePath().resolve("app"))) {
                throw new FileSystemException(file.toString(), null, "Read-only file system");
            }
        });
        SyncReport report = sync();
        assertThat(report.rows().getFirst().outcome()).isInstanceOfSatisfying(Outcome.Failed.class, failed -> {
            assertThat(failed.failure().getMessage()).endsWith("read-only file system");
            assertThat(failed.failure().hint()).contains("the file system is mounted read-only");
        });
        assertThat(report.rows().getLast().outcome()).isInstanceOf(Outcome.Created.class);
        assertThat(report.hasErrors()).isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {"create", "update"})
    void afterAFailureOfAnyOperationTheFileIsOldOrNew(String kind) throws Exception {
        String before = kind.equals("update") ? NAME + "=" + OLD + "\n" : "# nothing yet\n";
        int faulty = 0;
        boolean reached = true;
        while (reached) {
            faulty++;
            deleteTree(root.resolve("app"));
            workspace.encrypted("app/.env.production", Workspace.KEY, "A=1\n");
            Path file = workspace.write("app/.env.keys", before);
            Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-------"));
            int at = faulty;
            List<String> visited = new ArrayList<>();
            workspace.operations = new WatchedOperations((operation, path) -> {
                visited.add(operation);
                if (visited.size() == at) {
                    throw new IOException("No space left on device");
                }
            });
            Outcome outcome = only(sync());
            reached = visited.size() >= at;
            if (reached) {
                boolean renamed = visited.get(at - 1).equals("sync directory") && visited.contains("rename");
                assertThat(outcome).isInstanceOf(Outcome.Failed.class);
                assertThat(keys().equals(before)).as("after %s", visited).isEqualTo(!renamed);
            } else {
                assertThat(outcome.isInSync()).isTrue();
            }
            assertThat(names())
                    .allMatch(name ->
                            List.of(".env.keys", ".env.production", BACKUP).contains(name));
            if (Files.exists(root.resolve("app/" + BACKUP))) {
                assertThat(workspace.read("app/" + BACKUP)).isEqualTo(before);
            }
            assertThat(workspace.mode("app/.env.keys")).isEqualTo("rw-------");
        }
        assertThat(faulty - 1).isEqualTo(kind.equals("update") ? 13 : 7);
    }

    @Test
    void whatAKilledProcessLeftIsSwept() {
        workspace.write("app/.env.keys.0123456789abcdef.tmp", "torn");
        workspace.write("app/.env.keys.lock", "");
        sync();
        assertThat(names()).containsExactly(".env.keys", ".env.production");
    }

    @Test
    void aQuestionThatCannotBePutIsARowOfItsOwn() {
        workspace.config(mappingOf("app-key", "app") + mappingOf("app-key", "other"));
        workspace.encrypted("other/.env.production", Workspace.KEY, "A=1\n");
        workspace.write("app/.env.keys", NAME + "=" + OLD + "\n");
        SyncReport report = run(plain(), update -> {
            throw new EnvdriftException(ErrorCode.FILE_ACCESS, "Cannot read the terminal");
        });
        assertThat(report.rows().getFirst().outcome()).isInstanceOf(Outcome.Failed.class);
        assertThat(report.rows().getLast().outcome()).isInstanceOf(Outcome.Created.class);
    }

    private static SyncOptions plain() {
        return SyncOptions.plain(Optional.empty());
    }

    private SyncReport sync() {
        return run(plain(), UpdateApproval.always());
    }

    private SyncReport run(SyncOptions options, UpdateApproval approval) {
        try (Project project = workspace.open()) {
            return new Sync(project).run(options, approval);
        }
    }

    private static Outcome only(SyncReport report) {
        assertThat(report.rows()).hasSize(1);
        return report.rows().getFirst().outcome();
    }

    private String keys() {
        return workspace.read("app/.env.keys");
    }

    private List<String> names() {
        return names(root.resolve("app"));
    }

    private static List<String> names(Path folder) {
        try (Stream<Path> files = Files.list(folder)) {
            return files.map(file -> file.getFileName().toString()).sorted().toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void writeBytes(Path file, byte[] bytes) {
        try {
            Files.write(file, bytes);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void deleteTree(Path folder) {
        try (Stream<Path> paths = Files.walk(folder)) {
            for (Path path : paths.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(path);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
