package io.envdrift.provider.aws;

import io.envdrift.base.ErrorCode;
import io.envdrift.vault.VaultException;
import java.util.regex.Pattern;

/** What the service takes as the name or ARN of a secret. */
final class SecretName {
    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9/_+=.@-]{1,512}");
    private static final Pattern ARN =
            Pattern.compile("arn:[a-z0-9-]+:secretsmanager:[a-z0-9-]+:[0-9]*:secret:[A-Za-z0-9/_+=.@!-]{1,520}");

    private SecretName() {}

    static boolean isPossible(String name) {
        return NAME.matcher(name).matches() || isArn(name);
    }

    static boolean isArn(String name) {
        return ARN.matcher(name).matches();
    }

    /**
     * Checks a name before it is sent.
     *
     * @throws VaultException {@code VAULT_SETTINGS} when the service would not take it
     */
    static void require(String name, String label) {
        if (!isPossible(name)) {
            throw new VaultException(
                    ErrorCode.VAULT_SETTINGS,
                    label,
                    "'" + name + "' can be no name or ARN of a secret in " + label,
                    "use 1 to 512 letters, digits and /_+=.@- in secret_name",
                    null);
        }
    }
}
