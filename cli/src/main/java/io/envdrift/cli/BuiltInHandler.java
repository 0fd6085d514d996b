package io.envdrift.cli;

import java.net.URL;
import java.net.URLStreamHandler;

/**
 * Spares the JDK a search. Its encryption makes an address of "http" when it is first used ({@code javax.crypto.JceSecurity}),
 * and without a factory the JDK looks for a handler of that protocol in every jar before it takes its own.
 */
final class BuiltInHandler {
    private static final String HTTP = "http";

    private BuiltInHandler() {}

    /** Gives addresses of "http" the JDK's own handler; does nothing where Java was started without access to its package. */
    static void install() {
        try {
            URLStreamHandler own = Class.forName("sun.net.www.protocol.http.Handler")
                    .asSubclass(URLStreamHandler.class)
                    .getConstructor()
                    .newInstance();
            URL.setURLStreamHandlerFactory(protocol -> protocol.equals(HTTP) ? own : null);
        } catch (ReflectiveOperationException e) {
            // The JDK looks in every jar, as ever.
        }
    }
}
