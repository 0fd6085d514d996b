package io.envdrift.provider.azure;

import com.azure.core.http.rest.PagedIterable;
import com.azure.core.http.rest.PagedResponse;
import com.azure.security.keyvault.secrets.SecretClient;
import com.azure.security.keyvault.secrets.models.KeyVaultSecret;
import com.azure.security.keyvault.secrets.models.SecretProperties;
import io.envdrift.base.Deadline;
import io.envdrift.base.Secret;
import io.envdrift.http.HttpTransport;
import io.envdrift.vault.SecretNames;
import io.envdrift.vault.SecretNotFoundException;
import io.envdrift.vault.Vault;
import io.envdrift.vault.VaultCall;
import io.envdrift.vault.VaultSecret;
import io.envdrift.vault.WriteCondition;
import io.envdrift.vault.WriteGuard;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The secrets of one Key Vault.
 *
 * @param label how messages name the vault
 */
record AzureVault(String label, SecretClient client, HttpTransport transport, Deadline deadline) implements Vault {
    private static final String LIST = "List on the vault's secrets (role 'Key Vault Reader')";
    private static final SecretNames NAMES = new SecretNames(
            Pattern.compile("[0-9a-zA-Z-]{1,127}"), "name", "use 1 to 127 letters, digits and dashes in secret_name");
    /** 25 KiB, the service's limit. */
    private static final int LARGEST_VALUE = 25 << 10;

    /** Makes a call under the one policy on repetitions; failures are ours. */
    private <T> T call(VaultCall call, Supplier<T> work) {
        return AzureFailures.AZURE.ours(call, () -> AzureFailures.AZURE.attempt(deadline, call.sending(), work));
    }

    /** Asks for a list. */
    @Override
    public void probe() {
        VaultCall.reach(() -> call(VaultCall.probing(label, LIST), () -> page("")));
    }

    @Override
    public VaultSecret get(String name) {
        NAMES.require(name, label);
        VaultCall call = VaultCall.reading(label, name, "Get on the vault's secrets (role 'Key Vault Secrets User')");
        try {
            KeyVaultSecret secret = call(call, () -> client.getSecret(name));
            String version = version(secret).orElseThrow(call.attempt()::misunderstood);
            // A secret without any value reads as an empty one.
            return VaultSecret.text(Objects.requireNonNullElse(secret.getValue(), ""), version);
        } catch (SecretNotFoundException e) {
            throw isDeleted(name) ? call.refused(AzureProblems.DELETED) : e;
        }
    }

    @Override
    public List<String> list(String prefix) {
        VaultCall call = VaultCall.listing(label, LIST);
        return call.names(prefix, link -> {
            PagedResponse<SecretProperties> page = call(call, () -> page(link));
            return new VaultCall.Page(
                    page.getValue().stream().map(SecretProperties::getName), page.getContinuationToken());
        });
    }

    /** The service has no compare-and-set, so a write between our check and our write goes unnoticed. */
    @Override
    public String put(String name, Secret value, WriteCondition condition) {
        NAMES.require(name, label);
        WriteGuard guard = new WriteGuard(label, LARGEST_VALUE, this::get);
        VaultCall call =
                VaultCall.writing(label, name, "Set on the vault's secrets (role 'Key Vault Secrets Officer')");
        Supplier<String> set = () -> {
            KeyVaultSecret written = call(call, () -> client.setSecret(name, value.reveal()));
            return version(written).orElseThrow(call.attempt()::misunderstood);
        };
        // A deleted secret counts as absent here, and the service then refuses the write with its own reason.
        return guard.put(
                name, value, condition, new WriteGuard.Ways(Optional::empty, set, () -> guard.isMissing(name)));
    }

    @Override
    public void close() {
        transport.close();
    }

    @Override
    public String toString() {
        return label;
    }

    /**
     * Looks whether a missing secret waits for its recovery. An identity that may not look is told that the secret is
     * missing.
     */
    private boolean isDeleted(String name) {
        try {
            return client.getDeletedSecret(name).getName() != null;
        } catch (RuntimeException e) {
            return false;
        }
    }

    private static Optional<String> version(@Nullable KeyVaultSecret secret) {
        return Optional.ofNullable(secret)
                .map(KeyVaultSecret::getProperties)
                .map(SecretProperties::getVersion)
                .filter(version -> !version.isEmpty());
    }

    private PagedResponse<SecretProperties> page(String link) {
        PagedIterable<SecretProperties> listed = client.listPropertiesOfSecrets();
        return (link.isEmpty() ? listed.iterableByPage() : listed.iterableByPage(link))
                .iterator()
                .next();
    }
}
