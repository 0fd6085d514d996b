package io.envdrift.provider.azure;

import com.azure.core.http.rest.PagedResponse;
import com.azure.security.keyvault.secrets.SecretClient;
import com.azure.security.keyvault.secrets.models.KeyVaultSecret;
import com.azure.security.keyvault.secrets.models.SecretProperties;
import io.envdrift.base.Secret;
import io.envdrift.vault.SecretNotFoundException;
import io.envdrift.vault.Vault;
import io.envdrift.vault.VaultCall;
import io.envdrift.vault.VaultSecret;
import io.envdrift.vault.WriteCondition;
import io.envdrift.vault.WriteConflictException;
import io.envdrift.vault.WriteGuard;
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** The secrets of one Key Vault. */
final class AzureVault implements Vault {
    /** 25 KiB, the service's limit. */
    private static final int LARGEST_VALUE = 25 << 10;

    private final AzureSession session;
    private final WriteGuard guard;

    AzureVault(AzureSession session) {
        this.session = session;
        this.guard = new WriteGuard(session.label(), LARGEST_VALUE, this::get);
    }

    @Override
    public String label() {
        return session.label();
    }

    /** Asks for a list. */
    @Override
    public void probe() {
        VaultCall.reach(() ->
                session.call(AzureCalls.probe(label()), client -> pages(client).next()));
    }

    @Override
    public VaultSecret get(String name) {
        SecretName.require(name, label());
        VaultCall call = AzureCalls.get(label(), name);
        try {
            KeyVaultSecret secret = session.call(call, client -> client.getSecret(name));
            String version = version(secret).orElseThrow(call.attempt()::misunderstood);
            // A secret without any value reads as an empty one.
            return VaultSecret.text(Objects.requireNonNullElse(secret.getValue(), ""), version);
        } catch (SecretNotFoundException e) {
            throw isDeleted(name) ? call.refused(AzureProblems.DELETED) : e;
        }
    }

    @Override
    public List<String> list(String prefix) {
        VaultCall call = AzureCalls.list(label());
        return List.copyOf(session.call(call, client -> {
            Set<String> names = new TreeSet<>();
            Set<String> links = new HashSet<>();
            pages(client).forEachRemaining(page -> {
                page.getValue().stream()
                        .map(SecretProperties::getName)
                        .map(name -> Optional.ofNullable(name).orElseThrow(call.attempt()::misunderstood))
                        .filter(name -> name.startsWith(prefix))
                        .forEach(names::add);
                if (page.getContinuationToken() != null && !links.add(page.getContinuationToken())) {
                    throw call.attempt().misunderstood();
                }
            });
            return names;
        }));
    }

    /** The service has no compare-and-set, so a write between our check and ours goes unnoticed. */
    @Override
    public String put(String name, Secret value, WriteCondition condition) {
        SecretName.require(name, label());
        guard.requireSize(name, value);
        switch (condition) {
            case WriteCondition.Always always -> {}
            case WriteCondition.Absent absent -> requireAbsent(name);
            case WriteCondition.Unchanged unchanged -> guard.requireUnchanged(name, unchanged.version());
        }
        VaultCall call = AzureCalls.put(label(), name);
        KeyVaultSecret written = session.call(call, client -> client.setSecret(name, value.reveal()));
        return version(written).orElseThrow(call.attempt()::misunderstood);
    }

    @Override
    public void close() {
        session.close();
    }

    @Override
    public String toString() {
        return label();
    }

    /** A deleted secret counts as absent here, and the service then refuses the write with its own reason. */
    private void requireAbsent(String name) {
        try {
            get(name);
        } catch (SecretNotFoundException e) {
            return;
        }
        throw new WriteConflictException(label(), name);
    }

    /**
     * Looks whether a missing secret waits for its recovery. An identity that may not look is told that the secret is
     * missing.
     */
    private boolean isDeleted(String name) {
        try {
            return session.client().getDeletedSecret(name).getName() != null;
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

    private static Iterator<PagedResponse<SecretProperties>> pages(SecretClient client) {
        return client.listPropertiesOfSecrets().iterableByPage().iterator();
    }
}
