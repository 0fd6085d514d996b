package io.envdrift.files;

import java.io.IOException;
import java.nio.file.Path;

/** A folder that was checked has been replaced by another, or by a link. */
final class FolderReplacedException extends IOException {
    private static final long serialVersionUID = 1;

    FolderReplacedException(Path folder) {
        super(folder + " is, or leads to, another folder than before");
    }
}
