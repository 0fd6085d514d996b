package io.envdrift.sources;

import io.envdrift.base.EnvdriftException;
import io.envdrift.base.ErrorCode;
import io.envdrift.base.Secret;
import io.envdrift.envsync.EnvSync;
import io.envdrift.envsync.EnvSyncBuilder;
import io.envdrift.envsync.EnvSyncHome;
import io.envdrift.envsync.Passphrases;
import io.envdrift.envsync.protocol.PassphraseKeys;
import io.envdrift.envsync.protocol.Place;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Function;

/** A branch of an EnvSync project, with {@code ENVSYNC_TOKEN} and {@code ENVSYNC_PASS}. */
final class EnvSyncSource extends Source {
    private final Place place;
    private final Function<Secret, PassphraseKeys> derivation;

    /** @param written project and branch, with a slash between them; more slashes belong to the branch */
    EnvSyncSource(String written, SourceContext context) {
        this(written, context, PassphraseKeys::new);
    }

    /** @param derivation makes keys of a passphrase */
    EnvSyncSource(String written, SourceContext context, Function<Secret, PassphraseKeys> derivation) {
        super("envsync:" + written, Path.of(""), context);
        this.derivation = derivation;
        int slash = written.indexOf('/');
        this.place = new Place(written.substring(0, slash), written.substring(slash + 1));
    }

    @Override
    public SourceValues read() {
        try (EnvSync sync = open(passphrase())) {
            return pull(sync);
        }
    }

    private SourceValues pull(EnvSync sync) {
        return SourceValues.of(
                "envsync:" + place.project() + "/" + place.branch(),
                sync.pull(place.branch()).values());
    }

    private Optional<PassphraseKeys> passphrase() {
        Optional<Secret> given = Passphrases.find(context.environment());
        return given.map(derivation);
    }

    private EnvSync open(Optional<PassphraseKeys> keys) {
        EnvSyncBuilder builder = EnvSync.builder()
                .environment(context.environment())
                .home(EnvSyncHome.of(context.environment(), context.home()))
                .timeout(context.timeout())
                .warnings(context.warnings())
                .project(place.project());
        keys.ifPresent(builder::passphrase);
        return builder.build();
    }

    @Override
    public boolean isAbsence(EnvdriftException failure) {
        return failure.code() == ErrorCode.SECRET_NOT_FOUND;
    }

    /** Keys are derived once for all looks, while the branch keeps its salt. */
    @Override
    public SourceWatch watch(
            SourceValues current,
            Duration interval,
            Consumer<SourceValues> onChange,
            Consumer<EnvdriftException> onError) {
        EnvSync sync = open(passphrase());
        return ClientWatch.start(
                sync::close,
                () -> PollingWatch.start(() -> Optional.of(pull(sync)), current, interval, onChange, onError)::close);
    }
}
