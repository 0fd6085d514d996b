package io.envdrift.cli.command;

import io.envdrift.base.ErrorCode;
import io.envdrift.base.ShellLine;
import io.envdrift.cli.render.Level;
import io.envdrift.cli.render.Row;
import io.envdrift.config.Mapping;
import io.envdrift.dotenvx.GateFinding;
import io.envdrift.git.FilteredTree;
import io.envdrift.sync.KeyConflicts;
import io.envdrift.workflow.examine.KeyPlace;
import io.envdrift.workflow.examine.KeyStatus;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** Puts the three places of a key into words, with the command that mends what does not fit. */
final class StatusPresenter {
    private final Path configFile;
    private final Optional<String> named;
    private final Optional<String> profile;
    private final Path from;
    private final boolean opposed;
    private final List<KeyStatus> all;
    private final Optional<FilteredTree> filtered;
    private final ToldFaults told = new ToldFaults();

    /**
     * Creates a presenter.
     *
     * @param named the configuration as the user wrote it: the commands need it, too
     * @param profile that of the commands for mappings without one
     * @param from the directory that the user is in
     * @param rows all that are to be shown: whether they go opposite ways decides about the commands
     */
    StatusPresenter(Path configFile, Optional<Path> named, Optional<String> profile, Path from, List<KeyStatus> rows) {
        this.from = from;
        this.opposed = KeyAdvice.isOpposed(rows.stream()
                .filter(row -> row.findings().contains(KeyStatus.Finding.LOCAL_DRIFT))
                .map(KeyStatus::fit));
        this.all = rows;
        this.configFile = configFile;
        this.named = named.map(Path::toString);
        this.profile = profile;
        this.filtered = Optional.ofNullable(configFile.getParent()).flatMap(FilteredTree::of);
    }

    /** Tells whether somebody has to do something: plaintext after a pull is how one works, and no reason. */
    static boolean needsAttention(KeyStatus status) {
        return !status.findings().isEmpty();
    }

    Row row(KeyStatus status) {
        boolean attention = needsAttention(status);
        List<String> details = new ArrayList<>();
        details.add("vault:     " + words(status.vault(), "no key"));
        details.add("keys file: " + words(status.local(), "no key"));
        details.add("env file:  " + file(status));
        status.findings().stream()
                .filter(finding -> finding != KeyStatus.Finding.NEVER_ENCRYPTED || !hasInvalidPublicKey(status))
                .forEach(finding -> details.add(advice(finding, status)));
        Map<String, Object> fields = new LinkedHashMap<>();
        fields.put("secret", status.mapping().secretName());
        fields.put("folder", status.mapping().folderPath());
        fields.put("environment", status.mapping().environment());
        fields.put("file", status.file());
        fields.put("status", attention ? "attention" : "in_sync");
        fields.put("vault", fields(status.vault()));
        fields.put("keysFile", fields(status.local()));
        fields.put("envFile", fields(status.header()));
        fields.put("text", status.text().name().toLowerCase(Locale.ROOT));
        fields.put(
                "findings",
                status.findings().stream()
                        .map(finding -> finding.name().toLowerCase(Locale.ROOT))
                        .toList());
        Row row = Row.of(
                        attention ? Level.ERROR : Level.GOOD,
                        attention ? "x" : "=",
                        status.mapping().folderPath() + " (" + status.mapping().secretName() + ", env: "
                                + status.mapping().shownEnvironment() + ") - "
                                + (attention ? "needs attention" : "in sync"),
                        fields)
                .below(details)
                .at(configFile.toString(), status.mapping().line());
        Row found = GatePresenter.with(row, status.file(), status.gate());
        return unsound(status).isEmpty() ? row.with(found.fields()) : found;
    }

    private String file(KeyStatus status) {
        String key = words(status.header(), "names no key");
        return status.text() == KeyStatus.Text.NONE
                ? key
                : key + ", " + status.file() + " is "
                        + switch (status.text()) {
                            case ENCRYPTED -> "encrypted";
                            case MIXED -> "encrypted in part";
                            case PLAINTEXT -> isHidden(status) ? "plaintext, git sees it encrypted" : "plaintext";
                            case EMPTY, NONE -> "empty";
                        };
    }

    private boolean isHidden(KeyStatus status) {
        return filtered.filter(tree -> tree.covers(configFile.resolveSibling(status.file())))
                .isPresent();
    }

    private static String words(KeyPlace place, String none) {
        return switch (place) {
            case KeyPlace.Keys(var fingerprints, var defect) ->
                fingerprints.getLast()
                        + (fingerprints.size() > 1 ? " (and " + (fingerprints.size() - 1) + " older)" : "")
                        + defect.map(reason -> (fingerprints.size() > 1 ? ", one of them" : "") + " is no private key: "
                                        + reason)
                                .orElse("");
            case KeyPlace.Absent any -> none;
            case KeyPlace.NotKept any -> "not kept (ephemeral)";
            case KeyPlace.Unreadable any -> lacksSecret(place) ? "no secret of this name" : "cannot be read";
        };
    }

    private static Map<String, Object> fields(KeyPlace place) {
        Map<String, Object> fields = new LinkedHashMap<>();
        switch (place) {
            case KeyPlace.Keys(var fingerprints, var defect) -> {
                fields.put("fingerprints", fingerprints);
                defect.ifPresent(reason -> fields.put("reason", "no private key: " + reason));
            }
            case KeyPlace.Absent any -> fields.put("fingerprints", List.of());
            case KeyPlace.NotKept any -> fields.put("ephemeral", true);
            case KeyPlace.Unreadable(var failure) -> SyncPresenter.failure(fields, failure);
        }
        return fields;
    }

