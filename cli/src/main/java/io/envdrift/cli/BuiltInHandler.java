package io.envdrift.cli;

import java.net.URL;
import java.net.URLStreamHandler;

/**
 * Saves the JDK a search of all jars. Its encryption creates an "http" URL when it is first used
 * ({@code javax.crypto.JceSecurity}), and without a factory the JDK searches every jar for a handler of that protocol
 * before it takes its own.
 */
final class BuiltInHandler {
    private static final String HTTP = "http";

    private BuiltInHandler() {}

    /**
     * Makes the JDK use its own handler for "http" URLs; does nothing where Java was started without access to its
     * package.
     */
    static void install() {
        try {
            URLStreamHandler own = Class.forName("sun.net.www.protocol.http.Handler")
                    .asSubclass(URLStreamHandler.class)
                    .getConstructor()
                    .newInstance();
            URL.setURLStreamHandlerFactory(protocol -> protocol.equals(HTTP) ? own : null);
        } catch (ReflectiveOperationException e) {
            // The JDK then searches every jar, as it does by default.
        }
    }
}
