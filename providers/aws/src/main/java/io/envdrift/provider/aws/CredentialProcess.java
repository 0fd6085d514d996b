package io.envdrift.provider.aws;

import io.envdrift.base.EnvdriftException;
import io.envdrift.base.ErrorCode;
import io.envdrift.vault.VaultContext;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Stream;
import software.amazon.awssdk.auth.credentials.AwsCredentials;

/**
 * Runs the {@code credential_process} of a profile and reads the credentials that it prints. The command comes from the
 * user's own AWS files, never from a repository.
 */
final class CredentialProcess {
    private static final int LARGEST_OUTPUT = 64 << 10;

    private final VaultContext context;

    CredentialProcess(VaultContext context) {
        this.context = context;
    }

    /**
     * Runs a command.
     *
     * @throws EnvdriftException {@code NOT_AUTHENTICATED} when it fails, takes too long, or prints no credentials
     */
    AwsCredentials run(String command, String profile) {
        return run(new Program(
                isWindows() ? List.of("cmd.exe", "/C", command) : List.of("sh", "-c", command),
                "the credential_process of the AWS profile '" + profile + "'",
                "run it by hand: it must print JSON with Version, AccessKeyId and SecretAccessKey"));
    }

    /**
     * Has the AWS command line sign in with a profile. It keeps the sessions of {@code aws login} and asks for one-time codes
     * on the terminal.
     *
     * @param why what the profile does that only the command line can
     * @throws EnvdriftException {@code NOT_AUTHENTICATED} when it fails, takes too long, or prints no credentials
     */
    AwsCredentials export(String profile, String why) {
        List<String> arguments =
                List.of("aws", "configure", "export-credentials", "--format", "process", "--profile", profile);
        List<String> shell = List.of("sh", "-c", "exec \"$@\"", "sh");
        return run(new Program(
                isWindows()
                        ? arguments
                        : Stream.concat(shell.stream(), arguments.stream()).toList(),
                "the AWS profile '" + profile + "' " + why + "; the AWS command line",
                "run: aws configure export-credentials --profile " + profile));
    }

    /** What is run, and how it is called when it fails: neither the command nor what it printed is shown. */
    private record Program(List<String> command, String subject, String hint) {
        EnvdriftException failure(String what) {
            return new EnvdriftException(ErrorCode.NOT_AUTHENTICATED, subject + " " + what, hint);
        }
    }

    private AwsCredentials run(Program program) {
        return CredentialDocument.parse(output(program))
                .flatMap(document -> document.keys("SessionToken"))
                .orElseThrow(() -> program.failure("printed no credentials"));
    }

    private String output(Program program) {
        Process process;
        try {
            process = start(program.command());
        } catch (IOException e) {
            throw program.failure("could not be started");
        }
        FutureTask<byte[]> reading = new FutureTask<>(() -> {
            try (InputStream printed = process.getInputStream()) {
                byte[] bytes = printed.readNBytes(LARGEST_OUTPUT);
                return process.waitFor() == 0 ? bytes : new byte[0];
            }
        });
        Thread.ofPlatform().daemon().name("envdrift-aws-credential-process").start(reading);
        try {
            byte[] printed = reading.get(context.deadline().remaining().toNanos(), TimeUnit.NANOSECONDS);
            return new String(printed, StandardCharsets.UTF_8);
        } catch (TimeoutException e) {
            throw program.failure("did not end in time");
        } catch (ExecutionException e) {
            throw program.failure("could not be read");
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new EnvdriftException(ErrorCode.INTERRUPTED, "Interrupted while waiting for AWS credentials");
        } finally {
            process.descendants().forEach(ProcessHandle::destroyForcibly);
            process.destroyForcibly();
        }
    }

    private static boolean isWindows() {
        return System.getProperty("os.name", "").toLowerCase(Locale.ROOT).startsWith("windows");
    }

    private Process start(List<String> command) throws IOException {
        ProcessBuilder builder = new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.DISCARD);
        builder.environment().clear();
        builder.environment().putAll(context.environment());
        Process process = builder.start();
        process.getOutputStream().close();
        return process;
    }
}
