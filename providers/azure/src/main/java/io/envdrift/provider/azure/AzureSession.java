package io.envdrift.provider.azure;

import com.azure.security.keyvault.secrets.SecretClient;
import io.envdrift.base.Deadline;
import io.envdrift.http.HttpTransport;
import io.envdrift.http.RetryPolicy;
import io.envdrift.vault.VaultCall;
import java.util.function.Function;

/**
 * Calls to one vault, under the one policy on repetitions.
 *
 * @param label how messages name the vault
 */
record AzureSession(String label, SecretClient client, HttpTransport transport, Deadline deadline)
        implements AutoCloseable {
    /** Makes a call; failures are ours. */
    <T> T call(VaultCall call, Function<SecretClient, T> work) {
        try {
            return RetryPolicy.standard()
                    .call(deadline, call.sending(), AzureFailures::verdict, () -> work.apply(client));
        } catch (RuntimeException e) {
            throw AzureFailures.of(call, e);
        }
    }

    @Override
    public void close() {
        transport.close();
    }
}
