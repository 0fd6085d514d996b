package io.envdrift.server.api.levels;

import static io.envdrift.server.api.levels.Scopes.AUDIT_READ;
import static io.envdrift.server.api.levels.Scopes.KEY_RETRIEVE;
import static io.envdrift.server.api.levels.Scopes.SECRET_DECRYPT;
import static io.envdrift.server.api.levels.Scopes.SECRET_HISTORY;
import static io.envdrift.server.api.levels.Scopes.SECRET_READ;
import static io.envdrift.server.api.levels.Scopes.SECRET_RESTORE;
import static io.envdrift.server.api.levels.Scopes.SECRET_WRITE;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Fixed bundles of scopes, which bound what the tokens of a member can do. */
enum Role {
    /** Everything. */
    OWNER(Set.of(Scopes.ALL)),
    /** Everything but billing. */
    ADMINISTRATOR(Scopes.allBut("billing:read", "billing:write")),
    /** Reads and writes secrets and their history. */
    MEMBER(hierarchyAnd(SECRET_READ, SECRET_WRITE, SECRET_HISTORY, KEY_RETRIEVE)),
    /** A member who may also decrypt on the server and restore. */
    DEVELOPER(hierarchyAnd(SECRET_READ, SECRET_WRITE, SECRET_HISTORY, KEY_RETRIEVE, SECRET_DECRYPT, SECRET_RESTORE)),
    /** Sees what is there and who did what; gets no key, so decrypts nothing. */
    AUDITOR(hierarchyAnd(SECRET_READ, SECRET_HISTORY, AUDIT_READ, "member:read", "api-token:read")),
    /** Sees the organization; there is no billing here. */
    BILLING_MANAGER(Set.of("organization:read", "billing:read", "billing:write")),
    /** A program that pulls. */
    API_USER(hierarchyAnd(SECRET_READ, SECRET_DECRYPT, KEY_RETRIEVE));

    private final Set<String> scopes;

    Role(Set<String> scopes) {
        this.scopes = scopes;
    }

    private static Set<String> hierarchyAnd(String... others) {
        return Stream.concat(Scopes.each("read", "project", "target", "environment", "organization"), Stream.of(others))
                .collect(Collectors.toUnmodifiableSet());
    }

    Set<String> scopes() {
        return scopes;
    }

    /** Returns the word of the protocol, as in {@code billing_manager}. */
    String word() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** Finds a role; blanks and hyphens are as good as underscores. */
    static Optional<Role> of(String word) {
        String wanted = word.toLowerCase(Locale.ROOT).replace('-', '_').replace(' ', '_');
        return Arrays.stream(values())
                .filter(role -> role.word().equals(wanted))
                .findFirst();
    }
}
