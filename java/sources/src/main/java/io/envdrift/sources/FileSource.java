package io.envdrift.sources;

import io.envdrift.api.EnvValues;
import io.envdrift.api.Envdrift;
import io.envdrift.base.EnvdriftException;
import io.envdrift.base.ErrorCode;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.Collectors;

/** An env file; its mapping is that of the configuration in or above a directory. */
final class FileSource extends Source {
    private final Path file;

    FileSource(Path directory, Path file, SourceContext context) {
        super(file.normalize().toString(), directory, context);
        this.file = file.normalize();
    }

    /** The files of the environments that are named as the profiles, those that are there. */
    static List<Source> ofProfiles(Path directory, List<String> profiles, SourceContext context) {
        List<String> environments = profiles.isEmpty() ? List.of("") : profiles;
        try (Envdrift envdrift = open(directory, context)) {
            List<Path> files = environments.stream()
                    .flatMap(environment -> envdrift.files(environment).stream())
                    .toList();
            List<Source> found = files.stream()
                    .filter(Files::exists)
                    .<Source>map(file -> new FileSource(directory, file, context))
                    .toList();
            if (found.isEmpty()) {
                throw new EnvdriftException(
                        ErrorCode.FILE_NOT_FOUND,
                        "No env file for the active profiles: looked for "
                                + files.stream().map(Path::toString).collect(Collectors.joining(", ")),
                        "add one, or activate a profile that has one");
            }
            return found;
        }
    }

    static Envdrift open(Path directory, SourceContext context) {
        return Envdrift.in(directory, context.environment(), context.home(), context.timeout());
    }

    static SourceValues valuesOf(Envdrift envdrift, EnvValues read, SourceContext context) {
        envdrift.config().warnings().forEach(context.warnings());
        read.warnings().forEach(context.warnings());
        Map<String, SourceValues.Value> values = new LinkedHashMap<>();
        for (String name : read.names()) {
            String place = read.file() + ":" + read.line(name).orElse(1);
            values.put(name, new SourceValues.Value(read.get(name).orElseThrow(), read.line(name), place));
        }
        return new SourceValues(read.file().toString(), Optional.of(read.file()), values);
    }

    @Override
    public SourceValues read() {
        try (Envdrift envdrift = open(directory, context)) {
            return valuesOf(envdrift, envdrift.values(file), context);
        }
    }

    /** A name that no env file can have is a mistake, with {@code optional:} too. */
    @Override
    public boolean isAbsence(EnvdriftException failure) {
        return failure.code() == ErrorCode.FILE_NOT_FOUND && !Files.exists(file);
    }

    @Override
    public SourceWatch watch(
            SourceValues current,
            Duration interval,
            Consumer<SourceValues> onChange,
            Consumer<EnvdriftException> onError) {
        return PollingWatch.start(new ChangedFile(file, this::read), current, interval, onChange, onError);
    }
}
