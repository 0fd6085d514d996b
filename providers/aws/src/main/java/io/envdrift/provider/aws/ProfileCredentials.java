package io.envdrift.provider.aws;

import io.envdrift.base.EnvdriftException;
import io.envdrift.provider.aws.SecurityTokens.AwsRole;
import io.envdrift.vault.CredentialSource;
import io.envdrift.vault.VaultContext;
import java.nio.file.Path;
import java.util.LinkedHashSet;
import java.util.Optional;
import java.util.Set;
import software.amazon.awssdk.auth.credentials.AwsCredentials;
import software.amazon.awssdk.profiles.Profile;
import software.amazon.awssdk.profiles.ProfileProperty;

/**
 * Credentials of a profile, in all the ways in which it can name them: keys, a process, single sign-on, a role with another
 * profile's credentials, or a role with a web identity. Their order is that of the SDK.
 */
record ProfileCredentials(VaultContext context, AwsProfiles profiles, SecurityTokens tokens)
        implements CredentialSource<AwsCredentials> {
    @Override
    public String name() {
        return "profile '" + profiles.currentName() + "'";
    }

    @Override
    public Optional<AwsCredentials> find() {
        Optional<Profile> profile = profiles.current();
        if (profile.isEmpty() && (profiles.isChosen() || profiles.isNamedByEnvironment())) {
            throw CredentialSource.unusable(
                    "the AWS configuration files have no profile '" + profiles.currentName() + "'",
                    "correct profile in [vault.aws] or AWS_PROFILE, or make it with: aws configure --profile "
                            + profiles.currentName());
        }
        return profile.flatMap(known -> of(known, new LinkedHashSet<>()));
    }

    private Optional<AwsCredentials> of(Profile profile, Set<String> waiting) {
        Optional<String> role = AwsProfiles.text(profile, ProfileProperty.ROLE_ARN);
        Optional<String> tokenFile = AwsProfiles.text(profile, ProfileProperty.WEB_IDENTITY_TOKEN_FILE);
        if (role.isPresent() && tokenFile.isPresent()) {
            return Optional.of(tokens.assumeRoleWithWebIdentity(
                    WebIdentity.token(Path.of(tokenFile.get())), role(profile, role.get())));
        }
        if (SingleSignOn.isMeantBy(profile)) {
            SignOnTokens signedOn = new SignOnTokens(context, tokens.clients(), tokens.endpoints());
            return Optional.of(new SingleSignOn(profiles, signedOn).credentials(profile));
        }
        if (role.isPresent()
                && AwsProfiles.text(profile, ProfileProperty.MFA_SERIAL).isPresent()) {
            return Optional.of(process().export(profile.name(), "wants a one-time code (mfa_serial)"));
        }
        if (role.isPresent()) {
            return Optional.of(tokens.assumeRole(base(profile, waiting), role(profile, role.get())));
        }
        if (AwsProfiles.text(profile, ProfileProperty.LOGIN_SESSION).isPresent()) {
            return Optional.of(process().export(profile.name(), "signs in with aws login"));
        }
        Optional<String> command = AwsProfiles.text(profile, ProfileProperty.CREDENTIAL_PROCESS);
        if (command.isPresent()) {
            return Optional.of(process().run(command.get(), profile.name()));
        }
        return keys(profile);
    }

    private static Optional<AwsCredentials> keys(Profile profile) {
        return EnvironmentKeys.keys(
                AwsProfiles.text(profile, ProfileProperty.AWS_ACCESS_KEY_ID),
                AwsProfiles.text(profile, ProfileProperty.AWS_SECRET_ACCESS_KEY),
                AwsProfiles.text(profile, ProfileProperty.AWS_SESSION_TOKEN),
                () -> unusable(
                        profile,
                        "has one half of the credentials only",
                        "give it aws_access_key_id and aws_secret_access_key"));
    }

    /** Returns the credentials with which a profile's role is to be assumed. */
    private AwsCredentials base(Profile profile, Set<String> waiting) {
        if (!waiting.add(profile.name())) {
            throw unusable(profile, "leads back to itself with source_profile", "correct source_profile");
        }
        Optional<String> source = AwsProfiles.text(profile, ProfileProperty.SOURCE_PROFILE);
        Optional<AwsCredentials> found = Optional.empty();
        if (source.isPresent()) {
            boolean self = source.get().equals(profile.name());
            found = self ? keys(profile) : profiles.find(source.get()).flatMap(known -> of(known, waiting));
        } else {
            found = AwsProfiles.text(profile, ProfileProperty.CREDENTIAL_SOURCE).flatMap(this::named);
        }
        return found.orElseThrow(() -> unusable(
                profile,
                "has a role, but no credentials to assume it with",
                "check its source_profile or credential_source"));
    }

    private Optional<AwsCredentials> named(String source) {
        return switch (source) {
            case "Environment" -> new EnvironmentKeys(context).find();
            case "EcsContainer" -> new ContainerCredentials(context).find();
            case "Ec2InstanceMetadata" -> new InstanceMetadata(context).find();
            default -> Optional.empty();
        };
    }

    private static AwsRole role(Profile profile, String arn) {
        return new AwsRole(
                arn,
                AwsProfiles.text(profile, ProfileProperty.EXTERNAL_ID),
                AwsProfiles.text(profile, ProfileProperty.ROLE_SESSION_NAME));
    }

    private CredentialProcess process() {
        return new CredentialProcess(context);
    }

    static EnvdriftException unusable(Profile profile, String why, String hint) {
        return CredentialSource.unusable("the AWS profile '" + profile.name() + "' " + why, hint);
    }
}
