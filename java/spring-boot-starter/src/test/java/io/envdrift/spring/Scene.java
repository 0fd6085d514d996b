package io.envdrift.spring;

import io.envdrift.base.Secret;
import io.envdrift.dotenv.EnvDocument;
import io.envdrift.dotenvx.Encryption;
import io.envdrift.dotenvx.EnvFileCipher;
import io.envdrift.dotenvx.PrivateKey;
import io.envdrift.files.AtomicFile;
import io.envdrift.files.FileOperations;
import io.envdrift.provider.local.LocalKey;
import io.envdrift.provider.local.LocalVault;
import io.envdrift.vault.WriteCondition;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.List;
import org.springframework.boot.Banner;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.ImportAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;

/** A directory with env files, and a small application that imports them. */
final class Scene {
    static final PrivateKey KEY = PrivateKey.parse("1".repeat(64));
    static final PrivateKey OTHER = PrivateKey.parse("2".repeat(64));

    private final Path root;

    Scene(Path root) {
        this.root = root;
    }

    Scene write(String name, String text) {
        try {
            Path file = root.resolve(name);
            Files.createDirectories(file.getParent());
            Files.writeString(file, text);
            return this;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    Scene encrypted(String name, String plaintext) {
        EnvDocument sealed = new EnvFileCipher(new SecureRandom())
                .encrypt(
                        EnvDocument.parse(plaintext),
                        Encryption.of(
                                KEY.publicKey(), Path.of(name).getFileName().toString()))
                .document();
        return write(name, sealed.text());
    }

    Scene keysFile(String name, PrivateKey key) {
        return write(".env.keys", name + "=" + key.secret().reveal() + "\n");
    }

    /** Puts the key into a local vault, and maps the directory's production file to it. */
    Scene vault() {
        AtomicFile files = new AtomicFile(FileOperations.system());
        LocalVault.create(root.resolve("team.vault"), LocalKey.createFile(root.resolve("team.key"), files), files)
                .put("app-key", Secret.of(KEY.secret().reveal()), WriteCondition.always());
        return write("envdrift.toml", """
            [vault]
            provider = "local"
            [vault.local]
            path = "team.vault"
            key_file = "team.key"
            [[vault.sync.mappings]]
            secret_name = "app-key"
            folder_path = "."
            """);
    }

    /** Starts an application that imports a location of this directory. */
    ConfigurableApplicationContext start(String location, String... arguments) {
        return start(Application.class, location, arguments);
    }

    ConfigurableApplicationContext start(Class<?> application, String location, String... arguments) {
        List<String> all = new ArrayList<>(List.of(arguments));
        // Nobody is called but this machine, where nothing listens.
        for (String address : List.of("VAULT_URL", "DOTENV_API_URL", "ENVSYNC_API")) {
            all.add("--envdrift.variables." + address + "=http://127.0.0.1:1");
        }
        all.add("--spring.config.import=" + inRoot(location));
        return new SpringApplicationBuilder(application)
                .web(WebApplicationType.NONE)
                .bannerMode(Banner.Mode.OFF)
                .logStartupInfo(false)
                .registerShutdownHook(false)
                .run(all.toArray(String[]::new));
    }

    private String inRoot(String location) {
        if (location.contains("levels:") || location.contains("envsync:")) {
            return location;
        }
        String kind = location.contains("vault-env:") ? "envdrift:vault-env:" : "envdrift:";
        return location.contains("mapping:") ? location : location.replace(kind, kind + root + "/");
    }

    @ImportAutoConfiguration(EnvdriftAutoConfiguration.class)
    static class Application {}
}
