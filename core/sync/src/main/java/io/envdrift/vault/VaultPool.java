package io.envdrift.vault;

import io.envdrift.base.EnvdriftException;
import io.envdrift.base.ErrorCode;
import io.envdrift.base.Progress;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
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
        return open.computeIfAbsent(
                settings, any -> providers.apply(settings.provider()).open(settings, context));
    }

    /**
     * Reads secrets, each once, side by side. Every reference gets an answer before the deadline has passed, whatever the
     * providers do: they run on threads of their own.
     */
    public Map<SecretReference, VaultRead> read(Collection<SecretReference> references) {
        Map<SecretReference, VaultRead> reads = new LinkedHashMap<>();
        List<Batch> batches = batches(new LinkedHashSet<>(references), reads);
        if (batches.isEmpty()) {
            return reads;
        }
        ExecutorService executor =
                Executors.newFixedThreadPool(Math.min(context.readers(), batches.size()), VaultPool::daemon);
        try {
            List<Future<Map<SecretReference, VaultRead>>> running = new ArrayList<>();
            batches.forEach(batch -> running.add(executor.submit(batch::read)));
            for (int i = 0; i < running.size(); i++) {
                reads.putAll(await(running.get(i), batches.get(i)));
                progress.advanced(i + 1, batches.size(), batches.get(i).names().getFirst());
            }
        } finally {
            executor.shutdownNow();
        }
        return reads;
    }

    private static Thread daemon(Runnable work) {
        Thread thread = new Thread(work, "vault-read");
        thread.setDaemon(true);
        return thread;
    }

    @Override
    public void close() {
        open.values().forEach(Vault::close);
        open.clear();
    }

    private List<Batch> batches(Set<SecretReference> references, Map<SecretReference, VaultRead> reads) {
        Map<VaultSettings, List<String>> names = new LinkedHashMap<>();
        for (SecretReference reference : references) {
            names.computeIfAbsent(reference.vault(), any -> new ArrayList<>()).add(reference.name());
        }
        List<Batch> batches = new ArrayList<>();
        names.forEach((settings, wanted) -> {
            try {
                Vault vault = vault(settings);
                int size = Math.max(1, vault.batchSize());
                for (int from = 0; from < wanted.size(); from += size) {
                    batches.add(new Batch(vault, settings, wanted.subList(from, Math.min(from + size, wanted.size()))));
                }
            } catch (RuntimeException e) {
                reads.putAll(failed(settings, wanted, asFailure(settings.provider(), e)));
            }
        });
        return batches;
    }

    private record Batch(Vault vault, VaultSettings settings, List<String> names) {
        Map<SecretReference, VaultRead> read() {
            try {
                return names.size() == 1 ? one(names.getFirst()) : many();
            } catch (RuntimeException e) {
                return failed(asFailure(vault.label(), e));
            }
        }

        private Map<SecretReference, VaultRead> one(String name) {
            return Map.of(new SecretReference(settings, name), VaultRead.of(() -> vault.get(name)));
        }

        private Map<SecretReference, VaultRead> many() {
            Map<SecretReference, VaultRead> reads =
                    failed(failure(ErrorCode.MALFORMED_ANSWER, "left a secret unanswered", "try again"));
            vault.getMany(names).forEach((name, read) -> reads.replace(new SecretReference(settings, name), read));
            return reads;
        }

        Map<SecretReference, VaultRead> failed(VaultException failure) {
            return VaultPool.failed(settings, names, failure);
        }

        VaultException failure(ErrorCode code, String what, String hint) {
            return new VaultException(code, vault.label(), vault.label() + " " + what, hint, null);
        }
    }

    private static Map<SecretReference, VaultRead> failed(
            VaultSettings settings, List<String> names, VaultException failure) {
        Map<SecretReference, VaultRead> reads = new LinkedHashMap<>();
        names.forEach(name -> reads.put(new SecretReference(settings, name), new VaultRead.Failed(failure)));
        return reads;
    }

    /** Makes of whatever a provider throws an error of its own secrets: a defect in one SDK must not stop the others. */
    private static VaultException asFailure(String vault, RuntimeException thrown) {
        return switch (thrown) {
            case VaultException known -> known;
            case EnvdriftException known ->
                new VaultException(
                        known.code(),
                        vault,
                        vault + ": " + known.getMessage(),
                        known.hint().orElse(null),
                        known);
            default ->
                new VaultException(
                        ErrorCode.INTERNAL,
                        vault,
                        vault + " failed in an unforeseen way",
                        "please report this",
                        thrown);
        };
    }

    private Map<SecretReference, VaultRead> await(Future<Map<SecretReference, VaultRead>> read, Batch batch) {
        String hint = "check the network, or raise --timeout";
        try {
            return read.get(context.deadline().remaining().toMillis() + 1, TimeUnit.MILLISECONDS);
        } catch (TimeoutException e) {
            return batch.failed(batch.failure(ErrorCode.VAULT_UNREACHABLE, "did not answer in time", hint));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return batch.failed(batch.failure(ErrorCode.INTERRUPTED, "was not waited for: interrupted", hint));
        } catch (ExecutionException e) {
            throw new IllegalStateException(e.getCause());
        }
    }
}
