package io.envdrift.provider.gcp;

import com.google.cloud.secretmanager.v1.AccessSecretVersionResponse;
import com.google.cloud.secretmanager.v1.SecretPayload;
import com.google.protobuf.ByteString;
import io.envdrift.base.ErrorCode;
import io.envdrift.vault.VaultAttempt;
import io.envdrift.vault.VaultCall;
import io.envdrift.vault.VaultSecret;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.zip.CRC32C;

/** Reads secrets. */
record GcpReader(GcpPlace place, GcpSession session) {
    private static final Pattern VERSION =
            Pattern.compile("projects/[^/]+(?:/locations/[^/]+)?/secrets/([^/]+)/versions/([0-9]+)");

    VaultSecret get(String name) {
        SecretPath path = SecretPath.of(name, place, session.label());
        AccessSecretVersionResponse answer =
                session.call(call(session.label(), name), client -> client.accessSecretVersion(path.resource()));
        VaultAttempt attempt = VaultAttempt.reading(session.label(), name);
        String version = version(answer.getName(), path, attempt);
        if (!answer.hasPayload()) {
            throw attempt.misunderstood();
        }
        requireIntact(answer.getPayload(), attempt);
        return VaultSecret.bytes(answer.getPayload().getData().toByteArray(), version);
    }

    static VaultCall call(String label, String name) {
        return VaultCall.reading(
                label, name, "secretmanager.versions.access on this secret (roles/secretmanager.secretAccessor)");
    }

    /** Returns the CRC-32C of a payload, which the service keeps with it. */
    static long checksum(ByteString data) {
        CRC32C checksum = new CRC32C();
        checksum.update(data.asReadOnlyByteBuffer());
        return checksum.getValue();
    }

    /**
     * Returns the number in a version's name.
     *
     * @throws io.envdrift.vault.VaultException {@code MALFORMED_ANSWER} when it is not one of that secret
     */
    static String version(String resource, SecretPath path, VaultAttempt attempt) {
        Matcher version = VERSION.matcher(resource);
        if (!version.matches() || !version.group(1).equals(path.id())) {
            throw attempt.misunderstood();
        }
        return version.group(2);
    }

    private static void requireIntact(SecretPayload payload, VaultAttempt attempt) {
        if (payload.hasDataCrc32C() && payload.getDataCrc32C() != checksum(payload.getData())) {
            throw attempt.failed(
                    ErrorCode.MALFORMED_ANSWER,
                    "what came differs from its checksum",
                    "run the command again; if it stays so, write the secret anew",
                    null);
        }
    }
}
