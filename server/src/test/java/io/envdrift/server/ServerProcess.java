package io.envdrift.server;

import io.envdrift.base.Secret;
import io.envdrift.server.store.StorageSettings;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The server's real command in a process of its own, which can be killed. */
final class ServerProcess implements AutoCloseable {
    private static final Pattern ADDRESS = Pattern.compile("listens on (http\\S+),");

    /** How often another Java is asked, which gives up after ten seconds where the machine is busy. */
    private static final int ATTEMPTS = 6;

    private static final Pattern TOTAL = Pattern.compile("(?m)^Total\\s+\\d+\\s+(\\d+)\\s*$");

    private final Process process;
    private final URI address;

    private ServerProcess(Process process, URI address) {
        this.process = process;
        this.address = address;
    }

    /** Starts a server in a JVM with some more options. */
    static ServerProcess start(StorageSettings storage, String... options) throws IOException {
        return start(storage, Map.of(), options);
    }

    static ServerProcess start(StorageSettings storage, Map<String, String> environment, String... options)
            throws IOException {
        return start(storage, environment, ProcessBuilder.Redirect.INHERIT, options);
    }

    /** Starts a server whose log goes somewhere. */
    static ServerProcess start(
            StorageSettings storage, Map<String, String> environment, ProcessBuilder.Redirect log, String... options)
            throws IOException {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1",
                "--enable-native-access=ALL-UNNAMED"));
        command.addAll(List.of(options));
        command.addAll(List.of(
                "-cp",
                System.getProperty("java.class.path"),
                "io.envdrift.server.command.ServerMain",
                "--port",
                "0",
                "--max-failures",
                "0",
                "--data",
                storage.data().toString()));
        storage.database().ifPresent(url -> command.addAll(List.of("--database", url)));
        ProcessBuilder builder = new ProcessBuilder(command).redirectError(log);
        builder.environment().putAll(environment);
        storage.masterKey()
                .map(Secret::reveal)
                .ifPresent(key -> builder.environment().put("ENVDRIFT_SERVER_MASTER_KEY", key));
        Process process = builder.start();
        BufferedReader out =
                new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
        String line = String.valueOf(out.readLine());
        Matcher matcher = ADDRESS.matcher(line);
        if (!matcher.find()) {
            process.destroyForcibly();
            throw new IOException("the server did not start: " + line);
        }
        return new ServerProcess(process, URI.create(matcher.group(1)));
    }

    URI address() {
        return address;
    }

    /** Returns how much of the heap is in use after a full collection; nothing where this Java cannot ask another one. */
    OptionalLong liveBytes() throws IOException {
        Path jcmd = Path.of(System.getProperty("java.home"), "bin", "jcmd");
        if (!Files.isExecutable(jcmd)) {
            return OptionalLong.empty();
        }
        for (int attempt = 0; attempt < ATTEMPTS; attempt++) {
            Process asked = new ProcessBuilder(jcmd.toString(), Long.toString(process.pid()), "GC.class_histogram")
                    .redirectErrorStream(true)
                    .start();
            String answer = new String(asked.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            Matcher total = TOTAL.matcher(answer);
            if (total.find()) {
                return OptionalLong.of(Long.parseLong(total.group(1)));
            }
        }
        return OptionalLong.empty();
    }

    /** Ends the process at once, as SIGKILL does, whatever it is doing. */
    void kill() throws InterruptedException {
        process.destroyForcibly().waitFor();
    }

    /** Asks the process to stop and returns its exit code. */
    int stop() throws InterruptedException {
        process.destroy();
        if (!process.waitFor(120, TimeUnit.SECONDS)) {
            process.destroyForcibly();
        }
        return process.waitFor();
    }

    /** Ends the process and waits: it may not write into a directory that is being deleted. */
    @Override
    public void close() {
        process.destroyForcibly().onExit().join();
    }
}
