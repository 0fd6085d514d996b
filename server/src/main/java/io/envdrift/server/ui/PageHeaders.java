package io.envdrift.server.ui;

import io.envdrift.server.pipeline.Reply;
import java.util.LinkedHashMap;
import java.util.Map;

/** The header fields of every answer of the page: only its own files run, and no other site can frame, open or embed it. */
final class PageHeaders {
    /** Markup from text is refused by the browser, not only avoided by the page; the one policy that is left makes the worker's URL. */
    private static final String CONTENT_SECURITY_POLICY = String.join(
            "; ",
            "default-src 'none'",
            "script-src 'self'",
            "style-src 'self'",
            "img-src 'self'",
            "connect-src 'self'",
            "worker-src 'self'",
            "base-uri 'none'",
            "form-action 'none'",
            "frame-ancestors 'none'",
            "require-trusted-types-for 'script'",
            "trusted-types envdrift-worker");

    private static final Map<String, String> FIELDS = fields();

    private PageHeaders() {}

    /** Returns the reply with these fields. */
    static Reply on(Reply reply) {
        Map<String, String> all = new LinkedHashMap<>(reply.headers());
        all.putAll(FIELDS);
        return new Reply(reply.status(), reply.contentType(), reply.body(), all);
    }

    private static Map<String, String> fields() {
        Map<String, String> fields = new LinkedHashMap<>();
        fields.put("Content-Security-Policy", CONTENT_SECURITY_POLICY);
        fields.put("X-Content-Type-Options", "nosniff");
        fields.put("Referrer-Policy", "no-referrer");
        fields.put("Cross-Origin-Opener-Policy", "same-origin");
        fields.put("Cross-Origin-Resource-Policy", "same-origin");
        fields.put("Permissions-Policy", "camera=(), geolocation=(), microphone=(), payment=(), usb=()");
        return fields;
    }
}
