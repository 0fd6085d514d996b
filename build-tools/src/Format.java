import com.palantir.javaformat.java.Main;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.List;

/**
 * Formats every Java source of the checkout in the working directory, or checks that each is formatted.
 *
 * <p>Run by the build ({@code mvn validate -pl build-tools}, with {@code -Dformat.goal=apply} to rewrite).
 */
class Format {
    public static void main(String[] args) throws Exception {
        boolean apply = args.length == 1 && args[0].equals("apply");
        List<String> command = new ArrayList<>(List.of("--palantir"));
        command.addAll(apply ? List.of("--replace") : List.of("--dry-run", "--set-exit-if-changed"));
        command.addAll(sources());
        PrintWriter out = new PrintWriter(System.out, true, StandardCharsets.UTF_8);
        PrintWriter err = new PrintWriter(System.err, true, StandardCharsets.UTF_8);
        int exit = new Main(out, err, System.in).format(command.toArray(String[]::new));
        out.flush();
        if (exit != 0 && !apply) {
            err.println("The files above are not formatted. Mend: mvn validate -pl build-tools -Dformat.goal=apply");
        }
        System.exit(exit);
    }

    /** Not into what is built: other modules write there meanwhile. */
    private static List<String> sources() throws IOException {
        List<String> sources = new ArrayList<>();
        Files.walkFileTree(Path.of(""), new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult preVisitDirectory(Path directory, BasicFileAttributes attributes) {
                return directory.endsWith("target") || directory.endsWith(".git")
                        ? FileVisitResult.SKIP_SUBTREE
                        : FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
                if (file.toString().endsWith(".java")) {
                    sources.add(file.toString());
                }
                return FileVisitResult.CONTINUE;
            }
        });
        sources.sort(null);
        return sources;
    }
}
