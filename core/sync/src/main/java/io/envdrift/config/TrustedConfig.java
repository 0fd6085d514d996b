package io.envdrift.config;

import io.envdrift.crypto.Sha256;
import io.envdrift.trust.TrustStore;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;

/** How trust in a configuration is stored: by the digest of its whole content, and by its path. */
public final class TrustedConfig {
    private TrustedConfig() {}

    /**
     * Returns the user's permission: the variable {@link OutsideRoot#VARIABLE}, or an entry of the trust store.
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
