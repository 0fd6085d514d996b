package io.envdrift.server.api.envsync;

import io.envdrift.server.pipeline.Principal;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * The caller that a valid token identifies.
 *
 * @param email the caller's e-mail, as trustworthy as the issuer
 * @param projects the listed projects
 * @param everywhere whether the caller may work on projects that are not listed
 * @param jti the token's id, if it has one
 * @param expiresAt when the token ends, if it does
 */
record Caller(
        String email,
        Role role,
        List<String> projects,
        boolean everywhere,
        Optional<String> jti,
        Optional<Instant> expiresAt) {
    /** Tells whether the token has ended by a time. */
    boolean isExpired(Instant now) {
        return expiresAt.isPresent() && !expiresAt.get().isAfter(now);
    }

    boolean mayRead(String project) {
        return everywhere || projects.contains(project);
    }

    boolean mayWrite(String project) {
        return role != Role.READONLY && mayRead(project);
    }

    boolean mayAdminister(String project) {
        return role == Role.OWNER && mayRead(project);
    }

    /** Returns the caller as the audit log has it. */
    Principal principal() {
        return new Principal(Optional.of(email), role.text(), jti);
    }
}
