package io.envdrift.envsync;

import io.envdrift.base.EnvdriftException;
import io.envdrift.base.ErrorCode;
import io.envdrift.envsync.protocol.KeyScheme;
import io.envdrift.envsync.protocol.PassphraseKeys;
import io.envdrift.envsync.protocol.Place;
import io.envdrift.envsync.protocol.PushEnv;
import io.envdrift.envsync.protocol.SealedEnv;
import io.envdrift.envsync.protocol.StoredEnv;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Consumer;

/**
 * A project on an EnvSync server: encrypted .env files, one per git branch. The server sees neither passphrase nor values.
 *
 * <pre>{@code
 * try (EnvSync sync = EnvSync.builder().project("project-123").build()) {
 *     String url = sync.pull("main").values().get("DATABASE_URL");
 * }
 * }</pre>
 *
 * <p>Every method throws {@link EnvdriftException} when the server cannot be reached or refuses: {@code NOT_AUTHENTICATED},
 * {@code ACCESS_DENIED}, {@code THROTTLED}, {@code VAULT_UNREACHABLE} and others.
 */
public final class EnvSync implements AutoCloseable {
    private final EnvSyncServer server;
    private final String project;
    private final Optional<PassphraseKeys> passphrase;
    private final SeenVersions seen;
    private final Consumer<String> warnings;
    private final InstantSource clock;
    private final SecureRandom random = new SecureRandom();

    EnvSync(
            EnvSyncServer server,
            String project,
            Optional<PassphraseKeys> passphrase,
            EnvSyncHome home,
            Consumer<String> warnings,
            InstantSource clock) {
        Place.requireName("project", project);
        this.server = server;
        this.project = project;
        this.passphrase = passphrase;
        this.seen = new SeenVersions(home, server.address());
        this.warnings = warnings;
        this.clock = clock;
    }

    /** Starts with the settings of the process environment. */
    public static EnvSyncBuilder builder() {
        return new EnvSyncBuilder();
    }

    /** Returns the server. */
    public EnvSyncServer server() {
        return server;
    }

    /** Returns the project's id. */
    public String project() {
        return project;
    }

    /**
     * Decrypts the newest version of a branch.
     *
     * @throws EnvdriftException {@code SECRET_NOT_FOUND} when nothing was pushed to it, {@code DECRYPTION_FAILED} for a wrong
     *     passphrase, {@code FOREIGN_BLOB} when the server shows what belongs elsewhere
     */
    public Pulled pull(String branch) {
        return find(branch).orElseThrow(() -> nothing(branch));
    }

    /** Decrypts the newest version of a branch, if there is one; see {@link #pull}. */
    public Optional<Pulled> find(String branch) {
        Place place = new Place(project, branch);
        PassphraseKeys secret = requirePassphrase();
        return look(place)
                .map(stored -> opened(stored, branch, stored.sealed().open(secret, place, stored.keyNames())));
    }

    private static Pulled opened(StoredEnv stored, String branch, String text) {
        return new Pulled(
                branch,
                text,
                stored.version(),
                stored.pushedBy(),
                stored.pushedAt(),
                stored.sealed().scheme(),
                stored.keyNames().isEmpty() && !PushedNames.of(text).isEmpty());
    }

    /**
     * Encrypts a .env text and stores it as the branch's next version, if that is what the wish expects.
     *
     * @throws EnvdriftException {@code WRITE_CONFLICT} when somebody pushed since the base, {@code CONFIRMATION_NEEDED} when
     *     there are versions that the caller never saw, {@code VERSION_WENT_BACK} when the server lost the base
     */
    public Pushed push(String branch, String text, PushWish wish) {
        Place place = new Place(project, branch);
        PassphraseKeys secret = requirePassphrase();
        // Checked here too, because the original's server does not know expected versions and takes any push.
        Optional<StoredEnv> current = look(place);
        long version = current.map(StoredEnv::version).orElse(0L);
        if (!wish.extras().contains(PushWish.Extra.FORCE)) {
            requireBase(branch, current, wish);
        }
        List<String> names = wish.scheme() == KeyScheme.REPO ? PushedNames.asOriginal(text) : PushedNames.of(text);
        List<String> shown = wish.extras().contains(PushWish.Extra.HIDE_NAMES) ? List.of() : names;
        SealedEnv sealed = wish.scheme() == KeyScheme.REPO
                ? SealedEnv.sealAsRepo(text, secret, place, clock.instant(), random)
                : SealedEnv.seal(text, secret, place, shown, clock.instant(), random);
        OptionalLong expected =
                wish.extras().contains(PushWish.Extra.FORCE) ? OptionalLong.empty() : OptionalLong.of(version);
        PushEnv push = new PushEnv(sealed.text(), shown, expected);
        long stored = server.push(place, push);
        seen.pushed(place, new StoredEnv(push.ciphertext(), shown, stored, "", "", Optional.empty()));
        Optional<KeyScheme> former = current.map(each -> each.sealed().scheme()).filter(each -> each != wish.scheme());
        return new Pushed(branch, stored, names, wish.scheme(), former);
    }

