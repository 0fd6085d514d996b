package io.envdrift.provider.aws;

import io.envdrift.vault.CredentialSource;
import io.envdrift.vault.VaultContext;
import java.util.Optional;
import software.amazon.awssdk.auth.credentials.AwsCredentials;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;
import software.amazon.awssdk.auth.credentials.DefaultCredentialsProvider;
import software.amazon.awssdk.core.exception.SdkException;

/**
 * The SDK's own search, for whatever the places before it do not know. It reads the environment and the files of this process,
 * so it is asked only where those are the context's.
 */
record SdkCredentials(VaultContext context, AwsProfiles profiles) implements CredentialSource<AwsCredentials> {
    @Override
    public String name() {
        return "the AWS SDK's own search";
    }

    @Override
    public Optional<AwsCredentials> find() {
        if (!context.sharesWithProcess("AWS_", "HOME")) {
            return Optional.empty();
        }
        try (DefaultCredentialsProvider search = DefaultCredentialsProvider.builder()
                .profileName(profiles.isChosen() ? profiles.currentName() : null)
                .build()) {
            return Optional.of(search).map(AwsCredentialsProvider::resolveCredentials);
        } catch (SdkException e) {
            // Its message lists the places in the SDK's words, and may quote a file.
            return Optional.empty();
        }
    }
}
