package io.envdrift.process;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/** Texts as C has them. */
@SuppressWarnings("restricted")
final class CStrings {
    private CStrings() {}

    /** Returns pointers to the texts, and null after them. */
    static MemorySegment array(List<byte[]> texts, Arena arena) {
        List<MemorySegment> pointers = new ArrayList<>();
        for (byte[] text : texts) {
            pointers.add(text(text, arena));
        }
        return pointers(pointers, arena);
    }

    /** Returns this process's environment with a child's differences; what does not differ keeps its bytes. */
    static MemorySegment environment(ChildEnvironment child, Arena arena) {
        Set<String> replaced = new TreeSet<>(child.removed());
        replaced.addAll(child.set().keySet());
        replaced.add(SignalNames.IGNORED_VARIABLE);
        List<MemorySegment> pointers = new ArrayList<>();
        MemorySegment variable = LibC.variable("environ").reinterpret(ValueLayout.ADDRESS.byteSize());
        MemorySegment own = variable.get(ValueLayout.ADDRESS, 0).reinterpret(Long.MAX_VALUE);
        for (long i = 0; own.getAtIndex(ValueLayout.ADDRESS, i).address() != 0; i++) {
            MemorySegment each = own.getAtIndex(ValueLayout.ADDRESS, i);
            // One byte is one character, so that any bytes will do.
            String text = each.reinterpret(Long.MAX_VALUE).getString(0, StandardCharsets.ISO_8859_1);
            int equals = text.indexOf('=');
            if (equals < 0 || !replaced.contains(text.substring(0, equals))) {
                pointers.add(each);
            }
        }
        child.set()
                .forEach((name, value) ->
                        pointers.add(text((name + "=" + value).getBytes(StandardCharsets.UTF_8), arena)));
        return pointers(pointers, arena);
    }

    static MemorySegment text(byte[] content, Arena arena) {
        MemorySegment segment = arena.allocate(content.length + 1L);
        MemorySegment.copy(content, 0, segment, ValueLayout.JAVA_BYTE, 0, content.length);
        return segment;
    }

    private static MemorySegment pointers(List<MemorySegment> pointers, Arena arena) {
        MemorySegment array = arena.allocate(ValueLayout.ADDRESS, pointers.size() + 1L);
        for (int i = 0; i < pointers.size(); i++) {
            array.setAtIndex(ValueLayout.ADDRESS, i, pointers.get(i));
        }
        return array;
    }
}
