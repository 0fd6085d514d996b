package io.envdrift.provider.azure;

import com.azure.core.credential.AccessToken;
import com.azure.core.credential.TokenRequestContext;
import io.envdrift.base.EnvdriftException;
import io.envdrift.base.ErrorCode;
import io.envdrift.vault.CredentialProgram;
import io.envdrift.vault.VaultContext;
import java.io.File;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * The user who is signed in to the Azure CLI: {@code az account get-access-token}.
 *
 * <p>Not through the SDK, which starts a shell with the environment of the process.
 */
final class AzureCli implements TokenSource {
    /** Where the answer does not say how long the token holds. */
    private static final long SHORTEST_LIFE_SECONDS = 300;
    /** The vault's challenge names both; on Windows a batch file sees them. */
    private static final Pattern HARMLESS = Pattern.compile("[0-9A-Za-z.:/_-]+");

    private final VaultContext context;
    private final CredentialProgram cli;

    AzureCli(VaultContext context) {
        this.context = context;
        this.cli =
                new CredentialProgram(context, "the Azure CLI", "sign in with: az login; check with: az account show");
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
        JsonObject answer = JsonObject.parse(cli.output(command));
        long until =
                answer.number("expires_on").orElseGet(() -> Instant.now().getEpochSecond() + SHORTEST_LIFE_SECONDS);
        return answer.text("accessToken")
                .map(token -> TokenAnswer.token(token, until))
                .orElseThrow(() -> cli.failure("gave no token"));
    }

    private Optional<Path> program() {
        boolean windows = CredentialProgram.isWindows();
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
}
