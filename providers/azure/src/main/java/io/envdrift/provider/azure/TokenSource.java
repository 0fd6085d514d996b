package io.envdrift.provider.azure;

import com.azure.core.credential.AccessToken;
import com.azure.core.credential.TokenRequestContext;
import io.envdrift.vault.CredentialSource;
import java.util.function.Function;

/** A place where credentials may be; what is found gets tokens. Looking for it sends nothing. */
interface TokenSource extends CredentialSource<Function<TokenRequestContext, AccessToken>> {
    /** Returns the resource that a scope stands for, as in {@code https://vault.azure.net}. */
    static String resource(TokenRequestContext request) {
        String scope = request.getScopes().getFirst();
        String suffix = "/.default";
        return scope.endsWith(suffix) ? scope.substring(0, scope.length() - suffix.length()) : scope;
    }
}
