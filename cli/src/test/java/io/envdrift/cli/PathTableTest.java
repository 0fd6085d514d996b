package io.envdrift.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.io.UncheckedIOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Whatever a stranger's repository puts in the place of a file that envdrift opens, each command that touches it ends by
 * itself, and neither reads it into a file nor writes outside.
 */
class PathTableTest {
    private static final String SECRET = "OUTSIDE_SECRET=canary-of-the-user\n";
    private static final long LONGEST_SECONDS = 120;

    /** What may be in the place of a file. */
    enum Kind {
        LINK_OUTSIDE {
            @Override
            void put(Path place, Path outside) throws IOException {
                Files.createSymbolicLink(place, outside.resolve("secret"));
            }
        },
        LINK_UP_AND_OUT {
            @Override
            void put(Path place, Path outside) throws IOException {
                Files.createSymbolicLink(
                        place, Objects.requireNonNull(place.getParent()).relativize(outside.resolve("secret")));
            }
        },
        LINK_TO_A_LINK {
            @Override
            void put(Path place, Path outside) throws IOException {
                Path middle = place.resolveSibling("middle");
                Files.createSymbolicLink(middle, outside.resolve("secret"));
                Files.createSymbolicLink(place, Path.of("middle"));
            }
        },
        LINK_TO_NOTHING_OUTSIDE {
            @Override
            void put(Path place, Path outside) throws IOException {
                Files.createSymbolicLink(place, outside.resolve("nothing"));
            }
        },
        LINK_IN_A_CIRCLE {
            @Override
            void put(Path place, Path outside) throws IOException {
                Files.createSymbolicLink(place, Path.of("circle"));
                Files.createSymbolicLink(place.resolveSibling("circle"), place.getFileName());
            }
        },
        LINK_TO_A_DIRECTORY_OUTSIDE {
            @Override
            void put(Path place, Path outside) throws IOException {
                Files.createSymbolicLink(place, outside);
            }
        },
        LINK_TO_THE_ENVIRONMENT {
            @Override
            void put(Path place, Path outside) throws IOException {
                Files.createSymbolicLink(place, Path.of("/proc/self/environ"));
            }
        },
        LINK_TO_A_FILE_OF_THE_KERNEL {
            @Override
            void put(Path place, Path outside) throws IOException {
                Files.createSymbolicLink(place, Path.of("/proc/self/status"));
            }
        },
        LINK_TO_AN_ENDLESS_DEVICE {
            @Override
            void put(Path place, Path outside) throws IOException {
                Files.createSymbolicLink(place, Path.of("/dev/zero"));
            }
        },
        LINK_TO_A_PIPE {
            @Override
            void put(Path place, Path outside) throws IOException {
                pipe(outside.resolve("pipe"));
                Files.createSymbolicLink(place, outside.resolve("pipe"));
            }
        },
        PIPE {
            @Override
            void put(Path place, Path outside) throws IOException {
                pipe(place);
            }
        },
        SOCKET {
            @Override
            void put(Path place, Path outside) throws IOException {
                try (ServerSocketChannel server = ServerSocketChannel.open(StandardProtocolFamily.UNIX)) {
                    // A path of a socket is short.
                    Path bound = Files.createTempDirectory("s").resolve("s");
                    server.bind(UnixDomainSocketAddress.of(bound));
                    Files.move(bound, place);
                    Files.delete(bound.getParent());
                }
            }
        },
        DIRECTORY {
            @Override
            void put(Path place, Path outside) throws IOException {
                Files.createDirectory(place);
            }
        },
        HARD_LINK {
            @Override
            void put(Path place, Path outside) throws IOException {
                Files.createLink(place, outside.resolve("secret"));
            }
        },
        HUGE {
            @Override
            void put(Path place, Path outside) throws IOException {
                try (RandomAccessFile sparse = new RandomAccessFile(place.toFile(), "rw")) {
                    sparse.setLength(300L << 20);
                }
            }
        };

