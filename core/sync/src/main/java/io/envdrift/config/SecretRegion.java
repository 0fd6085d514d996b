package io.envdrift.config;

import io.envdrift.vault.VaultException;
import io.envdrift.vault.VaultSettings;
import io.envdrift.vault.VaultSettings.Origin;
import io.envdrift.vault.VaultSettings.Setting;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The region in the ARN of a secret: a secret that is named by its ARN exists in that region only. */
public final class SecretRegion {
    private static final String AWS = "aws";
    private static final String REGION = "region";
    private static final Pattern ARN = Pattern.compile("arn:[a-z0-9-]+:secretsmanager:([a-z0-9-]+):[0-9]*:secret:.+");

    private SecretRegion() {}

    /**
     * Returns the settings with the region of the secret; the settings themselves where its name tells none.
     *
     * @throws VaultException {@code VAULT_SETTINGS} when an option of the command line names another region
     */
    public static VaultSettings apply(VaultSettings settings, String secretName) {
        Matcher arn = ARN.matcher(secretName);
        if (!settings.provider().equals(AWS) || !arn.matches()) {
            return settings;
        }
        String region = arn.group(1);
        Optional<Setting> given = settings.find(REGION);
        if (given.filter(setting -> setting.value().equals(region)).isPresent()) {
            return settings;
        }
        if (given.filter(setting -> setting.origin() == Origin.FLAG).isPresent()) {
            throw VaultException.settings(
                    AWS,
                    "the ARN of the secret is of " + region + ", and --region says "
                            + given.get().value(),
                    "leave out --region, or name the secret of that region");
        }
        Map<String, Setting> values = new LinkedHashMap<>(settings.values());
        values.put(REGION, new Setting(region, given.map(Setting::origin).orElse(Origin.REPOSITORY)));
        return new VaultSettings(AWS, values);
    }
}
