package io.envdrift.provider.gcp;

import io.envdrift.vault.VaultException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A secret as the service names it.
 *
 * @param place where it is
 * @param id its name there
 * @param version a version's number or alias, {@value #LATEST} as a rule
 */
record SecretPath(GcpPlace place, String id, String version) {
    static final String LATEST = "latest";

    private static final Pattern ID = Pattern.compile("[A-Za-z0-9_-]{1,255}");
    private static final Pattern FULL =
            Pattern.compile("projects/([^/]+)(?:/locations/([^/]+))?/secrets/([^/]+)(?:/versions/([A-Za-z0-9_-]+))?");

    /**
     * Reads a name: a secret's id, or {@code projects/P[/locations/L]/secrets/S[/versions/V]} in that very place.
     *
     * @throws VaultException {@code VAULT_SETTINGS} when it is neither, or leads elsewhere
     */
    static SecretPath of(String name, GcpPlace place, String label) {
        if (ID.matcher(name).matches()) {
            return new SecretPath(place, name, LATEST);
        }
        Matcher full = FULL.matcher(name);
        if (!full.matches() || !ID.matcher(full.group(3)).matches()) {
            throw VaultException.settings(
                    label,
                    "'" + name + "' can be no name of a secret in " + label,
                    "use 1 to 255 letters, digits, _ and - in secret_name, or"
                            + " projects/PROJECT/secrets/NAME[/versions/VERSION]");
        }
        if (!full.group(1).equals(place.project())) {
            throw VaultException.settings(
                    label,
                    "'" + name + "' is a secret of another project than " + place.project(),
                    "set project_id to its project, or use another vault for it with vault_name");
        }
        @Nullable String location = full.group(2);
        if (!place.location().orElse("").equals(location == null ? "" : location)) {
            throw VaultException.settings(
                    label,
                    "'" + name + "' is a secret of another location than "
                            + place.location().orElse("the global one"),
                    "set location to its location, or use another vault for it with vault_name");
        }
        @Nullable String version = full.group(4);
        return new SecretPath(place, full.group(3), version == null ? LATEST : version);
    }

    String secret() {
        return place.parent() + "/secrets/" + id;
    }

    String resource() {
        return secret() + "/versions/" + version;
    }

    boolean isLatest() {
        return version.equals(LATEST);
    }
}
