package io.envdrift.sync;

import io.envdrift.dotenvx.KeyList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * How the keys of a keys file and those of a vault relate. Both are rotation histories, newest last; hex digits are equal in
 * either letter case.
 */
public enum KeyRelation {
    /** Both hold the same keys, or at least the same newest one with histories that neither contains the other. */
    SAME,
    /** The newest key is the same; the vault dropped older ones that the keys file still has. */
    TRIMMED,
    /** The newest key is the same; the vault has older ones that the keys file lacks. */
    HISTORY,
    /** The vault has every key of the keys file, and a newer one. */
    BEHIND,
    /** The keys file has every key of the vault, and a newer one. */
    AHEAD,
    /** Each side lacks the other's newest key, or one replaced what the other has. */
    DRIFT;

    /** Compares the two. A list without tokens holds no key that could be lost, but is no history either: it is drift. */
    public static KeyRelation of(KeyList local, KeyList vault) {
        return of(local.comparable(), vault.comparable());
    }

    /**
     * Compares lists of keys, or of fingerprints.
     *
     * @param mine of the keys file, newest last
     * @param theirs of the vault, newest last
     */
    public static <T> KeyRelation of(List<T> mine, List<T> theirs) {
        if (mine.isEmpty() || theirs.isEmpty()) {
            return mine.equals(theirs) ? SAME : DRIFT;
        }
        Set<T> mineSet = new HashSet<>(mine);
        Set<T> theirSet = new HashSet<>(theirs);
        boolean within = theirSet.containsAll(mineSet);
        boolean contains = mineSet.containsAll(theirSet);
        if (mine.getLast().equals(theirs.getLast())) {
            return within == contains ? SAME : contains ? TRIMMED : HISTORY;
        }
        if (within && !mineSet.contains(theirs.getLast())) {
            return BEHIND;
        }
        return contains && !theirSet.contains(mine.getLast()) ? AHEAD : DRIFT;
    }

    /** Tells whether the newest key is the same, so that nothing needs a decision. */
    public boolean isInSync() {
        return this == SAME || this == TRIMMED || this == HISTORY;
    }

    /** Tells whether the keys file takes the vault's keys without losing one. */
    public boolean takesVault() {
        return this == HISTORY || this == BEHIND;
    }
}
