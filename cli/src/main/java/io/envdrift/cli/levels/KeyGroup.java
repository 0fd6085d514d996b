package io.envdrift.cli.levels;

import io.envdrift.base.EnvdriftException;
import io.envdrift.base.ErrorCode;
import io.envdrift.base.Secret;
import io.envdrift.cli.base.CommandGroup;
import io.envdrift.cli.base.CommandOptions;
import io.envdrift.cli.base.Host;
import io.envdrift.cli.base.Outline;
import io.envdrift.cli.base.Reporter;
import io.envdrift.cli.render.Fields;
import io.envdrift.cli.render.Level;
import io.envdrift.cli.render.Report;
import io.envdrift.cli.render.Row;
import io.envdrift.levels.LevelsKeys;
import io.envdrift.levels.LevelsProject;
import io.envdrift.levels.protocol.Custody;
import io.envdrift.levels.protocol.KeyDescriptor;
import io.envdrift.levels.protocol.LevelPath;
import io.envdrift.levels.protocol.ProofKind;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** {@code levels key}: a project's key, whoever holds it. */
final class KeyGroup extends CommandGroup {
    KeyGroup(Host host) {
        super(host, Outline.of("key", "A project's key: history, rotate, re-encrypt-history, custody."));
        add("history", () -> new History(host));
        add("rotate", () -> new Rotate(host));
        add("re-encrypt-history", () -> new EncryptHistory(host));
        add("custody", () -> new ChangeCustody(host));
    }

    /** A command about the key of one project. */
    private abstract static class KeyAction extends LevelsAction {
        private String slug = "";

        KeyAction(Host host, Outline outline) {
            super(host, outline);
        }

        @Override
        public void declare(CommandOptions options) {
            options.argument("PROJECT", "Its name in paths.", String.class, text -> slug = text);
            super.declare(options);
        }

        final String slug() {
            return slug;
        }

        final LevelsProject project(LevelsSession session) {
            return session.levels().project(LevelPath.parse(slug).project());
        }
    }

    private static final class History extends KeyAction {
        History(Host host) {
            super(host, Outline.of("history", "List the keys that a project had, newest first; never a key itself."));
        }

        @Override
        protected Reporter.Result run(LevelsSession session) {
            return done(project(session).keyHistory().stream().map(History::row).toList());
        }

        private static Row row(KeyDescriptor key) {
            Map<String, Object> fields = new LinkedHashMap<>();
            fields.put("version", key.version());
            fields.put("custody", key.custody().word());
            fields.put("proof", key.proof().word());
            fields.put("rounds", key.parameters().map(each -> each.rounds()).orElse(0));
            fields.put("createdAt", key.createdAt().orElse(""));
            return Row.line(
                    Level.PLAIN,
                    "key " + key.version() + "  " + key.custody().word() + "-managed"
                            + key.createdAt().map(at -> "  " + at).orElse(""),
                    fields);
        }
    }

    private static final class Rotate extends KeyAction {
        private @Nullable String next;
        private @Nullable String hint;
        private @Nullable String generated;
        private String history = "keep";
        private boolean compatible;

        Rotate(Host host) {
            super(
                    host,
                    Outline.of(
                            "rotate",
                            "Encrypt all levels of a project again under a new key, all or nothing.",
                            "Of a server-managed key the server makes the next one. A client-managed one is given with"
                                    + " --new-key or --generate-key; the levels are encrypted here."));
        }

        @Override
        public void declare(CommandOptions options) {
            super.declare(options);
            options.atMostOne(one -> {
                one.value(
                        "--new-key",
                        "FILE",
                        "File with the new client key; '-' for standard input.",
                        text -> next = text);
                one.value(
                        "--generate-key",
                        "FILE",
                        "Make a random client key and keep it in this new file (0600).",
                        text -> generated = text);
            });
            options.value(
                            "--history",
                            "keep|re_encrypt",
                            "Whether versions stay under the former key (default: ${DEFAULT-VALUE}).",
                            text -> history = text)
                    .defaultValue("keep");
            options.flag("--compatible", "Let the original's clients write, too.", on -> compatible = on);
            options.value(
                    "--key-hint", "TEXT", "What the key is remembered by; everybody sees it.", text -> hint = text);
        }

        @Override
        protected Reporter.Result run(LevelsSession session) {
            LevelsKeys keys = project(session).keys();
            LevelsKeys.History policy = policy();
            Optional<Secret> given = next != null
                    ? Optional.of(session.secret(next))
                    : Optional.ofNullable(generated).map(file -> NewKeyFile.generate(session, file));
            if (given.isEmpty()) {
                keys.rotate(policy);
                return told("✓ The server made a new key of " + slug() + " and encrypted its levels again");
            }
            int levels = keys.rotate(
                    given.get(), compatible ? ProofKind.V1 : ProofKind.V2, Optional.ofNullable(hint), policy);
            return told("✓ " + levels + (levels == 1 ? " level" : " levels") + " of " + slug()
                    + " under the new key; the former one opens old versions only");
        }

