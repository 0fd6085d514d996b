package io.envdrift.process;

import java.io.File;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemoryLayout;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.VarHandle;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.BiPredicate;

/**
 * Replaces the program that this process runs, with {@code execvp}: the same process, so its parent, its terminal, its
 * signals and its standard streams are the new program's from then on.
 *
 * <p>The environment is changed in place with {@code setenv} and {@code unsetenv}, so what is not changed keeps its bytes
 * whatever the locale is.
 */
// Calling C is what this class is for; the launcher and the documentation enable it.
@SuppressWarnings("restricted")
final class ProcessImage {
    private static final int NO_SUCH_FILE = 2;
    private static final int SET_DESCRIPTOR_FLAGS = 2;
    private static final int CLOSE_ON_EXEC = 1;
    private static final Path DESCRIPTORS = Path.of("/proc/self/fd");

    private static final Set<Path> RANDOM_SOURCES = Set.of(Path.of("/dev/random"), Path.of("/dev/urandom"));

    private final Arena arena;

    private ProcessImage(Arena arena) {
        this.arena = arena;
    }

    /**
     * Becomes another program. Returns only where that is not possible on this platform.
     *
     * @throws ChildNotStartedException when the program is not found, or cannot be executed
     */
    static void replace(List<String> command, ChildEnvironment environment) {
        if (System.getProperty("os.name", "").startsWith("Windows")) {
            return;
        }
        try (Arena arena = Arena.ofConfined()) {
            ProcessImage image = new ProcessImage(arena);
            for (String name : environment.removed()) {
                image.call("unsetenv", name);
            }
            for (Map.Entry<String, String> variable : environment.set().entrySet()) {
                image.call("setenv", variable.getKey(), variable.getValue());
            }
            image.call("unsetenv", SignalNames.IGNORED_VARIABLE);
            closeFilesOfTheRuntime();
            image.execute(command);
        }
    }

    private void call(String function, String... texts) {
        FunctionDescriptor descriptor = texts.length == 1
                ? FunctionDescriptor.of(ValueLayout.JAVA_INT, ValueLayout.ADDRESS)
                : FunctionDescriptor.of(
                        ValueLayout.JAVA_INT, ValueLayout.ADDRESS, ValueLayout.ADDRESS, ValueLayout.JAVA_INT);
        MethodHandle handle = LibC.function(function, descriptor);
        try {
            int result = texts.length == 1
                    ? (int) handle.invokeExact(text(texts[0], StandardCharsets.UTF_8))
                    : (int) handle.invokeExact(
                            text(texts[0], StandardCharsets.UTF_8), text(texts[1], StandardCharsets.UTF_8), 1);
            if (result != 0) {
                throw new IllegalStateException(function + " failed");
            }
        } catch (Throwable e) {
            throw LibC.asUnchecked(e);
        }
    }

    /** The runtime would leave its own files open for the child, which has no use for them. */
    private static void closeFilesOfTheRuntime() {
        Path runtime = Path.of(System.getProperty("java.home", "/"));
        Set<Path> own = filesOfTheRuntime();
        closeOnExecution((number, target) -> target.startsWith(runtime) || own.contains(target));
    }

    /**
     * Keeps open files from programs that are started.
     *
     * @param which asked with the number and the path of each
     */
    static void closeOnExecution(BiPredicate<Integer, Path> which) {
        MethodHandle control = LibC.function(
                "fcntl",
                FunctionDescriptor.of(
                        ValueLayout.JAVA_INT, ValueLayout.JAVA_INT, ValueLayout.JAVA_INT, ValueLayout.JAVA_INT),
                Linker.Option.firstVariadicArg(2));
        try (DirectoryStream<Path> open = Files.newDirectoryStream(DESCRIPTORS)) {
            for (Path descriptor : open) {
                int number = Integer.parseInt(String.valueOf(descriptor.getFileName()));
                if (which.test(number, target(descriptor))) {
                    // Fails for the one that lists the directory, once that is closed.
                    int unused = (int) control.invokeExact(number, SET_DESCRIPTOR_FLAGS, CLOSE_ON_EXEC);
                }
            }
        } catch (IOException e) {
            // No such directory outside Linux: the file stays open, and that is all.
            return;
        } catch (Throwable e) {
            throw LibC.asUnchecked(e);
        }
    }

    /** The descriptor that lists the directory is closed by the time its link is read, or another thread's file is. */
    private static Path target(Path descriptor) {
        try {
            return Files.readSymbolicLink(descriptor);
        } catch (IOException e) {
            return descriptor;
        }
    }

    private static Set<Path> filesOfTheRuntime() {
        Set<Path> files = new HashSet<>(RANDOM_SOURCES);
        for (String entry : System.getProperty("java.class.path", "").split(File.pathSeparator, -1)) {
            realPath(entry).ifPresent(files::add);
        }
        return files;
    }

    /** Returns nothing for a file that is not there: a class path may name such. */
    private static Optional<Path> realPath(String file) {
        try {
            return Optional.of(Path.of(file).toRealPath());
        } catch (IOException e) {
            return Optional.empty();
        }
    }

    private void execute(List<String> command) {
        MemoryLayout state = Linker.Option.captureStateLayout();
        VarHandle errno = state.varHandle(MemoryLayout.PathElement.groupElement("errno"));
        MemorySegment captured = arena.allocate(state);
        MethodHandle execute = LibC.function(
                "execvp",
                FunctionDescriptor.of(ValueLayout.JAVA_INT, ValueLayout.ADDRESS, ValueLayout.ADDRESS),
                Linker.Option.captureCallState("errno"));
        MemorySegment arguments = CStrings.array(CommandBytes.of(command), arena);
        // Last, or the runtime itself would be interrupted by what it does not expect.
        InheritedSignals.restore();
        try {
            int result = (int) execute.invokeExact(captured, arguments.getAtIndex(ValueLayout.ADDRESS, 0), arguments);
            assert result == -1;
        } catch (Throwable e) {
            throw LibC.asUnchecked(e);
        }
        int number = (int) errno.get(captured, 0L);
        throw number == NO_SUCH_FILE
                ? ChildNotStartedException.notFound(command.getFirst())
                : ChildNotStartedException.notExecutable(command.getFirst(), LibC.describe(number));
    }

    private MemorySegment text(String text, Charset charset) {
        return CStrings.text(text.getBytes(charset), arena);
    }
}
