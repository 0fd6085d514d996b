package io.envdrift.server.api.levels;

import io.envdrift.base.EnvdriftException;
import io.envdrift.json.JsonMembers;
import io.envdrift.levels.merge.LevelContent;
import io.envdrift.levels.merge.MergedLevels;
import io.envdrift.levels.merge.Resolved;
import io.envdrift.levels.protocol.LevelsRefusal;
import java.util.List;
import java.util.Map;

/** Levels that the server decrypted, merged by the same code as in the clients: in memory, for one answer. */
final class MergedSecrets {
    private MergedSecrets() {}

    /**
     * Adds {@code merged}, the values by name, and {@code sources}, the level that each comes from.
     *
     * @param levels the one that wins last
     * @throws Refused 422 when a level cannot be read, or a reference cannot be resolved; no value is in it
     */
    static void put(JsonMembers attributes, List<LevelContent> levels, LevelsRead wish) {
        MergedLevels merged = merge(levels);
        JsonMembers values = new JsonMembers();
        JsonMembers sources = new JsonMembers();
        values(merged, wish).forEach((name, value) -> {
            if (wish.filter().wants(name)) {
                values.put(name, value);
                sources.put(name, merged.chain(name).getLast().level().toString());
            }
        });
        attributes.put("merged", values).put("sources", sources);
    }

    private static MergedLevels merge(List<LevelContent> levels) {
        try {
            return MergedLevels.of(levels);
        } catch (EnvdriftException e) {
            throw notReadable(e);
        }
    }

    /** The message names level and line, and never a value. */
    static Refused notReadable(EnvdriftException problem) {
        return Refused.of(LevelsRefusal.NOT_READABLE, String.valueOf(problem.getMessage()));
    }

    private static Map<String, String> values(MergedLevels merged, LevelsRead wish) {
        if (wish.raw()) {
            return merged.values();
        }
        // Variables of the server's own process are never used.
        Resolved resolved = merged.resolved(Map.of());
        if (!resolved.problems().isEmpty()) {
            JsonMembers problems = new JsonMembers();
            resolved.problems().forEach(problems::put);
            throw Refused.of(
                    LevelsRefusal.UNRESOLVED,
                    "References between values cannot be resolved; raw=true leaves them as they are",
                    new JsonMembers().put("problems", problems));
        }
        return resolved.values();
    }
}
