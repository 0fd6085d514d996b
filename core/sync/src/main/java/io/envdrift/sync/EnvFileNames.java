package io.envdrift.sync;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/**
 * Tells by its name whether a file is an env file that a team commits, encrypted, or another file whose name begins
 * with {@code .env}.
 */
public final class EnvFileNames {
    private static final String ENV = ".env";

    private static final Set<String> EDITORS =
            Set.of("swp", "swo", "swn", "swx", "un~", "tmp", "temp", "part", "crdownload", "lock");
    private static final Set<String> BACKUPS = Set.of(
            "bak",
            "bkp",
            "bck",
            "bk",
            "backup",
            "backups",
            "old",
            "orig",
            "original",
            "save",
            "saved",
            "copy",
            "previous",
            "rej",
            "patch",
            "diff",
            "merge",
            "mine",
            "theirs",
            "base",
            "remote",
            "head",
            "rpmsave",
            "rpmnew",
            "rpmorig",
            "pacsave",
            "pacnew",
            "pacorig",
            "dpkg-old",
            "dpkg-new",
            "dpkg-dist",
            "dpkg-bak",
            "ucf-old",
            "ucf-new",
            "ucf-dist");
    private static final Set<String> SOURCES = Set.of(
            "js", "cjs", "mjs", "jsx", "ts", "cts", "mts", "tsx", "json", "jsonc", "json5", "yaml", "yml", "toml",
            "ini", "xml", "md", "rst", "html", "py", "rb", "go", "rs", "php", "java", "kt", "kts", "scala", "swift",
            "cs", "c", "h", "sh", "bash", "zsh", "fish", "ps1", "bat", "cmd", "tf", "nix", "sql", "csv", "log", "map");
    private static final Set<String> TEMPLATES = Set.of(
            "example",
            "examples",
            "sample",
            "template",
            "templates",
            "tpl",
            "tmpl",
            "dist",
            "schema",
            "defaults",
            "default",
            "spec",
            "ejs",
            "erb",
            "hbs",
            "mustache",
            "j2",
            "jinja",
            "jinja2",
            "skel",
            "skeleton",
            "stub");
    private static final Set<String> SEALED = Set.of(
            "vault", "me", "project", "enc", "encrypted", "gpg", "pgp", "asc", "age", "sops", "secret", "sealed");
    private static final Set<String> ARCHIVES = Set.of("zip", "gz", "tgz", "tar", "xz", "bz2", "zst", "7z", "rar");

    private EnvFileNames() {}

    /** Tells whether a file of this name, the last part of a path, is an env file that a team commits, encrypted. */
    public static boolean isMeantToBeCommitted(String name) {
        return concerns(name) && objection(name).isEmpty();
    }

    /** Tells whether a name is examined at all: other files concern no environment, or belong to envdrift. */
    public static boolean concerns(String name) {
        return (name.equals(ENV) || name.startsWith(ENV) && !Character.isLetterOrDigit(name.charAt(ENV.length())))
                && !name.equals(".env.keys")
                && !name.startsWith(".env.keys.");
    }

    /** Returns why a file of this name is no env file to be committed; empty when it is one. */
    public static Optional<String> objection(String name) {
        if (name.equals(ENV)) {
            return Optional.empty();
        }
        if (!name.matches("\\.env\\.[A-Za-z0-9._-]+") || name.endsWith(".")) {
            return Optional.of(name.endsWith("~") ? "a backup" : "not named .env or .env.<environment>");
        }
        List<String> parts = Arrays.asList(
                name.substring(ENV.length() + 1).toLowerCase(Locale.ROOT).split("\\."));
        String last = parts.getLast();
        if (last.equals("local")) {
            return Optional.of("one person's own, not for the team");
        }
        if (EDITORS.contains(last)) {
            return Optional.of("a file of an editor");
        }
        // A backup often carries a date or a number behind the word.
        if (parts.stream().anyMatch(EnvFileNames::isBackup)) {
            return Optional.of("a backup");
        }
        if (TEMPLATES.contains(last) || EnvFileLocator.isCompanion(name)) {
            return Optional.of("a template");
        }
        if (SOURCES.contains(last)) {
            return Optional.of("a source file");
        }
        if (SEALED.contains(last)) {
            return Optional.of("encrypted by another tool");
        }
        return ARCHIVES.contains(last) ? Optional.of("an archive") : Optional.empty();
    }

    private static boolean isBackup(String part) {
        String word = part.replaceAll("[-_0-9]+$", "");
        return BACKUPS.contains(word) || part.matches("\\d{8,}|\\d{4}-\\d{2}-\\d{2}.*");
    }
}
