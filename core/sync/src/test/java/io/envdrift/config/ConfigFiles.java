package io.envdrift.config;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;

/** Writes and loads configuration files for tests. */
record ConfigFiles(Path directory) {

    Path write(String name, String text) throws IOException {
        Path file = directory.resolve(name);
        Files.createDirectories(file.getParent());
        return Files.write(file, text.getBytes(StandardCharsets.UTF_8));
    }

    EnvdriftConfig load(String name, String text) throws IOException {
        return loader().load(write(name, text));
    }

    /** Loads an {@code envdrift.toml} with this text. */
    EnvdriftConfig toml(String text) throws IOException {
        return load(ConfigLoader.ENVDRIFT_TOML, text);
    }

    /** Loads an {@code envdrift.toml} whose folders the user lets lie outside. */
    EnvdriftConfig tomlOfTheUser(String text) throws IOException {
        return new ConfigLoader(Providers.ALL, Optional.empty(), (file, content) -> true, Duration.ofSeconds(60))
                .load(write(ConfigLoader.ENVDRIFT_TOML, text));
    }

    /** Loads an {@code envdrift.toml} with one mapping that holds these lines, too. */
    Mapping mapping(String lines) throws IOException {
        return toml("[[vault.sync.mappings]]\nsecret_name = \"s\"\nfolder_path = \"f\"\n" + lines)
                .sync()
                .mappings()
                .getFirst();
    }

    EnvdriftConfig pairs(Optional<String> provider, String text) throws IOException {
        return new ConfigLoader(Providers.ALL, provider).load(write("pair.txt", text));
    }

    static ConfigLoader loader() {
        return new ConfigLoader(Providers.ALL, Optional.empty());
    }
}
