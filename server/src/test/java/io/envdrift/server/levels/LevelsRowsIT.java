package io.envdrift.server.levels;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.envdrift.json.JsonWriter;
import io.envdrift.server.BlobServer;
import io.envdrift.server.EnvSyncServers.Store;
import io.envdrift.server.ServerSettings;
import io.envdrift.server.levels.LevelsUser.Answer;
import io.envdrift.server.levels.WireRows.Row;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Every row of the protocol on the wire: method, path, query, body, status, code, and the members and types of the answer. */
class LevelsRowsIT {
    /** How many rows there are, so that none gets lost unnoticed. */
    private static final int ROWS = 166;

    private static final int CALLS_PER_MINUTE = 400;
    private static final ClientKey KEY = new ClientKey("correct horse battery staple");
    private static final ClientKey OTHER = new ClientKey("another passphrase");
    private static final Pattern CONTENT = Pattern.compile("\\$(key|other|server)\\(([^)]*)\\)");
    private static final Pattern NAME = Pattern.compile("\\$([A-Za-z0-9]+)");

    private final Map<String, String> names = new HashMap<>();
    private volatile Duration ahead = Duration.ZERO;

    @Test
    void theServerAnswersEachRowAsItIsWritten(@TempDir Path directory) throws IOException {
        List<Row> rows = WireRows.read(text());
        List<String> differences = new ArrayList<>();
        ServerSettings settings = ServerSettings.loopback(Store.SQLITE.fresh(directory))
                .callsPerMinute(CALLS_PER_MINUTE)
                .build();
        // It stands still between rows: all calls of a row are made in one minute, however slow the machine is.
        Instant begun = Instant.now();
        try (BlobServer server = BlobServer.start(settings, () -> begun.plus(ahead))) {
            LevelsUser owner = LevelsUser.owner(server.address(), "Acme");
            name(owner);
            for (Row row : rows) {
                ahead = ahead.plus(row.later());
                differences.addAll(play(owner.with(names.getOrDefault(row.who(), "")), row));
            }
        }
        assertThat(differences).isEmpty();
        assertThat(rows).hasSize(ROWS);
    }

    private void name(LevelsUser owner) {
        names.put("O", owner.organization());
        names.put("owner", owner.token());
        names.put("proof", KEY.proofV1);
        names.put("otherProof", OTHER.proofV1);
        names.put("soon", Instant.now().plus(Duration.ofHours(1)).toString());
        names.put("later", Instant.now().plus(Duration.ofHours(9)).toString());
        names.put("KEY", members(KEY, KEY.proofV1));
        names.put("KEY2", members(KEY, KEY.proofV2));
        names.put("OTHER", members(OTHER, OTHER.proofV1));
        names.put("SERVER", json(KEY.serverManaged()));
    }

    private static String members(ClientKey key, String proof) {
        return json(Map.of(
                "key_check",
                proof,
                "key_check_salt",
                Base64.getEncoder().encodeToString(key.parameters.salt()),
                "key_check_iterations",
                key.parameters.rounds()));
    }

    /** Returns members as they stand within an object. */
    private static String json(Map<String, ?> members) {
        String object = JsonWriter.text(members);
        return object.substring(1, object.length() - 1);
    }

    private List<String> play(LevelsUser user, Row row) {
        String path = "/api/v1" + filled(row.path());
        String[] headers = row.headers().stream().map(this::filled).toArray(String[]::new);
        String body = filled(row.body());
        Answer answer = user.raw(row.method(), path, body, headers);
        for (int i = 1; i < row.times() && answer.status() != row.status(); i++) {
            answer = user.raw(row.method(), path, body, headers);
        }
        List<String> differences = new ArrayList<>();
        if (answer.status() != row.status()) {
            differences.add("status " + answer.status() + " " + answer.body());
        } else {
            String came = answer.body();
            WireShape shape = new WireShape(names, this::filled);
            row.answer().ifPresentOrElse(expected -> shape.body(expected, came), () -> shape.none(came));
            for (Map.Entry<String, String> header : row.answerHeaders().entrySet()) {
                shape.text(
                        header.getKey(),
                        header.getValue(),
                        answer.headers().firstValue(header.getKey()).orElse(""));
            }
            differences.addAll(shape.differences());
        }
        return differences.stream().map(each -> row + ": " + each).toList();
    }

    private String filled(String text) {
        String contents = CONTENT.matcher(text)
                .replaceAll(found -> Matcher.quoteReplacement(
                        switch (found.group(1)) {
                            case "key" -> KEY.blob(found.group(2));
                            case "other" -> OTHER.blob(found.group(2));
                            default -> KEY.serverBlob(found.group(2));
                        }));
        return NAME.matcher(contents)
                .replaceAll(found -> Matcher.quoteReplacement(
                        Objects.requireNonNull(names.get(found.group(1)), () -> "no name " + found.group(1))));
    }

    private static String text() throws IOException {
        try (InputStream rows = Objects.requireNonNull(LevelsRowsIT.class.getResourceAsStream("rows.txt"))) {
            return new String(rows.readAllBytes(), UTF_8);
        }
    }
}
