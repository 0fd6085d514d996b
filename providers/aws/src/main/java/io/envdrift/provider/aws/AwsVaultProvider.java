package io.envdrift.provider.aws;

import io.envdrift.vault.CredentialsSetting;
import io.envdrift.vault.SettingKey;
import io.envdrift.vault.Vault;
import io.envdrift.vault.VaultContext;
import io.envdrift.vault.VaultOption;
import io.envdrift.vault.VaultProvider;
import io.envdrift.vault.VaultSettings;
import java.util.List;

/** Opens vaults in AWS Secrets Manager for {@code provider = "aws"}. */
public final class AwsVaultProvider implements VaultProvider {
    static final String NAME = "aws";
    static final String REGION = "region";
    static final String PROFILE = "profile";
    static final String ROLE_ARN = "role_arn";
    static final String ENDPOINT_URL = "endpoint_url";

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public List<SettingKey> settingKeys() {
        return List.of(
                SettingKey.text(
                                REGION,
                                "Region; without it AWS_REGION, AWS_DEFAULT_REGION, the profile's region, or"
                                        + " us-east-1.")
                        .setBy(VaultOption.REGION),
                SettingKey.text(PROFILE, "Profile of the AWS configuration files to take credentials from."),
                SettingKey.text(ROLE_ARN, "ARN of a role to assume with those credentials."),
                CredentialsSetting.key(),
                SettingKey.text(
                        ENDPOINT_URL,
                        "Address of the service, for VPC endpoints and emulators; without it AWS_ENDPOINT_URL or the"
                                + " region's own."));
    }

    @Override
    public List<String> endpointVariables() {
        return List.of("AWS_ENDPOINT_URL", "AWS_ENDPOINT_URL_SECRETS_MANAGER");
    }

    @Override
    public List<String> caVariables() {
        return List.of("AWS_CA_BUNDLE");
    }

    @Override
    public Vault open(VaultSettings settings, VaultContext context) {
        return AwsVault.open(settings, context);
    }
}