        private LevelsKeys.History policy() {
            return switch (history) {
                case "keep" -> LevelsKeys.History.KEEP;
                case "re_encrypt" -> LevelsKeys.History.ENCRYPT_AGAIN;
                default ->
                    throw new EnvdriftException(
                            ErrorCode.USAGE, "there is no such policy", "--history is keep or re_encrypt");
            };
        }

        private Reporter.Result told(String text) {
            return done(List.of(Row.line(Level.GOOD, text, Fields.of("path", slug(), "status", "rotated"))));
        }
    }

    private static final class EncryptHistory extends KeyAction {
        private List<String> oldKeys = List.of();

        EncryptHistory(Host host) {
            super(
                    host,
                    Outline.of(
                            "re-encrypt-history",
                            "Encrypt versions that are under former keys again under the current one, in batches.",
                            "Run it again when it was cut short. What no key opens stays as it is, and is counted:"
                                    + " exit 1."));
        }

        @Override
        public void declare(CommandOptions options) {
            super.declare(options);
            options.values(
                    "--old-key",
                    "FILE",
                    "File with a former client key; may be repeated.",
                    String.class,
                    given -> oldKeys = given);
        }

        @Override
        protected Reporter.Result run(LevelsSession session) {
            List<Secret> keys = oldKeys.stream().map(session::secret).toList();
            LevelsKeys.HistoryOutcome outcome = project(session).keys().encryptHistoryAgain(keys);
            boolean whole = outcome.closed() == 0;
            Row row = Row.line(
                    whole ? Level.GOOD : Level.ERROR,
                    (whole ? "✓ " : "✗ ") + outcome.updated() + " versions of " + slug()
                            + " are under the current key now"
                            + (whole ? "" : "; " + outcome.closed() + " stay closed: give their key with --old-key"),
                    Fields.of("path", slug(), "updated", outcome.updated(), "closed", outcome.closed()));
            return new Reporter.Result(report().section(Report.Section.messages(List.of(row))), whole);
        }
    }

    private static final class ChangeCustody extends KeyAction {
        private String to = "";
        private @Nullable String keyFile;
        private @Nullable String hint;
        private boolean force;

        ChangeCustody(Host host) {
            super(
                    host,
                    Outline.of(
                            "custody",
                            "Hand the key to the server, or take it from there; nothing is encrypted again.",
                            "To the server: it can decrypt from then on. From the server: the key is written to"
                                    + " --key-file first, and the server drops it. It knew the key, so rotate"
                                    + " afterwards."));
        }

        @Override
        public void declare(CommandOptions options) {
            super.declare(options);
            options.argument("CUSTODY", "client or server.", String.class, text -> to = text);
            options.value(
                    "--key-file", "FILE", "New file (0600) for the key that the server drops.", text -> keyFile = text);
            options.value(
                    "--key-hint", "TEXT", "What the key is remembered by; everybody sees it.", text -> hint = text);
            options.flag("--force", "Change without asking.", on -> force = on);
        }

        @Override
        protected Reporter.Result run(LevelsSession session) {
            LevelsKeys keys = project(session).keys();
            KeyDescriptor now = switch (to) {
                case "server" -> {
                    session.requireAgreement(
                            force,
                            "The server will be able to decrypt " + slug() + ". Hand it the key?",
                            "the server would get the key");
                    yield keys.giveToServer();
                }
                case "client" -> take(session, keys);
                default ->
                    throw new EnvdriftException(
                            ErrorCode.USAGE, "nobody of that name holds keys", "CUSTODY is client or server");
            };
            return done(List.of(Row.line(
                    Level.GOOD,
                    "✓ The key of " + slug() + " is " + now.custody().word() + "-managed (version " + now.version()
                            + ")" + (now.custody() == Custody.CLIENT ? "; it is in " + keyFile : ""),
                    Fields.of("path", slug(), "custody", now.custody().word(), "keyVersion", now.version()))));
        }

        private KeyDescriptor take(LevelsSession session, LevelsKeys keys) {
            if (keyFile == null) {
                throw new EnvdriftException(
                        ErrorCode.USAGE,
                        "the server would drop the only key there is",
                        "--key-file FILE keeps it; store it safely, there is no way back without it");
            }
            session.requireAgreement(
                    force,
                    "Who loses the key of " + slug() + " then loses its values. Take it?",
                    "the key stays there");
            NewKeyFile.keep(session, keyFile, keys.keyOfServer());
            return keys.takeFromServer(Optional.ofNullable(hint));
        }
    }
}
