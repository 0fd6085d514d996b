package io.envdrift.server.command;

import io.envdrift.base.EnvdriftException;
import io.envdrift.base.ErrorCode;
import io.envdrift.levels.protocol.Organization;
import io.envdrift.server.identity.IdentityProvider;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** An identity provider whose tokens EnvSync takes, and the levels where it is told so. What follows an {@code --oidc-issuer} belongs to it. */
final class ProviderOptions {
    private static final Pattern GITHUB =
            Pattern.compile("^https://((www|api)\\.)?github\\.com(:443)?(/|$)", Pattern.CASE_INSENSITIVE);

    @Option(
            names = "--oidc-issuer",
            paramLabel = "URL",
            required = true,
            description =
                    "Identity provider whose tokens EnvSync takes as well (RS256, ES256): its 'iss', https. May be"
                            + " repeated; the options below belong to the one before them")
    String issuer = "";

    @Option(
            names = "--oidc-audience",
            paramLabel = "TEXT",
            description = "What 'aud' of its tokens must hold (default: the client's id)")
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
            names = "--oidc-project",
            paramLabel = "PROJECT",
            split = ",",
            description = "Project of its tokens without that claim; may be repeated")
    List<String> fixedProjects = List.of();

    @Option(names = "--oidc-role-claim", paramLabel = "CLAIM", description = "Claim with the role (default: role)")
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

    @Option(
            names = "--oidc-client-id",
            paramLabel = "ID",
            description = "Id of a client at the provider, by which people sign in with 'envsync login'")
    @Nullable
    String clientId;

    @Option(
            names = "--oidc-organization",
            paramLabel = "ID",
            description = "Id of an organization of the levels that its tokens are let into as well: members with their"
                    + " role, others with that of the token")
    @Nullable
    String organization;

    /** Returns the providers, each issuer once. */
    static List<IdentityProvider> providers(List<ProviderOptions> given) {
        List<IdentityProvider> providers =
                given.stream().map(ProviderOptions::provider).toList();
        if (providers.stream().map(IdentityProvider::issuer).distinct().count() < providers.size()) {
            throw new EnvdriftException(
                    ErrorCode.USAGE, "An --oidc-issuer is given twice", "one token must have one meaning");
        }
        return providers;
    }

    private IdentityProvider provider() {
        String recipient = audience == null ? clientId : audience;
        if (recipient == null || recipient.isEmpty() || !issuer.startsWith("https://")) {
            throw new EnvdriftException(
                    ErrorCode.USAGE,
                    "An identity provider needs --oidc-issuer with an https URL, and --oidc-audience or"
                            + " --oidc-client-id",
                    "without an audience, tokens that were made for somebody else would be taken");
        }
        if (GITHUB.matcher(issuer).find()) {
            throw new EnvdriftException(
                    ErrorCode.USAGE,
                    "github.com gives people no ID token, so nobody could sign in by --oidc-issuer " + issuer,
                    "people: name GitLab, Google, or a provider that signs in by GitHub, as Dex and Keycloak do; or"
                            + " invite them (envsync invite). Jobs: https://token.actions.githubusercontent.com");
        }
        return new IdentityProvider(
                issuer,
                recipient,
                name,
                projects,
                roleClaim,
                Optional.ofNullable(role),
                fixedProjects,
                required,
                Optional.ofNullable(clientId),
                Optional.ofNullable(organization).map(ProviderOptions::requireId),
                System.getenv());
    }

    private static String requireId(String organization) {
        if (!Organization.isWellFormed(organization)) {
            throw new EnvdriftException(
                    ErrorCode.USAGE,
                    "--oidc-organization takes the id of an organization, 26 characters",
                    "see: envdrift-server levels list");
        }
        return organization.toUpperCase(Locale.ROOT);
    }
}
