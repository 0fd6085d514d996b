package io.envdrift.vaultenv.example;

import com.sun.net.httpserver.HttpServer;
import io.envdrift.vaultenv.VaultEnv;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;

/**
 * An application that greets, over HTTP on this machine, with what {@code GREETING} says: in the vault, or in a plain .env
 * file as long as there is no vault. A change in the vault counts without a restart.
 */
public final class ExampleApplication {
    private static final int DEFAULT_PORT = 8080;
    private static final Duration INTERVAL = Duration.ofSeconds(5);

    private volatile VaultEnv settings;

    private ExampleApplication(VaultEnv settings) {
        this.settings = settings;
    }

    /** Argument: the port, 8080 if left out. */
    public static void main(String[] arguments) throws IOException {
        int port = arguments.length == 0 ? DEFAULT_PORT : Integer.parseInt(arguments[0]);
        VaultEnv loaded = VaultEnv.load();
        // Names and origin, never values.
        System.out.println("Settings: " + loaded.values().keySet() + " from " + loaded.origin());
        ExampleApplication application = new ExampleApplication(loaded);
        application.watch();
        application.serve(port);
    }

    private void watch() {
        var unused = settings.watch(
                INTERVAL,
                (changed, next) -> {
                    settings = next;
                    System.out.println("Changed: " + changed);
                },
                error -> System.err.println("Watch poll failed: " + error.getMessage()));
    }

    private void serve(int port) throws IOException {
        HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 0);
        server.createContext("/", exchange -> {
            String greeting = settings.get("GREETING").orElse("Hello") + "\n";
            byte[] body = greeting.getBytes(StandardCharsets.UTF_8);
            exchange.sendResponseHeaders(200, body.length);
            exchange.getResponseBody().write(body);
            exchange.close();
        });
        server.start();
        System.out.println("Greets on http://127.0.0.1:" + server.getAddress().getPort());
    }
}
