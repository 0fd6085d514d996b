package io.envdrift.cli;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaCodeUnit;
import com.tngtech.archunit.core.domain.JavaField;
import com.tngtech.archunit.core.domain.JavaMember;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.domain.JavaType;
import io.envdrift.base.Internal;
import java.util.Set;
import java.util.stream.Stream;

/** What callers of a class must know of other classes of ours. */
final class Signatures {
    private Signatures() {}

    /**
     * Returns the types that the class extends, and those that its public and protected members name, also in type arguments; without
     * the members that are marked as internal.
     */
    static Stream<JavaClass> of(JavaClass type) {
        Stream<JavaType> parents = Stream.concat(type.getSuperclass().stream(), type.getInterfaces().stream());
        Stream<JavaType> members =
                type.getMembers().stream().filter(Signatures::isSeen).flatMap(Signatures::named);
        return Stream.concat(parents, members)
                .flatMap(each -> each.getAllInvolvedRawTypes().stream())
                .map(JavaClass::getBaseComponentType)
                .filter(each -> each.getPackageName().startsWith("io.envdrift"));
    }

    private static boolean isSeen(JavaMember member) {
        Set<JavaModifier> modifiers = member.getModifiers();
        boolean protectedForHeirs = modifiers.contains(JavaModifier.PROTECTED)
                && !member.getOwner().getModifiers().contains(JavaModifier.FINAL);
        return !member.isAnnotatedWith(Internal.class)
                && !modifiers.contains(JavaModifier.SYNTHETIC)
                && (modifiers.contains(JavaModifier.PUBLIC) || protectedForHeirs);
    }

    private static Stream<JavaType> named(JavaMember member) {
        if (member instanceof JavaField field) {
            return Stream.of(field.getType());
        }
        if (!(member instanceof JavaCodeUnit code)) {
            return Stream.empty();
        }
        return Stream.of(
                        Stream.of(code.getReturnType()),
                        code.getParameterTypes().stream(),
                        code.getExceptionTypes().stream())
                .flatMap(each -> each);
    }
}
