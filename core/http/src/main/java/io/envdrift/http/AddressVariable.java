package io.envdrift.http;

import io.envdrift.base.EnvdriftException;
import io.envdrift.base.ErrorCode;
import java.net.URI;
import java.util.Map;
import java.util.Optional;

/**
 * The environment variable that says where a protocol's server is.
 *
 * @param name of the variable
 * @param usual the address where the variable is not set
 * @param example of an address, for the hint
 */
public record AddressVariable(String name, URI usual, String example) {
    /**
     * Returns the address that is meant: an option, else the variable, else the usual one.
     *
     * @throws EnvdriftException {@code VAULT_SETTINGS} when the variable holds no URL
     */
    public URI resolve(Optional<URI> option, Map<String, String> environment) {
        String value = environment.getOrDefault(name, "");
        if (option.isPresent() || value.isEmpty()) {
            return option.orElse(usual);
        }
        try {
            return URI.create(value);
        } catch (IllegalArgumentException e) {
            throw new EnvdriftException(ErrorCode.VAULT_SETTINGS, name + " is no URL", "write it as in " + example);
        }
    }
}
