package io.envdrift.provider.aws;

import io.envdrift.vault.VaultContext;
import io.envdrift.vault.VaultException;
import io.envdrift.vault.VaultSettings.Origin;
import io.envdrift.vault.VaultSettings.Setting;
import java.net.URI;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.regex.Pattern;
import software.amazon.awssdk.endpoints.Endpoint;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.secretsmanager.endpoints.SecretsManagerEndpointProvider;
import software.amazon.awssdk.services.sso.endpoints.SsoEndpointProvider;
import software.amazon.awssdk.services.ssooidc.endpoints.SsoOidcEndpointProvider;
import software.amazon.awssdk.services.sts.endpoints.StsEndpointProvider;

/**
 * Where the services are. Each address is asked for trust before it is returned, so nothing is ever sent elsewhere.
 *
 * <p>In order: {@code endpoint_url} of the settings (Secrets Manager only), {@code AWS_ENDPOINT_URL_<SERVICE>}, {@code
 * AWS_ENDPOINT_URL}, {@code endpoint_url} of the service in the profile's {@code services} section, that of the profile, and
 * what the SDK knows of the region. The SDK itself never
 * chooses: it would look at the environment of the process, not at the context's.
 */
record AwsEndpoints(VaultContext context, AwsProfiles profiles) {
    /** AWS's own names of Secrets Manager; below amazonaws.com anybody can have a host. */
    private static final Pattern OWN_HOST =
            Pattern.compile("(vpce-[a-z0-9-]+\\.)?secretsmanager(-fips)?\\.[a-z0-9-]+\\.(vpce\\.)?"
                    + "(amazonaws\\.com(\\.cn)?|api\\.aws|api\\.amazonwebservices\\.com\\.cn)");

    static final String VARIABLE = "AWS_ENDPOINT_URL";

    private static final Pattern REGION = Pattern.compile("[a-z]{2,}(-[a-z0-9]+){1,5}");

    /**
     * Checks a region's name: it becomes part of a host's name.
     *
     * @throws VaultException {@code VAULT_SETTINGS} when it is none
     */
    static Region region(String name) {
        if (!REGION.matcher(name).matches()) {
            throw VaultException.settings(
                    AwsVaultProvider.NAME, "'" + name + "' is no AWS region", "write it as in eu-central-1");
        }
        return Region.of(name);
    }

    /**
     * Returns the address of Secrets Manager.
     *
     * @throws VaultException {@code UNTRUSTED_HOST}, or {@code VAULT_SETTINGS} when an address is malformed
     */
    URI secretsManager(Optional<Setting> setting, Region region) {
        if (setting.isPresent()) {
            return trusted(setting.get(), AwsVaultProvider.ENDPOINT_URL);
        }
        return configured("SECRETS_MANAGER")
                .orElseGet(() -> own(SecretsManagerEndpointProvider.defaultProvider()
                        .resolveEndpoint(
                                any -> any.region(region).useFips(fips()).useDualStack(dualStack()))));
    }

    URI sts(Region region) {
        return configured("STS")
                .orElseGet(() -> own(StsEndpointProvider.defaultProvider()
                        .resolveEndpoint(any -> any.region(region)
                                .useFips(fips())
                                .useDualStack(dualStack())
                                .useGlobalEndpoint(false))));
    }

    URI sso(Region region) {
        return configured("SSO")
                .orElseGet(() -> own(SsoEndpointProvider.defaultProvider()
                        .resolveEndpoint(
                                any -> any.region(region).useFips(fips()).useDualStack(dualStack()))));
    }

    URI ssoOidc(Region region) {
        return configured("SSO_OIDC")
                .orElseGet(() -> own(SsoOidcEndpointProvider.defaultProvider()
                        .resolveEndpoint(
                                any -> any.region(region).useFips(fips()).useDualStack(dualStack()))));
    }

    private Optional<URI> configured(String service) {
        if (flag("AWS_IGNORE_CONFIGURED_ENDPOINT_URLS", "ignore_configured_endpoint_urls")) {
            return Optional.empty();
        }
        return fromVariable(VARIABLE + "_" + service)
                .or(() -> fromVariable(VARIABLE))
                .or(() -> profiles.ofService(service.toLowerCase(Locale.ROOT), "endpoint_url")
                        .or(() -> profiles.property("endpoint_url"))
                        .map(url -> trusted(new Setting(url, Origin.ENVIRONMENT), "endpoint_url of the AWS profile")));
    }

    private Optional<URI> fromVariable(String variable) {
        return context.variable(variable).map(url -> trusted(new Setting(url, Origin.ENVIRONMENT), variable));
    }

    private URI own(CompletableFuture<Endpoint> endpoint) {
        URI uri = endpoint.join().endpointUrl().toUri();
        context.hosts().require(uri, Origin.DEFAULT, true);
        return uri;
    }

    private URI trusted(Setting url, String name) {
        return context.hosts()
                .service(
                        AwsVaultProvider.NAME,
                        name,
                        url,
                        uri -> OWN_HOST.matcher(uri.getHost().toLowerCase(Locale.ROOT))
                                .matches());
    }

    private boolean fips() {
        return flag("AWS_USE_FIPS_ENDPOINT", "use_fips_endpoint");
    }

    private boolean dualStack() {
        return flag("AWS_USE_DUALSTACK_ENDPOINT", "use_dualstack_endpoint");
    }

    private boolean flag(String variable, String property) {
        return context.variable(variable)
                .or(() -> profiles.property(property))
                .map("true"::equalsIgnoreCase)
                .orElse(false);
    }
}
