package io.envdrift.provider.azure;

import com.azure.security.keyvault.secrets.implementation.KeyVaultCredentialPolicy;
import org.junit.jupiter.api.extension.BeforeEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/**
 * Lets each test begin without the challenges that the SDK keeps for the life of a process: a fake may get the port of an
 * earlier one, whose challenge would be taken for its own. JUnit finds this by its entry in {@code META-INF/services}.
 */
public final class ForgottenChallenges implements BeforeEachCallback {
    @Override
    public void beforeEach(ExtensionContext context) {
        KeyVaultCredentialPolicy.clearCache();
    }
}
