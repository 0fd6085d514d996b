package io.envdrift.workflow.rotate;

import static org.assertj.core.api.Assertions.assertThat;

import io.envdrift.dotenv.NameFilter;
import io.envdrift.dotenvx.EncryptionState;
import io.envdrift.dotenvx.EnvFileCipher;
import io.envdrift.dotenvx.KeyList;
import io.envdrift.dotenvx.KeyRing;
import io.envdrift.dotenvx.KeysFile;
import io.envdrift.files.FileOperations;
import io.envdrift.sync.EnvFile;
import io.envdrift.vault.VaultSecret;
import io.envdrift.workflow.Interruption;
import io.envdrift.workflow.Project;
import io.envdrift.workflow.Workspace;
import io.envdrift.workflow.rotate.RotateKeys.Extra;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * A rotation that is interrupted at every single operation, on files and vault, in four ways: afterwards some key of the
 * vault or of a keys file opens each file, and the same command run again completes.
 */
class RotateCrashTest {
    private static final Map<String, String> FILES =
            Map.of("one/.env.production", "A=first\nB=second\n", "two/.env.production", "C=third\n");
    private static final Set<Extra> PUSH = Set.of(Extra.PUSH);
    private static final Set<Extra> PUSH_AND_DROP = Set.of(Extra.PUSH, Extra.DROP_OLD);

    @TempDir
    Path temporary;

    @Test
    void theOperationsOfARotationAreTheseInThisOrder() {
        Workspace workspace = arrange("counted");
        Interruption counting = new Interruption(0, Interruption.Kind.HALT);

        assertThat(rotate(workspace, counting, PUSH).hasErrors()).isFalse();

        assertThat(counting.visited)
                .filteredOn(step -> step.startsWith("rename") || step.startsWith("put"))
                .containsExactly(
                        "put shared-key",
                        "rename to .env.keys",
                        "rename to .env.keys",
                        "rename to .env.production",
                        "rename to .env.production");
        assertThat(counting.visited.getLast()).isEqualTo("get shared-key");
    }

    @ParameterizedTest
    @EnumSource(Interruption.Kind.class)
    void aRotationMayBeInterruptedAnywhere(Interruption.Kind kind) {
        interruptEverywhere(kind, PUSH);
    }

    @ParameterizedTest
    @EnumSource(Interruption.Kind.class)
    void soMayOneThatDropsOldKeys(Interruption.Kind kind) {
        interruptEverywhere(kind, PUSH_AND_DROP);
    }

    private void interruptEverywhere(Interruption.Kind kind, Set<Extra> options) {
        Interruption counting = new Interruption(0, kind);
        rotate(arrange("counted"), counting, options);
        int visited = 0;
        for (int at = 1; at <= counting.visited.size(); at++) {
            Workspace workspace = arrange(kind + "-" + at);
            Interruption interruption = new Interruption(at, kind);
            run(workspace, interruption, options);
            String where = kind + " at " + at + ": " + interruption.visited.getLast();
            assertThat(interruption.visited.size()).as(where).isGreaterThanOrEqualTo(at);
            assertThat(interruption.visited.subList(0, at)).as(where).isEqualTo(counting.visited.subList(0, at));
            assertSomeKeyOpensEachFile(workspace, where);

            RotateReport again = rotate(workspace, new Interruption(0, kind), options);

            assertThat(again.hasErrors()).as(where + " then " + again).isFalse();
            assertThat(interruption.visited.get(at - 1)).as(where).isEqualTo(counting.visited.get(at - 1));
            assertComplete(workspace, where, options);
            visited++;
        }
        assertThat(visited).isEqualTo(counting.visited.size()).isGreaterThan(20);
    }

    /** A halt ends the run, a failure is in its report, or harmless where it meets only cleaning up. */
    private static void run(Workspace workspace, Interruption interruption, Set<Extra> options) {
        try {
            rotate(workspace, interruption, options);
        } catch (Interruption.Halted e) {
            assertThat(e).hasNoCause();
        }
    }

    private Workspace arrange(String name) {
        Workspace workspace = new Workspace(temporary.resolve(name))
                .config(Stream.of("one", "two")
                        .map(folder -> """
                            [[vault.sync.mappings]]
                            secret_name = "shared-key"
                            folder_path = "%s"
                            """.formatted(folder))
                        .reduce("", String::concat));
        FILES.forEach((file, text) -> workspace.encrypted(file, Workspace.KEY, text));
        for (String folder : List.of("one", "two")) {
            workspace.write(folder + "/.env.keys", Workspace.NAME + "=" + Workspace.hex(Workspace.KEY) + "\n");
        }
        workspace.vault.put("shared-key", Workspace.hex(Workspace.KEY));
        return workspace;
    }

    private static RotateReport rotate(Workspace workspace, Interruption interruption, Set<Extra> options) {
        workspace.operations = interruption.around(FileOperations.system());
        workspace.vault.around = interruption::around;
        try (Project project = workspace.open()) {
            return new RotateKeys(project.ports(), Optional.of(project)).runAll(Optional.empty(), options);
        }
    }

    private static KeyList vaultKeys(Workspace workspace) {
        VaultSecret secret = Objects.requireNonNull(workspace.vault.secrets.get("shared-key"));
        return KeyList.parse(secret.value().reveal());
    }

    private static KeyList localKeys(Workspace workspace, String folder) {
        return KeysFile.of(EnvFile.read(workspace.root.resolve(folder + "/.env.keys")))
                .list(Workspace.NAME);
    }

    private static void assertSomeKeyOpensEachFile(Workspace workspace, String where) {
        KeyRing atHand = KeyRing.of(vaultKeys(workspace).keys())
                .plus(KeyRing.of(localKeys(workspace, "one").keys()))
                .plus(KeyRing.of(localKeys(workspace, "two").keys()));
        FILES.forEach((file, text) -> assertOpens(workspace, file, text, atHand, where));
    }

    private static void assertComplete(Workspace workspace, String where, Set<Extra> options) {
        KeyList vault = vaultKeys(workspace);
        KeyRing newest = KeyRing.of(vault.newest().orElseThrow());
        assertThat(newest.keys()).as(where).doesNotContain(Workspace.KEY);
        for (String folder : List.of("one", "two")) {
            assertThat(localKeys(workspace, folder)).as(where).isEqualTo(vault);
        }
        if (options.contains(Extra.DROP_OLD)) {
            assertThat(vault.keys()).as(where).hasSize(1);
        } else {
            assertThat(vault.keys()).as(where).contains(Workspace.KEY);
        }
        FILES.forEach((file, text) -> {
            assertOpens(workspace, file, text, newest, where);
            assertThat(EncryptionState.of(EnvFile.read(workspace.root.resolve(file)))
                            .recipient())
                    .as(where)
                    .contains(newest.keys().getFirst().publicKey());
        });
        try (Stream<Path> left = Files.walk(workspace.root)) {
            assertThat(left.map(Path::toString))
                    .as(where)
                    .noneMatch(name -> name.endsWith(".tmp") || name.endsWith(".lock"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void assertOpens(Workspace workspace, String file, String text, KeyRing ring, String where) {
        var opened = new EnvFileCipher(Workspace.RANDOM)
                .decrypt(EnvFile.read(workspace.root.resolve(file)), ring, NameFilter.all());
        assertThat(opened.failures()).as(where).isEmpty();
        assertThat(opened.document().text()).as(where).endsWith(text);
    }
}
