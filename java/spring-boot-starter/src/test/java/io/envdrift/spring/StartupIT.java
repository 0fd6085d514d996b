package io.envdrift.spring;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.io.TempDir;

/**
 * An application with 100 encrypted values starts within 1.1 times what the same one takes with plain properties, and one decryption pass
 * measured in process. All three alternate in one run, each time in a JVM of its own.
 */
@EnabledIfSystemProperty(named = "envdrift.soak", matches = "true", disabledReason = "takes a minute: with -Psoak")
class StartupIT {
    private static final int VALUES = 100;
    private static final int RUNS = Integer.getInteger("envdrift.startup.runs", 21);

    @TempDir
    private Path root;

    @Test
    void encryptedValuesCostTheirDecryptionOnly() throws Exception {
        Scene scene = new Scene(root)
                .write("app.properties", lines("app.value.%d=the value number %d of this application"))
                .encrypted(".env.production", lines("APP_VALUE_%d=\"the value number %d of this application\""))
                .keysFile("DOTENV_PRIVATE_KEY_PRODUCTION", Scene.KEY);
        List<Long> plain = new ArrayList<>();
        List<Long> encrypted = new ArrayList<>();
        List<Long> decryption = new ArrayList<>();
        // The first round fills the file system's caches.
        for (int run = -1; run < RUNS; run++) {
            long one = start("file:" + root.resolve("app.properties"));
            long other = start("envdrift:" + root.resolve(".env.production"));
            long pass = Long.parseLong(lastWord(run("decrypt", root.toString())));
            if (run >= 0) {
                plain.add(one);
                encrypted.add(other);
                decryption.add(pass);
            }
        }
        double limit = 1.1 * median(plain) + median(decryption);
        System.out.printf(
                Locale.ROOT,
                "start of an application, medians of %d: plain %.0f ms, encrypted %.0f ms, decryption pass %.0f ms,"
                        + " limit %.0f ms%n",
                RUNS,
                median(plain),
                median(encrypted),
                median(decryption),
                limit);
        assertThat(median(encrypted)).isLessThanOrEqualTo(limit);
        assertThat(scene).isNotNull();
    }

    private static String lines(String pattern) {
        return IntStream.range(0, VALUES)
                .mapToObj(number -> String.format(Locale.ROOT, pattern, number, number))
                .collect(Collectors.joining("\n", "", "\n"));
    }

    /** Returns the nanoseconds from the start of a process to the word that its application has started. */
    private static long start(String location) throws Exception {
        long start = System.nanoTime();
        String said = run(location);
        long end = System.nanoTime();
        assertThat(said).isEqualTo("started the value number 99 of this application");
        return end - start;
    }

    private static String run(String... arguments) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-cp",
                System.getProperty("java.class.path"),
                StartupProgram.class.getName()));
        command.addAll(List.of(arguments));
        Process process = new ProcessBuilder(command)
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        try (BufferedReader output = process.inputReader()) {
            String last = "";
            for (String line = output.readLine(); line != null; line = output.readLine()) {
                last = line;
            }
            assertThat(process.waitFor()).isZero();
            return last;
        }
    }

    private static String lastWord(String line) {
        return line.substring(line.lastIndexOf(' ') + 1);
    }

    /** Returns milliseconds. */
    private static double median(List<Long> nanos) {
        List<Long> sorted = new ArrayList<>(nanos);
        Collections.sort(sorted);
        return sorted.get(sorted.size() / 2) / 1e6;
    }
}
