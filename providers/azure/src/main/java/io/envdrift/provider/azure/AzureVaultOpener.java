package io.envdrift.provider.azure;

import com.azure.core.http.policy.FixedDelayOptions;
import com.azure.core.http.policy.HttpLogDetailLevel;
import com.azure.core.http.policy.HttpLogOptions;
import com.azure.core.http.policy.RetryOptions;
import com.azure.core.util.Configuration;
import com.azure.core.util.ConfigurationBuilder;
import com.azure.core.util.logging.LogLevel;
import com.azure.security.keyvault.secrets.SecretClient;
import com.azure.security.keyvault.secrets.SecretClientBuilder;
import io.envdrift.base.ErrorCode;
import io.envdrift.http.HttpTransport;
import io.envdrift.vault.VaultContext;
import io.envdrift.vault.VaultException;
import io.envdrift.vault.VaultSettings;
import java.time.Duration;
import java.util.Locale;
import java.util.Map;

/** Makes a vault from its settings and the environment, without sending anything. */
final class AzureVaultOpener {
    private static final String VERIFY = "ENVDRIFT_AZURE_VERIFY_CHALLENGE_RESOURCE";

    static {
        silence();
    }

    private AzureVaultOpener() {}

    static AzureVault open(VaultSettings settings, VaultContext context) {
        VaultAddress address = VaultAddress.of(settings, context);
        boolean verifies = verifiesChallenge(context);
        HttpTransport transport = context.transport();
        SignIn signIn = SignIn.of(context, settings, address, transport);
        SecretClientBuilder builder = new SecretClientBuilder()
                .vaultUrl(address.url().toString())
                .credential(signIn)
                .httpClient(AzureHttpClient.ofVault(transport, context.deadline(), address))
                .configuration(nothing())
                .httpLogOptions(new HttpLogOptions().setLogLevel(HttpLogDetailLevel.NONE))
                .retryOptions(new RetryOptions(new FixedDelayOptions(0, Duration.ofMillis(1))));
        SecretClient client = (verifies ? builder : builder.disableChallengeResourceVerification()).buildClient();
        return new AzureVault(address.label(), client, transport, context.deadline());
    }

    /** Returns a configuration that keeps the SDK from looking at the process's environment and properties. */
    static Configuration nothing() {
        return new ConfigurationBuilder(any -> Map.of(), any -> Map.of(), any -> Map.of()).build();
    }

    /**
     * Where nobody listens to SLF4J the SDK prints by itself to standard output, into our reports, if {@code AZURE_LOG_LEVEL}
     * is set.
     */
    @SuppressWarnings("deprecation") // There is no other way to set what the SDK's loggers read.
    private static void silence() {
        Configuration.getGlobalConfiguration()
                .put(Configuration.PROPERTY_AZURE_LOG_LEVEL, Integer.toString(LogLevel.NOT_SET.getLogLevel()));
    }

    /** The variable is the user's; a repository must not be able to switch the check off. */
    private static boolean verifiesChallenge(VaultContext context) {
        return context.variable(VERIFY)
                .map(value -> switch (value.toLowerCase(Locale.ROOT)) {
                    case "1", "true", "yes", "on" -> true;
                    case "0", "false", "no", "off" -> false;
                    default ->
                        throw new VaultException(
                                ErrorCode.NOT_AUTHENTICATED,
                                AzureVaultProvider.NAME,
                                VERIFY + " has a value that is neither true nor false",
                                "remove it, or set it to 0 for an emulator",
                                null);
                })
                .orElse(true);
    }
}
