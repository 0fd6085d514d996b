package io.envdrift.provider.hashicorp;

import io.envdrift.vault.TrustedVariables;
import io.envdrift.vault.VaultContext;
import io.envdrift.vault.VaultException;
import io.envdrift.vault.VaultSettings;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/**
 * How to log in. Holds names of variables only, never a secret: a configuration may be read by everybody.
 *
 * @param method the auth method
 * @param mount where it is mounted
 * @param role the role, for {@code kubernetes} and {@code jwt}
 * @param roleId the role id, for {@code approle}
 * @param secretIdVariable the variable that holds the secret id
 * @param jwtVariable the variable that holds the token to log in with
 */
record LoginSettings(
        Method method,
        SecretPath mount,
        Optional<String> role,
        Optional<String> roleId,
        String secretIdVariable,
        Optional<String> jwtVariable) {
    static final String AUTH = "auth";
    static final String AUTH_MOUNT = "auth_mount";
    static final String ROLE = "role";
    static final String ROLE_ID = "role_id";
    static final String SECRET_ID_ENV = "secret_id_env";
    static final String JWT_ENV = "jwt_env";

    /** The auth methods; their names are those of the settings and the usual mounts. */
    enum Method {
        TOKEN,
        APPROLE,
        KUBERNETES,
        JWT;

        String written() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    static LoginSettings from(VaultSettings settings, VaultContext context) {
        Method method = settings.value(AUTH).map(LoginSettings::method).orElse(Method.TOKEN);
        return new LoginSettings(
                method,
                mount(settings.value(AUTH_MOUNT).orElse(method.written())),
                settings.value(ROLE).or(() -> context.variable("VAULT_ROLE")),
                settings.value(ROLE_ID).or(() -> context.variable("VAULT_ROLE_ID")),
                variable(SECRET_ID_ENV, settings, context).orElse("VAULT_SECRET_ID"),
                variable(JWT_ENV, settings, context));
    }

    private static Optional<String> variable(String setting, VaultSettings settings, VaultContext context) {
        Optional<String> name = settings.value(setting);
        if (name.isPresent() && !TrustedVariables.contain(name.get(), context.variable(TrustedVariables.VARIABLE))) {
            throw HashicorpSettings.invalid(
                    setting + " names the variable " + name.get() + ", which a configuration may not choose by itself",
                    "use a name of your own that begins with VAULT_ or ENVDRIFT_, or set " + TrustedVariables.VARIABLE
                            + "=" + name.get());
        }
        return name;
    }

    private static Method method(String written) {
        return Arrays.stream(Method.values())
                .filter(method -> method.written().equals(written))
                .findFirst()
                .orElseThrow(() -> HashicorpSettings.invalid(
                        "auth '" + written + "' is no way to log in to HashiCorp Vault",
                        "set auth in [vault.hashicorp] to token, approle, kubernetes or jwt"));
    }

    private static SecretPath mount(String written) {
        return SecretPath.parse(written.replaceAll("^/+|/+$", "")).orElseThrow(() -> invalidMount(written));
    }

    private static VaultException invalidMount(String written) {
        return HashicorpSettings.invalid(
                "auth_mount '" + written + "' is no possible mount of an auth method",
                "set auth_mount in [vault.hashicorp] to what `vault auth list` shows");
    }
}
