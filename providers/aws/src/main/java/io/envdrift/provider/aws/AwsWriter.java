package io.envdrift.provider.aws;

import io.envdrift.base.Secret;
import io.envdrift.vault.VaultCall;
import io.envdrift.vault.WriteCondition;
import io.envdrift.vault.WriteGuard;
import java.util.Optional;
import java.util.UUID;
import software.amazon.awssdk.services.secretsmanager.model.ResourceExistsException;

/**
 * Writes secrets. Each write carries a token of its own, so that the service performs it once even if a request arrived
 * twice; the token becomes the version's name.
 */
record AwsWriter(AwsSession session, AwsReader reader) {
    private static final int LARGEST_VALUE = 65_536;

    String put(String name, Secret value, WriteCondition condition) {
        AwsReader.NAMES.require(name, session.label());
        WriteGuard guard = new WriteGuard(session.label(), LARGEST_VALUE, reader::get);
        String token = UUID.randomUUID().toString();
        // A secret that exists without any value counts as absent.
        return guard.put(
                name,
                value,
                condition,
                new WriteGuard.Ways(
                        () -> create(name, value, token),
                        () -> update(name, value, token),
                        () -> guard.isMissing(name)));
    }

    private String update(String name, Secret value, String token) {
        return session.call(
                VaultCall.writing(session.label(), name, "secretsmanager:PutSecretValue on this secret"),
                client -> client.putSecretValue(request -> request.secretId(name)
                                .secretString(value.reveal())
                                .clientRequestToken(token))
                        .versionId());
    }

    /**
     * Returns the version; nothing when such a secret exists, or an ARN names it: creating one would make another secret whose
     * name looks like the ARN.
     */
    private Optional<String> create(String name, Secret value, String token) {
        if (AwsPlace.SECRET_ARN.matcher(name).matches()) {
            return Optional.empty();
        }
        return session.call(VaultCall.writing(session.label(), name, "secretsmanager:CreateSecret"), client -> {
            try {
                return Optional.of(client.createSecret(request ->
                                request.name(name).secretString(value.reveal()).clientRequestToken(token))
                        .versionId());
            } catch (ResourceExistsException e) {
                return Optional.empty();
            }
        });
    }
}
