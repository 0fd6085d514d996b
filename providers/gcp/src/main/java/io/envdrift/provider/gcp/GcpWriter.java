package io.envdrift.provider.gcp;

import com.google.cloud.secretmanager.v1.Replication;
import com.google.cloud.secretmanager.v1.SecretPayload;
import com.google.protobuf.ByteString;
import io.envdrift.base.Secret;
import io.envdrift.vault.VaultAttempt;
import io.envdrift.vault.VaultCall;
import io.envdrift.vault.VaultException;
import io.envdrift.vault.WriteCondition;
import io.envdrift.vault.WriteGuard;
import java.util.Optional;

/** Writes secrets: each write is a new version, and a new secret where there is none. */
record GcpWriter(GcpPlace place, GcpSession session, GcpReader reader) {
    private static final int LARGEST_VALUE = 65_536;

    String put(String name, Secret value, WriteCondition condition) {
        SecretPath path = SecretPath.of(name, place, session.label());
        requireLatest(name, path);
        WriteGuard guard = new WriteGuard(session.label(), LARGEST_VALUE, reader::get);
        return guard.put(
                name,
                value,
                condition,
                new WriteGuard.Ways(
                        () -> create(name, path) ? Optional.of(add(name, path, value)) : Optional.empty(),
                        () -> add(name, path, value),
                        () -> isEmpty(name, path)));
    }

    /** A secret that exists without any version, or whose latest version is destroyed, counts as absent. */
    private boolean isEmpty(String name, SecretPath path) {
        return session.call(GcpReader.call(session.label(), name), client -> {
            try {
                var unused = client.accessSecretVersion(path.resource());
                return false;
            } catch (RuntimeException e) {
                return GcpFailures.answer(e)
                        .filter(answer ->
                                answer.name().equals(Optional.of("NOT_FOUND")) || answer.mentions("DESTROYED"))
                        .map(empty -> true)
                        .orElseThrow(() -> e);
            }
        });
    }

    private String add(String name, SecretPath path, Secret value) {
        ByteString data = ByteString.copyFromUtf8(value.reveal());
        SecretPayload payload = SecretPayload.newBuilder()
                .setData(data)
                .setDataCrc32C(GcpReader.checksum(data))
                .build();
        String added = session.call(
                VaultCall.writing(
                        session.label(),
                        name,
                        "secretmanager.versions.add on this secret (roles/secretmanager.secretVersionAdder)"),
                client -> client.addSecretVersion(path.secret(), payload).getName());
        return GcpReader.version(added, path, VaultAttempt.writing(session.label(), name));
    }

    /** Creates a secret without versions; tells whether it was not there yet. */
    private boolean create(String name, SecretPath path) {
        com.google.cloud.secretmanager.v1.Secret.Builder secret = com.google.cloud.secretmanager.v1.Secret.newBuilder();
        if (place.location().isEmpty()) {
            secret.setReplication(Replication.newBuilder().setAutomatic(Replication.Automatic.getDefaultInstance()));
        }
        VaultCall call = VaultCall.writing(
                session.label(), name, "secretmanager.secrets.create in the project (roles/secretmanager.admin)");
        return session.call(call, client -> {
            try {
                var unused = client.createSecret(place.parent(), path.id(), secret.build());
                return true;
            } catch (RuntimeException e) {
                return GcpFailures.answer(e)
                        .filter(answer -> answer.name().equals(Optional.of("ALREADY_EXISTS")))
                        .map(exists -> false)
                        .orElseThrow(() -> e);
            }
        });
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
