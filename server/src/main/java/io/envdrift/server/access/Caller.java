package io.envdrift.server.access;

import io.envdrift.server.store.Device;
import io.envdrift.server.store.Project;
import java.util.Optional;

/**
 * Who calls, once that is known.
 *
 * @param project what the caller may work on
 * @param use the signature the caller used; later kinds of callers may have none
 * @param device the caller's own device, when the call names one that the project knows
 * @param principal the caller's name; signatures have none
 */
public record Caller(Project project, Optional<SignatureUse> use, Optional<Device> device, Optional<String> principal) {

    /** Returns the same caller on a device. */
    public Caller withDevice(Optional<Device> known) {
        return new Caller(project, use, known, principal);
    }
}
