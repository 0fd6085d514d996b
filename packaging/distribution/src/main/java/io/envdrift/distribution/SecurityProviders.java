package io.envdrift.distribution;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The order of the security providers in a runtime's {@code java.security}, the file of that name in the JDK's security guide.
 * The JDK makes each provider that it passes on its way to the first that has an algorithm.
 */
final class SecurityProviders {
    private static final Pattern LINE = Pattern.compile("(?m)^security\\.provider\\.(\\d+)=(\\S+)$");

    private SecurityProviders() {}

    /**
     * Moves a provider to the second place, behind the one of hashes and random numbers; the others keep their order.
     *
     * @throws IOException if the file cannot be read or written, or does not list the provider
     */
    static void moveUp(Path file, String provider) throws IOException {
        String text = Files.readString(file);
        List<String> names = new ArrayList<>(
                LINE.matcher(text).results().map(found -> found.group(2)).toList());
        if (!names.remove(provider)) {
            throw new IOException(file + " has no line for the provider " + provider);
        }
        names.add(1, provider);
        Files.writeString(
                file,
                LINE.matcher(text)
                        .replaceAll(found -> Matcher.quoteReplacement("security.provider." + found.group(1) + "="
                                + names.get(Integer.parseInt(found.group(1)) - 1))));
    }
}
