package io.envdrift.process;

import java.io.IOException;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;

/**
 * Hands TERM, HUP and INT on to a child. On a terminal an INT is not handed on: the terminal sends it to the child, too,
 * and twice would mean something else to many programs.
 *
 * <p>Java tells which signal came only through {@code sun.misc.Signal}, which the module {@code jdk.unsupported} keeps
 * open for that. It is called by reflection, since javac warns of it in a way that nothing silences.
 */
final class ForwardedSignals implements AutoCloseable {
    private static final String INTERRUPT = "INT";
    private static final List<String> NAMES = List.of("TERM", "HUP", INTERRUPT);

    private final Class<?> signalType;
    private final Class<?> handlerType;
    private final Method handle;
    private final Map<Object, Object> before = new LinkedHashMap<>();
    private volatile CompletableFuture<ProcessHandle> child = new CompletableFuture<>();

    private ForwardedSignals() throws ReflectiveOperationException {
        signalType = Class.forName("sun.misc.Signal");
        handlerType = Class.forName("sun.misc.SignalHandler");
        handle = signalType.getMethod("handle", signalType, handlerType);
    }

    /** Begins to hold signals back, for a child that is started next. */
    // Main has the console be null where there is no terminal, as before JDK 22.
    @SuppressWarnings("SystemConsoleNull")
    static ForwardedSignals install() {
        try {
            ForwardedSignals forwarded = new ForwardedSignals();
            boolean terminal = System.console() != null;
            for (String name : NAMES) {
                boolean sentByTerminal = terminal && name.equals(INTERRUPT);
                forwarded.install(name, sentByTerminal ? () -> {} : () -> forwarded.send(name));
            }
            return forwarded;
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException("every JDK has the module jdk.unsupported", e);
        }
    }

    /** Hands on what came so far, and what will come. */
    void to(ProcessHandle started) {
        child.complete(started);
    }

    /** Holds signals back again, until there is another child. */
    void hold() {
        child = new CompletableFuture<>();
    }

    private void send(String name) {
        var unused = child.thenAccept(started -> send(name, started));
    }

    private void install(String name, Runnable action) throws ReflectiveOperationException {
        Object handler = Proxy.newProxyInstance(
                handlerType.getClassLoader(), new Class<?>[] {handlerType}, (proxy, method, arguments) -> {
                    return switch (method.getName()) {
                        case "handle" -> {
                            action.run();
                            yield null;
                        }
                        case "hashCode" -> System.identityHashCode(proxy);
                        case "equals" -> System.identityHashCode(proxy) == System.identityHashCode(arguments[0]);
                        default -> "forwarder of " + name;
                    };
                });
        try {
            Object signal = signalType.getConstructor(String.class).newInstance(name);
            before.put(signal, handle.invoke(null, signal, handler));
        } catch (InvocationTargetException e) {
            // Windows has no HUP, and a JVM with -Xrs keeps its hands off signals.
            if (!(e.getCause() instanceof IllegalArgumentException)) {
                throw e;
            }
        }
    }

    private static void send(String signal, ProcessHandle child) {
        try {
            new ProcessBuilder("kill", "-s", signal, Long.toString(child.pid()))
                    .redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                    .start();
        } catch (IOException e) {
            // No kill command: a plain end is the nearest thing.
            child.destroy();
        }
    }

    @Override
    public void close() {
        before.forEach((signal, handler) -> {
            try {
                handle.invoke(null, signal, handler);
            } catch (ReflectiveOperationException e) {
                throw new IllegalStateException(e);
            }
        });
    }
}
