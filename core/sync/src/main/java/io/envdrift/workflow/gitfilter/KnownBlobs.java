package io.envdrift.workflow.gitfilter;

import io.envdrift.git.GitObjects;
import io.envdrift.git.SmudgeMemory;
import java.util.List;
import java.util.Optional;

/** Finds the object that bytes of the work tree came from, which needs neither a key nor a vault. */
public record KnownBlobs(SmudgeMemory memory, GitObjects objects) {
    /** Returns it; of several, the one that the index has. */
    Optional<GitObjects.Blob> of(String path, byte[] content) {
        List<String> blobs = memory.blobs(path, content);
        if (blobs.size() > 1) {
            Optional<GitObjects.Blob> staged = objects.find(":0:" + path).filter(blob -> blobs.contains(blob.id()));
            if (staged.isPresent()) {
                return staged;
            }
        }
        return blobs.stream().flatMap(blob -> objects.find(blob).stream()).findFirst();
    }
}
