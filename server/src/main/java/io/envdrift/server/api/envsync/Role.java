package io.envdrift.server.api.envsync;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/** What a caller may do; a later role may do all that an earlier one may. */
enum Role {
    /** Read the listed projects. */
    READONLY,
    /** Read and write the listed projects. */
    DEVELOPER,
    /** Read, write and administer every project, unless projects are listed and the server is reachable by others. */
    OWNER;

    /** Finds a role by its name, in any case. */
    static Optional<Role> of(String text) {
        return Arrays.stream(values())
                .filter(role -> role.text().equals(text.toLowerCase(Locale.ROOT)))
                .findFirst();
    }

    /** Returns the name, in lower case. */
    String text() {
        return name().toLowerCase(Locale.ROOT);
    }
}
