package io.envdrift.cli;

import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaCall;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.library.dependencies.SlicesRuleDefinition;
import io.envdrift.base.Internal;
import io.envdrift.server.command.ServerMain;
import java.io.File;
import java.io.FileOutputStream;
import java.io.FileWriter;
import java.io.RandomAccessFile;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.jspecify.annotations.NullMarked;
import org.junit.jupiter.api.Test;

/** The arrows of the house, and the things that only one class may do. */
class ArchitectureTest {
    private static final JavaClasses CLASSES = new ClassFileImporter()
            .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
            // What only tests use may fail and halt on purpose.
            .withImportOption(location -> !location.contains("/testkit/") && !location.contains("/testserver/"))
            .importPackages("io.envdrift");

    private static final Set<String> PROMISED = Set.of(
            "io.envdrift.api",
            "io.envdrift.base",
            "io.envdrift.config",
            "io.envdrift.dotenv",
            "io.envdrift.dotenvx",
            "io.envdrift.envsync",
            "io.envdrift.envsync.protocol",
            "io.envdrift.files",
            "io.envdrift.http",
            "io.envdrift.junit",
            "io.envdrift.levels",
            "io.envdrift.levels.merge",
            "io.envdrift.levels.protocol",
            "io.envdrift.maven",
            "io.envdrift.microprofile",
            "io.envdrift.provider.example",
            "io.envdrift.sources",
            "io.envdrift.spring",
            "io.envdrift.sync",
            "io.envdrift.vault",
            "io.envdrift.vaultenv",
            "io.envdrift.workflow.examine",
            "io.envdrift.workflow.files",
            "io.envdrift.workflow.keys",
            "io.envdrift.workflow.push",
            "io.envdrift.workflow.rotate");

    /** Methods of {@link Files} that change the file system. */
    private static final Set<String> WRITING =
            Set.of(("write writeString newOutputStream newBufferedWriter newByteChannel copy move delete"
                + " deleteIfExists createFile createTempFile createTempDirectory createDirectory createDirectories"
                + " createLink createSymbolicLink setPosixFilePermissions setAttribute")
                    .split(" "));

    @Test
    void theClassesAreSeen() {
        assertThat(CLASSES.size()).isGreaterThan(100);
    }

    /** What is neither is a package that somebody forgot: a type of it would become a promise by accident. */
    @Test
    void everyPackageIsPromisedOrMarkedAsInternal() {
        Set<String> unmarked = new TreeSet<>();
        CLASSES.forEach(type -> {
            if (!type.getPackage().isAnnotatedWith(Internal.class)) {
                unmarked.add(type.getPackageName());
            }
        });
        unmarked.removeIf(name -> name.startsWith("io.envdrift.bench") || name.equals("io.envdrift.distribution"));
        assertThat(unmarked)
                .as("packages of the types that README promises, and of what their signatures name")
                .isSubsetOf(PROMISED);
    }

    /** Signatures lead from one promised type to the next; none leads to a type that may change without notice. */
    @Test
    void noPromisedTypeShowsAnInternalOne() {
        Set<String> leaks = new TreeSet<>();
        Set<JavaClass> seen = new HashSet<>();
        Deque<JavaClass> next = new ArrayDeque<>();
        PromiseTest.promised().map(CLASSES::get).forEach(next::add);
        while (!next.isEmpty()) {
            JavaClass type = next.remove();
            if (seen.add(type)) {
                Signatures.of(type).forEach(shown -> {
                    if (shown.getPackage().isAnnotatedWith(Internal.class)) {
                        leaks.add(type.getName() + " shows " + shown.getName());
                    } else {
                        next.add(shown);
                    }
                });
            }
        }
        assertThat(leaks).isEmpty();
    }

    @Test
    void noPackagesStandInACircle() {
        SlicesRuleDefinition.slices()
                .matching("io.envdrift.(**)")
                .should()
                .beFreeOfCycles()
                .check(CLASSES);
    }

    @Test
    void baseKnowsNothingOfOurs() {
        onlyDependsOn(new String[] {"io.envdrift.base..", "io.envdrift.files..", "io.envdrift.crypto.."});
    }

