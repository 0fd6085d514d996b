package io.envdrift.cli.render;

import java.io.PrintStream;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.ObjectWriteContext;
import tools.jackson.core.SerializableString;
import tools.jackson.core.io.CharacterEscapes;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.core.json.JsonWriteFeature;

/**
 * JSON that a terminal and a CI runner can show: printable ASCII only, since control characters and direction marks exist
 * beyond it too, and without {@code #} in strings, which begins commands to the runner of GitHub.
 */
final class SafeJson {
    private static final JsonFactory FACTORY = JsonFactory.builder()
            .enable(JsonWriteFeature.ESCAPE_NON_ASCII)
            .characterEscapes(new Escapes())
            .build();

    private SafeJson() {}

    /** Starts to write; closing the generator leaves the stream open. */
    static JsonGenerator to(PrintStream out) {
        return FACTORY.createGenerator(ObjectWriteContext.empty(), out);
    }

    private static final class Escapes extends CharacterEscapes {
        private static final long serialVersionUID = 1L;
        private static final int DELETE = 0x7f;

        private final int[] codes = standardAsciiEscapesForJSON();

        Escapes() {
            codes['#'] = ESCAPE_STANDARD;
            codes[DELETE] = ESCAPE_STANDARD;
        }

        @Override
        public int[] getEscapeCodesForAscii() {
            return codes.clone();
        }

        @Override
        public @Nullable SerializableString getEscapeSequence(int codePoint) {
            return null;
        }
    }
}
