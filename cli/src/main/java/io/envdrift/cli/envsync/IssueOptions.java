package io.envdrift.cli.envsync;

import io.envdrift.base.EnvdriftException;
import io.envdrift.base.ErrorCode;
import io.envdrift.cli.base.CommandOptions;
import java.util.Set;

/** The options that say for whom a token or an invite is. */
final class IssueOptions {
    private static final Set<String> ROLES = Set.of("owner", "developer", "readonly");
    private static final int MOST_DAYS = 366;

    private String email = "";
    private String role = "";
    private int days;

    void declare(CommandOptions options, String defaultDays) {
        options.value("--email", "EMAIL", "Whom it is for.", text -> email = text)
                .required(true);
        options.value(
                        "--role",
                        "owner|developer|readonly",
                        "What it allows (default: ${DEFAULT-VALUE}).",
                        text -> role = text)
                .defaultValue("developer");
        options.count(
                        "--days",
                        "N",
                        "After how many days the token expires (default: ${DEFAULT-VALUE}).",
                        given -> days = given)
                .defaultValue(defaultDays);
    }

    String email() {
        return email;
    }

    int days() {
        if (days > MOST_DAYS) {
            throw new EnvdriftException(ErrorCode.USAGE, "--days is out of bounds", "from 1 to " + MOST_DAYS);
        }
        return days;
    }

    String role() {
        if (!ROLES.contains(role)) {
            throw new EnvdriftException(
                    ErrorCode.USAGE, "There is no role of this name", "--role is owner, developer or readonly");
        }
        return role;
    }
}
