package io.envdrift.envsync;

import io.envdrift.envsync.protocol.KeyScheme;
import io.envdrift.envsync.protocol.StoredEnv;
import java.util.EnumSet;
import java.util.OptionalLong;
import java.util.Set;
import java.util.function.Predicate;

/**
 * How a branch is to be replaced.
 *
 * @param base the version that the text was made from; 0 for a branch that had none; empty when it is not known
 * @param extras deviations from the usual push
 * @param replacesUnseen decides when a branch has versions and there is no base
 */
public record PushWish(KeyScheme scheme, OptionalLong base, Set<Extra> extras, Predicate<StoredEnv> replacesUnseen) {
    /** A deviation from the usual push. */
    public enum Extra {
        /** The newest version is replaced, whatever it is. */
        FORCE,
        /** The server does not learn the key names. */
        HIDE_NAMES
    }

    /** Copies the set. */
    public PushWish {
        extras = Set.copyOf(extras);
    }

    /** Replaces exactly a version; the form is the document's, the names are sent. */
    public static PushWish over(long version) {
        return over(OptionalLong.of(version));
    }

    /**
     * Replaces exactly a version; where the version is not known, only a branch that has none. Otherwise as
     * {@link #over(long)}.
     */
    public static PushWish over(OptionalLong version) {
        return new PushWish(KeyScheme.DOCUMENT, version, Set.of(), unseen -> false);
    }

    /** Returns the same wish in another form. */
    public PushWish in(KeyScheme form) {
        return new PushWish(form, base, extras, replacesUnseen);
    }

    /** Returns the same wish, which replaces the newest version, whatever it is, or does not. */
    public PushWish forced(boolean force) {
        return with(Extra.FORCE, force);
    }

    /** Returns the same wish, with or without the key names. */
    public PushWish hidingNames(boolean hidden) {
        return with(Extra.HIDE_NAMES, hidden);
    }

    /** Returns the same wish, with another decision where a branch has versions and there is no base. */
    public PushWish replacingUnseen(Predicate<StoredEnv> decision) {
        return new PushWish(scheme, base, extras, decision);
    }

    private PushWish with(Extra extra, boolean wished) {
        Set<Extra> changed = EnumSet.of(extra);
        changed.addAll(extras);
        if (!wished) {
            changed.remove(extra);
        }
        return new PushWish(scheme, base, changed, replacesUnseen);
    }
}