        abstract void put(Path place, Path outside) throws IOException;

        private static void pipe(Path path) throws IOException {
            try {
                new ProcessBuilder("mkfifo", path.toString()).start().waitFor();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }
    }

    /** A place where a file is read or written, and the commands that do. */
    private static final Map<String, List<String>> PLACES = places();

    private static Map<String, List<String>> places() {
        Map<String, List<String>> places = new TreeMap<>();
        places.put(
                "app/.env.keys",
                List.of(
                        "sync --force",
                        "sync --verify",
                        "pull --force",
                        "lock --check",
                        "lock --force",
                        "status",
                        "doctor",
                        "get A -f app/.env.production",
                        "decrypt app/.env.production",
                        "encrypt app/.env.new",
                        "set B=1 -f app/.env.production",
                        "rotate app/.env.production",
                        "vault-push --all",
                        "vault-pull app app-key --env production"));
        places.put(
                "app/.env.keys.lock",
                List.of(
                        "sync --force",
                        "pull --force",
                        "encrypt app/.env.new",
                        "rotate app/.env.production",
                        "vault-pull app app-key --env production"));
        places.put(
                "app/.env.production",
                List.of(
                        "sync --check-decryption --ci",
                        "pull --force",
                        "lock --force",
                        "lock --check",
                        "status",
                        "doctor",
                        "run -e production -- true",
                        "encrypt app/.env.production",
                        "decrypt app/.env.production",
                        "vault-push --all"));
        places.put("app/.env", List.of("pull --force --profile p"));
        places.put("app/copy.conf", List.of("pull --force --profile q"));
        places.put("envdrift.toml", List.of("sync --ci", "pull --ci", "status", "get A -f app/.env.production"));
        places.put("pyproject.toml", List.of("sync --ci", "encrypt app/.env.new"));
        places.put("pair.txt", List.of("sync --ci -c pair.txt --timeout 1"));
        places.put(".gitignore", List.of("encrypt app/.env.new", "init --force"));
        places.put("team.vault", List.of("sync --ci", "status", "vault-push --all"));
        places.put("team.key", List.of("sync --ci", "status"));
        places.put(".env", List.of("get A", "run -- true", "set A=1"));
        places.put("ca.pem", List.of("sync --ci -c network.toml --timeout 1"));
        places.put("home/.config/envdrift/trusted-hosts", List.of("trust --list", "trust example.test"));
        return places;
    }

    @TempDir
    Path temporary;

    private Path template;

    @BeforeEach
    void makeTheProject() throws IOException {
        assumeTrue(Files.exists(Path.of("/proc/self/environ")), "there is no /proc");
        template = temporary.toRealPath().resolve("template");
        SampleProject project = new SampleProject(template).service("app", SampleProject.KEY, "A=one\n");
        project.write("app/.env.keys", SampleProject.KEY_NAME + "=" + SampleProject.hex(SampleProject.KEY) + "\n");
        project.write("app/.env.new", "N=1\n").write(".env", "A=1\n").write("pair.txt", "app-key=app\n");
        project.write("pyproject.toml", "[project]\nname = \"x\"\n").write(".gitignore", "target\n");
        project.write("home/.config/envdrift/trusted-hosts", "").write("ca.pem", "no certificate\n");
        project.write("network.toml", """
            [vault]
            provider = "hashicorp"
            ca_file = "ca.pem"
            [vault.hashicorp]
            url = "https://127.0.0.1:1"
            [[vault.sync.mappings]]
            secret_name = "app-key"
            folder_path = "app"
            """);
        project.write(
                "envdrift.toml", project.read("envdrift.toml") + profile("p", ".env") + profile("q", "copy.conf"));
    }

    private static String profile(String name, String target) {
        return SampleProject.mapping("app") + "environment = \"production\"\nprofile = \"" + name
                + "\"\nactivate_to = \"" + target + "\"\n";
    }

