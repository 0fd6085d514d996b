package io.envdrift.provider.azure;

import com.azure.core.credential.AccessToken;
import com.azure.core.credential.TokenRequestContext;
import java.util.Optional;
import java.util.function.Function;

/** A place where credentials may be. */
interface TokenSource {
    /** Returns what the list of tried places calls it, as in {@code environment (AZURE_CLIENT_SECRET)}. */
    String name();

    /**
     * Looks, without sending anything.
     *
     * @return what gets tokens with the credentials found; nothing when there are none, so that the next place is tried
     * @throws io.envdrift.base.EnvdriftException {@code NOT_AUTHENTICATED} when there are some that cannot be used
     */
    Optional<Function<TokenRequestContext, AccessToken>> find();

    /** Returns the resource that a scope stands for, as in {@code https://vault.azure.net}. */
    static String resource(TokenRequestContext request) {
        String scope = request.getScopes().getFirst();
        String suffix = "/.default";
        return scope.endsWith(suffix) ? scope.substring(0, scope.length() - suffix.length()) : scope;
    }
}
