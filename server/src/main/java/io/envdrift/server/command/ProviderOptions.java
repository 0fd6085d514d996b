package io.envdrift.server.command;

import io.envdrift.base.EnvdriftException;
import io.envdrift.base.ErrorCode;
import io.envdrift.server.api.envsync.TokenSettings.Provider;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** An identity provider whose tokens EnvSync takes. */
final class ProviderOptions {
    @Option(
            names = "--oidc-issuer",
            paramLabel = "URL",
            description = "Identity provider whose tokens EnvSync takes as well (RS256, ES256): its 'iss', https")
    @Nullable
    String issuer;

    @Option(names = "--oidc-audience", paramLabel = "TEXT", description = "What 'aud' of its tokens must hold")
    @Nullable
    String audience;

    @Option(
            names = "--oidc-name-claim",
            paramLabel = "CLAIM",
            split = ",",
            description = "Claim that says who it is; of several the first that is there (default: email,sub)")
    List<String> name = List.of("email", "sub");

    @Option(
            names = "--oidc-projects-claim",
            paramLabel = "CLAIM",
            split = ",",
            description = "Claim with the projects, a list or one name (default: project_ids,projects)")
    List<String> projects = List.of("project_ids", "projects");

    @Option(
            names = "--oidc-role-claim",
            paramLabel = "CLAIM",
            defaultValue = "role",
            description = "Claim with the role (default: role)")
    String roleClaim = "role";

    @Option(
            names = "--oidc-role",
            paramLabel = "ROLE",
            description = "Role of its tokens without that claim; without this they are refused")
    @Nullable
    String role;

    @Option(
            names = "--oidc-require",
            paramLabel = "CLAIM=VALUE",
            split = ",",
            description = "Claim that must have this value, as in repository_owner=acme; may be repeated")
    Map<String, String> required = Map.of();

    Optional<Provider> provider() {
        if (issuer == null && audience == null) {
            return Optional.empty();
        }
        if (issuer == null || audience == null || !issuer.startsWith("https://")) {
            throw new EnvdriftException(
                    ErrorCode.USAGE,
                    "An identity provider needs --oidc-issuer with an https URL and --oidc-audience",
                    "without an audience, tokens that were made for somebody else would be taken");
        }
        return Optional.of(new Provider(
                issuer, audience, name, projects, roleClaim, Optional.ofNullable(role), required, System.getenv()));
    }
}
