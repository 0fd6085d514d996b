package io.envdrift.server.pipeline;

import java.util.Optional;

/**
 * A caller as the audit log has it, whatever the API.
 *
 * @param name the caller's name, where the caller has one
 * @param kind what kind of caller it is, as in {@code device} or {@code owner}
 * @param credential the id of the credential, never the credential itself: a device, a token
 */
public record Principal(Optional<String> name, String kind, Optional<String> credential) {}
