package io.envdrift.vault;

import io.envdrift.base.EnvdriftException;
import io.envdrift.base.ErrorCode;
import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * A program that prints credentials. It gets the context's environment and no input, and ends with everything that it started when
 * the context's deadline comes. Neither the command nor what it printed is shown.
 *
 * @param subject how messages name it, as in {@code the Azure CLI}
 * @param hint what to do when it gives no credentials
 */
public record CredentialProgram(VaultContext context, String subject, String hint) {
    private static final int LARGEST_OUTPUT = 64 << 10;

    /**
     * Runs the program.
     *
     * @param command the program and its arguments
     * @return at most 64 KiB of what it printed; nothing when it ended with another status than 0
     * @throws EnvdriftException {@code NOT_AUTHENTICATED} when it could not be started or did not end in time,
     *     {@code INTERRUPTED} when the waiting thread was interrupted
     */
    public byte[] output(List<String> command) {
        Process process = start(command);
        FutureTask<byte[]> reading = new FutureTask<>(() -> {
            try (InputStream printed = process.getInputStream()) {
                byte[] bytes = printed.readNBytes(LARGEST_OUTPUT);
                return process.waitFor() == 0 ? bytes : new byte[0];
            }
        });
        Thread.ofPlatform().daemon().name("envdrift-credential-program").start(reading);
        try {
            return reading.get(context.deadline().remaining().toNanos(), TimeUnit.NANOSECONDS);
        } catch (TimeoutException e) {
            throw failure("did not end in time");
        } catch (ExecutionException e) {
            throw failure("could not be read");
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new EnvdriftException(ErrorCode.INTERRUPTED, "Interrupted while waiting for " + subject);
        } finally {
            process.descendants().forEach(ProcessHandle::destroyForcibly);
            process.destroyForcibly();
        }
    }

    private Process start(List<String> command) {
        ProcessBuilder builder = new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.DISCARD);
        builder.environment().clear();
        builder.environment().putAll(context.environment());
        try {
            Process process = builder.start();
            process.getOutputStream().close();
            return process;
        } catch (IOException e) {
            throw failure("could not be started");
        }
    }

    /** Returns the error for a program that gave no credentials, for example because it {@code printed none}. */
    public EnvdriftException failure(String what) {
        return CredentialSource.unusable(subject + " " + what, hint);
    }

    /** Tells whether programs are found and started as on Windows. */
    public static boolean isWindows() {
        return System.getProperty("os.name", "").toLowerCase(Locale.ROOT).startsWith("windows");
    }

    /** Shows no environment. */
    @Override
    public String toString() {
        return "CredentialProgram[" + subject + "]";
    }
}
