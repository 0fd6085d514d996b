package io.envdrift.server.pipeline;

import java.time.Instant;
import java.util.Optional;

/**
 * One row of the audit log.
 *
 * @param api whose call it was
 * @param action what was called, as in {@code push} or {@code device_register}
 * @param status the HTTP status of the answer
 * @param entry what the call was about, and who called
 */
public record AuditEvent(
        String api, String action, int status, AuditEntry entry, String ip, Optional<String> userAgent, Instant time) {
    /** Describes a call that was answered. */
    static AuditEvent of(Api api, Call call, int status, AuditEntry entry, Instant time) {
        return new AuditEvent(api.name(), call.operation().name(), status, entry, call.ip(), call.userAgent(), time);
    }
}
