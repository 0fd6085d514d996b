package io.envdrift.provider.gcp;

import io.envdrift.vault.VaultContext;
import io.envdrift.vault.VaultException;
import io.envdrift.vault.VaultSettings;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Where secrets are: in a project, and there in a location or global.
 *
 * @param project the project's id or number
 * @param location as in {@code europe-west3}; nothing for global secrets
 */
record GcpPlace(String project, Optional<String> location) {
    /** An id, with the domain before it that old ones have, or a number. */
    private static final Pattern PROJECT = Pattern.compile("([a-z0-9.-]{1,63}:)?[a-z0-9][a-z0-9-]{0,62}");

    private static final Pattern LOCATION = Pattern.compile("[a-z][a-z0-9-]{1,40}");

    /**
     * Finds the place in the settings or the environment.
     *
     * @throws VaultException {@code VAULT_SETTINGS} when there is no project, or one of them is malformed
     */
    static GcpPlace of(VaultSettings settings, VaultContext context) {
        String project = settings.value(GcpVaultProvider.PROJECT_ID)
                .or(() -> context.variable("GOOGLE_CLOUD_PROJECT"))
                .or(() -> context.variable("GCLOUD_PROJECT"))
                .or(() -> context.variable("CLOUDSDK_CORE_PROJECT"))
                .orElseThrow(() -> failure(
                        "GCP provider requires --project-id",
                        "give --project-id, set project_id in [vault.gcp], or set GOOGLE_CLOUD_PROJECT"));
        if (!PROJECT.matcher(project).matches()) {
            throw failure("'" + project + "' is no Google project", "use the project's id, as in my-project-123");
        }
        Optional<String> location = settings.value(GcpVaultProvider.LOCATION);
        location.filter(name -> !LOCATION.matcher(name).matches()).ifPresent(name -> {
            throw failure("'" + name + "' is no Google location", "write it as in europe-west3");
        });
        return new GcpPlace(project, location);
    }

    /** Returns the name of what holds the secrets, as in {@code projects/p/locations/l}. */
    String parent() {
        return "projects/" + project
                + location.map(name -> "/locations/" + name).orElse("");
    }

    private static VaultException failure(String message, String hint) {
        return VaultException.settings(GcpVaultProvider.NAME, message, hint);
    }
}
