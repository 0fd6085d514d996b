package io.envdrift.server.pipeline;

import io.envdrift.json.JsonLimits;
import io.envdrift.json.JsonReader;
import java.nio.charset.StandardCharsets;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;

/** A column of a table that holds JSON, as this server writes it. */
public final class JsonColumn {
    private static final JsonReader READER = new JsonReader(JsonLimits.GENEROUS);

    private JsonColumn() {}

    /** Reads a list of texts. */
    public static List<String> texts(ResultSet row, int column) throws SQLException {
        return READER.value(row.getString(column).getBytes(StandardCharsets.UTF_8)) instanceof List<?> list
                ? list.stream().map(String::valueOf).toList()
                : List.of();
    }
}
