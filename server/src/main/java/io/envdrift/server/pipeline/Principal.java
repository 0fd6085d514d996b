package io.envdrift.server.pipeline;

import java.util.Optional;

/**
 * Who calls, as the audit log has it, whatever the API.
 *
 * @param name the caller's name, where the caller has one
 * @param kind what kind of caller it is, as in {@code device} or {@code owner}
 * @param credential the id of what proved it, never the proof itself: a device, a token
 */
public record Principal(Optional<String> name, String kind, Optional<String> credential) {}
