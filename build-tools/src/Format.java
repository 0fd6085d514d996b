import com.palantir.javaformat.java.Main;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

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

    private static List<String> sources() throws IOException {
        try (Stream<Path> files = Files.walk(Path.of(""))) {
            return files.map(Path::toString)
                    .filter(name -> name.endsWith(".java"))
                    .filter(name -> !name.contains("/target/") && !name.startsWith("target/"))
                    .sorted()
                    .toList();
        }
    }
}
