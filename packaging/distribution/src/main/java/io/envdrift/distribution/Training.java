package io.envdrift.distribution;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.lang.ProcessBuilder.Redirect;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Makes the AOT caches (JEP 483, 514) of the command line and the server, by running the real commands: against the local
 * vault, the fakes of the four clouds, and the server itself.
 */
final class Training {
    private static final long LIMIT_SECONDS = 300;
    private static final Pattern ADDRESS = Pattern.compile("listens on (http://[^,\\s]+)");

    private static final Pattern TOKEN = Pattern.compile("dotenv_[0-9A-Za-z]+_[0-9A-Za-z]+");

    private final Tree tree;
    private final Path checkout;
    private final Path work;

    Training(Tree tree, Path checkout, Path work) {
        this.tree = tree;
        this.checkout = checkout;
        this.work = work;
    }

    /**
     * Leaves the caches in the tree, readable by their owner only: the one that most commands use as Java reads it, the others, of
     * which most people need one or two, compressed.
     *
     * @throws IOException if one was not made
     */
    void run() throws IOException, InterruptedException {
        Tree.delete(work);
        Path project = copyOfQuickstart("quickstart");
        Process server = start(
                tree.training(
                        Tree.SERVER,
                        "io.envdrift.server.command.ServerMain",
                        List.of("--port", "0", "--data", work.resolve("data").toString())),
                project,
                Map.of(),
                Redirect.PIPE);
        Process clouds = start(
                List.of(
                        ownJava(),
                        "-cp",
                        System.getProperty("java.class.path"),
                        "io.envdrift.bench.Clouds",
                        work.toString(),
                        "0",
                        Integer.toString(CommandLines.MORE_SECRETS)),
                project,
                Map.of(),
                Redirect.PIPE);
        List<String> caches;
        try {
            List<String> trained = new ArrayList<>(List.of(Tree.CLI, Tree.LOCAL, Tree.STORES, Tree.SERVER));
            String address = address(server);
            train(Tree.LOCAL, CommandLines.local(project, isRepository(project)));
            train(Tree.STORES, CommandLines.stores(address, token(address), project));
            Path files = copyOfQuickstart("files");
            train(Tree.CLI, CommandLines.files(files, isRepository(files), project));
            for (String description : untilReady(clouds)) {
                String cache = Tree.CLI + "-" + CommandLines.provider(description);
                train(cache, CommandLines.cloud(description, project));
                trained.add(cache);
            }
            caches = trained;
        } finally {
            clouds.getOutputStream().close();
            // The handle ends the process only; the process itself would close the streams too.
            server.toHandle().destroy();
        }
        await(server);
        await(clouds);
        for (String cache : caches) {
            own(cache.equals(Tree.CLI) ? tree.cache(cache) : GzippedFile.of(tree.cache(cache)));
        }
        Tree.delete(work);
    }

    private Path copyOfQuickstart(String name) throws IOException {
        Path copy = work.resolve(name);
        Tree.copyAll(checkout.resolve("config-examples/quickstart"), copy);
        return copy;
    }

    /** Makes it one, where there is git. */
    private boolean isRepository(Path project) throws InterruptedException {
        try {
            Process git = start(List.of("git", "init", "-q"), project, Map.of(), Redirect.DISCARD);
            await(git);
            return git.exitValue() == 0;
        } catch (IOException e) {
            return false;
        }
    }

    private void train(String cache, CommandLines lines) throws IOException, InterruptedException {
        List<String> command = tree.training(cache, "io.envdrift.cli.TrainingRun", lines.separated());
        await(start(command, lines.directory(), lines.environment(work), Redirect.DISCARD));
    }

    private Process start(List<String> command, Path directory, Map<String, String> environment, Redirect output)
            throws IOException {
        ProcessBuilder builder =
                new ProcessBuilder(command).redirectError(Redirect.DISCARD).redirectOutput(output);
        builder.directory(directory.toFile());
        String path = System.getenv("PATH");
        builder.environment().clear();
        builder.environment().put("PATH", path);
        builder.environment().put("HOME", work.toString());
        builder.environment().putAll(environment);
        Process process = builder.start();
        if (output == Redirect.DISCARD) {
            process.getOutputStream().close();
        }
        return process;
    }

    private static void await(Process process) throws IOException, InterruptedException {
        try (InputStream rest = process.getInputStream()) {
            rest.transferTo(java.io.OutputStream.nullOutputStream());
        }
        if (!process.waitFor(LIMIT_SECONDS, TimeUnit.SECONDS)) {
            process.destroyForcibly();
            throw new IOException("still running after " + LIMIT_SECONDS + " s: "
                    + process.info().command().orElse("?"));
        }
    }

    /** Reads until the server says where it listens, and not on: what comes later is read when it has ended. */
    private static String address(Process server) throws IOException {
        BufferedReader printed =
                new BufferedReader(new InputStreamReader(server.getInputStream(), StandardCharsets.UTF_8));
        for (String line = printed.readLine(); line != null; line = printed.readLine()) {
            Matcher found = ADDRESS.matcher(line);
            if (found.find()) {
                return found.group(1);
            }
        }
        throw new IOException("the server ended before it listened");
    }

    /** Makes an organization of levels, as programs on the server's machine may, and returns its owner's token. */
    private static String token(String address) throws IOException, InterruptedException {
        try (HttpClient client = HttpClient.newHttpClient()) {
            HttpRequest request = HttpRequest.newBuilder(URI.create(address + "/api/v1/organizations"))
                    .POST(HttpRequest.BodyPublishers.ofString("{\"name\":\"training\"}"))
                    .build();
            String made =
                    client.send(request, HttpResponse.BodyHandlers.ofString()).body();
            Matcher token = TOKEN.matcher(made);
            if (!token.find()) {
                throw new IOException("the server made no organization");
            }
            return token.group();
        }
    }

    private static List<String> untilReady(Process clouds) throws IOException {
        List<String> lines = new ArrayList<>();
        BufferedReader printed =
                new BufferedReader(new InputStreamReader(clouds.getInputStream(), StandardCharsets.UTF_8));
        for (String line = printed.readLine(); line != null; line = printed.readLine()) {
            if (line.equals("ready")) {
                return lines;
            }
            lines.add(line);
        }
        throw new IOException("the fakes of the clouds ended before they were ready");
    }

    private static void own(Path cache) throws IOException {
        if (!Files.isRegularFile(cache)) {
            throw new IOException("no cache was made: " + cache.getFileName());
        }
        Files.setPosixFilePermissions(cache, PosixFilePermissions.fromString("rw-------"));
    }

    private static String ownJava() {
        return Path.of(System.getProperty("java.home"), "bin", "java").toString();
    }
}
