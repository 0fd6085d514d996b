package io.envdrift.vaultenv.protocol;

import io.envdrift.json.JsonException;
import java.util.Locale;

/** Whether a device may push and pull. */
public enum DeviceStatus {
    /** Registered, waits for somebody to approve it. */
    PENDING,
    /** May push and pull. */
    APPROVED,
    /** May no longer push and pull. */
    REVOKED;

    /**
     * Reads a status.
     *
     * @throws JsonException when there is none of that name
     */
    public static DeviceStatus of(String text) {
        for (DeviceStatus status : values()) {
            if (status.text().equals(text)) {
                return status;
            }
        }
        throw new JsonException("unknown device status");
    }

    /** Returns the status as the wire and the database have it, in lower case. */
    public String text() {
        return name().toLowerCase(Locale.ROOT);
    }
}
