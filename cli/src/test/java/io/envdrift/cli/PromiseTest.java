package io.envdrift.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import io.envdrift.dotenv.EnvDocument;
import io.envdrift.dotenvx.EnvFileCipher;
import io.envdrift.envsync.EnvSync;
import io.envdrift.envsync.EnvSyncBuilder;
import io.envdrift.envsync.Pulled;
import io.envdrift.levels.Levels;
import io.envdrift.levels.LevelsBuilder;
import io.envdrift.levels.LevelsWatch;
import io.envdrift.levels.PulledLevels;
import io.envdrift.vaultenv.VaultEnv;
import io.envdrift.vaultenv.VaultEnvLoader;
import io.envdrift.vaultenv.VaultWatch;
import java.io.IOException;
import java.lang.reflect.Executable;
import java.lang.reflect.Field;
import java.lang.reflect.Modifier;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/**
 * The types that the README promises keep their signatures: what is recorded in {@code promise.txt} is still there. There is no released
 * jar to compare with yet, so the record is text.
 */
class PromiseTest {
    private static final Path RECORD = Path.of("src/test/resources/promise.txt");
    private static final String ABSTRACT = "public abstract ";
    private static final List<Class<?>> TYPES = List.of(
            EnvDocument.class,
            EnvFileCipher.class,
            VaultEnv.class,
            VaultEnvLoader.class,
            VaultWatch.class,
            Levels.class,
            LevelsBuilder.class,
            LevelsWatch.class,
            PulledLevels.class,
            EnvSync.class,
            EnvSyncBuilder.class,
            Pulled.class);

    @Test
    void whatWasPromisedIsStillThere() throws IOException {
        TreeSet<String> now = new TreeSet<>();
        promised().forEach(type -> now.addAll(signatures(type)));
        // What came since is promised once it is released: then `now` is written there.
        assertThat(now).containsAll(Files.readAllLines(RECORD));
    }

    /** Who implements a type of the SPI has none of the methods that came since: these need a default. */
    @Test
    void whoImplementsATypeNeedsNoNewMethod() throws IOException {
        List<String> record = Files.readAllLines(RECORD);
        for (Class<?> type : promised().toList()) {
            List<String> required = signatures(type).stream()
                    .filter(each -> each.startsWith(ABSTRACT))
                    .toList();
            boolean known = required.stream().anyMatch(record::contains);
            assertThat(known ? required : List.of()).as(type.getName()).allMatch(record::contains);
        }
    }

    /** Returns the types that the README names. */
    static Stream<Class<?>> promised() {
        return Stream.concat(TYPES.stream(), packages());
    }

    /** Façade and provider SPI are promised as packages. */
    private static Stream<Class<?>> packages() {
        return new ClassFileImporter()
                        .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
                        .importPackages("io.envdrift.api", "io.envdrift.vault")
                        .stream()
                        .filter(type -> type.getModifiers().contains(JavaModifier.PUBLIC))
                        .map(JavaClass::reflect);
    }

    private static List<String> signatures(Class<?> type) {
        Stream<Executable> members =
                Stream.concat(Arrays.stream(type.getDeclaredMethods()), Arrays.stream(type.getDeclaredConstructors()));
        Stream<String> fields = Arrays.stream(type.getDeclaredFields())
                .filter(each -> Modifier.isPublic(each.getModifiers()) && !each.isSynthetic())
                .map(Field::toGenericString);
        return Stream.concat(
                        fields,
                        members.filter(each -> Modifier.isPublic(each.getModifiers()) && !each.isSynthetic())
                                .map(Executable::toGenericString))
                .toList();
    }
}
