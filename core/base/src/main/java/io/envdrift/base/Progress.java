package io.envdrift.base;

/** Told about long work as it goes on. */
@FunctionalInterface
public interface Progress {
    /** Hears nothing. Not a lambda: no AOT cache holds one that an interface makes of itself. */
    Progress NONE = new Progress() {
        @Override
        public void advanced(int done, int total, String what) {}
    };

    /**
     * One more piece is done.
     *
     * @param done pieces done so far
     * @param total all pieces
     * @param what the piece, as in a file's path
     */
    void advanced(int done, int total, String what);

    /**
     * A piece is still waited for: told several times a second.
     *
     * @param done pieces done so far
     * @param total all pieces
     * @param what the piece, as in the name of a secret
     */
    default void waiting(int done, int total, String what) {}
}
