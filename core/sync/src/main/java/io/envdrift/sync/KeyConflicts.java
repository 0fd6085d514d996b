package io.envdrift.sync;

import io.envdrift.base.EnvdriftException;
import io.envdrift.base.ErrorCode;
import io.envdrift.base.Secret;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * Finds mappings with different keys for one name of one keys file. Each run would replace the one by the other, so all
 * of them become errors.
 */
public final class KeyConflicts {
    /** What to do about it. */
    public static final String SEPARATE = "keep one of these mappings, or give them different environments or folders";

    private record Wish(String secretName, Secret key) {}

    /** Per keys file and name. */
    private final Map<Path, Map<String, List<Wish>>> wishes = new HashMap<>();

    private KeyConflicts(List<Step> steps) {
        for (Step step : steps) {
            step.keyToStore()
                    .ifPresent(key -> here(step).add(new Wish(step.mapping().secretName(), key.value())));
        }
    }

    /** Returns the steps, those that contradict each other as failures. */
    static List<Step> refuse(List<Step> steps) {
        KeyConflicts conflicts = new KeyConflicts(steps);
        return steps.stream().map(conflicts::checked).toList();
    }

    private Step checked(Step step) {
        if (step.keyToStore().isEmpty()) {
            return step;
        }
        List<Wish> here = here(step);
        if (here.size() < 2 || here.stream().map(Wish::key).distinct().count() < 2) {
            return step;
        }
        String secrets = here.stream()
                .map(wish -> "'" + wish.secretName() + "'")
                .distinct()
                .collect(Collectors.joining(", "));
        EnvdriftException failure = new EnvdriftException(
                ErrorCode.CONFIG_INVALID,
                "secrets " + secrets + " hold different keys for " + name(step) + " of "
                        + step.mapping().keysFile(),
                SEPARATE);
        return new Step.Fail(step.mapping(), failure, step.warnings());
    }

    private List<Wish> here(Step step) {
        return wishes.computeIfAbsent(step.mapping().keysFile(), any -> new HashMap<>())
                .computeIfAbsent(name(step), any -> new ArrayList<>());
    }

    private static String name(Step step) {
        return step.mapping().keyNames().privateKey();
    }
}