    private String advice(KeyStatus.Finding finding, KeyStatus status) {
        return switch (finding) {
            case UNREADABLE -> {
                var failure = status.failures().getFirst();
                if (told.isTold(failure)) {
                    yield "Error: " + ToldFaults.AGAIN;
                }
                yield "Error: " + failure.getMessage()
                        + failure.hint().map(hint -> " (" + hint + ")").orElse("");
            }
            case NOT_SYNCED -> "Fix: " + conflict(status).orElseGet(() -> "the key is not here yet: " + sync(status));
            case LOCAL_BEHIND ->
                "Fix: " + conflict(status).orElseGet(() -> "behind: the vault has a newer key: " + sync(status));
            case LOCAL_AHEAD -> "Fix: ahead: " + KeyAdvice.ahead(status.fit(), push(status));
            case LOCAL_DRIFT ->
                "Fix: " + conflict(status).orElseGet(() -> ".env.keys differs from the vault: " + drift(status));
            case FILE_DRIFT ->
                status.fit().isLocalOnly()
                        ? "The vault's key does not open the file, that of .env.keys does"
                        : "Fix: the vault's key does not open the file: restore the file from git, or put its key into"
                                + " the vault";
            case ROTATION_PENDING ->
                "Fix: the vault has a newer key than the file: git pull, where somebody else rotated it; else "
                        + rotate(status);
            case NEVER_ENCRYPTED -> unnamedKey(status);
            case UNSOUND_FILE ->
                "Fix: " + status.file() + ": " + GateFinding.summary(unsound(status)) + " ("
                        + unsound(status).getFirst().advice() + ")";
            case NO_FILE -> "Fix: there is no env file: add it, or remove the mapping";
        };
    }

    /** Of two mappings with different keys for one name of one keys file, sync can bring neither. */
    private Optional<String> conflict(KeyStatus status) {
        Mapping mapping = status.mapping();
        return all.stream()
                .filter(other -> other.mapping().keysFile().equals(mapping.keysFile())
                        && other.mapping().keyNames().equals(mapping.keyNames())
                        && !other.mapping().ephemeral()
                        && other.vault().newest().isPresent()
                        && !other.vault().newest().equals(status.vault().newest()))
                .findFirst()
                .map(other -> "secret '" + other.mapping().secretName() + "' holds another key for "
                        + mapping.keyNames().privateKey() + " of the same keys file: " + KeyConflicts.SEPARATE);
    }

    private ShellLine rotate(KeyStatus status) {
        return ShellLine.of("envdrift", "rotate")
                .file(KeyAdvice.typed(configFile.resolveSibling(status.file()), from))
                .option("-c", named);
    }

    private String unnamedKey(KeyStatus status) {
        if (status.text() == KeyStatus.Text.ENCRYPTED || status.text() == KeyStatus.Text.MIXED) {
            return "Fix: the line of the public key is missing: restore it from git, or have it written anew: "
                    + complete(ShellLine.of("envdrift", "lock"), status);
        }
        if (isHidden(status) && status.local() instanceof KeyPlace.Keys) {
            return "Fix: git has no encrypted version of the file yet: "
                    + ShellLine.of("git", "add").file(KeyAdvice.typed(configFile.resolveSibling(status.file()), from));
        }
        return "Fix: the file was never encrypted: "
                + (status.local() instanceof KeyPlace.Absent && lacksSecret(status.vault())
                        ? push(status) + " (makes its key, encrypts it, and pushes the key)"
                        : complete(ShellLine.of("envdrift", "lock"), status));
    }

    private String drift(KeyStatus status) {
        Mapping mapping = status.mapping();
        if (all.stream().anyMatch(other -> KeyAdvice.isShared(mapping, other.mapping()) && lacksKeyOf(status, other))) {
            return KeyAdvice.shared();
        }
        return opposed
                ? KeyAdvice.drift(status.fit(), KeyAdvice.takeOne(mapping, from), KeyAdvice.pushOne(mapping, from))
                : KeyAdvice.drift(status.fit(), sync(status) + " --force", push(status) + " --force");
    }

    private static boolean lacksKeyOf(KeyStatus status, KeyStatus other) {
        return other.header() instanceof KeyPlace.Keys(var named, var defect)
                && named.stream().noneMatch(status.local()::holds);
    }

    /** Tells whether the line of the public key is there, but holds none; the advice about that line is all there is to do. */
    private static boolean hasInvalidPublicKey(KeyStatus status) {
        return unsound(status).stream().anyMatch(finding -> finding.kind() == GateFinding.Kind.INVALID_PUBLIC_KEY);
    }

    private static List<GateFinding> unsound(KeyStatus status) {
        return GateFinding.blocking(status.gate());
    }

    private static boolean lacksSecret(KeyPlace vault) {
        return vault instanceof KeyPlace.Unreadable(var failure) && failure.code() == ErrorCode.SECRET_NOT_FOUND;
    }

    private ShellLine sync(KeyStatus status) {
        return complete(ShellLine.of("envdrift", "sync"), status);
    }

    private ShellLine push(KeyStatus status) {
        return complete(ShellLine.of("envdrift", "vault-push", "--all"), status);
    }

    private ShellLine complete(ShellLine command, KeyStatus status) {
        return command.option("-c", named)
                .option("--profile", status.mapping().profile().or(() -> profile));
    }
}
