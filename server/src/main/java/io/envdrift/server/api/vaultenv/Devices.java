package io.envdrift.server.api.vaultenv;

import io.envdrift.server.store.Sql;
import io.envdrift.server.store.Timestamps;
import io.envdrift.vaultenv.protocol.DeviceList;
import io.envdrift.vaultenv.protocol.DeviceStatus;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/** The table of devices. */
final class Devices {
    private Devices() {}

    /** Finds a project's device by its hash. */
    static Optional<Device> byHash(Connection connection, String projectId, String hash) throws SQLException {
        return Sql.first(
                connection,
                "SELECT id, status FROM devices WHERE project_id = ? AND device_hash = ?",
                row -> new Device(row.getString(1), DeviceStatus.of(row.getString(2))),
                projectId,
                hash);
    }

    /** Finds a project's device by its id. */
    static Optional<Device> byId(Connection connection, String projectId, String id) throws SQLException {
        return Sql.first(
                connection,
                "SELECT id, status FROM devices WHERE project_id = ? AND id = ?",
                row -> new Device(row.getString(1), DeviceStatus.of(row.getString(2))),
                projectId,
                id);
    }

    /** Tells whether a project has any device, of whatever status. */
    static boolean any(Connection connection, String projectId) throws SQLException {
        return Sql.first(connection, "SELECT 1 FROM devices WHERE project_id = ? LIMIT 1", row -> true, projectId)
                .isPresent();
    }

    /** Returns how many approved devices a project has. */
    static long approved(Connection connection, String projectId) throws SQLException {
        return Sql.number(
                connection, "SELECT COUNT(*) FROM devices WHERE project_id = ? AND status = 'approved'", projectId);
    }

    /** Adds a device. */
    static Device add(
            Connection connection, String projectId, String name, String hash, DeviceStatus status, Instant now)
            throws SQLException {
        String id = UUID.randomUUID().toString();
        Sql.update(
                connection,
                "INSERT INTO devices (id, project_id, device_name, device_hash, status, created_at, approved_at)"
                        + " VALUES (?, ?, ?, ?, ?, ?, ?)",
                id,
                projectId,
                name,
                hash,
                status.text(),
                Timestamps.text(now),
                status == DeviceStatus.APPROVED ? Timestamps.text(now) : null);
        return new Device(id, status);
    }

    /** Approves a device; when it is approved already, the time of that stays. */
    static void approve(Connection connection, String id, Instant now) throws SQLException {
        Sql.update(
                connection,
                "UPDATE devices SET status = 'approved', approved_at = ? WHERE id = ? AND status <> 'approved'",
                Timestamps.text(now),
                id);
    }

    /** Revokes a device. */
    static void revoke(Connection connection, String id) throws SQLException {
        Sql.update(connection, "UPDATE devices SET status = 'revoked' WHERE id = ?", id);
    }

    /** Notes that a device pushed or pulled; a later time that is there already stays. */
    static void seen(Connection connection, String id, Instant now) throws SQLException {
        String time = Timestamps.text(now);
        Sql.update(
                connection,
                "UPDATE devices SET last_seen_at = ? WHERE id = ? AND (last_seen_at IS NULL OR last_seen_at < ?)",
                time,
                id,
                time);
    }

    /** Returns a project's devices, newest first. */
    static List<DeviceList.Device> all(Connection connection, String projectId) throws SQLException {
        return Sql.all(
                connection,
                "SELECT id, device_name, status, created_at, approved_at, last_seen_at FROM devices"
                        + " WHERE project_id = ? ORDER BY created_at DESC, id",
                row -> new DeviceList.Device(
                        row.getString(1),
                        row.getString(2),
                        DeviceStatus.of(row.getString(3)),
                        row.getString(4),
                        Optional.ofNullable(row.getString(5)),
                        Optional.ofNullable(row.getString(6))),
                projectId);
    }
}
