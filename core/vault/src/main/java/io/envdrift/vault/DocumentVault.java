package io.envdrift.vault;

import io.envdrift.base.EnvdriftException;
import io.envdrift.base.ErrorCode;
import io.envdrift.base.Secret;
import io.envdrift.http.ServerException;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * A vault whose secrets all lie in one document with one version. Any number of secrets is one read, and a write says
 * which version of the document it replaces. Where another version is current meanwhile, but this secret did not
 * change, the write is repeated on top of it.
 *
 * @param <D> the document as the service's client knows it, also when nothing was stored yet
 */
public abstract class DocumentVault<D> implements Vault {
    /** All of them: they come in one answer anyway. */
    private static final int BATCH = 10_000;

    private final String label;
    private final VaultContext context;
    private final ValueVersions seen = new ValueVersions();

    /**
     * Creates a vault.
     *
     * @param label how messages name it; see {@link Vault#label()}
     * @param context bounds the time that a write is tried for
     */
    protected DocumentVault(String label, VaultContext context) {
        this.label = label;
        this.context = context;
    }

    /**
     * Reads the document.
     *
     * @throws EnvdriftException when that fails; {@code SECRET_NOT_FOUND} where the service takes its absence for an error
     */
    protected abstract D read();

    /** Returns the names of the secrets in a document. */
    protected abstract Collection<String> names(D document);

    /** Returns a secret's value, if the document has it. */
    protected abstract Optional<String> value(D document, String name);

    /** Returns the name of a document's version. */
    protected abstract String version(D document);

    /**
     * Replaces a document by one that holds a secret as well.
     *
     * @return the name of the new version
     * @throws EnvdriftException when that fails; {@code WRITE_CONFLICT} when another version is current than {@code before}
     */
    protected abstract String write(D before, String name, Secret value);

    /** Returns how a user finds the names there are: the hint of the error about a missing secret. */
    protected abstract String namesHint();

    /**
     * Translates an error of the service's client into the exception to throw, in the form that the errors of all
     * vaults have. A refusal means what {@link #meaning} says, or else what its status means for every service.
     */
    protected EnvdriftException translated(VaultAttempt attempt, EnvdriftException failure) {
        if (!(failure instanceof ServerException answered)) {
            return failure;
        }
        if (answered.status().isEmpty()) {
            return answered.code() == ErrorCode.MALFORMED_ANSWER ? attempt.misunderstood() : answered;
        }
        int status = answered.status().getAsInt();
        return meaning(status, answered)
                .map(problem -> attempt.failed(
                        problem.code(), problem.reason(), problem.hint().orElse(null), answered))
                .orElseGet(() -> attempt.refused(status));
    }

    /** Returns what a server's refusal means, where this service has a meaning of its own for it. */
    protected Optional<VaultProblem> meaning(int status, ServerException refusal) {
        return Optional.empty();
    }

    @Override
    public final String label() {
        return label;
    }

    @Override
    public final void probe() {
        var unused = run(VaultAttempt.probing(label), this::read);
    }

    @Override
    public final VaultSecret get(String name) {
        return get(name, this::read);
    }

    @Override
    public final int batchSize() {
        return BATCH;
    }

    @Override
    public final Map<String, VaultRead> getMany(Collection<String> names) {
        Map<String, VaultRead> reads = new LinkedHashMap<>();
        if (!names.isEmpty()) {
            Supplier<D> once = once();
            names.forEach(name -> reads.put(name, VaultRead.of(() -> get(name, once))));
        }
        return reads;
    }

    @Override
    public final List<String> list(String prefix) {
        return run(
                VaultAttempt.listing(label),
                () -> names(read()).stream()
                        .filter(name -> name.startsWith(prefix))
                        .sorted()
                        .toList());
    }

    @Override
    public final String put(String name, Secret value, WriteCondition condition) {
        return run(VaultAttempt.writing(label, name), () -> {
            while (true) {
                D before = read();
                if (!holds(condition, name, before)) {
                    throw new WriteConflictException(label, name);
                }
                Optional<String> version = writeUnlessOvertaken(before, name, value);
                if (version.isPresent()) {
                    seen.note(name, version.get(), value);
                    return version.get();
                }
                if (context.deadline().hasPassed()) {
                    throw new WriteConflictException(label, name);
                }
            }
        });
    }

    private Optional<String> writeUnlessOvertaken(D before, String name, Secret value) {
        try {
            return Optional.of(write(before, name, value));
        } catch (EnvdriftException e) {
            if (e.code() == ErrorCode.WRITE_CONFLICT) {
                return Optional.empty();
            }
            throw e;
        }
    }

    private boolean holds(WriteCondition condition, String name, D document) {
        Optional<Secret> now = value(document, name).map(Secret::of);
        return switch (condition) {
            case WriteCondition.Always always -> true;
            case WriteCondition.Absent absent -> now.isEmpty();
            case WriteCondition.Unchanged(var version) ->
                now.isPresent() && (version.equals(version(document)) || seen.had(name, version, now.get()));
        };
    }

    /** Reads the document now, and gives everybody the same answer or failure. */
    private Supplier<D> once() {
        D document;
        try {
            document = read();
        } catch (EnvdriftException e) {
            return () -> {
                throw e;
            };
        }
        return () -> document;
    }

    private VaultSecret get(String name, Supplier<D> documents) {
        return run(VaultAttempt.reading(label, name), () -> {
            D document = reading(name, documents);
            String value = value(document, name).orElseThrow(() -> missing(name));
            String version = version(document);
            seen.note(name, version, Secret.of(value));
            return VaultSecret.text(value, version);
        });
    }

    private D reading(String name, Supplier<D> documents) {
        try {
            return documents.get();
        } catch (EnvdriftException e) {
            throw e.code() == ErrorCode.SECRET_NOT_FOUND ? missing(name) : e;
        }
    }

    private SecretNotFoundException missing(String name) {
        return new SecretNotFoundException(label, name, "Secret '" + name + "' not found in " + label, namesHint());
    }

    private <T> T run(VaultAttempt attempt, Supplier<T> work) {
        return attempt.run(() -> {
            try {
                return work.get();
            } catch (VaultException e) {
                throw e;
            } catch (EnvdriftException e) {
                throw translated(attempt, e);
            }
        });
    }
}
