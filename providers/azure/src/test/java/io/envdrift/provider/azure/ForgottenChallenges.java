package io.envdrift.provider.azure;

import com.azure.security.keyvault.secrets.implementation.KeyVaultCredentialPolicy;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.BeforeEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.parallel.ExecutionMode;

/**
 * Lets each test begin without the challenges that the SDK keeps for the life of a process: a fake may get the port of an
 * earlier one, whose challenge would be taken for its own. Tests that run beside each other share one tenant, so that a
 * challenge fits all their fakes; forgetting it under one that runs would cost that one a request more. JUnit finds this by
 * its entry in {@code META-INF/services}.
 */
public final class ForgottenChallenges implements BeforeAllCallback, BeforeEachCallback {
    @Override
    public void beforeAll(ExtensionContext context) {
        KeyVaultCredentialPolicy.clearCache();
    }

    @Override
    public void beforeEach(ExtensionContext context) {
        if (context.getExecutionMode() != ExecutionMode.CONCURRENT) {
            KeyVaultCredentialPolicy.clearCache();
        }
    }
}
