package io.envdrift.server.api.reports;

import io.envdrift.json.JsonMembers;
import io.envdrift.json.JsonObject;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A row of a report: one mapping or file.
 *
 * @param fits whether nothing is wrong with it
 * @param fields what is kept of it, by name; all texts are bounded
 * @param history since when that is so
 */
record ReportRow(boolean fits, Map<String, String> fields, History history) {
    /** The fields that identify a mapping or file; the rest of {@link #KEPT} is what was found. */
    private static final List<String> NAMES = List.of("secret", "folder", "environment", "profile", "file");

    private static final List<String> KEPT = List.of(
            "level",
            "status",
            "reason",
            "decryption",
            "decryptionReason",
            "findings",
            "vaultFingerprint",
            "localFingerprint",
            "fileFingerprint");

    static List<String> names() {
        return NAMES;
    }

    /** Returns what tells a row from others of the same line. */
    String key() {
        return String.join(
                "\n", NAMES.stream().map(name -> fields.getOrDefault(name, "")).toList());
    }

    ReportRow after(Optional<History.Known> before, History.Moment now) {
        return new ReportRow(fits, fields, History.after(before, fits, now));
    }

    JsonMembers toJson() {
        JsonMembers members = new JsonMembers().put("fits", fits);
        fields.forEach(members::put);
        return history.addTo(members);
    }

    /** Reads what this server wrote. */
    static ReportRow of(JsonObject object) {
        Map<String, String> fields = new LinkedHashMap<>();
        NAMES.forEach(name -> object.text(name).ifPresent(text -> fields.put(name, text)));
        KEPT.forEach(name -> object.text(name).ifPresent(text -> fields.put(name, text)));
        return new ReportRow(object.flag("fits"), fields, History.of(object));
    }
}
