package io.envdrift.envsync.protocol;

import io.envdrift.base.EnvdriftException;
import io.envdrift.base.ErrorCode;
import io.envdrift.base.StrictText;
import java.nio.charset.StandardCharsets;
import java.util.Locale;

/**
 * Where an environment lies: a branch of a project. Both are names as people write them; {@link #path} writes them so that
 * each stays what it is in a URL: a {@code /}, {@code ?}, {@code #} or {@code %} in a branch reaches no other one.
 */
public record Place(String project, String branch) {
    /** The longest project and branch, in bytes of UTF-8. */
    public static final int MAX_BYTES = 255;

    private static final String UNRESERVED = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._~";

    /**
     * Names a place.
     *
     * @throws EnvdriftException {@code USAGE} when a name is empty, longer than 255 bytes, holds control characters or half a
     *     surrogate pair, or has a segment {@code .} or {@code ..}
     */
    public Place {
        requireName("project", project);
        requireName("branch", branch);
    }

    /** Returns the path of the original's calls, percent-encoded: {@code /env/project/branch}. */
    public String path() {
        return "/env/" + encode(project) + "/" + encode(branch);
    }

    /** Returns a path of the calls that the original does not have: {@code /api/v1/envsync/project/call}. */
    public static String extraPath(String project, String call) {
        requireName("project", project);
        return "/api/v1/envsync/" + encode(project) + (call.isEmpty() ? "" : "/" + call);
    }

    /** Percent-encodes all but letters, digits and {@code - . _ ~}. */
    public static String encode(String name) {
        StringBuilder encoded = new StringBuilder();
        for (byte each : name.getBytes(StandardCharsets.UTF_8)) {
            char unit = (char) (each & 0xff);
            if (UNRESERVED.indexOf(unit) >= 0) {
                encoded.append(unit);
            } else {
                encoded.append(String.format(Locale.ROOT, "%%%02X", (int) unit));
            }
        }
        return encoded.toString();
    }

    /**
     * Checks a name of a project or branch, by the rules of the server too.
     *
     * @param kind what is named, for the message
     * @throws EnvdriftException {@code USAGE} when the name is not allowed
     */
    public static void requireName(String kind, String name) {
        String wrong = null;
        if (name.isEmpty()) {
            wrong = "is empty";
        } else if (!StrictText.isEncodable(name)) {
            wrong = "is no valid Unicode text";
        } else if (name.getBytes(StandardCharsets.UTF_8).length > MAX_BYTES) {
            wrong = "is longer than " + MAX_BYTES + " bytes";
        } else if (name.codePoints().anyMatch(Character::isISOControl)) {
            wrong = "holds control characters";
        } else if (hasDotSegment(name)) {
            wrong = "has a part '.' or '..', which would lead elsewhere in a URL";
        }
        if (wrong != null) {
            throw new EnvdriftException(ErrorCode.USAGE, "The name of the " + kind + " " + wrong, "use another name");
        }
    }

    private static boolean hasDotSegment(String name) {
        for (String part : name.split("/", -1)) {
            if (part.equals(".") || part.equals("..")) {
                return true;
            }
        }
        return false;
    }
}
