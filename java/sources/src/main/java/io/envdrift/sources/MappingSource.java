package io.envdrift.sources;

import io.envdrift.api.Envdrift;
import io.envdrift.base.EnvdriftException;
import io.envdrift.base.ErrorCode;
import io.envdrift.config.Mapping;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.Collectors;

/** The env file of a mapping, found by the name of its secret in the configuration in or above a directory. */
final class MappingSource extends Source {
    private final String secret;

    MappingSource(Path directory, String secret, SourceContext context) {
        super("mapping:" + secret, directory, context);
        this.secret = secret;
    }

    @Override
    public SourceValues read() {
        try (Envdrift envdrift = FileSource.open(directory, context)) {
            return FileSource.valuesOf(envdrift, envdrift.values(mapping(envdrift)), context);
        }
    }

    private Mapping mapping(Envdrift envdrift) {
        List<Mapping> all = envdrift.config().sync().mappings();
        List<Mapping> named =
                all.stream().filter(each -> each.secretName().equals(secret)).toList();
        if (named.size() == 1) {
            return named.getFirst();
        }
        String known = all.stream().map(Mapping::secretName).distinct().collect(Collectors.joining(", "));
        throw new EnvdriftException(
                ErrorCode.NOTHING_SELECTED,
                (named.isEmpty() ? "No mapping has" : named.size() + " mappings have") + " the secret '" + secret + "'",
                named.isEmpty() && !known.isEmpty() ? "there is " + known : "name the env file itself");
    }

    @Override
    public boolean isAbsence(EnvdriftException failure) {
        return failure.code() == ErrorCode.FILE_NOT_FOUND;
    }

    @Override
    public SourceWatch watch(
            SourceValues current,
            Duration interval,
            Consumer<SourceValues> onChange,
            Consumer<EnvdriftException> onError) {
        ChangedFile reading = new ChangedFile(current.file().orElseThrow(), this::read);
        return PollingWatch.start(reading, current, interval, onChange, onError);
    }
}