    @Test
    void httpAndJsonKnowOnlyBase() {
        onlyDependsOn(
                new String[] {"io.envdrift.http..", "io.envdrift.json.."},
                "io.envdrift.base..",
                "io.envdrift.files..",
                "io.envdrift.crypto..");
    }

    @Test
    void dotenvKnowsOnlyBase() {
        onlyDependsOn(new String[] {"io.envdrift.dotenv.."}, "io.envdrift.base..");
        onlyDependsOn(
                new String[] {"io.envdrift.dotenvx.."},
                "io.envdrift.dotenv..",
                "io.envdrift.base..",
                "io.envdrift.crypto..");
    }

    @Test
    void theProviderSpiKnowsOnlyTheGround() {
        onlyDependsOn(
                new String[] {"io.envdrift.vault.."},
                "io.envdrift.base..",
                "io.envdrift.files..",
                "io.envdrift.http..");
    }

    @Test
    void syncKnowsNoProviderAndNoCommand() {
        onlyDependsOn(
                new String[] {
                    "io.envdrift.trust..",
                    "io.envdrift.pool..",
                    "io.envdrift.config..",
                    "io.envdrift.sync..",
                    "io.envdrift.workflow..",
                    "io.envdrift.git..",
                    "io.envdrift.process.."
                },
                "io.envdrift.vault..",
                "io.envdrift.base..",
                "io.envdrift.files..",
                "io.envdrift.crypto..",
                "io.envdrift.http..",
                "io.envdrift.json..",
                "io.envdrift.crypto..",
                "io.envdrift.dotenv..",
                "io.envdrift.dotenvx..");
    }

    @Test
    void providersKnowTheSpiAndNotEachOther() {
        onlyDependsOn(
                new String[] {"io.envdrift.provider.."},
                "io.envdrift.vault..",
                "io.envdrift.vaultenv..",
                "io.envdrift.envsync..",
                "io.envdrift.levels..",
                "io.envdrift.base..",
                "io.envdrift.files..",
                "io.envdrift.http..",
                "io.envdrift.json..",
                "io.envdrift.crypto..");
        SlicesRuleDefinition.slices()
                .matching("io.envdrift.provider.(*)..")
                .should()
                .notDependOnEachOther()
                .check(CLASSES);
    }

    @Test
    void theBlobStoresClientKnowsNoVaultAndNoCommand() {
        onlyDependsOn(
                new String[] {"io.envdrift.vaultenv.."},
                "io.envdrift.base..",
                "io.envdrift.files..",
                "io.envdrift.http..",
                "io.envdrift.json..",
                "io.envdrift.crypto..",
                "io.envdrift.dotenv..");
        onlyDependsOn(
                new String[] {"io.envdrift.vaultenv.protocol.."},
                "io.envdrift.base..",
                "io.envdrift.json..",
                "io.envdrift.crypto..");
    }

    @Test
    void envSyncsClientKnowsNoVaultNoCommandAndNoOtherClient() {
        onlyDependsOn(
                new String[] {"io.envdrift.envsync.."},
                "io.envdrift.base..",
                "io.envdrift.files..",
                "io.envdrift.http..",
                "io.envdrift.json..",
                "io.envdrift.crypto..",
                "io.envdrift.dotenv..");
        onlyDependsOn(
                new String[] {"io.envdrift.envsync.protocol.."},
                "io.envdrift.base..",
                "io.envdrift.json..",
                "io.envdrift.crypto..");
    }

    @Test
    void theClientOfLevelsKnowsNoVaultNoCommandAndNoOtherClient() {
        onlyDependsOn(
                new String[] {"io.envdrift.levels.."},
                "io.envdrift.base..",
                "io.envdrift.files..",
                "io.envdrift.http..",
                "io.envdrift.json..",
                "io.envdrift.crypto..",
                "io.envdrift.dotenv..");
        onlyDependsOn(
                new String[] {"io.envdrift.levels.protocol.."},
                "io.envdrift.base..",
                "io.envdrift.json..",
                "io.envdrift.crypto..");
        onlyDependsOn(
                new String[] {"io.envdrift.levels.merge.."},
                "io.envdrift.levels.protocol..",
                "io.envdrift.base..",
                "io.envdrift.json..",
                "io.envdrift.dotenv..");
    }

