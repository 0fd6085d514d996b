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
     * What was found.
     *
     * @param source where it was
     * @param credentials the credentials
     * @param <C> the credentials
     */
    record Found<C>(CredentialSource<C> source, C credentials) {}

    /**
     * Looks in several places, in order.
     *
     * @param kind whose credentials they are, as in {@code AWS}
     * @param hint what to do where there are none
     * @throws EnvdriftException {@code NOT_AUTHENTICATED} when there are none, with the places that were tried, or what {@link #find}
     *     throws
     */
    static <C> Found<C> first(String kind, List<? extends CredentialSource<C>> sources, String hint) {
        for (CredentialSource<C> source : sources) {
            Optional<C> found = source.find();
            if (found.isPresent()) {
                return new Found<>(source, found.get());
            }
        }
        throw nowhere(kind, sources, hint);
    }

    /**
     * Returns the error that no place had credentials.
     *
     * @param kind whose they would be, as in {@code AWS}
     * @param tried all places that were asked
     */
    static EnvdriftException nowhere(String kind, List<? extends CredentialSource<?>> tried, String hint) {
        String places = tried.stream().map(CredentialSource::name).collect(Collectors.joining(", "));
        return unusable("no " + kind + " credentials found; tried: " + places, hint);
    }

    /** Returns the error, {@code NOT_AUTHENTICATED}, for credentials that are not there or cannot be used. */
    static EnvdriftException unusable(String why, String hint) {
        return new EnvdriftException(ErrorCode.NOT_AUTHENTICATED, why, hint);
    }
}
