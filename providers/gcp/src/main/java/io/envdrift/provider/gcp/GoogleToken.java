package io.envdrift.provider.gcp;

import io.envdrift.base.Secret;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * What opens Google's services.
 *
 * @param bearer an OAuth access token
 * @param quotaProject the project that calls count for, where the credentials name one
 */
record GoogleToken(Secret bearer, Optional<String> quotaProject) {
    /** Returns the header fields that carry it. */
    Map<String, String> headers() {
        Map<String, String> headers = new LinkedHashMap<>();
        headers.put("Authorization", "Bearer " + bearer.reveal());
        quotaProject.ifPresent(project -> headers.put("x-goog-user-project", project));
        return headers;
    }
}
