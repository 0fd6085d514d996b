package io.envdrift.git;

import java.util.Optional;

/** Converts files between the work tree and git's objects. */
public interface FileFilter {
    /**
     * Returns what goes into the repository.
     *
     * @param path the file, relative to the top of the work tree, with {@code /}
     * @param content what the work tree holds
     * @throws io.envdrift.base.EnvdriftException when it must not go in
     */
    byte[] clean(String path, byte[] content);

    /**
     * Returns what goes into the work tree.
     *
     * @param path the file, relative to the top of the work tree, with {@code /}
     * @param content what the repository holds, with the line ends that the work tree shall have
     * @param blob the object's name; older versions of git do not tell
     * @throws io.envdrift.base.EnvdriftException when it must not go out
     */
    byte[] smudge(String path, byte[] content, Optional<String> blob);
}
