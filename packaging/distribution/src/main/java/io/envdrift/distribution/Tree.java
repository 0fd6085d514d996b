package io.envdrift.distribution;

import io.envdrift.cli.EnvdriftCli;
import io.envdrift.cli.base.CommandOptions;
import io.envdrift.cli.base.Host;
import io.envdrift.cli.envsync.EnvSyncCommand;
import io.envdrift.cli.levels.LevelsCommand;
import io.envdrift.cli.pages.Pages;
import io.envdrift.cli.pages.Pages.Shell;
import io.envdrift.cli.vaultenv.VaultEnvCommand;
import io.envdrift.process.ChildStarter;
import io.envdrift.server.command.ServerMain;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import java.util.stream.Stream;

/** An installation in the making. */
final class Tree {
    static final String CLI = "envdrift";
    static final String LOCAL = CLI + "-local";
    static final String STORES = CLI + "-stores";
    static final String SERVER = "envdrift-server";

    /** Our own runtime knows it. */
    private static final String UNSAFE = "--sun-misc-unsafe-memory-access=allow";

    /** Our own runtime knows these, too. */
    private static final String UNPROFILED = "-XX:+UnlockDiagnosticVMOptions -XX:-AOTReplayTraining";

    /** Commands that open a cloud are compiled by the first compiler, which cannot use profiles: they are a twentieth of a cache. */
    private static final String UNRECORDED = "-XX:+UnlockDiagnosticVMOptions -XX:-AOTRecordTraining";

    private static final String SILENT = "-Xlog:disable -XX:-UsePerfData";

    /** The launchers' options of the JVM. A cache fits only the options that it was made with. */
    private static final String COMMON = SILENT + " --enable-native-access=ALL-UNNAMED";

    /**
     * Where JAVA_TOOL_OPTIONS names another collector, for the program that 'run' starts say, it is taken back: Java does not
     * start with two.
     */
    private static final String COLLECTOR =
            "-XX:-UseG1GC -XX:-UseParallelGC -XX:-UseZGC -XX:-UseShenandoahGC -XX:+UseSerialGC -Xmn24m";

    /**
     * A command line lives for half a second: it starts fast, in little memory (without -Xmn twice as much), and spins no
     * code for what it reflects on once. The launcher chooses the compilers; a cache that was made with both fits either
     * choice.
     */
    private static final String CLI_OPTIONS =
            COMMON + " " + COLLECTOR + " -Djdk.console=java.base -Djdk.reflect.useNativeAccessorOnly=true";

    /** What only prints a line has ended before anything compiled could pay, and without a cache, native access costs time. */
    private static final String LINE_OPTIONS = SILENT + " " + COLLECTOR + " -Xint";

    /** Our own runtime knows it: the JVM's class archive is used where it was made for, not moved to a random address. */
    private static final String FIXED = "-XX:+UnlockDiagnosticVMOptions -XX:ArchiveRelocationMode=0";

    /** For {@code BuiltInHandler}. The caches are made with it; without one of ours, Java starts slower with it. */
    private static final String EXPORTS = "--add-exports=java.base/sun.net.www.protocol.http=ALL-UNNAMED";

    private static final String SERVER_OPTIONS = COMMON + " -Xmx512m -XX:+ExitOnOutOfMemoryError";

    private final Path root;
    private final String version;
    private final String build;

    Tree(Path root, String version, String build) throws IOException {
        this.root = root;
        this.version = version;
        this.build = build;
        delete(root);
        Files.createDirectories(root);
    }

    Path root() {
        return root;
    }

    String build() {
        return build;
    }

    /** Returns where a cache is, by the name that the launcher knows. */
    Path cache(String command) {
        return root.resolve("lib/" + command + "-" + build + ".aot");
    }

    /**
     * Returns the command that runs a main class with the tree's runtime and writes a cache.
     *
     * @param cache {@link #CLI}, {@link #SERVER}, or a cloud's of the command line
     */
    List<String> training(String cache, String main, List<String> arguments) {
        boolean server = cache.equals(SERVER);
        List<String> words = new ArrayList<>();
        words.add(root.resolve("runtime/bin/java").toString());
        words.add("-XX:AOTCacheOutput=" + cache(cache));
        if (!List.of(CLI, LOCAL, STORES, SERVER).contains(cache)) {
            words.addAll(List.of(UNRECORDED.split(" ")));
        }
        words.addAll(List.of((server ? SERVER_OPTIONS : CLI_OPTIONS + " " + EXPORTS).split(" ")));
        words.add(UNSAFE);
        words.add("-cp");
        words.add(classPath(server ? SERVER : CLI).toString());
        words.add(main);
        words.addAll(arguments);
        return words;
    }

    private Path classPath(String command) {
        return root.resolve("lib/app/" + command + ".jar");
    }

    /** Copies the jars, with one more for each program that names the jars of its own: for any Java. */
    void jars(Path checkout, Path made) throws IOException {
        Path app = Files.createDirectories(root.resolve("lib/app"));
        for (Path jar : BuildId.sorted(made.resolve("jars"))) {
            UnsignedJar.copy(jar, app.resolve(jar.getFileName()));
        }
        for (String command : List.of(CLI, SERVER)) {
            ClassPath.write(classPath(command), libraries(checkout, command));
        }
    }

