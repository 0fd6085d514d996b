package io.envdrift.dotenvx;

import io.envdrift.base.EnvdriftException;
import io.envdrift.base.ErrorCode;
import io.envdrift.dotenv.EnvDocument;

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

    private static String printable(String name) {
        StringBuilder printable = new StringBuilder();
        name.codePoints()
                .map(c -> Character.isISOControl(c) || LINE_ENDS.indexOf(c) >= 0 ? '?' : c)
                .forEach(printable::appendCodePoint);
        return printable.toString();
    }
}
