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
        return CredentialDocument.parse(output(command, profile))
                .flatMap(document -> document.keys("SessionToken"))
                .orElseThrow(() -> failure(profile, "printed no credentials"));
    }

    private String output(String command, String profile) {
        Process process;
        try {
            process = start(command);
        } catch (IOException e) {
            throw failure(profile, "could not be started");
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
            throw failure(profile, "did not end in time");
        } catch (ExecutionException e) {
            throw failure(profile, "could not be read");
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new EnvdriftException(ErrorCode.INTERRUPTED, "Interrupted while waiting for AWS credentials");
        } finally {
            process.descendants().forEach(ProcessHandle::destroyForcibly);
            process.destroyForcibly();
        }
    }

    private Process start(String command) throws IOException {
        boolean windows =
                System.getProperty("os.name", "").toLowerCase(Locale.ROOT).startsWith("windows");
        List<String> shell = windows ? List.of("cmd.exe", "/C", command) : List.of("sh", "-c", command);
        ProcessBuilder builder = new ProcessBuilder(shell).redirectError(ProcessBuilder.Redirect.DISCARD);
        builder.environment().clear();
        builder.environment().putAll(context.environment());
        Process process = builder.start();
        process.getOutputStream().close();
        return process;
    }

    /** Neither the command nor what it printed is shown: both may hold secrets. */
    private static EnvdriftException failure(String profile, String what) {
        return new EnvdriftException(
                ErrorCode.NOT_AUTHENTICATED,
                "the credential_process of the AWS profile '" + profile + "' " + what,
                "run it by hand: it must print JSON with Version, AccessKeyId and SecretAccessKey");
    }
}
