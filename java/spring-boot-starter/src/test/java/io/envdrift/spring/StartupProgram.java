package io.envdrift.spring;

import io.envdrift.dotenv.EnvDocument;
import io.envdrift.dotenvx.EnvFileCipher;
import io.envdrift.dotenvx.KeysFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import org.springframework.boot.Banner;
import org.springframework.boot.SpringBootConfiguration;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;

/** What {@link StartupIT} measures, each time in a JVM of its own: an application that imports its properties, or only the decryption. */
final class StartupProgram {
    private StartupProgram() {}

    /** @param arguments what to import, or {@code decrypt} and a directory */
    public static void main(String[] arguments) throws Exception {
        if (arguments[0].equals("decrypt")) {
            System.out.println("passed " + decryption(Path.of(arguments[1])));
            return;
        }
        try (ConfigurableApplicationContext context = new SpringApplicationBuilder(Application.class)
                .web(WebApplicationType.NONE)
                .bannerMode(Banner.Mode.OFF)
                .logStartupInfo(false)
                .run("--spring.config.import=" + arguments[0])) {
            System.out.println("started " + context.getEnvironment().getProperty("app.value.99"));
        }
    }

    /** Returns how long the first reading of all values takes in this JVM, in nanoseconds. */
    private static long decryption(Path directory) throws Exception {
        String file = Files.readString(directory.resolve(".env.production"));
        String keys = Files.readString(directory.resolve(".env.keys"));
        long start = System.nanoTime();
        int read = new EnvFileCipher(new SecureRandom())
                .read(
                        EnvDocument.parse(file),
                        KeysFile.of(EnvDocument.parse(keys)).ring())
                .orThrow()
                .size();
        long end = System.nanoTime();
        if (read < 100) {
            throw new IllegalStateException("read " + read);
        }
        return end - start;
    }

    @SpringBootConfiguration
    @EnableAutoConfiguration
    static class Application {}
}