    /**
     * Compares a .env text with the newest version of a branch: names, and values too when there is a passphrase. Nothing but
     * the branch's name is sent.
     *
     * @throws EnvdriftException {@code SECRET_NOT_FOUND} when nothing was pushed to the branch; others as in {@link #pull}
     */
    public EnvDrift diff(String branch, String text) {
        return findDrift(branch, text).orElseThrow(() -> nothing(branch));
    }

    /** Compares with the newest version of a branch, if there is one; see {@link #diff}. */
    public Optional<EnvDrift> findDrift(String branch, String text) {
        return passphrase.isPresent()
                ? find(branch).map(pulled -> EnvDrift.ofValues(PushedNames.values(text), pulled.values()))
                : look(new Place(project, branch)).map(stored -> names(stored, text));
    }

    /** Compares names only, also where there is a passphrase; see {@link #diff}. */
    public EnvDrift diffNames(String branch, String text) {
        return look(new Place(project, branch))
                .map(stored -> names(stored, text))
                .orElseThrow(() -> nothing(branch));
    }

    /**
     * A pusher in another form counts names by other rules; names counted by ours would show drift where there is none.
     */
    private static EnvDrift names(StoredEnv stored, String text) {
        List<String> local = stored.sealed().isBound() ? PushedNames.of(text) : PushedNames.asOriginal(text);
        return EnvDrift.ofNames(local, stored.keyNames());
    }

    @Override
    public void close() {
        server.close();
    }

    private EnvSyncException nothing(String branch) {
        return new EnvSyncException(
                ErrorCode.SECRET_NOT_FOUND,
                404,
                "Nothing was pushed to branch '" + branch + "' of project '" + project + "' yet",
                "check the branch's name; envsync push makes it, --fallback names another one");
    }

    private Optional<StoredEnv> look(Place place) {
        Optional<StoredEnv> stored = server.find(place);
        seen.note(place, stored).forEach(warnings);
        return stored;
    }

    private PassphraseKeys requirePassphrase() {
        return passphrase.orElseThrow(() -> new EnvdriftException(
                ErrorCode.VAULT_SETTINGS,
                "Missing ENVSYNC_PASS",
                "set ENVSYNC_PASS, or ENVSYNC_PASS_FILE to a file that holds it"));
    }

    private static void requireBase(String branch, Optional<StoredEnv> current, PushWish wish) {
        long version = current.map(StoredEnv::version).orElse(0L);
        if (wish.base().isEmpty()) {
            if (current.isPresent() && !wish.replacesUnseen().test(current.get())) {
                throw new EnvdriftException(
                        ErrorCode.CONFIRMATION_NEEDED,
                        "Branch '" + branch + "' has version " + version + by(current.get())
                                + ", which this directory never pulled: nothing was pushed",
                        "pull first, or replace it with --force");
            }
            return;
        }
        long base = wish.base().getAsLong();
        if (version < base) {
            throw new EnvdriftException(
                    ErrorCode.VERSION_WENT_BACK,
                    "The server has version " + version + " of '" + branch + "', but this directory holds version "
                            + base + ": nothing was pushed",
                    "the server was started anew or restored from a backup; push with --force if its data is to be"
                            + " replaced by yours");
        }
        if (version > base) {
            throw new EnvdriftException(
                    ErrorCode.WRITE_CONFLICT,
                    "Version " + version + " of '" + branch + "' was pushed"
                            + current.map(EnvSync::by).orElse("") + ", this directory holds version " + base
                            + ": nothing was pushed",
                    "pull first, and put your changes on top of it; --force replaces what is there");
        }
    }

    private static String by(StoredEnv stored) {
        String who = stored.pushedBy().isEmpty() ? "" : " by " + stored.pushedBy();
        return stored.pushedAt().isEmpty() ? who : who + " at " + stored.pushedAt();
    }
}
