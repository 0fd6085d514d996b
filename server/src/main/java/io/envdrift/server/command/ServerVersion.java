package io.envdrift.server.command;

import java.util.Objects;
import picocli.CommandLine.IVersionProvider;

/** What {@code --version} prints: the version of this build, as the jar's manifest has it; classes outside of a jar have none. */
final class ServerVersion implements IVersionProvider {
    @Override
    public String[] getVersion() {
        String version = ServerVersion.class.getPackage().getImplementationVersion();
        return new String[] {"envdrift-server " + Objects.requireNonNullElse(version, "unknown")};
    }
}
