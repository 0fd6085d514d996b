package io.envdrift.provider.aws;

import io.envdrift.base.Secret;
import io.envdrift.vault.SecretNotFoundException;
import io.envdrift.vault.VaultCall;
import io.envdrift.vault.WriteCondition;
import io.envdrift.vault.WriteConflictException;
import io.envdrift.vault.WriteGuard;
import java.util.Optional;
import java.util.UUID;
import software.amazon.awssdk.services.secretsmanager.model.ResourceExistsException;

/**
 * Writes secrets. Each write carries a token of its own, so that the service performs it once even if a request arrived
 * twice; the token becomes the version's name.
 */
final class AwsWriter {
    private static final int LARGEST_VALUE = 65_536;

    private final AwsSession session;
    private final AwsReader reader;
    private final WriteGuard guard;

    AwsWriter(AwsSession session, AwsReader reader) {
        this.session = session;
        this.reader = reader;
        this.guard = new WriteGuard(session.label(), LARGEST_VALUE, reader::get);
    }

    String put(String name, Secret value, WriteCondition condition) {
        AwsReader.NAMES.require(name, session.label());
        guard.requireSize(name, value);
        Write write = new Write(name, value.reveal(), UUID.randomUUID().toString());
        return guard.put(
                name,
                condition,
                new WriteGuard.Ways(() -> updateOrCreate(write), () -> createNew(write), () -> update(write)));
    }

    /** One write, under one token. */
    private record Write(String name, String value, String token) {
        /** An ARN names an existing secret; creating one would make another secret whose name looks like the ARN. */
        boolean isToArn() {
            return AwsPlace.SECRET_ARN.matcher(name).matches();
        }

        /** Shows no value. */
        @Override
        public String toString() {
            return "Write[" + name + "]";
        }
    }

    /** Updates first: an identity that may only update must not need the right to create. */
    private String updateOrCreate(Write write) {
        try {
            return update(write);
        } catch (SecretNotFoundException missing) {
            if (write.isToArn()) {
                throw missing;
            }
        }
        return create(write).orElseGet(() -> update(write));
    }

    /** A secret that exists without any value counts as absent. */
    private String createNew(Write write) {
        if (!write.isToArn()) {
            Optional<String> created = create(write);
            if (created.isPresent()) {
                return created.get();
            }
        }
        try {
            reader.get(write.name);
        } catch (SecretNotFoundException e) {
            return update(write);
        }
        throw new WriteConflictException(session.label(), write.name);
    }

    private String update(Write write) {
        return session.call(
                VaultCall.writing(session.label(), write.name, "secretsmanager:PutSecretValue on this secret"),
                client -> client.putSecretValue(request -> request.secretId(write.name)
                                .secretString(write.value)
                                .clientRequestToken(write.token))
                        .versionId());
    }

    /** Returns the version; nothing when such a secret exists. */
    private Optional<String> create(Write write) {
        VaultCall call = VaultCall.writing(session.label(), write.name, "secretsmanager:CreateSecret");
        try {
            return Optional.of(session.attempt(
                    call.sending(),
                    client -> client.createSecret(request -> request.name(write.name)
                                    .secretString(write.value)
                                    .clientRequestToken(write.token))
                            .versionId()));
        } catch (ResourceExistsException e) {
            return Optional.empty();
        } catch (RuntimeException e) {
            throw session.failure(call, e);
        }
    }
}
