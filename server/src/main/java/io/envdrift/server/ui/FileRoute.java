package io.envdrift.server.ui;

import io.envdrift.server.pipeline.Call;
import io.envdrift.server.pipeline.Operation;
import io.envdrift.server.pipeline.Refusal;
import io.envdrift.server.pipeline.Reply;
import io.envdrift.server.pipeline.Route;
import io.envdrift.server.pipeline.Session;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Answers with a file, or with its tag alone where the browser has it. */
record FileRoute(Operation operation, PageFiles files) implements Route {
    private static final String PARAMETER = "file";
    private static final String START = "index.html";

    @Override
    public Reply answer(Call call, Session session) {
        // Not decoded: no file needs an escape, so a path with one is none of theirs.
        String name = call.parameters().getOrDefault(PARAMETER, START);
        PageFile file = files.find(name).orElseThrow(Refusal::unknownPath);
        Map<String, String> fields = new LinkedHashMap<>();
        fields.put("ETag", file.tag());
        // Cached, but checked each time: after an update of the server a browser must not mix files of two versions.
        fields.put("Cache-Control", "no-cache");
        if (isKnown(call, file.tag())) {
            return PageHeaders.on(new Reply(304, "", new byte[0], fields));
        }
        fields.put("Vary", "Accept-Encoding");
        boolean packed = takesGzip(call);
        if (packed) {
            fields.put("Content-Encoding", "gzip");
        }
        return PageHeaders.on(new Reply(200, file.type(), packed ? file.gzip() : file.content(), fields));
    }

    private static boolean isKnown(Call call, String tag) {
        return elements(call, "If-None-Match").stream().anyMatch(known -> known.equals("*") || known.equals(tag));
    }

    private static boolean takesGzip(Call call) {
        return elements(call, "Accept-Encoding").stream()
                .map(each -> each.replace(" ", ""))
                .anyMatch(
                        each -> each.equals("gzip") || each.startsWith("gzip;q=") && !each.matches("gzip;q=0(\\.0*)?"));
    }

    private static List<String> elements(Call call, String field) {
        return call.headers().all(field).stream()
                .flatMap(value -> List.of(value.split(",")).stream())
                .map(String::strip)
                .toList();
    }
}
