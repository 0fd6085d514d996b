package io.envdrift.pool;

import io.envdrift.base.ErrorCode;
import io.envdrift.base.Secret;
import io.envdrift.vault.SecretNotFoundException;
import io.envdrift.vault.SettingKey;
import io.envdrift.vault.Vault;
import io.envdrift.vault.VaultContext;
import io.envdrift.vault.VaultException;
import io.envdrift.vault.VaultProvider;
import io.envdrift.vault.VaultRead;
import io.envdrift.vault.VaultSecret;
import io.envdrift.vault.VaultSettings;
import io.envdrift.vault.WriteCondition;
import io.envdrift.vault.WriteConflictException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;

/** A vault in memory that counts what it is asked, and can refuse. */
public final class MemoryVault implements VaultProvider, Vault {
    public final Map<String, VaultSecret> secrets = new ConcurrentHashMap<>();
    public final Map<String, ErrorCode> refusals = new ConcurrentHashMap<>();
    public final List<String> reads = Collections.synchronizedList(new ArrayList<>());
    /** The settings of each opening, in order. */
    public final List<VaultSettings> openings = Collections.synchronizedList(new ArrayList<>());
    /** The names of each batch, in order. */
    final List<List<String>> batches = Collections.synchronizedList(new ArrayList<>());
    /** Wraps what is opened. */
    public UnaryOperator<Vault> around = UnaryOperator.identity();
    /** Runs before each read; may throw or wait. */
    public volatile Consumer<String> beforeRead = name -> {};

    volatile int batchSize = 1;
    volatile int closings;

    public void put(String name, String value) {
        secrets.put(name, VaultSecret.text(value, "1"));
    }

    @Override
    public String name() {
        return "memory";
    }

    @Override
    public List<SettingKey> settingKeys() {
        return List.of();
    }

    @Override
    public Vault open(VaultSettings settings, VaultContext context) {
        openings.add(settings);
        return around.apply(this);
    }

    @Override
    public String label() {
        return "memory vault";
    }

    @Override
    public void probe() {}

    @Override
    public VaultSecret get(String name) {
        reads.add(name);
        beforeRead.accept(name);
        ErrorCode refusal = refusals.get(name);
        if (refusal != null) {
            throw new VaultException(refusal, label(), "refused by the test", null, null);
        }
        VaultSecret secret = secrets.get(name);
        if (secret == null) {
            throw new SecretNotFoundException(label(), name, "Secret '" + name + "' not found in vault", null);
        }
        return secret;
    }

    @Override
    public int batchSize() {
        return batchSize;
    }

    @Override
    public Map<String, VaultRead> getMany(Collection<String> names) {
        batches.add(List.copyOf(names));
        return Vault.super.getMany(names);
    }

    @Override
    public List<String> list(String prefix) {
        return secrets.keySet().stream()
                .filter(name -> name.startsWith(prefix))
                .sorted()
                .toList();
    }

    @Override
    public String put(String name, Secret value, WriteCondition condition) {
        VaultSecret present = secrets.get(name);
        if (!condition.allows(Optional.ofNullable(present).map(VaultSecret::version))) {
            throw new WriteConflictException(label(), name);
        }
        String version = present == null ? "1" : Integer.toString(Integer.parseInt(present.version()) + 1);
        secrets.put(name, new VaultSecret(value, version, false));
        return version;
    }

    @Override
    public void close() {
        closings++;
    }
}
