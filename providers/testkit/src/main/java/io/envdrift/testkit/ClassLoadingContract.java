package io.envdrift.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import io.envdrift.vault.VaultProvider;
import java.io.File;
import java.net.MalformedURLException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Test;

/** A user of another vault must not load this one's SDK. */
public abstract class ClassLoadingContract {
    /** Returns the provider. */
    protected abstract VaultProvider provider();

    @Test
    void theProviderIsFoundAndDescribedWithoutAnyClassOfTheSdk() throws Exception {
        try (RecordingLoader loader = new RecordingLoader()) {
            Class<?> providers = loader.loadClass("io.envdrift.pool.VaultProviders");
            Object found = providers.getMethod("onClassPath").invoke(null);
            Object keys = providers.getMethod("settingKeys").invoke(found);

            assertThat(keys.toString())
                    .contains(
                            provider().name() + "=[",
                            provider().settingKeys().getFirst().name());
            assertThat(loader.loaded).contains(provider().getClass().getName());
            assertThat(loader.loaded).allMatch(name -> name.startsWith("io.envdrift."));
        }
    }

    /** Loads everything but the platform afresh, and keeps the names. */
    private static final class RecordingLoader extends URLClassLoader {
        private final List<String> loaded = new CopyOnWriteArrayList<>();

        RecordingLoader() {
            super(
                    Arrays.stream(System.getProperty("java.class.path").split(File.pathSeparator))
                            .map(RecordingLoader::url)
                            .toArray(URL[]::new),
                    ClassLoader.getPlatformClassLoader());
        }

        @Override
        protected Class<?> findClass(String name) throws ClassNotFoundException {
            Class<?> found = super.findClass(name);
            loaded.add(name);
            return found;
        }

        private static URL url(String entry) {
            try {
                return Path.of(entry).toUri().toURL();
            } catch (MalformedURLException e) {
                throw new IllegalStateException(e);
            }
        }
    }
}
