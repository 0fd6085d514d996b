package io.envdrift.cli.vaultenv;

import io.envdrift.cli.base.Host;
import io.envdrift.cli.base.Outline;
import io.envdrift.cli.base.Reporter;
import io.envdrift.cli.render.Level;
import io.envdrift.cli.render.Report;
import io.envdrift.cli.render.Row;
import io.envdrift.vaultenv.protocol.DeviceList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** {@code vault-env list-devices}. */
final class ListDevicesCommand extends ProjectAction {
    ListDevicesCommand(Host host) {
        super(host, Outline.of("list-devices", "List the project's devices, newest first."));
    }

    @Override
    protected Reporter.Result run(VaultEnvSession session) {
        List<DeviceList.Device> devices = session.project().devices().devices();
        if (devices.isEmpty()) {
            return done(List.of(Row.line(Level.PLAIN, "No devices are registered", Map.of())));
        }
        Report.Section section = new Report.Section(
                "", devices.stream().map(ListDevicesCommand::row).toList(), "", Map.of());
        return new Reporter.Result(report().section(section), true);
    }

    private static Row row(DeviceList.Device device) {
        String icon = switch (device.status()) {
            case APPROVED -> "✓";
            case PENDING -> "⏳";
            case REVOKED -> "✗";
        };
        String seen = device.lastSeenAt().map(at -> ", last seen " + at).orElse("");
        Map<String, Object> fields = new LinkedHashMap<>();
        fields.put("deviceId", device.id());
        fields.put("name", device.name());
        fields.put("status", device.status().text());
        fields.put("createdAt", device.createdAt());
        device.approvedAt().ifPresent(at -> fields.put("approvedAt", at));
        device.lastSeenAt().ifPresent(at -> fields.put("lastSeenAt", at));
        return Row.of(
                Level.PLAIN,
                icon,
                device.id() + "  " + device.name() + "  (" + device.status().text() + seen + ")",
                fields);
    }
}
