package io.envdrift.provider.aws;

import io.envdrift.base.EnvdriftException;
import io.envdrift.base.ErrorCode;
import io.envdrift.files.FileSnapshot;
import io.envdrift.vault.VaultContext;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Optional;
import software.amazon.awssdk.profiles.Profile;
import software.amazon.awssdk.profiles.ProfileFile;

/**
 * The user's AWS configuration files: {@code ~/.aws/credentials} and {@code ~/.aws/config}, or those that {@code
 * AWS_SHARED_CREDENTIALS_FILE} and {@code AWS_CONFIG_FILE} name. Where both have a profile, the credentials file wins.
 */
final class AwsProfiles {
    private static final String DEFAULT = "default";

    private final VaultContext context;
    private final Optional<String> chosen;
    private final ProfileFile files;

    private AwsProfiles(VaultContext context, Optional<String> chosen, ProfileFile files) {
        this.context = context;
        this.chosen = chosen;
        this.files = files;
    }

    /**
     * Reads the files that there are.
     *
     * @param chosen the profile that the vault's settings name
     * @throws EnvdriftException {@code FILE_ACCESS} or {@code VAULT_SETTINGS} when a file cannot be read or understood
     */
    static AwsProfiles read(VaultContext context, Optional<String> chosen) {
        ProfileFile.Aggregator files = ProfileFile.aggregator();
        load(context, "AWS_SHARED_CREDENTIALS_FILE", "credentials", ProfileFile.Type.CREDENTIALS)
                .ifPresent(files::addFile);
        load(context, "AWS_CONFIG_FILE", "config", ProfileFile.Type.CONFIGURATION)
                .ifPresent(files::addFile);
        return new AwsProfiles(context, chosen, files.build());
    }

    /** Returns the name of the profile in use: of the settings, {@code AWS_PROFILE}, or {@code default}. */
    String currentName() {
        return chosen.or(() -> context.variable("AWS_PROFILE")).orElse(DEFAULT);
    }

    /** Tells whether the settings name the profile, so that credentials may come from nowhere else. */
    boolean isChosen() {
        return chosen.isPresent();
    }

    /** Tells whether the user's environment names the profile. */
    boolean isNamedByEnvironment() {
        return context.variable("AWS_PROFILE").isPresent();
    }

    /** Returns the profile in use, if the files have it. */
    Optional<Profile> current() {
        return find(currentName());
    }

    /** Returns a profile. */
    Optional<Profile> find(String name) {
        return files.profile(name);
    }

    /** Returns a section of another kind, as in {@code [sso-session x]}. */
    Optional<Profile> section(String kind, String name) {
        return files.getSection(kind, name);
    }

    /** Returns a property of the profile in use. */
    Optional<String> property(String key) {
        return current().flatMap(profile -> text(profile, key));
    }

    /** Returns a property of a service, from the {@code [services x]} section that the profile in use names. */
    Optional<String> ofService(String service, String key) {
        return property("services")
                .flatMap(name -> section("services", name))
                .flatMap(section -> text(section, service + "." + key));
    }

    /** Returns a property of a profile or another section. */
    static Optional<String> text(Profile section, String key) {
        return section.property(key).map(String::strip).filter(text -> !text.isEmpty());
    }

    private static Optional<ProfileFile> load(
            VaultContext context, String variable, String usual, ProfileFile.Type type) {
        Path file = context.variable(variable)
                .map(named -> inHome(context, named))
                .orElseGet(() -> context.home().resolve(".aws").resolve(usual));
        return FileSnapshot.named(file).content().map(content -> {
            try {
                return ProfileFile.builder()
                        .content(new String(content, StandardCharsets.UTF_8))
                        .type(type)
                        .build();
            } catch (IllegalArgumentException e) {
                // Not passed on: its message may quote a line.
                throw new EnvdriftException(
                        ErrorCode.VAULT_SETTINGS,
                        "The AWS configuration file " + file + " is malformed",
                        "correct it; the AWS command line reads the same file");
            }
        });
    }

    private static Path inHome(VaultContext context, String named) {
        return named.startsWith("~/") ? context.home().resolve(named.substring(2)) : Path.of(named);
    }
}
