package io.envdrift.provider.hashicorp;

import io.envdrift.base.EnvdriftException;
import io.envdrift.vault.CredentialSource;
import io.envdrift.vault.VaultAttempt;

/**
 * Checks whether Vault knows the token. Vault answers 403 both to an unknown token and to one that lacks a permission;
 * a look-up of the token itself, made at most once, tells them apart. A token may lack the permission for that, too:
 * then any permission at the mount shows that Vault knows it.
 */
final class TokenCheck {
    private static final String LOOK_UP = "auth/token/lookup-self";

    private final Connection connection;
    private final SecretPath mount;
    private boolean known;

    /**
     * Creates the check.
     *
     * @param login a token that Vault itself has just issued needs no look-up
     */
    TokenCheck(Connection connection, LoginSettings login, SecretPath mount) {
        this.connection = connection;
        this.mount = mount;
        this.known = login.method() != LoginSettings.Method.TOKEN;
    }

    /**
     * Logs in, and makes sure that Vault knows the token.
     *
     * @throws EnvdriftException {@code NOT_AUTHENTICATED} when it does not, or what else fits
     */
    synchronized void require(VaultAttempt attempt) {
        connection.logIn();
        if (known) {
            return;
        }
        Answer answer = connection.get(LOOK_UP);
        boolean refused = answer.status() == 401 || answer.isForbidden();
        if (refused && !answer.says("invalid token") && isKnownAtTheMount()) {
            known = true;
            return;
        }
        if (refused) {
            throw CredentialSource.unusable(
                    "the Vault token is invalid or expired",
                    "run: vault login (or set VAULT_TOKEN to a token that is valid)");
        }
        if (!answer.isSuccess()) {
            throw attempt.refused(answer.status());
        }
        known = true;
    }

    private boolean isKnownAtTheMount() {
        return connection.get(Engine.LOOK_UP + mount.encoded()).isSuccess();
    }

    /** Records that Vault accepted the token, so that no look-up is needed. */
    synchronized void wasAccepted() {
        known = true;
    }
}
