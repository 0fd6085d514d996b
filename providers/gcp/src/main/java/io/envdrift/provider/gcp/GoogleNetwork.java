package io.envdrift.provider.gcp;

import io.envdrift.base.Deadline;
import io.envdrift.http.HttpTransport;
import io.envdrift.http.Sending;
import io.envdrift.vault.VaultContext;
import java.util.Map;
import java.util.function.Supplier;
import java.util.logging.Level;
import java.util.logging.Logger;

/** The way to Google's services, for the vault and for credentials. */
final class GoogleNetwork implements AutoCloseable {
    /** The libraries log whole requests and answers, secrets included. Held here, or the setting would be collected. */
    @SuppressWarnings("UnusedVariable")
    private static final Logger[] SILENT = {silent("com.google.api"), silent("com.google.auth")};

    private final Deadline deadline;
    private final HttpTransport transport;

    GoogleNetwork(VaultContext context) {
        this.deadline = context.deadline();
        this.transport = context.transport();
    }

    Deadline deadline() {
        return deadline;
    }

    /** Returns a carrier for the libraries' requests; see {@link GoogleTransport}. */
    GoogleTransport carrier(Map<String, String> credentials) {
        return new GoogleTransport(transport, deadline, credentials);
    }

    /** Makes a call under the one policy on repetitions; what the libraries throw comes out as it is. */
    <T> T call(Sending sending, Supplier<T> call) {
        return GcpFailures.GOOGLE.attempt(deadline, sending, call);
    }

    @Override
    public void close() {
        transport.close();
    }

    private static Logger silent(String name) {
        Logger logger = Logger.getLogger(name);
        logger.setLevel(Level.OFF);
        return logger;
    }
}
