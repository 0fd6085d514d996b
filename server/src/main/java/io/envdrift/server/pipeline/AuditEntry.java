package io.envdrift.server.pipeline;

import java.util.Optional;

/**
 * What an API says about a call that it answered.
 *
 * @param project what was worked on
 * @param subject which part of it, as in an environment's name
 * @param principal who called, if that is known
 * @param sighting what else is to be noted because the caller was here
 */
public record AuditEntry(
        String project, Optional<String> subject, Optional<Principal> principal, Optional<Sighting> sighting) {
    /** Creates an entry that has no sighting. */
    public static AuditEntry of(String project, Optional<String> subject, Optional<Principal> principal) {
        return new AuditEntry(project, subject, principal, Optional.empty());
    }
}
