package io.envdrift.process;

import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemoryLayout;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.SymbolLookup;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;
import java.nio.charset.Charset;

/** Functions of the C library. */
// Calling C is what this class is for; the launcher and the documentation enable it.
@SuppressWarnings("restricted")
final class LibC {
    private static final SymbolLookup LIBRARY = Linker.nativeLinker().defaultLookup();

    private LibC() {}

    static MethodHandle function(String name, FunctionDescriptor descriptor, Linker.Option... options) {
        return Linker.nativeLinker().downcallHandle(LIBRARY.find(name).orElseThrow(), descriptor, options);
    }

    /** Returns a function that answers with a number. */
    static MethodHandle number(String name, MemoryLayout... arguments) {
        return function(name, FunctionDescriptor.of(ValueLayout.JAVA_INT, arguments));
    }

    static boolean has(String name) {
        return LIBRARY.find(name).isPresent();
    }

    /** Returns where a variable is. */
    static MemorySegment variable(String name) {
        return LIBRARY.find(name).orElseThrow();
    }

    /** Returns what an error number means. */
    static String describe(int error) {
        MethodHandle describe = function("strerror", FunctionDescriptor.of(ValueLayout.ADDRESS, ValueLayout.JAVA_INT));
        try {
            MemorySegment text = (MemorySegment) describe.invokeExact(error);
            return text.reinterpret(Long.MAX_VALUE).getString(0, Charset.defaultCharset());
        } catch (Throwable e) {
            throw asUnchecked(e);
        }
    }

    static RuntimeException asUnchecked(Throwable e) {
        if (e instanceof RuntimeException unchecked) {
            return unchecked;
        }
        if (e instanceof Error error) {
            throw error;
        }
        return new IllegalStateException(e);
    }
}
