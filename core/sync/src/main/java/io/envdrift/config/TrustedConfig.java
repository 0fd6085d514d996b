package io.envdrift.config;

import io.envdrift.crypto.Sha256;
import io.envdrift.trust.TrustStore;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;

/** How the trust of a configuration is remembered: by the digest of all of it, and by its path. */
public final class TrustedConfig {
    private TrustedConfig() {}

    /**
     * Returns a user's word: the variable {@link OutsideRoot#VARIABLE}, or what the user trusted before.
     *
     * @param store read when it is needed
     */
    public static OutsideRoot word(Map<String, String> environment, TrustStore store) {
        String said = environment.getOrDefault(OutsideRoot.VARIABLE, "");
        return said.equals("1") || said.equalsIgnoreCase("true")
                ? (config, content) -> true
                : (config, content) -> store.entries().contains(entry(config, content));
    }

    /** Returns the line for the list of what a user trusts. A change of the file, or another place, is another line. */
    public static String entry(Path config, byte[] content) {
        return "config sha256:" + Sha256.hex(content) + " " + uri(config);
    }

    /** As a URI: a path may hold a line break. */
    private static String uri(Path config) {
        try {
            return config.toRealPath().toUri().getRawPath();
        } catch (IOException e) {
            return config.toAbsolutePath().normalize().toUri().getRawPath();
        }
    }
}
