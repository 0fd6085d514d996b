package io.envdrift.git;

import io.envdrift.base.EnvdriftException;
import io.envdrift.dotenv.Glob;
import io.envdrift.files.FileSnapshot;
import java.nio.charset.StandardCharsets;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Filters of other tools, as of git-crypt, that a repository has for files whose names could be those of env files. Attributes of the
 * clone count over all others, so ours must not name such files: they would go into the repository as they are.
 */
final class OtherFilters {
    private static final String FILTER = "filter=";
    private static final String MACRO = "[attr]";
    private static final Pattern BLANKS = Pattern.compile("[ \\t]+");
    private static final List<String> SAMPLES = List.of(".env", ".env.production", "app.env");

    private OtherFilters() {}

    /**
     * Tells whether there may be one.
     *
     * @param ofClone what else the attributes of the clone hold
     */
    static boolean mayTakeEnvFiles(GitDirectory git, String ofClone) {
        List<String> lines = new ArrayList<>(ofClone.lines().toList());
        for (Path file : attributeFiles(git)) {
            text(file).lines().forEach(lines::add);
        }
        Set<String> macros = new HashSet<>();
        lines.stream()
                .filter(line -> line.startsWith(MACRO))
                .map(line -> words(line.substring(MACRO.length())))
                .filter(words -> words.stream().anyMatch(OtherFilters::isOther))
                .forEach(words -> macros.add(words.getFirst()));
        return lines.stream().anyMatch(line -> takesEnvFiles(line.strip(), macros));
    }

    private static boolean takesEnvFiles(String line, Set<String> macros) {
        if (line.isEmpty() || line.startsWith("#") || line.startsWith(MACRO)) {
            return false;
        }
        int quote = line.startsWith("\"") ? line.indexOf('"', 1) : -1;
        String pattern = quote > 0 ? line.substring(1, quote) : words(line).getFirst();
        Predicate<String> other = OtherFilters::isOther;
        return words(line.substring(quote > 0 ? quote + 1 : pattern.length())).stream()
                        .anyMatch(other.or(macros::contains))
                && mayNameEnvFile(pattern.substring(pattern.lastIndexOf('/') + 1));
    }

    private static boolean isOther(String attribute) {
        return attribute.startsWith(FILTER) && !attribute.equals(FILTER + AttributesFile.DRIVER);
    }

    private static boolean mayNameEnvFile(String name) {
        return name.contains("env")
                || name.length() > Glob.MAX_LENGTH
                || SAMPLES.stream().anyMatch(Glob.of(name)::matches);
    }

    private static List<String> words(String line) {
        return Arrays.stream(BLANKS.split(line)).filter(word -> !word.isEmpty()).toList();
    }

    private static Set<Path> attributeFiles(GitDirectory git) {
        Set<Path> files = new HashSet<>();
        files.add(git.top().resolve(AttributesFile.PROJECT));
        Stream.of(
                        GitCommand.output(git.top(), "ls-files", "-z", "--", ":(glob)**/" + AttributesFile.PROJECT),
                        GitCommand.output(git.top(), "config", "-z", "--type=path", "--get", "core.attributesFile"))
                .flatMap(printed -> Arrays.stream(printed.orElse("").split("\0")))
                .filter(name -> !name.isEmpty())
                .forEach(name -> place(git, name).ifPresent(files::add));
        return files;
    }

    private static Optional<Path> place(GitDirectory git, String name) {
        try {
            return Optional.of(git.top().resolve(name));
        } catch (InvalidPathException e) {
            return Optional.empty();
        }
    }

    private static String text(Path file) {
        try {
            return new String(FileSnapshot.following(file).content().orElse(new byte[0]), StandardCharsets.UTF_8);
        } catch (EnvdriftException e) {
            // Git cannot read the file either, so it has no effect.
            return "";
        }
    }
}
