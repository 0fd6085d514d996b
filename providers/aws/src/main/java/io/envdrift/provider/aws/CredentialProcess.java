package io.envdrift.provider.aws;

import io.envdrift.base.EnvdriftException;
import io.envdrift.base.ProgramPath;
import io.envdrift.vault.CredentialProgram;
import io.envdrift.vault.VaultContext;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import software.amazon.awssdk.auth.credentials.AwsCredentials;

/**
 * Runs the {@code credential_process} of a profile and reads the credentials that it prints. The command comes from the
 * user's own AWS files, never from a repository.
 */
record CredentialProcess(VaultContext context) {
    private static final String COMMAND_LINE = "aws";

    /**
     * Runs a command.
     *
     * @throws EnvdriftException {@code NOT_AUTHENTICATED} when it fails, takes too long, or prints no credentials
     */
    AwsCredentials run(String command, String profile) {
        return run(
                CredentialProgram.isWindows() ? List.of("cmd.exe", "/C", command) : List.of("sh", "-c", command),
                "the credential_process of the AWS profile '" + profile + "'",
                "run it by hand: it must print JSON with Version, AccessKeyId and SecretAccessKey");
    }

    /**
     * Has the AWS command line sign in with a profile. It keeps the sessions of {@code aws login} and asks for one-time codes
     * on the terminal.
     *
     * @param why what the profile does that only the command line can
     * @throws EnvdriftException {@code NOT_AUTHENTICATED} when it fails, takes too long, or prints no credentials
     */
    AwsCredentials export(String profile, String why) {
        String subject = "the AWS profile '" + profile + "' " + why + "; the AWS command line";
        String hint = "run: aws configure export-credentials --profile " + profile;
        String aws = ProgramPath.find(COMMAND_LINE, context.environment())
                .map(Path::toString)
                .orElseThrow(() -> new CredentialProgram(context, subject, hint).failure("could not be started"));
        return run(
                List.of(aws, "configure", "export-credentials", "--format", "process", "--profile", profile),
                subject,
                hint);
    }

    private AwsCredentials run(List<String> command, String subject, String hint) {
        CredentialProgram program = new CredentialProgram(context, subject, hint);
        return CredentialDocument.parse(new String(program.output(command), StandardCharsets.UTF_8))
                .flatMap(document -> document.keys("SessionToken"))
                .orElseThrow(() -> program.failure("printed no credentials"));
    }
}
