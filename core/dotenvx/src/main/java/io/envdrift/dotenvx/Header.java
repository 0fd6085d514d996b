package io.envdrift.dotenvx;

import io.envdrift.base.EnvdriftException;
import io.envdrift.base.ErrorCode;
import io.envdrift.dotenv.EnvDocument;
import java.util.Set;

/**
 * The lines that dotenvx puts at the head of an encrypted file: a box, the public key, and the file's name.
 *
 * <p>They go behind a {@code #!} line. Their line ends are LF in every file, as dotenvx writes them. A BOM stays the very
 * first character, where dotenvx puts the header before it.
 */
final class Header {
    private static final String BOX = """
        #/-------------------[DOTENV_PUBLIC_KEY]--------------------/
        #/            public-key encryption for .env files          /
        #/       [how it works](https://dotenvx.com/encryption)     /
        #/----------------------------------------------------------/
        """;

    private static final Set<String> BOX_LINES = Set.copyOf(BOX.lines().toList());

    /** What ends a comment for the grammar. */
    private static final String LINE_ENDS = "\n\r\u2028\u2029";

    private Header() {}

    static String text(PublicKey key, KeyNames names, String fileName) {
        String text = BOX + names.publicKey() + "=\"" + key.hex() + "\"\n\n# " + printable(fileName) + "\n";
        EnvDocument readBack = EnvDocument.parse(text);
        if (readBack.last(names.publicKey()).isEmpty()) {
            throw new EnvdriftException(
                    ErrorCode.UNSUITABLE_FILE,
                    "the file's name gives a key name that no reader understands: " + printable(names.publicKey()),
                    "rename the file, for example to .env.production");
        }
        return text;
    }

    /** Returns where the header goes. */
    static int place(EnvDocument document) {
        String text = document.text();
        int start = text.startsWith("\ufeff") ? 1 : 0;
        if (!text.startsWith("#!", start)) {
            return start;
        }
        int lineEnd = start;
        while (lineEnd < text.length() && LINE_ENDS.indexOf(text.charAt(lineEnd)) < 0) {
            lineEnd++;
        }
        return Math.min(text.length(), lineEnd + (text.startsWith("\r\n", lineEnd) ? 2 : 1));
    }

    /**
     * Returns where the text ends that the header replaces: the box of an earlier header, whose key somebody has deleted, and the
     * file's name below it.
     *
     * @param place where the header goes
     * @return the place itself, where no line of a box stands there
     */
    static int end(EnvDocument document, int place, String fileName) {
        String text = document.text();
        int end = place;
        while (BOX_LINES.contains(line(text, end))) {
            end = next(text, end);
        }
        if (end == place) {
            return place;
        }
        int below = line(text, end).isEmpty() ? next(text, end) : end;
        return line(text, below).equals("# " + printable(fileName)) ? next(text, below) : end;
    }

    private static String line(String text, int start) {
        return text.substring(start, next(text, start)).stripTrailing();
    }

    /** Returns where the line after this one begins. */
    private static int next(String text, int start) {
        int lineFeed = text.indexOf('\n', start);
        return lineFeed < 0 ? text.length() : lineFeed + 1;
    }

    private static String printable(String name) {
        StringBuilder printable = new StringBuilder();
        name.codePoints()
                .map(c -> Character.isISOControl(c) || LINE_ENDS.indexOf(c) >= 0 ? '?' : c)
                .forEach(printable::appendCodePoint);
        return printable.toString();
    }
}
