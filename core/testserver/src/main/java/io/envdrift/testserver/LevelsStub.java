package io.envdrift.testserver;

import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.UnaryOperator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A server of levels in memory that answers as the original does: it tells no versions, takes any write with the right proof, and
 * hands out what it was given. {@link #versions} switches on what ours has. A test may put a fault in front of the next answers,
 * or let the server be hostile by changing what it stores and how it describes a key.
 */
public final class LevelsStub extends StubServer {
    /** The organization. */
    public static final String ORGANIZATION = "01J8ZQ4M6T7V9W2X3Y4Z5A6B7C";
    /** A token that may do everything. */
    public static final String TOKEN = "dotenv_" + ORGANIZATION + "_c4n4ryT0ken";

    private static final Pattern CONTENT = Pattern.compile("\"content\":\"([^\"]*)\"");
    private static final Pattern PROOF = Pattern.compile("\"key_proof\":\"([^\"]*)\"");
    private static final Pattern EXPECTED = Pattern.compile("\"expected_version\":(\\d+)");
    private static final List<String> KINDS = List.of("project", "target", "environment");

    private final Map<String, Level> levels = new ConcurrentHashMap<>();
    private volatile String key = "{}";
    private volatile @Nullable String proof;
    private volatile boolean versions;
    private volatile String format = "env";

    /**
     * What is stored of a level.
     *
     * @param version counted from 1
     */
    public record Level(boolean encrypted, String content, long version) {}

    /** Starts on a free port. */
    public LevelsStub() throws IOException {}

    /** Tells versions and compares {@code expected_version}, as ours does. */
    public LevelsStub versions() {
        versions = true;
        return this;
    }

    /** Sets the format of the project's texts. */
    public LevelsStub format(String word) {
        format = word;
        return this;
    }

    /**
     * Describes the key of every project.
     *
     * @param members the object {@code key} as JSON
     * @param needed the proof that a write must bring; null for none
     */
    public void key(String members, @Nullable String needed) {
        key = members;
        proof = needed;
    }

    /** Returns what is stored, by path, for a test to change. */
    public Map<String, Level> levels() {
        return levels;
    }

    /** Returns what is stored of a level; nothing is version 0. */
    public Level stored(String path) {
        return levels.getOrDefault(path, new Level(true, "", 0));
    }

    /** Changes what is stored of one level. */
    public void change(String path, UnaryOperator<Level> how) {
        levels.compute(path, (any, level) -> how.apply(level == null ? new Level(true, "", 0) : level));
    }

    @Override
    public synchronized Answer answer(ReceivedRequest request) {
        if (!request.header("Authorization").orElse("").equals("Bearer " + TOKEN)) {
            return error(401, "unauthenticated", "Unauthenticated.");
        }
        String root = "/api/v1/" + ORGANIZATION + "/";
        if (!request.path().startsWith(root)) {
            return error(404, "not_found", "Not found");
        }
        String rest = request.path().substring(root.length());
        return switch (request.method() + " "
                + rest.replaceAll("^.*?(/encryption-key|/secrets|secrets/store)?$", "$1")) {
            case "GET /encryption-key" ->
                Answer.json(
                        200,
                        "{\"data\":{\"type\":\"encryption-keys\",\"attributes\":{\"content\":\""
                                + ("{\"key\":" + key + "}").replace("\"", "\\\"") + "\"}}}");
            case "GET /secrets" -> read(rest.substring(0, rest.length() - "/secrets".length()));
            case "POST secrets/store" -> store(request.text());
            case "GET " ->
                Answer.json(
                        200,
                        "{\"data\":{\"type\":\"projects\",\"attributes\":{\"name\":\"Acme\",\"slug\":\"" + rest
                                + "\",\"secret_format\":\"" + format + "\"}}}");
            default -> error(404, "not_found", "Not found");
        };
    }

    private Answer read(String path) {
        String[] slugs = path.split("/", -1);
        StringBuilder each = new StringBuilder();
        String level = "";
        for (int depth = 0; depth < slugs.length; depth++) {
            level = depth == 0 ? slugs[0] : level + "/" + slugs[depth];
            Level stored = levels.get(level);
            if (stored != null && !stored.content().isEmpty()) {
                each.append(each.isEmpty() ? "" : ",")
                        .append("\"")
                        .append(KINDS.get(depth))
                        .append("\":{\"encrypted\":")
                        .append(stored.encrypted())
                        .append(",\"content\":\"")
                        .append(stored.content())
                        .append("\",\"source\":\"")
                        .append(slugs[depth])
                        .append(versions ? "\",\"version\":" + stored.version() + "}" : "\"}");
            }
        }
        return Answer.json(
                200,
                "{\"data\":{\"type\":\"secrets\",\"attributes\":{\"encrypted\":true,\"format\":\"" + format
                        + "\",\"levels\":{" + each + "}}},\"meta\":{\"merged\":\"false\"}}");
    }

    private Answer store(String body) {
        String path = KINDS.stream()
                .map(kind -> find(Pattern.compile("\"" + kind + "\":\"([^\"]*)\""), body))
                .filter(slug -> slug != null)
                .reduce((one, other) -> one + "/" + other)
                .orElse("");
        String needed = proof;
        if (needed != null) {
            String given = find(PROOF, body);
            if (given == null) {
                return error(422, "key_proof_required", "The encryption key proof is required.");
            }
            if (!given.equals(needed)) {
                return error(422, "key_proof_mismatch", "The encryption key is not the one of this project.");
            }
        }
        Level before = levels.getOrDefault(path, new Level(true, "", 0));
        String expected = find(EXPECTED, body);
        if (versions && expected != null && Long.parseLong(expected) != before.version()) {
            return error(409, "version_conflict", "Another version is current.");
        }
        String content = find(CONTENT, body);
        long version = before.version() + 1;
        levels.put(path, new Level(true, content == null ? "" : content, version));
        String slug = path.substring(path.lastIndexOf('/') + 1);
        return Answer.json(
                200,
                "{\"data\":{\"type\":\"secrets\",\"level\":\"x\",\"source\":\"" + slug + "\",\"bytes\":1"
                        + (versions ? ",\"version\":" + version : "")
                        + "},\"message\":\"Secrets stored successfully\"}");
    }

    private static @Nullable String find(Pattern pattern, String body) {
        Matcher matcher = pattern.matcher(body);
        return matcher.find() ? matcher.group(1) : null;
    }

    /** Returns an error in the original's form. */
    public static Answer error(int status, String word, String message) {
        return Answer.json(status, "{\"error\":\"" + word + "\",\"message\":\"" + message + "\",\"details\":{}}");
    }
}
