package io.envdrift.server.api.vaultenv;

import io.envdrift.server.pipeline.Principal;
import java.util.Optional;

/**
 * An identified caller.
 *
 * @param project what the caller may work on
 * @param use the signature the caller used
 * @param device the caller's own device, when the call names one that the project knows
 */
record Caller(StoredProject project, SignatureUse use, Optional<Device> device) {

    /** Returns the same caller on a device. */
    Caller withDevice(Optional<Device> known) {
        return new Caller(project, use, known);
    }

    /** Returns the caller as the audit log has it: a signature has no name. */
    Optional<Principal> principal() {
        return device.map(known -> new Principal(Optional.empty(), "device", Optional.of(known.id())));
    }
}
