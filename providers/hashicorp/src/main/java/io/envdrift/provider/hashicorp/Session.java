package io.envdrift.provider.hashicorp;

import io.envdrift.base.EnvdriftException;
import io.envdrift.base.ErrorCode;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.springframework.vault.authentication.SessionManager;
import org.springframework.vault.support.VaultToken;

/** Logs in once, on first need, and keeps what came of it: the token, or why there is none. */
final class Session implements SessionManager {
    private final Supplier<VaultToken> login;
    private @Nullable VaultToken token;
    private @Nullable EnvdriftException failure;

    /**
     * Creates a session.
     *
     * @param login throws {@link EnvdriftException} when it fails; its message is a reason, as in {@code connection
     *     refused}
     */
    Session(Supplier<VaultToken> login) {
        this.login = login;
    }

    @Override
    public synchronized VaultToken getSessionToken() {
        if (failure != null) {
            throw failure;
        }
        if (token == null) {
            try {
                token = login.get();
            } catch (EnvdriftException e) {
                failure = e.code() == ErrorCode.INTERRUPTED ? null : e;
                throw e;
            }
        }
        return token;
    }
}
