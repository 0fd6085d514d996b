package io.envdrift.provider.envsync;

import io.envdrift.base.EnvdriftException;
import io.envdrift.base.ErrorCode;
import io.envdrift.base.Secret;
import io.envdrift.envsync.EnvSync;
import io.envdrift.envsync.EnvSyncException;
import io.envdrift.envsync.Pulled;
import io.envdrift.vault.SecretNotFoundException;
import io.envdrift.vault.ValueVersions;
import io.envdrift.vault.Vault;
import io.envdrift.vault.VaultAttempt;
import io.envdrift.vault.VaultContext;
import io.envdrift.vault.VaultRead;
import io.envdrift.vault.VaultSecret;
import io.envdrift.vault.WriteCondition;
import io.envdrift.vault.WriteConflictException;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * The variables of one branch of an EnvSync project. The branch is one encrypted file: any number of secrets is one read, and a
 * write says which version of the file it replaces. Where that is another one meanwhile, but not for this secret's sake, the
 * write is made again on top of it.
 */
final class EnvSyncVault implements Vault {
    /** All of them: they come in one answer anyway. */
    private static final int BATCH = 10_000;

    private final EnvSyncSettings settings;
    private final VaultContext context;
    private final ProjectAccess access;
    private final ValueVersions seen = new ValueVersions();

    EnvSyncVault(EnvSyncSettings settings, VaultContext context, ProjectAccess access) {
        this.settings = settings;
        this.context = context;
        this.access = access;
    }

    @Override
    public String label() {
        return settings.label();
    }

    @Override
    public void probe() {
        var unused = run(VaultAttempt.probing(label()), this::latest);
    }

    @Override
    public VaultSecret get(String name) {
        return run(VaultAttempt.reading(label(), name), () -> secret(latest(), name));
    }

    @Override
    public int batchSize() {
        return BATCH;
    }

    @Override
    public Map<String, VaultRead> getMany(Collection<String> names) {
        Map<String, VaultRead> reads = new LinkedHashMap<>();
        if (!names.isEmpty()) {
            Supplier<Optional<Pulled>> once = once();
            names.forEach(name -> reads.put(
                    name,
                    VaultRead.of(() -> run(VaultAttempt.reading(label(), name), () -> secret(once.get(), name)))));
        }
        return reads;
    }

    @Override
    public List<String> list(String prefix) {
        return run(
                VaultAttempt.listing(label()),
                () -> values(latest()).keySet().stream()
                        .filter(name -> name.startsWith(prefix))
                        .sorted()
                        .toList());
    }

    @Override
    public String put(String name, Secret value, WriteCondition condition) {
        return run(VaultAttempt.writing(label(), name), () -> {
            while (true) {
                Optional<Pulled> latest = latest();
                if (!holds(condition, name, latest)) {
                    throw new WriteConflictException(label(), name);
                }
                Optional<String> version = push(name, value, latest);
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
    private Optional<String> push(String name, Secret value, Optional<Pulled> before) {
        Pulled base = before.orElseGet(() -> Pulled.nothing(settings.branch()));
        try {
            long stored = access.project()
                    .push(settings.branch(), base.with(name, value), base.replacing())
                    .version();
            return Optional.of(Long.toString(stored));
        } catch (EnvdriftException e) {
            if (e.code() == ErrorCode.WRITE_CONFLICT) {
                return Optional.empty();
            }
            throw e;
        }
    }

    private boolean holds(WriteCondition condition, String name, Optional<Pulled> latest) {
        Optional<Secret> now = Optional.ofNullable(values(latest).get(name)).map(Secret::of);
        return switch (condition) {
            case WriteCondition.Always always -> true;
            case WriteCondition.Absent absent -> now.isEmpty();
            case WriteCondition.Unchanged(var version) ->
                now.isPresent() && (version.equals(version(latest)) || seen.had(name, version, now.get()));
        };
    }

    private Optional<Pulled> latest() {
        EnvSync project = access.project();
        return project.find(settings.branch());
    }

    /** Reads the branch when first asked, and gives the same answer, or failure, to everybody. */
    private Supplier<Optional<Pulled>> once() {
        Optional<Pulled> latest;
        try {
            latest = latest();
        } catch (EnvdriftException e) {
            return () -> {
                throw e;
            };
        }
        return () -> latest;
    }

    private VaultSecret secret(Optional<Pulled> latest, String name) {
        String value = values(latest).get(name);
        if (value == null) {
            throw new SecretNotFoundException(
                    label(),
                    name,
                    "Secret '" + name + "' not found in " + label(),
                    "the names there are: envsync pull --output - --branch " + settings.branch());
        }
        String version = version(latest);
        seen.note(name, version, Secret.of(value));
        return VaultSecret.text(value, version);
    }

    private static String version(Optional<Pulled> latest) {
        return Long.toString(latest.map(Pulled::version).orElse(0L));
    }

    private static Map<String, String> values(Optional<Pulled> latest) {
        return latest.map(Pulled::values).orElse(Map.of());
    }

    /** Gives what the client throws the form that errors of all vaults have. */
    private static <T> T run(VaultAttempt attempt, Supplier<T> work) {
        return attempt.run(() -> {
            try {
                return work.get();
            } catch (EnvSyncException e) {
                throw translated(attempt, e);
            }
        });
    }

    private static EnvdriftException translated(VaultAttempt attempt, EnvSyncException e) {
        if (e.status().isEmpty()) {
            return e.code() == ErrorCode.MALFORMED_ANSWER ? attempt.misunderstood() : e;
        }
        return switch (e.status().getAsInt()) {
            case 404 ->
                attempt.failed(
                        ErrorCode.VAULT_FAILED,
                        "the server does not know the path",
                        "check url and branch in [vault.envsync]; the original's server has no branch with a '/'",
                        e);
            case 413 ->
                attempt.failed(
                        ErrorCode.VAULT_FAILED,
                        "the file would be larger than the server allows",
                        "ask who runs the server to raise its limit",
                        e);
            default -> attempt.refused(e.status().getAsInt());
        };
    }
}
