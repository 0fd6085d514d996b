package io.envdrift.workflow.examine;

import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Finds private keys in text of any kind: .env, YAML, JSON, shell, Dockerfile. */
final class PrivateKeySearch {
    private static final String QUOTE = "[\"'`]?+";

    /** What stands between a name and its value in these languages. */
    private static final String BETWEEN = QUOTE + "[ \\t]*+(?:=>|:=|[=:,])?+[ \\t]*+" + QUOTE;

    private static final Pattern ASSIGNED =
            Pattern.compile("DOTENV_PRIVATE_KEY[A-Za-z0-9_.-]*+" + BETWEEN + "[0-9a-fA-F]{64}(?![0-9a-fA-F])");

    private PrivateKeySearch() {}

    /** Returns the line of the first key, from 1; 0 when there is none, or the content is no text. */
    static int firstLine(byte[] content) {
        boolean utf16 = content.length >= 2
                && (content[0] == (byte) 0xff && content[1] == (byte) 0xfe
                        || content[0] == (byte) 0xfe && content[1] == (byte) 0xff);
        // The searched text is ASCII, which is the same in every other encoding.
        Charset charset = utf16 ? StandardCharsets.UTF_16 : StandardCharsets.ISO_8859_1;
        String text = new String(content, charset);
        if (text.indexOf('\0') >= 0) {
            return 0;
        }
        Matcher found = ASSIGNED.matcher(text);
        return found.find()
                ? 1
                        + (int) text.substring(0, found.start())
                                .chars()
                                .filter(c -> c == '\n')
                                .count()
                : 0;
    }
}
