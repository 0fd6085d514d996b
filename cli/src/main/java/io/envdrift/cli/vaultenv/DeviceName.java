package io.envdrift.cli.vaultenv;

import io.envdrift.cli.base.Host;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;
import java.util.stream.Stream;

/** The default names of devices and projects: the machine's name and the directory's. */
final class DeviceName {
    /** Linux keeps the host name here; Java would ask the name service, which may take long. */
    private static final Path KERNEL = Path.of("/proc/sys/kernel/hostname");

    private DeviceName() {}

    /** Returns this machine's name. */
    static String of(Host host) {
        return Stream.of("HOSTNAME", "COMPUTERNAME")
                .map(host.environment()::get)
                .filter(Objects::nonNull)
                .map(String::strip)
                .filter(name -> !name.isEmpty())
                .findFirst()
                .orElseGet(DeviceName::ofKernel);
    }

    /** Returns the name of the working directory. */
    static String directory(Host host) {
        Path name = host.workingDirectory().getFileName();
        return name == null ? "project" : name.toString();
    }

    private static String ofKernel() {
        try {
            String name = Files.readString(KERNEL).strip();
            return name.isEmpty() ? "device" : name;
        } catch (IOException e) {
            return "device";
        }
    }
}