    @Test
    void theTableIsWhole() {
        assertThat(Kind.values()).hasSize(15);
        assertThat(PLACES).hasSize(14);
        assertThat(PLACES.values().stream().mapToInt(List::size).sum() * Kind.values().length)
                .isEqualTo(51 * 15);
    }

    @ParameterizedTest
    @EnumSource(Kind.class)
    void SEC_A2_A7_A14_everyCommandIsContained(Kind kind) throws Exception {
        List<String> wrong = new ArrayList<>();
        for (Map.Entry<String, List<String>> place : PLACES.entrySet()) {
            for (String command : place.getValue()) {
                check(kind, place.getKey(), command, wrong);
            }
        }
        assertThat(wrong).isEmpty();
    }

    private void check(Kind kind, String place, String command, List<String> wrong) throws Exception {
        Path scene = Files.createTempDirectory(temporary.toRealPath(), "cell");
        Path root = scene.resolve("project");
        Path outside = Files.createDirectory(scene.resolve("outside"));
        copy(template, root);
        Files.writeString(outside.resolve("secret"), SECRET);
        if (place.equals(".gitignore")) {
            Files.createDirectories(root.resolve(".git"));
        }
        Files.deleteIfExists(root.resolve(place));
        kind.put(root.resolve(place), outside);
        List<String> before = names(outside);
        CompletableFuture<CliRun.Result> run = new CompletableFuture<>();
        Thread.ofPlatform().daemon().start(() -> {
            try {
                run.complete(new CliRun(root).input("x\n").run(command.split(" ")));
            } catch (RuntimeException e) {
                run.completeExceptionally(e);
            }
        });
        // Not a measure of speed: an opening that waits would wait for ever.
        CliRun.Result result = run.get(LONGEST_SECONDS, TimeUnit.SECONDS);
        String cell = kind + " at " + place + ": " + command;
        String said = result.all();
        if (said.contains("Exception") || said.contains("ED-100") || result.exit() < 0 || result.exit() > 2) {
            wrong.add(cell + " is no clear line: exit " + result.exit() + " " + said);
        }
        if (!names(outside).equals(before)
                || !Files.readString(outside.resolve("secret")).equals(SECRET)) {
            wrong.add(cell + " wrote outside");
        }
        // What the user names, and what is in the user's home, is the user's to read.
        boolean users = place.equals("pair.txt") || place.startsWith("home/");
        if ((said.contains("canary-of-the-user") && !users) || isCopied(root, root.resolve(place), kind)) {
            wrong.add(cell + " copied what is outside: " + said);
        }
    }

    /** A hard link makes the file one of the project, whatever it was before; its content may stay where it is. */
    private static boolean isCopied(Path root, Path place, Kind kind) throws IOException {
        try (Stream<Path> files = Files.walk(root)) {
            return files.filter(file -> !file.startsWith(root.resolve("home")))
                    .filter(file -> Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS))
                    .filter(file -> kind != Kind.HARD_LINK || !file.equals(place))
                    .filter(file -> !file.getFileName().toString().contains(".backup."))
                    .anyMatch(PathTableTest::holdsSecret);
        }
    }

    private static boolean holdsSecret(Path file) {
        try {
            return Files.size(file) < 1 << 20
                    && new String(Files.readAllBytes(file), StandardCharsets.ISO_8859_1).contains("canary-of-the-user");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static List<String> names(Path directory) throws IOException {
        try (Stream<Path> files = Files.walk(directory)) {
            return files.map(Path::toString).sorted().toList();
        }
    }

    private static void copy(Path from, Path to) throws IOException {
        try (Stream<Path> files = Files.walk(from)) {
            for (Path file : files.toList()) {
                Files.copy(file, to.resolve(from.relativize(file).toString()), StandardCopyOption.COPY_ATTRIBUTES);
            }
        }
    }
}
