package io.envdrift.provider.blobstore;

import io.envdrift.base.EnvdriftException;
import io.envdrift.base.ErrorCode;
import io.envdrift.base.Secret;
import io.envdrift.vault.SecretNotFoundException;
import io.envdrift.vault.ValueVersions;
import io.envdrift.vault.Vault;
import io.envdrift.vault.VaultAttempt;
import io.envdrift.vault.VaultContext;
import io.envdrift.vault.VaultRead;
import io.envdrift.vault.VaultSecret;
import io.envdrift.vault.WriteCondition;
import io.envdrift.vault.WriteConflictException;
import io.envdrift.vaultenv.Latest;
import io.envdrift.vaultenv.VaultEnvException;
import io.envdrift.vaultenv.VaultProject;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Supplier;

/**
 * The secrets of one environment of a vault-env project. The whole environment is one encrypted blob: any number of
 * secrets is one read, and a write says which version of the blob it replaces. Where that is another one meanwhile, but not
 * for this secret's sake, the write is made again on top of it.
 */
final class BlobstoreVault implements Vault {
    /** All of them: they come in one answer anyway. */
    private static final int BATCH = 10_000;

    private final BlobstoreSettings settings;
    private final VaultContext context;
    private final ProjectAccess access;
    private final ValueVersions seen = new ValueVersions();

    private BlobstoreVault(BlobstoreSettings settings, VaultContext context) {
        this.settings = settings;
        this.context = context;
        this.access = new ProjectAccess(settings, context);
    }

    static Vault open(BlobstoreSettings settings, VaultContext context) {
        return new BlobstoreVault(settings, context);
    }

    @Override
    public String label() {
        return settings.label();
    }

    @Override
    public void probe() {
        var unused = Refusals.run(VaultAttempt.probing(label()), this::latest);
    }

    @Override
    public VaultSecret get(String name) {
        return Refusals.run(VaultAttempt.reading(label(), name), () -> secret(latest(), name));
    }

    @Override
    public int batchSize() {
        return BATCH;
    }

    @Override
    public Map<String, VaultRead> getMany(Collection<String> names) {
        Map<String, VaultRead> reads = new LinkedHashMap<>();
        if (!names.isEmpty()) {
            Supplier<Latest> once = once();
            names.forEach(name -> reads.put(
                    name,
                    VaultRead.of(
                            () -> Refusals.run(VaultAttempt.reading(label(), name), () -> secret(once.get(), name)))));
        }
        return reads;
    }

    @Override
    public List<String> list(String prefix) {
        return Refusals.run(
                VaultAttempt.listing(label()),
                () -> values(latest()).keySet().stream()
                        .filter(name -> name.startsWith(prefix))
                        .sorted()
                        .toList());
    }

    @Override
    public String put(String name, Secret value, WriteCondition condition) {
        return Refusals.run(VaultAttempt.writing(label(), name), () -> {
            while (true) {
                Latest latest = latest();
                Map<String, String> before = values(latest);
                if (!holds(condition, name, latest)) {
                    throw new WriteConflictException(label(), name);
                }
                Optional<String> version = push(name, value, before, latest.version());
                if (version.isPresent()) {
                    seen.note(name, version.get(), value);
                    return version.get();
                }
                if (context.deadline().hasPassed()) {
                    throw new WriteConflictException(label(), name);
                }
            }
        });
    }

    @Override
    public void close() {
        access.close();
    }

    /** Returns the new version's name, or nothing when somebody else was faster. */
    private Optional<String> push(String name, Secret value, Map<String, String> before, long version) {
        Map<String, String> after = new LinkedHashMap<>(before);
        String mark = after.put(name, value.reveal()) == null ? "+" : "~";
        try {
            long stored = access.project()
                    .pushOnce(
                            settings.environment(), after, Optional.of(List.of(mark + name)), OptionalLong.of(version));
            return Optional.of(Long.toString(stored));
        } catch (VaultEnvException e) {
            if (e.code() == ErrorCode.WRITE_CONFLICT) {
                return Optional.empty();
            }
            throw e;
        }
    }

    private boolean holds(WriteCondition condition, String name, Latest latest) {
        Optional<Secret> now = Optional.ofNullable(values(latest).get(name)).map(Secret::of);
        return switch (condition) {
            case WriteCondition.Always always -> true;
            case WriteCondition.Absent absent -> now.isEmpty();
            case WriteCondition.Unchanged(var version) ->
                now.isPresent()
                        && (version.equals(Long.toString(latest.version())) || seen.had(name, version, now.get()));
        };
    }

    private Latest latest() {
        VaultProject project = access.project();
        return project.latest(settings.environment());
    }

    /** Reads the environment when first asked, and gives the same answer, or failure, to everybody. */
    private Supplier<Latest> once() {
        Latest latest;
        try {
            latest = latest();
        } catch (EnvdriftException e) {
            return () -> {
                throw e;
            };
        }
        return () -> latest;
    }

    private VaultSecret secret(Latest latest, String name) {
        String value = values(latest).get(name);
        if (value == null) {
            throw new SecretNotFoundException(
                    label(),
                    name,
                    "Secret '" + name + "' not found in " + label(),
                    "the names there are: vault-env pull --env " + settings.environment());
        }
        String version = Long.toString(latest.version());
        seen.note(name, version, Secret.of(value));
        return VaultSecret.text(value, version);
    }

    private Map<String, String> values(Latest latest) {
        return switch (latest) {
            case Latest.Nothing nothing -> Map.of();
            case Latest.Readable readable -> readable.values();
            case Latest.Foreign foreign -> throw VaultProject.foreign(settings.environment());
            case Latest.Garbled garbled -> throw VaultProject.garbled(settings.environment());
        };
    }
}
