package io.envdrift.workflow.files;

/** Decides whether a new key pair is made for a file that has none. */
@FunctionalInterface
public interface NewKeyApproval {
    /**
     * Decides about one file.
     *
     * @param file the file as the user knows it
     * @return true to make the pair
     */
    boolean allows(String file);
}
