package io.envdrift.process;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

/**
 * Hands signals on to a child, each once. QUIT is not among them: Java keeps it for itself; from a terminal it goes to the
 * child's group. On a terminal an INT is not handed on to a child of the same group: the terminal sends it to the child, too,
 * and twice would mean something else to many programs.
 *
 * <p>Java tells which signal came only through {@code sun.misc.Signal}, which the module {@code jdk.unsupported} keeps
 * open for that. It is called by reflection, since javac warns of it in a way that nothing silences.
 */
final class ForwardedSignals implements AutoCloseable {
    private static final String INTERRUPT = "INT";
    /** All signals that end, stop or inform a program, as far as the platform has them. */
    private static final List<String> NAMES = List.of(
            "TERM", "HUP", INTERRUPT, "USR1", "USR2", "ALRM", "WINCH", "TSTP", "CONT", "ABRT", "IO", "PROF", "PWR",
            "SYS", "VTALRM", "XCPU");

    private final Class<?> signalType;
    private final Class<?> handlerType;
    private final Method handle;
    private final Map<Object, Object> before = new LinkedHashMap<>();
    private volatile CompletableFuture<RunningChild> child = new CompletableFuture<>();

    private ForwardedSignals() throws ReflectiveOperationException {
        signalType = Class.forName("sun.misc.Signal");
        handlerType = Class.forName("sun.misc.SignalHandler");
        handle = signalType.getMethod("handle", signalType, handlerType);
    }

    /**
     * Begins to hold signals back, for a child that is started next.
     *
     * @param ownGroup whether the child is in another process group, so that nothing reaches it but what is handed on
     */
    // Main has the console be null where there is no terminal, as before JDK 22.
    @SuppressWarnings("SystemConsoleNull")
    static ForwardedSignals install(boolean ownGroup) {
        try {
            ForwardedSignals forwarded = new ForwardedSignals();
            boolean terminal = !ownGroup && System.console() != null;
            for (String name : NAMES) {
                forwarded.install(name, terminal && name.equals(INTERRUPT));
            }
            return forwarded;
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException("every JDK has the module jdk.unsupported", e);
        }
    }

    /** Hands on what came so far, and what will come. */
    void to(RunningChild started) {
        child.complete(started);
    }

    /** Holds signals back again, until there is another child. */
    void hold() {
        child = new CompletableFuture<>();
    }

    /**
     * Reports each INT before its usual effect, and forwards nothing.
     *
     * @param noted called by another thread
     */
    static ForwardedSignals noting(Runnable noted) {
        try {
            ForwardedSignals forwarded = new ForwardedSignals();
            Optional<Object> interrupt = forwarded.signal(INTERRUPT);
            if (interrupt.isPresent()) {
                forwarded.handle(interrupt.get(), INTERRUPT, () -> {
                    noted.run();
                    forwarded.handleAsBefore(interrupt.get());
                });
            }
            return forwarded;
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException("every JDK has the module jdk.unsupported", e);
        }
    }

    private void install(String name, boolean sentByTerminal) throws ReflectiveOperationException {
        Optional<Object> signal = signal(name);
        if (signal.isEmpty()) {
            return;
        }
        int number = (int) signalType.getMethod("getNumber").invoke(signal.get());
        if (SignalNames.wasIgnored(number)) {
            return;
        }
        Runnable action = sentByTerminal
                ? () -> {}
                : () -> {
                    var unused = child.thenAccept(running -> running.signal(name, number));
                };
        handle(signal.get(), name, action);
    }

    private Optional<Object> signal(String name) throws ReflectiveOperationException {
        try {
            return Optional.of(signalType.getConstructor(String.class).newInstance(name));
        } catch (InvocationTargetException e) {
            // No such signal on this platform.
            return Optional.empty();
        }
    }

    private void handle(Object signal, String name, Runnable action) throws ReflectiveOperationException {
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
            synchronized (before) {
                before.put(signal, handle.invoke(null, signal, handler));
            }
        } catch (InvocationTargetException e) {
            // The runtime keeps some for itself, and with -Xrs all.
            if (!(e.getCause() instanceof IllegalArgumentException)) {
                throw e;
            }
        }
    }

    private void handleAsBefore(Object signal) {
        Object handler;
        synchronized (before) {
            handler = before.get(signal);
        }
        try {
            handlerType.getMethod("handle", signalType).invoke(handler, signal);
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException(e);
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
