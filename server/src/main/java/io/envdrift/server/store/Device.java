package io.envdrift.server.store;

import io.envdrift.vaultenv.protocol.DeviceStatus;

/**
 * A device as the gate sees it.
 *
 * @param id a UUID
 */
public record Device(String id, DeviceStatus status) {}
