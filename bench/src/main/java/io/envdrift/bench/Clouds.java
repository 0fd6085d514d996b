package io.envdrift.bench;

import io.envdrift.testkit.Fault;
import io.envdrift.testserver.ReceivedRequest;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/**
 * The four fakes for whole commands: prints one line per cloud, the provider, its settings and its environment as {@code
 * name=value} separated by tabs, then serves until standard input ends.
 */
public final class Clouds {
    private static final String KEY = "1".repeat(64);

    private Clouds() {}

    /**
     * Starts them.
     *
     * @param arguments a directory that can be written to, and, where wanted, after how many milliseconds they answer (default:
     *     at once), how many secrets {@code key-0} and so on they hold beside {@code app-key} (default: 0), and {@code trace} to print
     *     each request to standard error as it arrives: provider, milliseconds, connections so far, method, path, and whether
     *     it is signed in
     */
    public static void main(String[] arguments) throws IOException {
        Path directory = Files.createDirectories(Path.of(arguments[0]).toAbsolutePath());
        Duration latency = Duration.ofMillis(arguments.length > 1 ? Long.parseLong(arguments[1]) : 0);
        int secrets = arguments.length > 2 ? Integer.parseInt(arguments[2]) : 0;
        for (Cloud cloud : List.of(
                Cloud.aws(directory), Cloud.azure(directory), Cloud.gcp(directory), Cloud.hashicorp(directory))) {
            cloud.service().store("app-key", KEY);
            for (int i = 0; i < secrets; i++) {
                cloud.service().store("key-" + i, KEY);
            }
            Fault answer = latency.isPositive() ? Fault.delayed(latency) : Fault.none();
            cloud.service().server().always(arguments.length > 3 ? traced(cloud, answer) : answer);
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

    private static Fault traced(Cloud cloud, Fault answer) {
        return (exchange, regular) -> {
            ReceivedRequest request = exchange.request();
            System.err.printf(
                    "%s %d %d %s %s %s%n",
                    cloud.settings().provider(),
                    System.currentTimeMillis(),
                    cloud.service().server().connections(),
                    request.method(),
                    request.path(),
                    request.header("Authorization").isPresent());
            answer.serve(exchange, regular);
        };
    }
}
