package io.envdrift.sync;

import io.envdrift.base.EnvdriftException;
import io.envdrift.base.ErrorCode;
import io.envdrift.base.Secret;
import io.envdrift.config.Mapping;
import io.envdrift.dotenvx.KeyNames;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * Finds mappings that want different keys under one name of one keys file. Each run would replace the one by the other, so
 * none of them is served.
 */
final class KeyConflicts {
    private record Place(Path keysFile, String name) {}

    private record Wish(String secretName, Secret key) {}

    private final Map<Place, List<Wish>> wishes = new HashMap<>();

    private KeyConflicts(List<Step> steps) {
        for (Step step : steps) {
            step.keyToStore()
                    .ifPresent(key -> wishes.computeIfAbsent(place(step), any -> new ArrayList<>())
                            .add(new Wish(step.mapping().secretName(), key.value())));
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
        Place place = place(step);
        List<Wish> here = wishes.getOrDefault(place, List.of());
        if (here.size() < 2 || here.stream().map(Wish::key).distinct().count() < 2) {
            return step;
        }
        String secrets = here.stream()
                .map(wish -> "'" + wish.secretName() + "'")
                .distinct()
                .collect(Collectors.joining(", "));
        EnvdriftException failure = new EnvdriftException(
                ErrorCode.CONFIG_INVALID,
                "secrets " + secrets + " hold different keys for " + place.name() + " of " + place.keysFile(),
                "give these mappings different environments, or different folders");
        return new Step.Fail(step.mapping(), failure, step.warnings());
    }

    private static Place place(Step step) {
        Mapping mapping = step.mapping();
        return new Place(
                mapping.keysFile(),
                KeyNames.ofEnvironment(mapping.environment()).privateKey());
    }
}
