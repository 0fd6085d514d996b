package io.envdrift.workflow.files;

import static io.envdrift.workflow.Workspace.mappingOf;
import static org.assertj.core.api.Assertions.assertThat;

import io.envdrift.dotenv.EnvDocument;
import io.envdrift.dotenv.NameFilter;
import io.envdrift.dotenvx.Encryption;
import io.envdrift.dotenvx.EnvFileCipher;
import io.envdrift.dotenvx.KeyNames;
import io.envdrift.dotenvx.KeyRing;
import io.envdrift.git.GitRepository;
import io.envdrift.workflow.Project;
import io.envdrift.workflow.Workspace;
import io.envdrift.workflow.keys.UpdateApproval;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A pull and a lock leave no difference for git: A11. The repository is a real one. */
class LockRoundTripTest {
    private static final String FILE = "app/.env.production";
    private static final LockOptions LOCK = LockOptions.plain(Optional.empty());
    private static final LockOptions TRUST = LockOptions.plain(Optional.empty()).trustingHeaders();

    @TempDir
    Path root;

    private Workspace workspace;
    private GitRepository git;

    @BeforeEach
    void makeRepository() {
        workspace = new Workspace(root).mapping();
        workspace.vault.put("app-key", Workspace.hex(Workspace.KEY));
        workspace.write(".gitignore", ".env.keys*\n");
        git = GitRepository.init(root);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "A=1\nB=2\n",
                "A='one\ntwo'\nB=\"x\ny\nz\"\nC=`'\"`\n",
                "# head\r\nA=1\r\nB=\"x\r\ny\"\r\n",
                "export A = 1\n  B=2 # comment\nC: 3\n",
                "A=it's\nB='it\\'s'\nC=\"tab\\tnl\\n\"\nD=${A} $(id)\n",
                "A=1\nA=2\nA=1\n",
                "A=\nB=''\nC=\n",
                "A=1\nB=\nC= # empty\n",
                "A=1",
                "#!/bin/sh\nA=ünï 🎉\n",
                "\ufeffA=1\n",
                "A_PLAIN=seen\nA=1\n# junk\n\n\n",
                "A=encrypted by hand\n"
            })
    void pullAndLockLeaveNoDifference(String plaintext) {
        workspace.encrypted(FILE, Workspace.KEY, plaintext);
        git.commitAll();
        String committed = workspace.read(FILE);
        assertThat(pull().hasErrors()).isFalse();
        assertThat(workspace.read(FILE)).doesNotContain("=encrypted:");
        assertThat(lock(LOCK).hasErrors()).isFalse();
        assertThat(workspace.read(FILE)).isEqualTo(committed);
        assertThat(git.status()).isEmpty();
    }

    @Test
    void neitherDoesAnEmptyValueThatSomebodyAddedByHand() {
        workspace.write(FILE, Workspace.sealed(FILE, Workspace.KEY, "A=1\nB=\n") + "C=\nD='' # later\n");
        git.commitAll();
        pull();
        assertThat(lock(LOCK).hasErrors()).isFalse();
        assertThat(git.status()).isEmpty();
    }

    @Test
    void severalFilesWithOddNamesNeither() {
        workspace.config(mappingOf("app-key", "app", "env_file = \"a b/ünï production.env\"")
                + mappingOf("app-key", "app", "env_file = \"-f.env\"")
                + mappingOf("app-key", "x missing"));
        for (String file : List.of("app/a b/ünï production.env", "app/-f.env", "x missing/.env.production")) {
            workspace.write(file, Workspace.sealed(".env.production", Workspace.KEY, "A=" + file + "\n"));
        }
        git.commitAll();
        assertThat(pull().trackedPlaintext()).isEqualTo(3);
        LockReport report = lock(LOCK);
        assertThat(report.files())
                .extracting(LockReport.FileRow::outcome)
                .containsOnly(new FileOutcome.Encrypted(0, 1, List.of()));
        assertThat(git.status()).isEmpty();
    }

    @Test
    void onlyWhatChangedIsEncryptedAfresh() {
        workspace.encrypted(FILE, Workspace.KEY, "A=1\nB='two'\nC=3\n");
        git.commitAll();
        List<String> before = workspace.read(FILE).lines().toList();
        pull();
        workspace.write(FILE, workspace.read(FILE).replace("B='two'", "B=\"2\"") + "D=4\n");
        assertThat(only(lock(LOCK))).isEqualTo(new FileOutcome.Encrypted(2, 2, List.of()));
        List<String> after = workspace.read(FILE).lines().toList();
        assertThat(after).hasSize(before.size() + 1);
        for (int i = 0; i < before.size(); i++) {
            if (!before.get(i).startsWith("B=")) {
                assertThat(after.get(i)).isEqualTo(before.get(i));
            }
        }
        assertThat(plaintext()).endsWith("A=1\nB=\"2\"\nC=3\nD=4\n");
    }

    @Test
    void aValueWhoseQuotesWereChangedGetsBackItsLine() {
        workspace.encrypted(FILE, Workspace.KEY, "A='one'\nB=2\n");
        git.commitAll();
        pull();
        workspace.write(FILE, workspace.read(FILE).replace("A='one'", "A=one").replace("B=2", "B=\"2\""));
        lock(LOCK);
        assertThat(git.status()).isEmpty();
    }

    @Test
    void eachValueComesFromTheIndexElseFromHead() {
        workspace.encrypted(FILE, Workspace.KEY, "A=1\nB=2\nC=3\n");
        git.commitAll();
        String head = workspace.read(FILE);
        workspace.encrypted(FILE, Workspace.KEY, "A=1\nB=other\n");
        git.run("add", "-A");
        String index = workspace.read(FILE);
        workspace.write(FILE, head);
        pull();
        assertThat(only(lock(LOCK))).isEqualTo(new FileOutcome.Encrypted(0, 3, List.of()));
        assertThat(line("A", workspace.read(FILE))).isEqualTo(line("A", index)).isNotEqualTo(line("A", head));
        assertThat(line("B", workspace.read(FILE))).isEqualTo(line("B", head));
        assertThat(line("C", workspace.read(FILE))).isEqualTo(line("C", head));
    }

    @Test
    void plaintextThatWasStagedByMistakeIsNoCiphertextToKeep() {
        workspace.encrypted(FILE, Workspace.KEY, "A=1\nB=2\n");
        git.commitAll();
        pull();
        git.run("add", "-A");
        assertThat(only(lock(LOCK))).isEqualTo(new FileOutcome.Encrypted(0, 2, List.of()));
        git.run("add", "-A");
        assertThat(git.status()).isEmpty();
    }

    @Test
    void theIndexAloneServesBeforeTheFirstCommit() {
        workspace.encrypted(FILE, Workspace.KEY, "A=1\n");
        String staged = workspace.read(FILE);
        git.run("add", "-A");
        pull();
        lock(LOCK);
        assertThat(workspace.read(FILE)).isEqualTo(staged);
    }

    @Test
    void ciphertextOfAnotherKeyIsNotKept() {
        workspace.encrypted(FILE, Workspace.OTHER, "A=1\n");
        git.commitAll();
        String foreign = workspace.read(FILE);
        // The key was changed since, and everything encrypted to the new one.
        workspace.write(FILE, Workspace.sealed(FILE, Workspace.KEY, "A=1\n"));
        pull();
        assertThat(only(lock(LOCK))).isEqualTo(new FileOutcome.Encrypted(1, 0, List.of()));
        assertThat(line("A", workspace.read(FILE))).isNotEqualTo(line("A", foreign));
        assertThat(plaintext()).endsWith("A=1\n");
    }

    @Test
    void aHeaderThatWasPutOverOldCiphertextDoesNotMakeItOurs() {
        // HEAD claims our public key, but its value was encrypted to another one, as if to lock us out.
        String forged = Workspace.sealed(FILE, Workspace.OTHER, "A=1\n")
                .replace(
                        Workspace.OTHER.publicKey().hex(),
                        Workspace.KEY.publicKey().hex());
        workspace.write(FILE, forged);
        git.commitAll();
        workspace.write(FILE, Workspace.sealed(FILE, Workspace.KEY, "A=1\n"));
        pull();
        assertThat(only(lock(LOCK))).isEqualTo(new FileOutcome.Encrypted(1, 0, List.of()));
        assertThat(plaintext()).endsWith("A=1\n");
    }

    @Test
    void withoutThePrivateKeyEverythingIsEncryptedAfreshAndThatIsSaid() throws Exception {
        workspace.encrypted(FILE, Workspace.KEY, "A=1\n");
        git.commitAll();
        pull();
        Files.delete(root.resolve("app/.env.keys"));
        assertThat(only(lock(TRUST))).isInstanceOfSatisfying(FileOutcome.Encrypted.class, encrypted -> {
            assertThat(encrypted.fresh()).isOne();
            assertThat(encrypted.notes()).singleElement().asString().contains("encrypted 1 value(s) afresh");
        });
    }

    @Test
    void anEphemeralMappingKeepsItsCiphertextToo() {
        workspace.mapping("ephemeral_keys = true");
        workspace.encrypted(FILE, Workspace.KEY, "A=1\nB=2\n");
        git.commitAll();
        pull();
        assertThat(only(lock(LOCK))).isEqualTo(new FileOutcome.Encrypted(0, 2, List.of()));
        assertThat(git.status()).isEmpty();
        assertThat(root.resolve("app/.env.keys")).doesNotExist();
    }

    @Test
    void withoutARepositoryEverythingIsEncryptedAfresh() throws Exception {
        workspace.encrypted(FILE, Workspace.KEY, "A=1\n");
        pull();
        Files.move(root.resolve(".git"), root.resolve("no-git"));
        assertThat(only(lock(LOCK))).isEqualTo(new FileOutcome.Encrypted(1, 0, List.of()));
        assertThat(plaintext()).endsWith("A=1\n");
    }

    @Test
    void aValueThatNoQuotesCanHoldStaysEncryptedAndIsNotDisturbed() {
        EnvDocument sealed = EnvDocument.parse(Workspace.sealed(FILE, Workspace.KEY, "A=1\nB=2\n"));
        workspace.write(
                FILE,
                new EnvFileCipher(Workspace.RANDOM)
                        .set(
                                sealed,
                                "B",
                                "'\"`\n# \\",
                                Encryption.of(Workspace.KEY.publicKey(), ".env.production")
                                        .withNames(KeyNames.ofEnvironment("production")))
                        .text());
        git.commitAll();
        assertThat(pull().hasErrors()).isTrue();
        assertThat(workspace.read(FILE)).contains("\nA=1\nB='encrypted:");
        assertThat(lock(LOCK).hasErrors()).isFalse();
        assertThat(git.status()).isEmpty();
    }

    private static String line(String name, String text) {
        return text.lines()
                .filter(line -> line.startsWith(name + "="))
                .findFirst()
                .orElseThrow();
    }

    private String plaintext() {
        return new EnvFileCipher(Workspace.RANDOM)
                .decrypt(EnvDocument.parse(workspace.read(FILE)), KeyRing.of(Workspace.KEY), NameFilter.all())
                .orThrow()
                .text();
    }

    private PullReport pull() {
        try (Project project = workspace.open()) {
            return new Pull(project).run(new PullOptions(Optional.empty(), false), UpdateApproval.always());
        }
    }

    private LockReport lock(LockOptions options) {
        try (Project project = workspace.open()) {
            return new Lock(project).run(options, UpdateApproval.never(), file -> false);
        }
    }

    private static FileOutcome only(LockReport report) {
        assertThat(report.files()).hasSize(1);
        return report.files().getFirst().outcome();
    }
}
