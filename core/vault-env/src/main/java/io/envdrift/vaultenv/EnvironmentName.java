package io.envdrift.vaultenv;

import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Chooses the environment: an option, else {@code NODE_ENV}, {@code ENVIRONMENT}, {@code development}. */
public final class EnvironmentName {
    private static final List<String> VARIABLES = List.of("NODE_ENV", "ENVIRONMENT");
    private static final String DEFAULT = "development";

    private EnvironmentName() {}

    /** Returns the name; empty texts count as unset. */
    public static String resolve(Optional<String> option, Map<String, String> environment) {
        return option.filter(name -> !name.isEmpty())
                .or(() -> VARIABLES.stream()
                        .map(name -> environment.getOrDefault(name, ""))
                        .filter(value -> !value.isEmpty())
                        .findFirst())
                .orElse(DEFAULT);
    }
}
