package io.envdrift.vault;

import io.envdrift.base.EnvdriftException;
import io.envdrift.base.ErrorCode;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * A place where credentials may be found. A sign-in asks several of them in order.
 *
 * @param <C> the credentials
 */
public interface CredentialSource<C> {
    /** Returns what the list of tried places calls it, as in {@code environment (AWS_ACCESS_KEY_ID)}. */
    String name();

    /**
     * Looks for credentials in this place.
     *
     * @return nothing when there are none, so that the next place is tried
     * @throws EnvdriftException {@code NOT_AUTHENTICATED} when there are some that cannot be used, or what kept them
     *     from being fetched
     */
    Optional<C> find();

    /**
     * Returns the error that no place had credentials.
     *
     * @param kind whose they would be, as in {@code AWS}
     * @param tried all places that were asked
     */
    static EnvdriftException nowhere(String kind, List<? extends CredentialSource<?>> tried, String hint) {
        String places = tried.stream().map(CredentialSource::name).collect(Collectors.joining(", "));
        return new EnvdriftException(
                ErrorCode.NOT_AUTHENTICATED, "no " + kind + " credentials found; tried: " + places, hint);
    }
}
