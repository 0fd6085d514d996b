package io.envdrift.server.pipeline;

import java.util.List;
import java.util.Optional;

/** Where a browser is sent that requests a path of no API. */
@FunctionalInterface
public interface Landing {
    /** Nowhere. */
    Landing NONE = (method, path, accept) -> Optional.empty();

    /**
     * Returns the answer that leads on, or nothing where the API that owns the path shall answer.
     *
     * @param path as it was sent, without the query
     * @param accept the values of the header {@code Accept}
     */
    Optional<Reply> of(String method, String path, List<String> accept);
}
