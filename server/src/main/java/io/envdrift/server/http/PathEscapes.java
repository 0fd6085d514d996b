package io.envdrift.server.http;

import java.util.regex.Pattern;

/**
 * Rewrites malformed percent-encoding in the path of a request line. Jetty would refuse it before any API sees the
 * call, in a form that no API has. Rewritten, it reaches the API that the path belongs to.
 */
final class PathEscapes {
    /** A percent sign without two hex digits: a percent sign, as the original of EnvSync reads it. */
    private static final Pattern LONE = Pattern.compile("%(?![0-9A-Fa-f]{2})");

    private PathEscapes() {}

    /** Returns the target with lone percent signs encoded, and NUL as another control character: no API takes either. */
    static String readable(String target) {
        int query = target.indexOf('?');
        String path = query < 0 ? target : target.substring(0, query);
        if (path.indexOf('%') < 0) {
            return target;
        }
        String readable = LONE.matcher(path).replaceAll("%25").replace("%00", "%01");
        return query < 0 ? readable : readable + target.substring(query);
    }
}
