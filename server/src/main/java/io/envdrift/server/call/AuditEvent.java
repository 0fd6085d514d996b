package io.envdrift.server.call;

import io.envdrift.server.access.ApiRequest;
import io.envdrift.server.access.Caller;
import io.envdrift.server.store.Device;
import java.time.Instant;
import java.util.Optional;

/**
 * One row of the audit log.
 *
 * @param action what was called, as in {@code push} or {@code device_register}
 * @param status the HTTP status of the answer
 */
public record AuditEvent(
        String projectId,
        Optional<String> environmentId,
        String action,
        int status,
        Optional<String> deviceId,
        Optional<String> principal,
        String ip,
        Optional<String> userAgent,
        Instant time) {

    /** Describes a call that succeeded. */
    public static AuditEvent of(ApiRequest request, Caller caller, Optional<String> environmentId, Instant time) {
        return new AuditEvent(
                caller.project().id(),
                environmentId,
                AuditLog.action(request.endpoint()),
                200,
                caller.device().map(Device::id),
                caller.principal(),
                request.ip(),
                request.userAgent(),
                time);
    }

    /** Describes a call without signature that succeeded. */
    public static AuditEvent open(ApiRequest request, String projectId, Instant time) {
        return refused(request, projectId, 200, time);
    }

    /** Describes a call that was refused. */
    public static AuditEvent refused(ApiRequest request, String projectId, int status, Instant time) {
        return new AuditEvent(
                projectId,
                Optional.empty(),
                AuditLog.action(request.endpoint()),
                status,
                Optional.empty(),
                Optional.empty(),
                request.ip(),
                request.userAgent(),
                time);
    }

    /** Tells whether the device's owner should see that it was here: after a push or pull that succeeded. */
    boolean marksDeviceAsSeen() {
        return status == 200 && (action.equals("pull") || action.equals("push"));
    }
}
