package io.envdrift.server.identity;

import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * An identity provider, and how its claims are read.
 *
 * @param issuer the URL in {@code iss}; its keys are found by {@code /.well-known/openid-configuration}
 * @param audience what {@code aud} must hold
 * @param nameClaims the first of these that is there says who it is
 * @param projectClaims the first of these that is there says which projects: a list, or the name of one
 * @param roleClaim says the role
 * @param role the role of tokens without that claim; nothing to refuse them
 * @param projects those of tokens without that claim
 * @param required claims that must have these values
 * @param clientId by which people sign in at the provider (device authorization grant), if they may
 * @param organization id of the organization of the levels that its tokens are let into, if there is one
 * @param environment says which proxies and certificate authorities there are on the way to the provider
 */
public record IdentityProvider(
        String issuer,
        String audience,
        List<String> nameClaims,
        List<String> projectClaims,
        String roleClaim,
        Optional<String> role,
        List<String> projects,
        Map<String, String> required,
        Optional<String> clientId,
        Optional<String> organization,
        Map<String, String> environment) {}
