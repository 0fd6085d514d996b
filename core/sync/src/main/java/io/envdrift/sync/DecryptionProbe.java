package io.envdrift.sync;

import io.envdrift.base.EnvdriftException;
import io.envdrift.config.Mapping;
import io.envdrift.dotenv.EnvDocument;
import io.envdrift.dotenv.Glob;
import io.envdrift.dotenv.NameFilter;
import io.envdrift.dotenvx.EncryptionState;
import io.envdrift.dotenvx.EnvFileCipher;
import io.envdrift.dotenvx.Failure;
import io.envdrift.dotenvx.GateFinding;
import io.envdrift.dotenvx.KeyRing;
import java.security.SecureRandom;
import java.util.List;
import java.util.Optional;

/** Tests in memory whether an env file is fully encrypted and opens with a vault's key, and with no other. */
public final class DecryptionProbe {
    private final EnvFileLocator locator;
    private final List<Glob> plainKeys;

    /**
     * Creates a probe.
     *
     * @param plainKeys names of values that stay plaintext on purpose
     */
    public DecryptionProbe(EnvFileLocator locator, List<Glob> plainKeys) {
        this.locator = locator;
        this.plainKeys = List.copyOf(plainKeys);
    }

    /** Tests the env file of a mapping; what cannot be tested has failed. */
    public DecryptionTest test(Mapping mapping, KeyMaterial material) {
        try {
            return locator.locate(mapping) instanceof EnvFileLocation.Found(var file)
                    ? test(EnvFile.read(file), material.ring(), plainKeys).of(file)
                    : new DecryptionTest.Failed("nothing could be verified: no env file", 0);
        } catch (EnvdriftException e) {
            return new DecryptionTest.Failed(e.getMessage(), 0);
        }
    }

    /**
     * Tests a document.
     *
     * @param plainKeys names of values that stay plaintext on purpose
     */
    public static DecryptionTest test(EnvDocument document, KeyRing ring, List<Glob> plainKeys) {
        EncryptionState state = EncryptionState.of(document, plainKeys);
        if (state.sops()) {
            return new DecryptionTest.Failed("encrypted by SOPS, not by dotenvx", 0);
        }
        List<GateFinding> findings = GateFinding.ofMapped(document, state);
        return switch (state.kind()) {
            case NOTHING, PLAINTEXT -> failed("nothing encrypted to verify", findings);
            case MIXED ->
                failed("mixed: " + state.readable() + " of " + state.considered() + " values are plaintext", findings);
            case ENCRYPTED ->
                findings.isEmpty() ? open(document, ring, state) : failed("not only ciphertext", findings);
        };
    }

    private static DecryptionTest failed(String what, List<GateFinding> findings) {
        return findings.isEmpty()
                ? new DecryptionTest.Failed(what, 0)
                : new DecryptionTest.Failed(
                        what + ": " + GateFinding.summary(findings),
                        findings.getFirst().line(),
                        findings,
                        Optional.empty());
    }

    private static DecryptionTest open(EnvDocument document, KeyRing ring, EncryptionState state) {
        List<Failure> failures = new EnvFileCipher(new SecureRandom())
                .decrypt(document, ring, NameFilter.all()).failures().stream()
                        // What was opened and cannot be written in place matters only to a rewrite.
                        .filter(failure -> !failure.isOpened())
                        .toList();
        if (failures.isEmpty()) {
            return new DecryptionTest.Passed(state.encrypted().size());
        }
        String names = String.join(", ", failures.stream().map(Failure::name).toList());
        return new DecryptionTest.Failed(
                "the key cannot decrypt " + names + ": " + failures.getFirst().text(),
                failures.getFirst().line());
    }
}