    /**
     * Merges the jars for the running version of Java: what both programs share, and for each program its own module, which is small
     * and so opened quickly, and the rest.
     *
     * @param unwanted names of jars' entries that this tree does without
     */
    void mergedJars(Path checkout, Path made, Predicate<String> unwanted) throws IOException {
        Path app = Files.createDirectories(root.resolve("lib/app"));
        Path shared = app.resolve("envdrift-shared.jar");
        List<Path> cli = ClassPath.of(libraries(checkout, CLI), made.resolve("jars"));
        List<Path> server = ClassPath.of(libraries(checkout, SERVER), made.resolve("jars"));
        int release = Runtime.version().feature();
        Path licences = made.resolve("licences");
        MergedJar.write(shared, cli.stream().filter(server::contains).toList(), "", release, licences, unwanted);
        for (String command : List.of(CLI, SERVER)) {
            List<Path> own = command.equals(CLI) ? without(cli, server) : without(server, cli);
            String name = "envdrift-" + module(command) + "-" + version + ".jar";
            List<Path> module = own.stream()
                    .filter(jar -> jar.getFileName().toString().equals(name))
                    .toList();
            Path rest = app.resolve(command + "-libraries.jar");
            MergedJar.write(rest, without(own, module), "", release, licences, unwanted);
            String others = shared.getFileName() + " " + rest.getFileName();
            MergedJar.write(classPath(command), module, others, release, licences, unwanted);
        }
    }

    private static List<Path> without(List<Path> jars, List<Path> others) {
        return jars.stream().filter(jar -> !others.contains(jar)).toList();
    }

    private static Path libraries(Path checkout, String command) {
        return checkout.resolve(module(command) + "/target/lib");
    }

    private static String module(String command) {
        return command.equals(SERVER) ? "server" : "cli";
    }

    /** Writes all else that is the same on every system. */
    void files(Path checkout, Path made) throws IOException {
        copyAll(made.resolve("licences"), root.resolve("licences"));
        Path launchers = checkout.resolve("packaging/distribution/src/launcher");
        for (String shared : List.of("launch.sh", "caches.sh")) {
            copy(launchers.resolve(shared), root.resolve("lib").resolve(shared));
        }
        for (String name : List.of(CLI, "vault-env", "envsync", "levels", SERVER)) {
            launcher(launchers.resolve("envdrift"), root.resolve("bin").resolve(name));
        }
        copy(checkout.resolve("LICENSE"), root.resolve("LICENSE"));
        copy(checkout.resolve("CHANGELOG.md"), root.resolve("CHANGELOG.md"));
        copy(made.resolve("THIRD-PARTY-NOTICES.txt"), root.resolve("THIRD-PARTY-NOTICES.txt"));
        copy(made.resolve("sbom.cdx.json"), root.resolve("sbom.cdx.json"));
        write(root.resolve("VERSION"), version + "\n");
    }

    void windowsLaunchers(Path checkout) throws IOException {
        for (String name :
                List.of("envdrift.cmd", "vault-env.cmd", "envsync.cmd", "levels.cmd", "envdrift-server.cmd")) {
            Path source =
                    checkout.resolve("packaging/distribution/src/launcher").resolve(name);
            write(root.resolve("bin").resolve(name), filled(source).replace("\n", "\r\n"));
        }
    }

    /** Writes completions and manual pages of the five commands. */
    void pages() throws IOException {
        Map<String, Pages> commands = Map.of(
                CLI,
                new EnvdriftCli(Host.system()).pages(),
                "vault-env",
                new Pages(CommandOptions.lineOf(new VaultEnvCommand(Host.system(), ""))),
                "envsync",
                new Pages(CommandOptions.lineOf(new EnvSyncCommand(Host.system(), ""))),
                "levels",
                new Pages(CommandOptions.lineOf(new LevelsCommand(Host.system(), ChildStarter.beside(), ""))),
                SERVER,
                new Pages(ServerMain.commandLine()));
        for (Map.Entry<String, Pages> command : commands.entrySet()) {
            String name = command.getKey();
            Pages pages = command.getValue();
            write(root.resolve("share/bash-completion/completions").resolve(name), pages.completion(Shell.BASH));
            write(
                    root.resolve("share/fish/vendor_completions.d").resolve(name + ".fish"),
                    pages.completion(Shell.FISH));
            for (Map.Entry<String, String> manual : pages.manuals().entrySet()) {
                write(root.resolve("share/man/man1").resolve(manual.getKey()), manual.getValue());
            }
        }
    }

    /** Sets the date of every file. */
    void date(Instant date) throws IOException {
        try (Stream<Path> files = Files.walk(root)) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                Files.setLastModifiedTime(file, FileTime.from(date));
            }
        }
    }

    private void launcher(Path source, Path target) throws IOException {
        write(target, filled(source));
        Files.setPosixFilePermissions(target, PosixFilePermissions.fromString("rwxr-xr-x"));
    }

    private String filled(Path template) throws IOException {
        return Files.readString(template)
                .replace("@build@", build)
                .replace("@release@", Integer.toString(Runtime.version().feature()))
                .replace("@unsafe@", UNSAFE)
                .replace("@unprofiled@", UNPROFILED)
                .replace("@cli.options@", CLI_OPTIONS)
                .replace("@line.options@", LINE_OPTIONS)
                .replace("@fixed@", FIXED)
                .replace("@exports@", EXPORTS)
                .replace("@server.options@", SERVER_OPTIONS);
    }

    private static void write(Path target, String text) throws IOException {
        Files.createDirectories(target.getParent());
        Files.writeString(target, text);
    }

    private static void copy(Path source, Path target) throws IOException {
        Files.createDirectories(target.getParent());
        Files.copy(source, target);
    }

    static void copyAll(Path source, Path target) throws IOException {
        try (Stream<Path> files = Files.walk(source)) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                copy(file, target.resolve(source.relativize(file)));
            }
        }
    }

    static void delete(Path directory) throws IOException {
        if (!Files.exists(directory)) {
            return;
        }
        try (Stream<Path> files = Files.walk(directory)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        }
    }
}
