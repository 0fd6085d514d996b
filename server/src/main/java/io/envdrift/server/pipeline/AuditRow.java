package io.envdrift.server.pipeline;

import java.util.Optional;

/**
 * A row of the audit log, as it is read.
 *
 * @param id later rows have higher ones
 * @param action as in {@code push}
 * @param status the HTTP status of the answer
 * @param subject which part of the project, as in an environment's name
 * @param principal the caller's name
 * @param kind what kind of caller it was
 * @param credential the id of what proved it: a device, a token
 * @param time ISO-8601 in UTC
 */
public record AuditRow(
        long id,
        String action,
        long status,
        Optional<String> subject,
        Optional<String> principal,
        Optional<String> kind,
        Optional<String> credential,
        Optional<String> ip,
        Optional<String> userAgent,
        String time) {}
