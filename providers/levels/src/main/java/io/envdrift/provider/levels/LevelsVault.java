package io.envdrift.provider.levels;

import io.envdrift.base.EnvdriftException;
import io.envdrift.base.ErrorCode;
import io.envdrift.base.Secret;
import io.envdrift.levels.LevelEdit;
import io.envdrift.levels.LevelsException;
import io.envdrift.levels.PulledLevels;
import io.envdrift.levels.merge.LevelContent;
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
import java.util.OptionalLong;
import java.util.function.Supplier;
import java.util.stream.Collectors;

/**
 * The merged variables of a path. All levels come in one answer, so any number of secrets is one read. A write goes to the deepest
 * level and says which version of it is replaced; where that is another one meanwhile, but not for this secret's sake, the write
 * is made again on top of it. On the original's server, which has no such versions, the last write wins.
 */
final class LevelsVault implements Vault {
    /** All of them: they come in one answer anyway. */
    private static final int BATCH = 10_000;

    private final LevelsSettings settings;
    private final VaultContext context;
    private final LevelsAccess access;
    private final ValueVersions seen = new ValueVersions();

    LevelsVault(LevelsSettings settings, VaultContext context, LevelsAccess access) {
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
        return reading(name, () -> secret(latest(), name));
    }

    @Override
    public int batchSize() {
        return BATCH;
    }

    @Override
    public Map<String, VaultRead> getMany(Collection<String> names) {
        Map<String, VaultRead> reads = new LinkedHashMap<>();
        if (!names.isEmpty()) {
            Supplier<PulledLevels> once = once();
            names.forEach(name -> reads.put(name, VaultRead.of(() -> reading(name, () -> secret(once.get(), name)))));
        }
        return reads;
    }

    @Override
    public List<String> list(String prefix) {
        return run(
                VaultAttempt.listing(label()),
                () -> latest().values().keySet().stream()
                        .map(VariableName::secret)
                        .filter(name -> name.startsWith(prefix))
                        .sorted()
                        .toList());
    }

    @Override
    public String put(String name, Secret value, WriteCondition condition) {
        return run(VaultAttempt.writing(label(), name), () -> {
            while (true) {
                PulledLevels before = latest();
                if (!holds(condition, name, before)) {
                    throw new WriteConflictException(label(), name);
                }
                Optional<String> version = write(name, value, before);
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
    private Optional<String> write(String name, Secret value, PulledLevels before) {
        LevelContent content = before.deepest().orElseGet(() -> LevelContent.of(before.path(), format(before), ""));
        String text = LevelEdit.set(content, VariableName.of(name), value.reveal());
        try {
            OptionalLong stored = access.levels().write(before, text, false);
            return Optional.of(version(before, stored));
        } catch (EnvdriftException e) {
            if (e.code() == ErrorCode.WRITE_CONFLICT) {
                return Optional.empty();
            }
            throw e;
        }
    }

    private String format(PulledLevels before) {
        return before.levels().stream()
                .map(LevelContent::format)
                .findFirst()
                .orElseGet(
                        () -> access.levels().project(before.path().project()).format());
    }

    private boolean holds(WriteCondition condition, String name, PulledLevels latest) {
        Optional<Secret> now =
                Optional.ofNullable(latest.values().get(VariableName.of(name))).map(Secret::of);
        return switch (condition) {
            case WriteCondition.Always always -> true;
            case WriteCondition.Absent absent -> now.isEmpty();
            case WriteCondition.Unchanged(var version) ->
                now.isPresent() && (version.equals(version(latest)) || seen.had(name, version, now.get()));
        };
    }

    private PulledLevels latest() {
        return access.levels().read(settings.path());
    }

    /** Reads the levels when first asked, and gives the same answer, or failure, to everybody. */
    private Supplier<PulledLevels> once() {
        PulledLevels latest;
        try {
            latest = latest();
        } catch (EnvdriftException e) {
            return () -> {
                throw e;
            };
        }
        return () -> latest;
    }

    private VaultSecret secret(PulledLevels latest, String name) {
        String value = latest.values().get(VariableName.of(name));
        if (value == null) {
            throw missing(name);
        }
        String version = version(latest);
        seen.note(name, version, Secret.of(value));
        return VaultSecret.text(value, version);
    }

    /** Returns the versions of all levels, the project's first: 0 for one without content, or that has none on its server. */
    private static String version(PulledLevels latest) {
        return version(latest, latest.deepest().map(LevelContent::version).orElse(OptionalLong.empty()));
    }

    private static String version(PulledLevels latest, OptionalLong deepest) {
        return latest.path().levels().stream()
                .map(level -> level.equals(latest.path())
                        ? deepest
                        : latest.levels().stream()
                                .filter(content -> content.level().equals(level))
                                .findFirst()
                                .map(LevelContent::version)
                                .orElse(OptionalLong.empty()))
                .map(version -> Long.toString(version.orElse(0)))
                .collect(Collectors.joining("."));
    }

    /** A path that is not there, or that the token does not see, has no secret. */
    private VaultSecret reading(String name, Supplier<VaultSecret> work) {
        return run(VaultAttempt.reading(label(), name), () -> {
            try {
                return work.get();
            } catch (LevelsException e) {
                throw e.code() == ErrorCode.SECRET_NOT_FOUND ? missing(name) : e;
            }
        });
    }

    private SecretNotFoundException missing(String name) {
        return new SecretNotFoundException(
                label(),
                name,
                "Secret '" + name + "' not found in " + label(),
                "the names there are: levels pull " + settings.path()
                        + "; a token that is limited to another path does not see it");
    }

    /** Gives what the client throws the form that errors of all vaults have. */
    private static <T> T run(VaultAttempt attempt, Supplier<T> work) {
        return attempt.run(() -> {
            try {
                return work.get();
            } catch (LevelsException e) {
                throw translated(attempt, e);
            }
        });
    }

    private static EnvdriftException translated(VaultAttempt attempt, LevelsException e) {
        if (e.status().isEmpty()) {
            return e.code() == ErrorCode.MALFORMED_ANSWER ? attempt.misunderstood() : e;
        }
        return switch (e.status().getAsInt()) {
            case 404 ->
                attempt.failed(
                        ErrorCode.VAULT_FAILED,
                        "the server does not know the path, or the token is limited to another one",
                        "check url and path in [vault.levels]; targets and environments must have been created",
                        e);
            case 413 ->
                attempt.failed(
                        ErrorCode.VAULT_FAILED,
                        "the level would be larger than the server allows",
                        "ask who runs the server to raise its limit",
                        e);
            case 422 ->
                attempt.failed(ErrorCode.VAULT_FAILED, e.getMessage(), e.hint().orElse(null), e);
            default -> attempt.refused(e.status().getAsInt());
        };
    }
}
