package io.envdrift.cli.envsync;

import io.envdrift.base.EnvdriftException;
import io.envdrift.base.ErrorCode;
import io.envdrift.cli.base.CommandOptions;
import io.envdrift.cli.base.Host;
import io.envdrift.cli.base.Outline;
import io.envdrift.cli.base.Reporter;
import io.envdrift.cli.render.Escaping;
import io.envdrift.envsync.AccessToken;
import io.envdrift.envsync.EnvSyncServer;
import io.envdrift.envsync.IdentityProvider;
import io.envdrift.envsync.SignIn;
import io.envdrift.envsync.protocol.Issued;
import java.time.Instant;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** {@code envsync login}: a token of the server's identity provider. */
final class LoginCommand extends EnvSyncAction {
    private @Nullable String issuer;

    LoginCommand(Host host) {
        super(
                host,
                Outline.of(
                                "login",
                                "Sign in at the server's identity provider and print the token, once.",
                                "Open the page that is named, on any machine, and type the code there.")
                        .footer("", "Example:", "  export ENVSYNC_TOKEN=$(envsync login)"));
    }

    @Override
    public void declare(CommandOptions options) {
        options.value("--issuer", "URL", "Which provider, where the server knows several.", text -> issuer = text);
        super.declare(options);
    }

    @Override
    protected Reporter.Result run(EnvSyncSession session) {
        IdentityProvider provider;
        try (EnvSyncServer server = session.withoutToken()) {
            provider = choose(SignIn.providers(server));
        }
        AccessToken token = session.signIn().run(provider, prompt -> show(session, prompt));
        String expiry = token.expiry().map(Instant::toString).orElse("");
        return once(
                session,
                "The token, which is not shown again; put it into ENVSYNC_TOKEN."
                        + (expiry.isEmpty() ? "" : " It expires at " + expiry),
                new Issued(token.secret(), "", "", "", expiry));
    }

    private IdentityProvider choose(List<IdentityProvider> known) {
        List<IdentityProvider> meant = known.stream()
                .filter(each -> issuer == null || each.issuer().equals(issuer))
                .toList();
        if (meant.size() == 1) {
            return meant.getFirst();
        }
        String all = known.stream().map(each -> Escaping.text(each.issuer())).collect(Collectors.joining(", "));
        throw new EnvdriftException(
                ErrorCode.NOT_AUTHENTICATED,
                known.isEmpty()
                        ? "This server has no identity provider at which people sign in"
                        : meant.isEmpty()
                                ? "This server knows no such provider"
                                : "This server knows several providers",
                known.isEmpty()
                        ? "ask an owner of the project for an invite, and run 'envsync join -'"
                        : "name one with --issuer: " + all);
    }

    /** Always printed, on standard error: standard output is for the token. */
    private static void show(EnvSyncSession session, SignIn.Prompt prompt) {
        session.host()
                .err()
                .println("Open " + Escaping.text(prompt.page().toString()) + " and type the code "
                        + Escaping.text(prompt.code()));
        session.host().err().flush();
    }
}
