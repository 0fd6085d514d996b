package io.envdrift.server.api.vaultenv;

import io.envdrift.vaultenv.protocol.DeviceStatus;

/**
 * A device as the gate sees it.
 *
 * @param id a UUID
 */
record Device(String id, DeviceStatus status) {}
