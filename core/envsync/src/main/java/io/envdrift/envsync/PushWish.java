package io.envdrift.envsync;

import io.envdrift.envsync.protocol.KeyScheme;
import io.envdrift.envsync.protocol.StoredEnv;
import java.util.OptionalLong;
import java.util.function.Predicate;

/**
 * How a branch is to be replaced.
 *
 * @param base the version that the text was made from; 0 for a branch that had none; nothing when nobody knows
 * @param force whether the newest version is replaced, whatever it is
 * @param namesHidden whether the server shall not know the key names
 * @param replacesUnseen decides when a branch has versions and there is no base
 */
public record PushWish(
        KeyScheme scheme, OptionalLong base, boolean force, boolean namesHidden, Predicate<StoredEnv> replacesUnseen) {
    /** Replaces exactly a version; the form is the document's, the names are sent. */
    public static PushWish over(long version) {
        return new PushWish(KeyScheme.DOCUMENT, OptionalLong.of(version), false, false, unseen -> false);
    }

    /** Returns the same wish in another form. */
    public PushWish in(KeyScheme form) {
        return new PushWish(form, base, force, namesHidden, replacesUnseen);
    }

    /** Returns the same wish, with or without the key names. */
    public PushWish hidingNames(boolean hidden) {
        return new PushWish(scheme, base, force, hidden, replacesUnseen);
    }
}
