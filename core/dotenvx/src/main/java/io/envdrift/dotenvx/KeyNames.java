package io.envdrift.dotenvx;

import io.envdrift.base.EnvdriftException;
import io.envdrift.base.ErrorCode;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Names of the variables that hold keys: {@code DOTENV_PUBLIC_KEY} and {@code DOTENV_PRIVATE_KEY}, with a suffix for
 * every file but a plain {@code .env}.
 *
 * @param suffix empty, or {@code _} and the environment in upper case
 */
public record KeyNames(String suffix) {
    /** What the name of a public key starts with. */
    public static final String PUBLIC = "DOTENV_PUBLIC_KEY";
    /** What the name of a private key starts with. */
    public static final String PRIVATE = "DOTENV_PRIVATE_KEY";

    private static final Pattern ENVIRONMENT = Pattern.compile("[A-Za-z0-9._-]+");
    private static final String DEFAULT_FILE = ".env";

    /**
     * Returns the names for a file, by dotenvx's rule: {@code .env} and {@code .env.txt} have no suffix; else the parts
     * from the second dot on count, at most two; a name without them is taken with {@code .env} as
     * {@code development}.
     *
     * @param fileName the last part of the path
     */
    public static KeyNames ofFile(String fileName) {
        String name = fileName.toLowerCase(Locale.ROOT);
        if (name.startsWith(DEFAULT_FILE) && name.endsWith(".txt")) {
            name = name.substring(0, name.length() - ".txt".length());
        }
        if (name.equals(DEFAULT_FILE)) {
            return new KeyNames("");
        }
        String[] parts = name.split("\\.", -1);
        String environment = parts.length > 2
                ? String.join("_", Arrays.asList(parts).subList(2, Math.min(4, parts.length)))
                : replaceFirst(name, DEFAULT_FILE, "development");
        return new KeyNames("_" + environment.toUpperCase(Locale.ROOT));
    }

    /**
     * Returns the names for an environment: upper case, {@code .} becomes {@code _}; without suffix for the empty one, whose file
     * is {@code .env}.
     *
     * @throws EnvdriftException {@code CONFIG_INVALID} when the environment is not of {@code [A-Za-z0-9._-]*}
     */
    public static KeyNames ofEnvironment(String environment) {
        if (environment.isEmpty()) {
            return new KeyNames("");
        }
        if (!ENVIRONMENT.matcher(environment).matches()) {
            throw new EnvdriftException(
                    ErrorCode.CONFIG_INVALID,
                    "an environment may only hold letters, digits, '.', '_' and '-'",
                    "rename the environment");
        }
        return new KeyNames("_" + environment.toUpperCase(Locale.ROOT).replace('.', '_'));
    }

    /** Returns the names that one of them, public or private, belongs to. */
    public static Optional<KeyNames> ofVariable(String name) {
        if (isPublic(name)) {
            return Optional.of(new KeyNames(name.substring(PUBLIC.length())));
        }
        return isPrivate(name) ? Optional.of(new KeyNames(name.substring(PRIVATE.length()))) : Optional.empty();
    }

    /** Tells whether a variable holds a public key. */
    public static boolean isPublic(String name) {
        return name.startsWith(PUBLIC);
    }

    /** Tells whether a variable holds a private key. */
    public static boolean isPrivate(String name) {
        return name.startsWith(PRIVATE);
    }

    /** Returns the name of the public key. */
    public String publicKey() {
        return PUBLIC + suffix;
    }

    /** Returns the name of the private key. */
    public String privateKey() {
        return PRIVATE + suffix;
    }

    private static String replaceFirst(String text, String part, String replacement) {
        int at = text.indexOf(part);
        return at < 0 ? text : text.substring(0, at) + replacement + text.substring(at + part.length());
    }
}
