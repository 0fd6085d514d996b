package io.envdrift.provider.aws;

import io.envdrift.base.EnvdriftException;
import io.envdrift.base.ErrorCode;
import io.envdrift.vault.CredentialsSetting;
import io.envdrift.vault.VaultContext;
import io.envdrift.vault.VaultException;
import io.envdrift.vault.VaultSettings;
import java.net.URI;
import java.util.Optional;
import software.amazon.awssdk.regions.Region;

/** Makes a vault from its settings, the environment and the user's AWS files, without sending anything. */
final class AwsVaultOpener {
    private static final String USUAL_REGION = "us-east-1";

    private AwsVaultOpener() {}

    static AwsVault open(VaultSettings settings, VaultContext context) {
        try {
            AwsProfiles profiles = AwsProfiles.read(context, settings.value(AwsVaultProvider.PROFILE));
            Region region = AwsEndpoints.region(settings.value(AwsVaultProvider.REGION)
                    .or(() -> context.variable("AWS_REGION"))
                    .or(() -> context.variable("AWS_DEFAULT_REGION"))
                    .or(() -> profiles.property("region"))
                    .orElse(USUAL_REGION));
            AwsEndpoints endpoints = new AwsEndpoints(context, profiles);
            URI endpoint = endpoints.secretsManager(settings.find(AwsVaultProvider.ENDPOINT_URL), region);
            Optional<String> roleArn = settings.value(AwsVaultProvider.ROLE_ARN);
            AwsClients clients = new AwsClients(context);
            SecurityTokens tokens = new SecurityTokens(context, clients, endpoints, region);
            boolean sdkAlone = CredentialsSetting.isSdk(settings, AwsVaultProvider.NAME);
            CredentialChain chain = new CredentialChain(context, profiles, tokens, roleArn, sdkAlone);
            AwsSession session = new AwsSession(new AwsPlace(endpoint, region), clients, chain);
            return new AwsVault(session, context.readers());
        } catch (VaultException e) {
            throw e;
        } catch (EnvdriftException e) {
            String hint = e.hint().orElse("check [vault.aws], AWS_CONFIG_FILE and AWS_SHARED_CREDENTIALS_FILE");
            throw new VaultException(ErrorCode.VAULT_SETTINGS, AwsVaultProvider.NAME, e.getMessage(), hint, e);
        }
    }
}
