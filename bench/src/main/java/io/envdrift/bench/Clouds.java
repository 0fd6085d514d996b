package io.envdrift.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * The four fakes for whole commands: prints one line per cloud, the provider, its settings and its environment as {@code
 * name=value} separated by tabs, then serves until standard input ends.
 */
public final class Clouds {
    private Clouds() {}

    /** Starts them; the argument names a directory that can be written to. */
    public static void main(String[] arguments) throws IOException {
        Path directory = Files.createDirectories(Path.of(arguments[0]).toAbsolutePath());
        for (Cloud cloud : List.of(
                Cloud.aws(directory), Cloud.azure(directory), Cloud.gcp(directory), Cloud.hashicorp(directory))) {
            cloud.service().store("app-key", "1".repeat(64));
            StringBuilder line = new StringBuilder(cloud.settings().provider());
            cloud.settings().values().forEach((name, setting) -> line.append("\tset:" + name + "=" + setting.value()));
            cloud.context().environment().forEach((name, value) -> line.append("\tenv:" + name + "=" + value));
            cloud.context().caFile().ifPresent(file -> line.append("\tca=" + file));
            System.out.println(line);
        }
        System.out.println("ready");
        while (System.in.read() >= 0) {
            // Until whoever started it is done.
        }
        System.exit(0);
    }
}
