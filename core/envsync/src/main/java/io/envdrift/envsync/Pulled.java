package io.envdrift.envsync;

import io.envdrift.base.Secret;
import io.envdrift.envsync.protocol.KeyScheme;
import java.util.Map;

/**
 * A decrypted version of a branch.
 *
 * @param text exactly what was pushed
 * @param pushedBy as the server's token said
 * @param pushedAt ISO-8601 in UTC, as the server wrote it
 * @param scheme the form that it was stored in
 * @param namesHidden whether the server was told no key names, though there are some
 */
public record Pulled(
        String branch,
        String text,
        long version,
        String pushedBy,
        String pushedAt,
        KeyScheme scheme,
        boolean namesHidden) {
    /** Returns a branch that has no version yet, as something to push over. */
    public static Pulled nothing(String branch) {
        return new Pulled(branch, "", 0, "", "", KeyScheme.DOCUMENT, false);
    }

    /** Returns the wish to replace exactly this version, and to tell the server no more names than it knows. */
    public PushWish replacing() {
        return PushWish.over(version).hidingNames(namesHidden);
    }

    /** Returns names and values by the .env grammar, in the order of the text. */
    public Map<String, String> values() {
        return PushedNames.values(text);
    }

    /**
     * Returns the text with one value set: in place of the one that counts, else on a line at the end. Everything else stays
     * byte for byte.
     *
     * @throws io.envdrift.base.EnvdriftException {@code UNQUOTABLE_VALUE} when a .env file cannot have such a name or value
     */
    public String with(String name, Secret value) {
        return PushedNames.with(text, name, value.reveal());
    }

    /** Shows no values. */
    @Override
    public String toString() {
        return "Pulled[" + branch + ", version " + version + "]";
    }
}
