package io.envdrift.server.api.envsync;

import io.envdrift.base.StrictText;
import io.envdrift.server.pipeline.Call;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/** Names of projects, branches and keys: what may be stored under them. */
final class Names {
    /** The longest name, in bytes of UTF-8. */
    static final int MAX_BYTES = 255;

    private Names() {}

    /** Tells whether a text has no half of a surrogate pair, which neither UTF-8 nor a database can hold. */
    static boolean isStorable(String text) {
        return StrictText.isEncodable(text);
    }

    /** Says what is wrong with a name, if anything is. */
    static Optional<String> wrong(String name) {
        if (!isStorable(name)) {
            return Optional.of("is no valid Unicode text");
        }
        // No character takes more than three bytes.
        if (name.length() > MAX_BYTES / 3 && name.getBytes(StandardCharsets.UTF_8).length > MAX_BYTES) {
            return Optional.of("is longer than " + MAX_BYTES + " bytes");
        }
        for (int i = 0; i < name.length(); i++) {
            if (Character.isISOControl(name.charAt(i))) {
                return Optional.of("contains a control character");
            }
        }
        return Optional.empty();
    }

    /** Says what is wrong with a name that must not be empty, if anything is. */
    static Optional<String> wrongOrEmpty(String name) {
        return name.isEmpty() ? Optional.of("is empty") : wrong(name);
    }

    /** Says what is wrong with a parameter of the path or the branch in a body, if anything is. */
    static Optional<String> wrongInPath(String name) {
        for (String part : name.split("/", -1)) {
            if (part.equals(".") || part.equals("..")) {
                return Optional.of("has a part '.' or '..'");
            }
        }
        return wrongOrEmpty(name);
    }

    /** Returns a parameter of the path as it is compared with what a token lists; malformed ones are in no list. */
    static String claimed(Call call, String parameter) {
        return call.parameter(parameter).orElse("\uFFFF");
    }
}
