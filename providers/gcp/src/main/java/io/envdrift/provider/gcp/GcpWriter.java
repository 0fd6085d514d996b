package io.envdrift.provider.gcp;

import com.google.cloud.secretmanager.v1.Replication;
import com.google.cloud.secretmanager.v1.SecretPayload;
import com.google.protobuf.ByteString;
import io.envdrift.base.Secret;
import io.envdrift.vault.SecretNotFoundException;
import io.envdrift.vault.VaultAttempt;
import io.envdrift.vault.VaultCall;
import io.envdrift.vault.VaultException;
import io.envdrift.vault.WriteCondition;
import io.envdrift.vault.WriteConflictException;
import io.envdrift.vault.WriteGuard;
import java.util.Optional;

/** Writes secrets: each write is a new version, and a new secret where there is none. */
final class GcpWriter {
    private static final int LARGEST_VALUE = 65_536;

    private final GcpPlace place;
    private final GcpSession session;
    private final WriteGuard guard;

    GcpWriter(GcpPlace place, GcpSession session, GcpReader reader) {
        this.place = place;
        this.session = session;
        this.guard = new WriteGuard(session.label(), LARGEST_VALUE, reader::get);
    }

    String put(String name, Secret value, WriteCondition condition) {
        SecretPath path = SecretPath.of(name, place, session.label());
        requireLatest(name, path);
        guard.requireSize(name, value);
        Write write = new Write(name, path, payload(value));
        return guard.put(
                name,
                condition,
                new WriteGuard.Ways(() -> addOrCreate(write), () -> createNew(write), () -> add(write)));
    }

    /** One write. */
    private record Write(String name, SecretPath path, SecretPayload payload) {
        /** Shows no value. */
        @Override
        public String toString() {
            return "Write[" + name + "]";
        }
    }

    /** Adds first: an identity that may only add versions must not need the right to create. */
    private String addOrCreate(Write write) {
        try {
            return add(write);
        } catch (SecretNotFoundException missing) {
            // It does not matter whether we or somebody else created it.
            boolean unused = create(write);
            return add(write);
        }
    }

    /** A secret that exists without any version, or whose latest version is destroyed, counts as absent. */
    private String createNew(Write write) {
        if (create(write) || isEmpty(write)) {
            return add(write);
        }
        throw new WriteConflictException(session.label(), write.name);
    }

    private boolean isEmpty(Write write) {
        VaultCall call = GcpReader.call(session.label(), write.name);
        try {
            var unused = session.attempt(call.sending(), client -> client.accessSecretVersion(write.path.resource()));
            return false;
        } catch (RuntimeException e) {
            boolean empty = GcpFailures.refusal(e)
                    .filter(refusal -> refusal.name().equals(Optional.of("NOT_FOUND")) || refusal.mentions("DESTROYED"))
                    .isPresent();
            if (empty) {
                return true;
            }
            throw GcpFailures.of(call, e);
        }
    }

    private String add(Write write) {
        String added = session.call(
                VaultCall.writing(
                        session.label(),
                        write.name,
                        "secretmanager.versions.add on this secret (roles/secretmanager.secretVersionAdder)"),
                client -> client.addSecretVersion(write.path.secret(), write.payload)
                        .getName());
        return GcpReader.version(added, write.path, VaultAttempt.writing(session.label(), write.name));
    }

    /** Creates a secret without versions; tells whether it was not there yet. */
    private boolean create(Write write) {
        VaultCall call = VaultCall.writing(
                session.label(), write.name, "secretmanager.secrets.create in the project (roles/secretmanager.admin)");
        com.google.cloud.secretmanager.v1.Secret.Builder secret = com.google.cloud.secretmanager.v1.Secret.newBuilder();
        if (place.location().isEmpty()) {
            secret.setReplication(Replication.newBuilder().setAutomatic(Replication.Automatic.getDefaultInstance()));
        }
        try {
            var unused = session.attempt(
                    call.sending(), client -> client.createSecret(place.parent(), write.path.id(), secret.build()));
            return true;
        } catch (RuntimeException e) {
            if (GcpFailures.refusal(e).flatMap(GoogleRefusal::name).equals(Optional.of("ALREADY_EXISTS"))) {
                return false;
            }
            throw GcpFailures.of(call, e);
        }
    }

    private static SecretPayload payload(Secret value) {
        ByteString data = ByteString.copyFromUtf8(value.reveal());
        return SecretPayload.newBuilder()
                .setData(data)
                .setDataCrc32C(GcpReader.checksum(data))
                .build();
    }

    private void requireLatest(String name, SecretPath path) {
        if (!path.isLatest()) {
            throw VaultException.settings(
                    session.label(),
                    "'" + name + "' names a version, and versions cannot be written again",
                    "leave /versions/" + path.version() + " out of secret_name");
        }
    }
}
