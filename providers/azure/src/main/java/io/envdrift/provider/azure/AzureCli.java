package io.envdrift.provider.azure;

import com.azure.core.credential.AccessToken;
import com.azure.core.credential.TokenRequestContext;
import io.envdrift.base.EnvdriftException;
import io.envdrift.base.ErrorCode;
import io.envdrift.vault.VaultContext;
import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Function;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * The user who is signed in to the Azure CLI: {@code az account get-access-token}.
 *
 * <p>Not through the SDK, which starts a shell with the environment of the process.
 */
final class AzureCli implements TokenSource {
    private static final int LARGEST_OUTPUT = 64 << 10;
    /** Where the answer does not say how long the token holds. */
    private static final long SHORTEST_LIFE_SECONDS = 300;
    /** The vault's challenge names both; on Windows a batch file sees them. */
    private static final Pattern HARMLESS = Pattern.compile("[0-9A-Za-z.:/_-]+");

    private final VaultContext context;

    AzureCli(VaultContext context) {
        this.context = context;
    }

    @Override
    public String name() {
        return "Azure CLI (az)";
    }

    @Override
    public Optional<Function<TokenRequestContext, AccessToken>> find() {
        return program().map(program -> request -> token(program, request));
    }

    private AccessToken token(Path program, TokenRequestContext request) {
        List<String> command = new ArrayList<>(
                List.of(program.toString(), "account", "get-access-token", "--output", "json", "--resource"));
        command.add(harmless(TokenSource.resource(request)));
        if (request.getTenantId() != null) {
            command.addAll(List.of("--tenant", harmless(request.getTenantId())));
        }
        JsonObject answer = JsonObject.parse(output(command));
        long until =
                answer.number("expires_on").orElseGet(() -> Instant.now().getEpochSecond() + SHORTEST_LIFE_SECONDS);
        return answer.text("accessToken")
                .map(token -> TokenAnswer.token(token, until))
                .orElseThrow(() -> failure("gave no token"));
    }

    private byte[] output(List<String> command) {
        Process process = start(command);
        FutureTask<byte[]> reading = new FutureTask<>(() -> {
            try (InputStream printed = process.getInputStream()) {
                byte[] bytes = printed.readNBytes(LARGEST_OUTPUT);
                return process.waitFor() == 0 ? bytes : new byte[0];
            }
        });
        Thread.ofPlatform().daemon().name("envdrift-azure-cli").start(reading);
        try {
            return reading.get(context.deadline().remaining().toNanos(), TimeUnit.NANOSECONDS);
        } catch (TimeoutException e) {
            throw failure("did not answer in time");
        } catch (ExecutionException e) {
            throw failure("could not be read");
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new EnvdriftException(ErrorCode.INTERRUPTED, "Interrupted while waiting for the Azure CLI");
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

    private Optional<Path> program() {
        boolean windows =
                System.getProperty("os.name", "").toLowerCase(Locale.ROOT).startsWith("windows");
        return context.environment().entrySet().stream()
                .filter(variable -> windows
                        ? variable.getKey().equalsIgnoreCase("PATH")
                        : variable.getKey().equals("PATH"))
                .flatMap(path -> Arrays.stream(path.getValue().split(Pattern.quote(File.pathSeparator))))
                .flatMap(AzureCli::directory)
                .map(directory -> directory.resolve(windows ? "az.cmd" : "az"))
                .filter(Files::isExecutable)
                .findFirst();
    }

    /** A relative entry would let a repository bring an az of its own. */
    private static Stream<Path> directory(String entry) {
        try {
            return Stream.of(Path.of(entry)).filter(Path::isAbsolute);
        } catch (InvalidPathException e) {
            return Stream.empty();
        }
    }

    private static String harmless(String argument) {
        if (argument.startsWith("-") || !HARMLESS.matcher(argument).matches()) {
            throw new EnvdriftException(
                    ErrorCode.MALFORMED_ANSWER,
                    "the vault asks for a token of no possible service",
                    "check that the address is the vault's");
        }
        return argument;
    }

    /** What it printed is not shown: it may hold a token. */
    private static EnvdriftException failure(String what) {
        return new EnvdriftException(
                ErrorCode.NOT_AUTHENTICATED,
                "the Azure CLI " + what,
                "sign in with: az login; check with: az account show");
    }
}
