package io.envdrift.pool;

import io.envdrift.base.EnvdriftException;
import io.envdrift.base.ErrorCode;
import io.envdrift.vault.Vault;
import io.envdrift.vault.VaultException;
import io.envdrift.vault.VaultRead;
import io.envdrift.vault.VaultSettings;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Secrets of one vault that are read at once.
 *
 * @param names at least one
 */
record ReadBatch(Vault vault, VaultSettings settings, List<String> names) {
    /** Reads them; every failure becomes an answer. */
    Map<SecretReference, VaultRead> read() {
        try {
            return names.size() == 1 ? one(names.getFirst()) : many();
        } catch (RuntimeException e) {
            return failed(settings, names, asFailure(vault.label(), e));
        }
    }

    private Map<SecretReference, VaultRead> one(String name) {
        return Map.of(new SecretReference(settings, name), VaultRead.of(() -> vault.get(name)));
    }

    private Map<SecretReference, VaultRead> many() {
        Map<SecretReference, VaultRead> reads =
                failed(ErrorCode.MALFORMED_ANSWER, "left a secret unanswered", "try again");
        vault.getMany(names).forEach((name, read) -> reads.replace(new SecretReference(settings, name), read));
        return reads;
    }

    List<SecretReference> references() {
        return names.stream().map(name -> new SecretReference(settings, name)).toList();
    }

    /** Returns the same failure for all of them. */
    Map<SecretReference, VaultRead> failed(ErrorCode code, String what, String hint) {
        VaultException failure = new VaultException(code, vault.label(), vault.label() + " " + what, hint, null);
        return failed(settings, names, failure);
    }

    static Map<SecretReference, VaultRead> failed(VaultSettings settings, List<String> names, VaultException failure) {
        Map<SecretReference, VaultRead> reads = new LinkedHashMap<>();
        names.forEach(name -> reads.put(new SecretReference(settings, name), new VaultRead.Failed(failure)));
        return reads;
    }

    /**
     * Turns any exception of a provider into an error of its own secrets: a defect in one SDK must not stop the others.
     */
    static VaultException asFailure(String vault, RuntimeException thrown) {
        if (thrown instanceof VaultException known) {
            return known;
        }
        if (thrown instanceof EnvdriftException known) {
            return new VaultException(
                    known.code(),
                    vault,
                    vault + ": " + known.getMessage(),
                    known.hint().orElse(null),
                    known);
        }
        return new VaultException(
                ErrorCode.INTERNAL, vault, vault + " failed in an unforeseen way", "please report this", thrown);
    }
}
