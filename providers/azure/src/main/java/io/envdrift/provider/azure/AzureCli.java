package io.envdrift.provider.azure;

import com.azure.core.credential.AccessToken;
import com.azure.core.credential.TokenRequestContext;
import io.envdrift.base.EnvdriftException;
import io.envdrift.base.ErrorCode;
import io.envdrift.base.ProgramPath;
import io.envdrift.vault.CredentialProgram;
import io.envdrift.vault.VaultContext;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.regex.Pattern;

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
        return ProgramPath.find("az", context.environment());
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
