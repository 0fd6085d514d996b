package io.envdrift.cli.command;

import io.envdrift.base.EnvdriftException;
import io.envdrift.base.Secret;
import io.envdrift.cli.render.Level;
import io.envdrift.dotenvx.KeyList;
import io.envdrift.sync.KeyMaterial;
import io.envdrift.sync.Outcome;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Everything that is shown of an outcome.
 *
 * @param icon the original tool's
 * @param words the end of the row's text
 * @param status in machine form
 * @param reason why it is so; null where the words say all
 * @param lines what stands below the row
 * @param local the fingerprint of what the keys file holds; null where it holds nothing, or what does not matter
 */
record OutcomeLook(
        Level level,
        String icon,
        String words,
        String status,
        @Nullable String reason,
        List<String> lines,
        @Nullable Supplier<String> local) {
    static OutcomeLook of(Level level, String icon, String words, String status) {
        return new OutcomeLook(level, icon, words, status, null, List.of(), null);
    }

    static OutcomeLook error(String status, @Nullable String reason) {
        return new OutcomeLook(
                Level.ERROR,
                "x",
                "error",
                status,
                reason,
                reason == null ? List.of() : List.of("Error: " + reason),
                null);
    }

    OutcomeLook with(String... more) {
        List<String> all = new ArrayList<>(lines);
        all.addAll(List.of(more));
        return new OutcomeLook(level, icon, words, status, reason, all, local);
    }

    OutcomeLook because(String given) {
        return new OutcomeLook(level, icon, words, status, given, lines, local);
    }

    OutcomeLook local(Supplier<String> fingerprint) {
        return new OutcomeLook(level, icon, words, status, reason, lines, fingerprint);
    }

    /** Says why a value is no key, so that the user repairs the damaged key instead of looking for another one. */
    private static String defect(Secret held) {
        return KeyList.parse(held.reveal())
                .defect()
                .map(reason -> " is no private key: " + reason)
                .orElse("");
    }

    /** Adds both keys, where the keys file holds another than the vault. */
    OutcomeLook differing(Secret held, KeyMaterial vault) {
        return with(
                        "Local: " + KeyMaterial.described(held) + defect(held),
                        "Vault: " + KeyMaterial.described(vault.value()))
                .local(() -> KeyMaterial.fingerprint(held));
    }

    /** Returns what is shown of an outcome. */
    static OutcomeLook of(Outcome outcome) {
        return switch (outcome) {
            case Outcome.Created any -> of(Level.GOOD, "+", "created", "created");
            case Outcome.Updated updated ->
                of(Level.GOOD, "~", "updated", "updated").with("Backup: " + updated.backup());
            case Outcome.Advanced advanced ->
                of(
                        Level.GOOD,
                        "~",
                        advanced.newer()
                                ? "updated (the vault had a newer key)"
                                : "updated (with older keys of the vault)",
                        "updated");
            case Outcome.Behind behind ->
                error("behind", "behind: the vault has a newer key")
                        .differing(behind.local(), behind.material())
                        .with("Hint: run: envdrift sync (nothing is lost, --force is not needed)");
            case Outcome.Ahead ahead -> ahead(ahead);
            case Outcome.WouldCreate any -> of(Level.PLAIN, "+", "would be created", "would_create");
            case Outcome.WouldUpdate would ->
                of(Level.PLAIN, "~", "would be updated", "would_update")
                        .local(() -> KeyMaterial.fingerprint(would.local()));
            case Outcome.Unchanged unchanged ->
                of(Level.PLAIN, "=", "skipped (up to date)", "unchanged").local(unchanged.material()::fingerprint);
            case Outcome.Drifted drifted ->
                error("drifted", drifted.reason()).differing(drifted.local(), drifted.material());
            case Outcome.Declined declined ->
                of(Level.ERROR, "=", "skipped (update declined)", "declined")
                        .differing(declined.local(), declined.material());
            case Outcome.Skipped skipped ->
                of(Level.PLAIN, "=", "skipped (" + skipped.reason() + ")", "skipped")
                        .because(skipped.reason());
            case Outcome.Ephemeral any -> of(Level.PLAIN, "*", "ephemeral (key not stored locally)", "ephemeral");
            case Outcome.Failed failed -> failed(failed.failure());
        };
    }

    private static OutcomeLook ahead(Outcome.Ahead ahead) {
        String reason = "ahead: the keys file has a newer key than the vault";
        OutcomeLook look = ahead.refused()
                ? error("ahead", reason)
                : of(Level.WARNING, "=", "skipped (" + reason + ")", "ahead").because(reason);
        return look.differing(ahead.local(), ahead.material())
                .with("Hint: " + KeyAdvice.ahead(ahead.fit(), "envdrift vault-push --all"));
    }

    private static OutcomeLook failed(EnvdriftException failure) {
        OutcomeLook look = error("error", failure.getMessage());
        return failure.hint().map(hint -> look.with("Hint: " + hint)).orElse(look);
    }
}
