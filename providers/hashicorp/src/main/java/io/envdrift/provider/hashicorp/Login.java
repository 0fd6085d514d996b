package io.envdrift.provider.hashicorp;

import io.envdrift.base.EnvdriftException;
import io.envdrift.base.ErrorCode;
import io.envdrift.vault.CredentialSource;
import io.envdrift.vault.VaultContext;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.function.Supplier;
import org.springframework.vault.authentication.AppRoleAuthentication;
import org.springframework.vault.authentication.AppRoleAuthenticationOptions;
import org.springframework.vault.authentication.AppRoleAuthenticationOptions.SecretId;
import org.springframework.vault.authentication.ClientAuthentication;
import org.springframework.vault.authentication.JwtAuthentication;
import org.springframework.vault.authentication.JwtAuthenticationOptions;
import org.springframework.vault.authentication.KubernetesAuthentication;
import org.springframework.vault.authentication.KubernetesAuthenticationOptions;
import org.springframework.vault.authentication.TokenAuthentication;
import org.springframework.web.client.RestOperations;

/** Finds the credentials in the environment and gives them to Spring Vault's auth methods. */
final class Login {
    private static final String TOKEN_VARIABLE = "VAULT_TOKEN";
    private static final String TOKEN_FILE = ".vault-token";
    private static final String JWT_VARIABLE = "VAULT_ID_TOKEN";
    private static final Path SERVICE_ACCOUNT = Path.of("/var/run/secrets/kubernetes.io/serviceaccount/token");

    private final LoginSettings settings;
    private final VaultContext context;
    private final Supplier<RestOperations> operations;

    Login(LoginSettings settings, VaultContext context, Supplier<RestOperations> operations) {
        this.settings = settings;
        this.context = context;
        this.operations = operations;
    }

    /**
     * Returns the way to a token. Sends nothing yet.
     *
     * @throws EnvdriftException {@code NOT_AUTHENTICATED} when there are no credentials; it says where they were looked
     *     for
     */
    ClientAuthentication method() {
        return switch (settings.method()) {
            case TOKEN -> new TokenAuthentication(token());
            case APPROLE -> appRole();
            case KUBERNETES -> kubernetes();
            case JWT -> jwt();
        };
    }

    private String token() {
        Path file = context.home().resolve(TOKEN_FILE);
        return context.variable(TOKEN_VARIABLE)
                .or(() -> text(file))
                .orElseThrow(() -> missing(
                        "no Vault token was found: " + TOKEN_VARIABLE + " is not set and there is none in ~/"
                                + TOKEN_FILE,
                        "run: vault login (or set " + TOKEN_VARIABLE + ")"));
    }

    private ClientAuthentication appRole() {
        String roleId = settings.roleId()
                .orElseThrow(() -> missing(
                        "AppRole needs a role id: role_id is not set in [vault.hashicorp], nor is VAULT_ROLE_ID",
                        "set VAULT_ROLE_ID, and " + settings.secretIdVariable() + " to the secret id"));
        SecretId secretId = context.variable(settings.secretIdVariable())
                .map(SecretId::provided)
                .orElseGet(SecretId::absent);
        AppRoleAuthenticationOptions options = AppRoleAuthenticationOptions.builder()
                .path(settings.mount().encoded())
                .roleId(AppRoleAuthenticationOptions.RoleId.provided(roleId))
                .secretId(secretId)
                .build();
        return new AppRoleAuthentication(options, operations.get());
    }

    private ClientAuthentication kubernetes() {
        String role = settings.role()
                .orElseThrow(() -> missing(
                        "Kubernetes auth needs a role: role is not set in [vault.hashicorp], nor is VAULT_ROLE",
                        "set role to the name of the role in Vault"));
        Optional<String> found = settings.jwtVariable().isPresent()
                ? settings.jwtVariable().flatMap(context::variable)
                : text(SERVICE_ACCOUNT);
        String jwt = found.orElseThrow(() -> missing(
                "no service account token was found in "
                        + settings.jwtVariable().orElse(SERVICE_ACCOUNT.toString()),
                "run this in a pod, or name the variable that holds a token with jwt_env"));
        KubernetesAuthenticationOptions options = KubernetesAuthenticationOptions.builder()
                .path(settings.mount().encoded())
                .role(role)
                .jwtSupplier(() -> jwt)
                .build();
        return new KubernetesAuthentication(options, operations.get());
    }

    private ClientAuthentication jwt() {
        String variable = settings.jwtVariable().orElse(JWT_VARIABLE);
        String jwt = context.variable(variable)
                .orElseThrow(() -> missing(
                        "JWT auth needs a token: " + variable + " is not set",
                        "let the CI system put its id token there, or name another variable with jwt_env"));
        JwtAuthenticationOptions.JwtAuthenticationOptionsBuilder options = JwtAuthenticationOptions.builder()
                .path(settings.mount().encoded())
                .jwt(jwt);
        settings.role().ifPresent(options::role);
        return new JwtAuthentication(options.build(), operations.get());
    }

    private static Optional<String> text(Path file) {
        try {
            return Optional.of(Files.readString(file).strip()).filter(text -> !text.isEmpty());
        } catch (NoSuchFileException e) {
            return Optional.empty();
        } catch (IOException e) {
            throw new EnvdriftException(
                    ErrorCode.NOT_AUTHENTICATED, "the token file " + file + " cannot be read", "check its mode", e);
        }
    }

    private static EnvdriftException missing(String what, String hint) {
        return CredentialSource.unusable(what, hint);
    }
}
