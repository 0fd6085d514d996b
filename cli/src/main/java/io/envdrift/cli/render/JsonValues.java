package io.envdrift.cli.render;

import java.io.PrintStream;
import java.util.Map;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.ObjectWriteContext;
import tools.jackson.core.json.JsonFactory;

/** Prints names and values as one JSON object: for {@code get}, the command whose purpose is to show values. */
public final class JsonValues {
    private JsonValues() {}

    /** Prints the object and a line end. */
    public static void print(PrintStream out, Map<String, String> values) {
        try (JsonGenerator json = new JsonFactory().createGenerator(ObjectWriteContext.empty(), out)) {
            json.writeStartObject();
            values.forEach(json::writeStringProperty);
            json.writeEndObject();
            json.writeRaw('\n');
        }
        out.flush();
    }
}