    @Test
    void theServerSharesOnlyProtocolsAndTheMergeOfLevelsWithItsClients() {
        onlyDependsOn(
                new String[] {"io.envdrift.server.."},
                "io.envdrift.*.protocol..",
                "io.envdrift.levels.merge..",
                "io.envdrift.base..",
                "io.envdrift.files..",
                "io.envdrift.crypto..",
                "io.envdrift.http..",
                "io.envdrift.json..");
    }

    @Test
    void theServersPipelineKnowsNoApiAndNoProtocol() {
        noClasses()
                .that()
                .resideInAnyPackage(
                        "io.envdrift.server.pipeline..",
                        "io.envdrift.server.http..",
                        "io.envdrift.server.store..",
                        "io.envdrift.server.seal..",
                        "io.envdrift.server.operate..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("io.envdrift.server.api..", "io.envdrift.server.ui..", "io.envdrift.*.protocol..")
                .check(CLASSES);
    }

    /** What the browser runs asks the APIs by HTTP; the classes that hand it out know neither APIs nor the database. */
    @Test
    void thePageIsFilesAndKnowsNoApiAndNoDatabase() {
        onlyDependsOn(
                new String[] {"io.envdrift.server.ui.."},
                "io.envdrift.server.pipeline..",
                "io.envdrift.base..",
                "io.envdrift.crypto..");
    }

    @Test
    void noApiOfTheServerKnowsAnother() {
        SlicesRuleDefinition.slices()
                .matching("io.envdrift.server.api.(*)..")
                .should()
                .notDependOnEachOther()
                .check(CLASSES);
    }

    @Test
    void theServersStoreKnowsNothingAboveItAndNoPackageReachesBack() {
        onlyDependsOn(new String[] {"io.envdrift.server.store.."}, "io.envdrift.base..", "io.envdrift.files..");
        onlyDependsOn(
                new String[] {"io.envdrift.server.seal.."},
                "io.envdrift.server.store..",
                "io.envdrift.base..",
                "io.envdrift.files..",
                "io.envdrift.json..",
                "io.envdrift.crypto..");
        SlicesRuleDefinition.slices()
                .matching("io.envdrift.server.(*)..")
                .should()
                .beFreeOfCycles()
                .check(CLASSES);
    }

    @Test
    void thePlannerAndTheWorkflowsDoNotReachBack() {
        noClasses()
                .that()
                .resideInAnyPackage("io.envdrift.trust..", "io.envdrift.pool..", "io.envdrift.config..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("io.envdrift.sync..", "io.envdrift.workflow..")
                .check(CLASSES);
        noClasses()
                .that()
                .resideInAPackage("io.envdrift.sync..")
                .should()
                .dependOnClassesThat()
                .resideInAPackage("io.envdrift.workflow..")
                .check(CLASSES);
    }

    @Test
    void onlyOnePackageWritesFiles() {
        noClasses()
                .that()
                .resideOutsideOfPackage("io.envdrift.files..")
                .should()
                .callMethodWhere(DescribedPredicate.describe(
                        "a method of java.nio.file.Files that writes",
                        (JavaCall<?> call) ->
                                call.getTargetOwner().isEquivalentTo(Files.class) && WRITING.contains(call.getName())))
                .orShould()
                .dependOnClassesThat()
                .areAssignableTo(FileWriter.class)
                .orShould()
                .dependOnClassesThat()
                .areAssignableTo(RandomAccessFile.class)
                .because("AtomicFile is the one writer of files")
                .check(CLASSES);
        noClasses()
                .that()
                .resideOutsideOfPackage("io.envdrift.files..")
                .should()
                .callMethod(FileChannel.class, "open", Path.class, OpenOption[].class)
                .orShould()
                .callConstructor(FileOutputStream.class, String.class)
                .orShould()
                .callConstructor(FileOutputStream.class, String.class, boolean.class)
                .orShould()
                .callConstructor(FileOutputStream.class, File.class)
                .orShould()
                .callConstructor(FileOutputStream.class, File.class, boolean.class)
                .because("AtomicFile is the one writer of files")
                .check(CLASSES);
    }

    @Test
    void oneClassMakesDigests() {
        noClasses()
                .that()
                .resideOutsideOfPackage("io.envdrift.crypto..")
                .should()
                .callMethod(MessageDigest.class, "getInstance", String.class)
                .because("Sha256 makes digests")
                .check(CLASSES);
    }

    @Test
    void onlyMainEndsTheProcess() {
        noClasses()
                .that()
                .areNotAssignableTo(Main.class)
                .and()
                .areNotAssignableTo(ServerMain.class)
                .should()
                .callMethod(System.class, "exit", int.class)
                .orShould()
                .callMethod(Runtime.class, "halt", int.class)
                .orShould()
                .callMethod(Runtime.class, "exec", String.class)
                .check(CLASSES);
    }

    /** W21 of the levels: no log-in waits for a browser to come back, so no client ever listens, on whatever address. */
    @Test
    void w21OnlyTheServerListens() {
        noClasses()
                .that()
                .resideOutsideOfPackages("io.envdrift.server..", "io.envdrift.bench..")
                .should()
                .dependOnClassesThat()
                .haveFullyQualifiedName("java.net.ServerSocket")
                .orShould()
                .dependOnClassesThat()
                .haveFullyQualifiedName("java.nio.channels.ServerSocketChannel")
                .orShould()
                .dependOnClassesThat()
                .resideInAnyPackage("com.sun.net.httpserver..", "org.eclipse.jetty.server..")
                .check(CLASSES);
    }

    @Test
    void theCommandLineIsDeclaredWithoutAnnotations() {
        noClasses()
                .that()
                .resideInAPackage("io.envdrift.cli..")
                .should()
                .dependOnClassesThat(resideInAPackage("picocli..")
                        .and(DescribedPredicate.describe("are annotations", JavaClass::isAnnotation)))
                .because("no AOT cache holds what reads them: see CommandOptions")
                .check(CLASSES);
    }

    /** A map of several pairs by {@code Map.of} has another order in each process, and so would the JSON that is made of it. */
    @Test
    void noOutputIsMadeOfAMapWithoutAnOrder() {
        noClasses()
                .that()
                .resideInAnyPackage("io.envdrift.cli..", "io.envdrift.server.api..")
                .should()
                .callMethodWhere(DescribedPredicate.describe(
                        "Map.of or Map.copyOf outside of a constant",
                        (JavaCall<?> call) -> call.getTargetOwner().isEquivalentTo(Map.class)
                                && (call.getName().equals("copyOf")
                                        || call.getName().equals("ofEntries")
                                        || call.getName().equals("of")
                                                && call.getTarget()
                                                                .getRawParameterTypes()
                                                                .size()
                                                        > 2)
                                && !call.getOrigin().getName().equals("<clinit>")))
                .because("Fields keeps the order of what is written")
                .check(CLASSES);
    }

    @Test
    void noNameIsAHelper() {
        noClasses()
                .should()
                .haveSimpleNameEndingWith("Util")
                .orShould()
                .haveSimpleNameEndingWith("Utils")
                .orShould()
                .haveSimpleNameEndingWith("Helper")
                .orShould()
                .haveSimpleNameEndingWith("Manager")
                .check(CLASSES);
    }

    @Test
    void everyPackageIsNullMarked() {
        classes()
                .that()
                .haveSimpleName("package-info")
                .should()
                .beAnnotatedWith(NullMarked.class)
                .check(CLASSES);
    }

    private static void onlyDependsOn(String[] packages, String... allowed) {
        String[] all =
                Stream.concat(Arrays.stream(packages), Arrays.stream(allowed)).toArray(String[]::new);
        noClasses()
                .that()
                .resideInAnyPackage(packages)
                .should()
                .dependOnClassesThat(
                        resideInAPackage("io.envdrift..").and(DescribedPredicate.not(resideInAnyPackage(all))))
                .allowEmptyShould(true)
                .check(CLASSES);
    }
}
