package io.envdrift.testserver;

import java.io.IOException;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * An EnvSync server in memory that is as odd as the original: it drops the members that it does not know, knows no branch with a
 * {@code /}, takes any push, and has no other call. {@link #slashes} and {@link #conflicts} switch on what ours has. A test may
 * put a fault in front of the next answers.
 */
public final class EnvSyncStub extends StubServer {
    /** A token that may read and write. */
    public static final String WRITER = "writer.token.one";
    /** A token that may only read. */
    public static final String READER = "reader.token.one";

    private static final Pattern CIPHERTEXT = Pattern.compile("\"ciphertext\":(\"(?:[^\"\\\\]|\\\\.)*\")");
    private static final Pattern NAMES = Pattern.compile("\"key_names\":(\\[(?:\"(?:[^\"\\\\]|\\\\.)*\",?)*])");
    private static final Pattern EXPECTED = Pattern.compile("\"expected_version\":(\\d+)");

    private final Map<String, List<Version>> branches = new ConcurrentHashMap<>();
    private volatile boolean slashes;
    private volatile boolean conflicts;
    private volatile String writer = WRITER;

    /**
     * A pushed version, its texts as JSON.
     *
     * @param ciphertext a JSON text
     * @param names a JSON list
     */
    public record Version(String ciphertext, String names) {}

    /** Starts on a free port. */
    public EnvSyncStub() throws IOException {}

    /** Lets branches have a {@code /} in their names. */
    public EnvSyncStub slashes() {
        slashes = true;
        return this;
    }

    /** Compares {@code expected_version}. */
    public EnvSyncStub conflicts() {
        conflicts = true;
        return this;
    }

    /** Takes no token but this one from now on. */
    public void onlyWriter(String token) {
        writer = token;
    }

    /** Returns the versions of a branch, oldest first, for a test to change: {@code project/branch}. */
    public List<Version> versions(String place) {
        return branches.computeIfAbsent(place, any -> new ArrayList<>());
    }

    /** Forgets everything, as the original does when it is started anew. */
    public void forget() {
        branches.clear();
    }

    @Override
    public synchronized Answer answer(ReceivedRequest request) {
        String[] parts = request.path().split("/", -1);
        if (parts.length < 4 || !parts[1].equals("env")) {
            return error(404, "Not Found");
        }
        String branch = URLDecoder.decode(parts[3].replace("+", "%2B"), StandardCharsets.UTF_8);
        if (parts.length != 4 || branch.contains("/") && !slashes) {
            return error(404, "Not Found");
        }
        String token = request.header("Authorization").orElse("");
        if (token.isEmpty()) {
            return error(401, "Authentication required");
        }
        if (!token.equals("Bearer " + writer) && !token.equals("Bearer " + READER)) {
            return error(401, "Invalid token");
        }
        String place = URLDecoder.decode(parts[2], StandardCharsets.UTF_8) + "/" + branch;
        return switch (request.method()) {
            case "GET" -> pulled(versions(place));
            case "POST" ->
                token.endsWith(READER)
                        ? error(403, "No write access to this project")
                        : pushed(versions(place), request.text());
            default -> error(405, "Method Not Allowed");
        };
    }

    private static Answer pulled(List<Version> versions) {
        if (versions.isEmpty()) {
            return error(404, "No env found for this branch");
        }
        Version newest = versions.getLast();
        return Answer.json(
                200,
                "{\"ciphertext\":" + newest.ciphertext() + ",\"key_names\":" + newest.names() + ",\"version\":"
                        + versions.size() + ",\"pushed_by\":\"dan@example.com\","
                        + "\"pushed_at\":\"2026-11-28T22:12:18.449711+00:00\"}");
    }

    private Answer pushed(List<Version> versions, String body) {
        Matcher ciphertext = CIPHERTEXT.matcher(body);
        Matcher names = NAMES.matcher(body);
        if (!ciphertext.find() || !names.find()) {
            return Answer.json(
                    422, "{\"detail\":[{\"type\":\"missing\",\"loc\":[\"body\"],\"msg\":\"Field required\"}]}");
        }
        Matcher expected = EXPECTED.matcher(body);
        if (conflicts && expected.find() && Long.parseLong(expected.group(1)) != versions.size()) {
            return error(409, "Version " + versions.size() + " was pushed by dan@example.com in between");
        }
        versions.add(new Version(ciphertext.group(1), names.group(1)));
        return Answer.json(200, "{\"version\":" + versions.size() + ",\"message\":\"Env pushed successfully\"}");
    }

    /** Returns an error in the original's form. */
    public static Answer error(int status, String detail) {
        return Answer.json(status, "{\"detail\":\"" + detail + "\"}");
    }
}
