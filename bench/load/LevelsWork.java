import static java.nio.charset.StandardCharsets.UTF_8;

import io.envdrift.json.JsonLimits;
import io.envdrift.json.JsonObject;
import io.envdrift.json.JsonReader;
import java.io.IOException;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;

/** Levels: reads of an environment with the two levels above it, and writes of one, in a client-managed project. */
final class LevelsWork implements Workload {
    private static final String BLOB = "A".repeat(4000);
    private static final String PROOF = random(32);
    private static final JsonReader READER = new JsonReader(JsonLimits.GENEROUS);

    private String organization = "";
    private String headers = "";

    @Override
    public Map<String, String> environment() {
        return Map.of();
    }

    @Override
    public void prepare(Connection connection) throws IOException {
        String json = "Content-Type: application/json\r\n";
        byte[] made = connection.exchange(
                Connection.request("POST", "/api/v1/organizations", json, "{\"name\":\"load\"}"), 201);
        JsonObject founded = READER.object(new String(made, UTF_8));
        organization = "/api/v1/" + founded.object("data").orElseThrow().requireText("id");
        headers = json + "Authorization: Bearer "
                + founded.object("token").orElseThrow().requireText("token") + "\r\n";
        post(
                connection,
                "/projects",
                201,
                "{\"name\":\"load\",\"storage_mode\":\"client\",\"key_check\":\"" + PROOF + "\",\"key_check_salt\":\""
                        + random(16) + "\",\"key_check_iterations\":600000}");
        post(connection, "/load/targets", 201, "{\"name\":\"api\"}");
        post(connection, "/load/api/environments", 201, "{\"name\":\"production\"}");
        for (String level : List.of("", ",\"target\":\"api\"", ",\"target\":\"api\",\"environment\":\"production\"")) {
            connection.exchange(store(level), 200);
        }
    }

    private void post(Connection connection, String path, int status, String body) throws IOException {
        connection.exchange(Connection.request("POST", organization + path, headers, body), status);
    }

    private byte[] store(String level) {
        String body =
                "{\"project\":\"load\"" + level + ",\"content\":\"" + BLOB + "\",\"key_proof\":\"" + PROOF + "\"}";
        return Connection.request("POST", organization + "/secrets/store", headers, body);
    }

    @Override
    public List<Row> rows() {
        return List.of(
                new Row("read three levels", 200, OptionalDouble.of(0.4), () -> {
                    byte[] read = Connection.request("GET", organization + "/load/api/production/secrets", headers, "");
                    return () -> read;
                }),
                new Row("store", 200, OptionalDouble.empty(), () -> {
                    byte[] store = store(",\"target\":\"api\",\"environment\":\"production\"");
                    return () -> store;
                }));
    }

    @Override
    public Row refused() {
        return new Row("refused", 404, OptionalDouble.empty(), () -> {
            byte[] read = Connection.request("GET", organization + "/other/secrets", headers, "");
            return () -> read;
        });
    }

    private static String random(int bytes) {
        return Base64.getEncoder().encodeToString(new SecureRandom().generateSeed(bytes));
    }
}
