package io.envdrift.pool;

import io.envdrift.base.Progress;
import io.envdrift.vault.Vault;
import io.envdrift.vault.VaultContext;
import io.envdrift.vault.VaultException;
import io.envdrift.vault.VaultProvider;
import io.envdrift.vault.VaultRead;
import io.envdrift.vault.VaultSettings;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;

/**
 * The vaults of one run: each distinct one is opened once, when first needed, and all reads run side by side.
 *
 * <p>The same secret of the same vault is read once per call. A vault that cannot be opened fails its own secrets only.
 */
public final class VaultPool implements AutoCloseable {
    private final Function<String, VaultProvider> providers;
    private final VaultContext context;
    private final Progress progress;
    private final Map<VaultSettings, Vault> open = new ConcurrentHashMap<>();
    private final Map<VaultSettings, VaultException> failed = new ConcurrentHashMap<>();

    /**
     * Creates a pool that has contacted nothing yet.
     *
     * @param providers finds a provider by name; throws {@link VaultException} for an unknown one
     * @param progress is told about the secrets that were read
     */
    public VaultPool(Function<String, VaultProvider> providers, VaultContext context, Progress progress) {
        this.providers = providers;
        this.context = context;
        this.progress = progress;
    }

    /**
     * Returns the vault with these settings, opened if it was not.
     *
     * @throws VaultException when it cannot be opened
     */
    public Vault vault(VaultSettings settings) {
        VaultException known = failed.get(settings);
        if (known != null) {
            throw again(known);
        }
        try {
            return open.computeIfAbsent(settings, this::opened);
        } catch (VaultException e) {
            // A failure is kept: a second attempt would ask for the same passphrase, or wait for the same host, again.
            failed.put(settings, e);
            throw e;
        }
    }

    /** Returns a copy of the failure, because callers add their own secret and file to it. */
    private static VaultException again(VaultException known) {
        return new VaultException(
                known.code(), known.vault(), known.getMessage(), known.hint().orElse(null), known.getCause());
    }

    /**
     * Starts to read secrets, each once, side by side. Every reference gets an answer before the deadline has passed,
     * whatever the providers do: they run on threads of their own.
     */
    public VaultReads start(Collection<SecretReference> references) {
        Map<SecretReference, VaultRead> refused = new LinkedHashMap<>();
        List<ReadBatch> batches = batches(new LinkedHashSet<>(references), refused);
        return new VaultReads(batches, context.readers(), refused, context.deadline(), progress);
    }

    /** Reads secrets as {@link #start} does, and waits for all of them. */
    public Map<SecretReference, VaultRead> read(Collection<SecretReference> references) {
        try (VaultReads reads = start(references)) {
            return reads.all();
        }
    }

    @Override
    public void close() {
        open.values().forEach(Vault::close);
        open.clear();
    }

    private Vault opened(VaultSettings settings) {
        Placeholder.refuse(settings);
        return providers.apply(settings.provider()).open(settings, context);
    }

    private List<ReadBatch> batches(Set<SecretReference> references, Map<SecretReference, VaultRead> refused) {
        Map<VaultSettings, List<String>> names = new LinkedHashMap<>();
        for (SecretReference reference : references) {
            names.computeIfAbsent(reference.vault(), any -> new ArrayList<>()).add(reference.name());
        }
        List<ReadBatch> batches = new ArrayList<>();
        names.forEach((settings, wanted) -> {
            try {
                Vault vault = vault(settings);
                int size = Math.max(1, vault.batchSize());
                for (int from = 0; from < wanted.size(); from += size) {
                    batches.add(
                            new ReadBatch(vault, settings, wanted.subList(from, Math.min(from + size, wanted.size()))));
                }
            } catch (RuntimeException e) {
                refused.putAll(ReadBatch.failed(settings, wanted, ReadBatch.asFailure(settings.provider(), e)));
            }
        });
        return batches;
    }
}
