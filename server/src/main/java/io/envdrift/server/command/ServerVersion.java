package io.envdrift.server.command;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import picocli.CommandLine.IVersionProvider;

/** What {@code --version} prints: the version of this build. */
final class ServerVersion implements IVersionProvider {
    @Override
    public String[] getVersion() throws IOException {
        try (InputStream version = ServerVersion.class.getResourceAsStream("version.txt")) {
            String text = version == null ? "unknown" : new String(version.readAllBytes(), StandardCharsets.UTF_8);
            return new String[] {"envdrift-server " + text.strip()};
        }
    }
}
