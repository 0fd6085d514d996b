package io.envdrift.envsync;

import io.envdrift.base.EnvdriftException;
import io.envdrift.base.ErrorCode;
import io.envdrift.envsync.protocol.KeyScheme;
import java.util.ArrayList;
import java.util.List;

/**
 * Encrypts the newest version of every branch again under another passphrase. It can be run again when it was cut short:
 * branches that the new passphrase opens are left alone. Old versions stay under the old one.
 */
public final class RotatePassphrase {
    private final EnvSync before;
    private final EnvSync after;
    private final KeyScheme scheme;

    /**
     * Creates the workflow.
     *
     * @param before with the old passphrase
     * @param after the same project with the new one
     * @param scheme the form that is written
     */
    public RotatePassphrase(EnvSync before, EnvSync after, KeyScheme scheme) {
        this.before = before;
        this.after = after;
        this.scheme = scheme;
    }

    /**
     * The result of a rotation.
     *
     * @param moved branches that were pushed again
     * @param done branches that the new passphrase opened already
     * @param reformed those of the moved ones that were in another form before
     */
    public record Rotated(List<String> moved, List<String> done, List<String> reformed) {}

    /**
     * Rotates. Everything is read first: when one branch cannot be opened, nothing was written.
     *
     * @throws EnvdriftException {@code SECRET_NOT_FOUND} when a branch has no version, {@code DECRYPTION_FAILED} when neither
     *     passphrase opens one, {@code WRITE_CONFLICT} when somebody pushed meanwhile; run it again then
     */
    public Rotated run(List<String> branches) {
        List<Pulled> old = new ArrayList<>();
        List<String> done = new ArrayList<>();
        for (String branch : branches) {
            try {
                old.add(before.pull(branch));
            } catch (EnvdriftException e) {
                if (e.code() != ErrorCode.DECRYPTION_FAILED) {
                    throw e;
                }
                requireOpened(branch, e);
                done.add(branch);
            }
        }
        List<String> moved = new ArrayList<>();
        for (Pulled pulled : old) {
            try {
                after.push(pulled.branch(), pulled.text(), pulled.replacing().in(scheme));
            } catch (EnvdriftException e) {
                throw moved.isEmpty() ? e : cutShort(e, moved);
            }
            moved.add(pulled.branch());
        }
        return new Rotated(
                moved,
                done,
                old.stream()
                        .filter(pulled -> pulled.scheme() != scheme)
                        .map(Pulled::branch)
                        .toList());
    }

    private void requireOpened(String branch, EnvdriftException wrong) {
        try {
            var unused = after.pull(branch);
        } catch (EnvdriftException e) {
            throw e.code() == ErrorCode.DECRYPTION_FAILED ? named(branch, wrong) : e;
        }
    }

    private static EnvdriftException cutShort(EnvdriftException e, List<String> moved) {
        return new EnvdriftException(
                e.code(),
                e.getMessage() + "; under the new passphrase already: " + String.join(", ", moved),
                "run it again with the same new passphrase: it goes on where it stopped",
                e);
    }

    private static EnvdriftException named(String branch, EnvdriftException wrong) {
        return new EnvdriftException(
                wrong.code(),
                "Cannot decrypt branch '" + branch
                        + "': neither the old nor the new passphrase opens it, or the data was"
                        + " changed; nothing was pushed",
                "give the passphrase that it was pushed with, or push it again first",
                wrong);
    }
}
