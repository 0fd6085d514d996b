package io.envdrift.cli.page;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * What a browser wrote down of its network, workers included: each address, and each byte that went through a socket. It is whole when
 * the browser has ended.
 */
record NetworkLog(Path file) {
    private static final Pattern ADDRESS = Pattern.compile("\"url\":\"([^\"]*)\"");
    private static final Pattern BYTES = Pattern.compile("\"bytes\":\"([^\"]*)\"");

    /** Returns the addresses that were asked for, each once. */
    List<String> addresses() throws IOException {
        try (Stream<String> found = all(ADDRESS)) {
            return found.distinct().toList();
        }
    }

    /** Returns what was sent and received, one socket's bytes among another's, a character for each. */
    String bytes() throws IOException {
        StringBuilder bytes = new StringBuilder();
        try (Stream<String> found = all(BYTES)) {
            found.forEach(
                    each -> bytes.append(new String(Base64.getDecoder().decode(each), StandardCharsets.ISO_8859_1)));
        }
        return bytes.toString();
    }

    private Stream<String> all(Pattern pattern) throws IOException {
        Stream<String> lines = Files.lines(file);
        return lines.flatMap(line -> pattern.matcher(line).results().map(MatchResult::group))
                .map(found -> found.substring(found.indexOf(':') + 2, found.length() - 1))
                .onClose(lines::close);
    }
}
