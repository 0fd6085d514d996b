package io.envdrift.base;

/** Receives the progress of long work. */
@FunctionalInterface
public interface Progress {
    /** Ignores all calls. Not a lambda: no AOT cache holds the class of a lambda in an interface's initializer. */
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
