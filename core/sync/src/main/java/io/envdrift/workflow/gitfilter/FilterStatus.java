package io.envdrift.workflow.gitfilter;

import io.envdrift.base.EnvdriftException;
import io.envdrift.dotenv.EnvDocument;
import io.envdrift.dotenv.Glob;
import io.envdrift.dotenvx.EncryptionState;
import io.envdrift.dotenvx.GateFinding;
import io.envdrift.dotenvx.SealedText;
import io.envdrift.files.FileSnapshot;
import io.envdrift.git.AttributesFile;
import io.envdrift.git.FilterSettings;
import io.envdrift.git.FilteredFiles;
import io.envdrift.git.GitDirectory;
import io.envdrift.git.GitHook;
import io.envdrift.git.GitObjects;
import io.envdrift.git.WorkTree;
import io.envdrift.sync.LocalKeys;
import io.envdrift.workflow.Ports;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Looks at what git has of each filtered file, and what the work tree holds. Writes nothing and asks no vault. */
public final class FilterStatus {
    private final GitDirectory git;
    private final FilteredFiles files;
    private final Ports ports;
    private final PlainKeys plainKeys;

    /** Creates the workflow. */
    public FilterStatus(GitDirectory git, FilteredFiles files, Ports ports) {
        this.git = git;
        this.files = files;
        this.ports = ports;
        this.plainKeys = PlainKeys.of(files);
    }

    /** What a version of a file is. */
    public enum Text {
        /** There is none. */
        ABSENT,
        /** It holds no value that could be secret. */
        EMPTY,
        /** Every value is encrypted. */
        ENCRYPTED,
        /** Some value is plaintext. */
        PLAINTEXT,
        /** The whole text is one encrypted value. */
        SEALED,
        /** Text that no reader takes for an assignment. */
        UNSOUND
    }

    /**
     * One file.
     *
     * @param path relative to the top of the work tree
     * @param staged what git has of it
     * @param tree what the work tree has of it
     * @param wide whether others can read it here
     * @param findings what is wrong with its text here
     */
    public record Row(String path, Text staged, Text tree, boolean wide, List<GateFinding> findings) {
        /** Copies the list. */
        public Row {
            findings = List.copyOf(findings);
        }

        /** Tells whether somebody has to do something. */
        public boolean needsAttention() {
            return staged == Text.PLAINTEXT
                    || staged == Text.SEALED
                    || tree == Text.ENCRYPTED
                    || tree == Text.UNSOUND
                    || wide && tree != Text.ENCRYPTED;
        }
    }

    /** Returns what is missing of the installation, one line each. */
    public List<String> missing() {
        List<String> missing = new ArrayList<>();
        if (!new FilterSettings(git).isInstalled()) {
            missing.add("git's configuration does not have the filter");
        }
        if (!AttributesFile.ofClone(git, ports.files()).isInstalled()) {
            missing.add("the attributes of the clone do not name the files");
        }
        WorkTree.of(git.top()).ifPresent(tree -> {
            boolean hooks = GitHook.ofPlaintext(tree, ports.files()).stream().allMatch(GitHook::isInstalled);
            if (!hooks) {
                missing.add("the hooks that narrow plaintext are not there");
            }
            if (!GitHook.ofCommits(tree, ports.files()).isInstalled()) {
                missing.add("the hook that checks commits is not there");
            }
        });
        return missing;
    }

    /** Returns a row for each file. */
    public List<Row> rows() {
        List<Row> rows = new ArrayList<>();
        try (GitObjects objects = new GitObjects(git.top(), Map.of())) {
            for (FilteredFiles.Entry entry : files.files()) {
                Optional<byte[]> staged = objects.find(":0:" + entry.path()).map(GitObjects.Blob::content);
                Path file = git.top().resolve(entry.path());
                Optional<byte[]> here =
                        Files.isRegularFile(file) ? FileSnapshot.of(file).content() : Optional.empty();
                rows.add(new Row(
                        entry.path(),
                        text(staged, plainKeys.of(entry)),
                        text(here, plainKeys.of(entry)),
                        LocalKeys.isWider(file),
                        here.map(content -> defects(content, plainKeys.of(entry)))
                                .orElse(List.of())));
            }
        }
        return rows;
    }

    private static List<GateFinding> defects(byte[] content, List<Glob> plain) {
        try {
            return GateFinding.blocking(GateFinding.of(EnvDocument.decode(content), plain));
        } catch (EnvdriftException e) {
            return List.of();
        }
    }

    private static Text text(Optional<byte[]> content, List<Glob> plain) {
        if (content.isEmpty()) {
            return Text.ABSENT;
        }
        try {
            EnvDocument document = EnvDocument.decode(content.get());
            if (SealedText.isIn(document)) {
                return Text.SEALED;
            }
            if (!defects(content.get(), plain).isEmpty()) {
                return Text.UNSOUND;
            }
            return switch (EncryptionState.of(document, plain).kind()) {
                case NOTHING -> Text.EMPTY;
                case ENCRYPTED -> Text.ENCRYPTED;
                case PLAINTEXT, MIXED -> Text.PLAINTEXT;
            };
        } catch (EnvdriftException e) {
            // No text, or too much of it for the patterns: the other files are shown all the same.
            return Text.UNSOUND;
        }
    }
}
