package io.envdrift.dotenvx;

import io.envdrift.base.EnvdriftException;
import io.envdrift.base.ErrorCode;
import io.envdrift.base.Secret;
import io.envdrift.dotenv.Assignment;
import io.envdrift.dotenv.EnvDocument;
import io.envdrift.dotenv.EnvEdit;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.regex.Pattern;

/**
 * The text of a {@code .env.keys} file. It is read with the .env grammar; every line of a name counts, not only the last,
 * since dotenvx 2 may append a second one and uses both. Edits keep every other byte.
 */
public final class KeysFile {
    private static final String BANNER = """
        #/------------------!DOTENV_PRIVATE_KEYS!-------------------/
        #/ private decryption keys. DO NOT commit to source control /
        #/     [how it works](https://dotenvx.com/encryption)       /
        #/          ⛨ ARMORED KEYS: `dotenvx armor up`              /
        #/----------------------------------------------------------/
        """;
    private static final Pattern NAME = Pattern.compile(KeyNames.PRIVATE + "[A-Za-z0-9_.-]*");
    // What can stand unquoted, and between any quotes, and means itself.
    private static final Pattern TOKEN = Pattern.compile("[A-Za-z0-9+/=_.:,-]+");

    private final EnvDocument document;
    /** The lines that {@link #entries(String)} shows. */
    private final Predicate<Entry> concerned;

    private KeysFile(EnvDocument document, Predicate<Entry> concerned) {
        this.document = document;
        this.concerned = concerned;
    }

    /** One line of the file. */
    public record Entry(Assignment assignment) {
        /** Returns the name of the variable. */
        public String name() {
            return assignment.name();
        }

        /** Returns the number of the line, from 1. */
        public int line() {
            return assignment.line();
        }

        /** Returns what it holds. */
        public KeyList list() {
            return KeyList.parse(assignment.value());
        }
    }

    /** Returns the file before its first key. */
    public static KeysFile empty() {
        return of(EnvDocument.empty());
    }

    /** Reads a file. */
    public static KeysFile of(EnvDocument document) {
        return new KeysFile(document, any -> true);
    }

    /** Returns the text. */
    public EnvDocument document() {
        return document;
    }

    /**
     * Returns a view of this file for one env file. dotenvx 2 appends a second line of the same name for an env file of
     * another folder, so several lines of one name may belong to different files. Where a line holds a key that the env
     * file or its vault knows, only such lines count and are edited; where no line does, all lines count.
     *
     * @param known tells whether the env file or its vault has the public half of a key
     */
    public KeysFile concerning(String name, Predicate<PublicKey> known) {
        List<Entry> lines = entries(name);
        if (lines.size() < 2) {
            // There is no choice to make, and deriving public keys takes time.
            return this;
        }
        Predicate<Entry> holdsKnown =
                entry -> entry.list().keys().stream().map(PrivateKey::publicKey).anyMatch(known);
        return lines.stream().anyMatch(holdsKnown) ? new KeysFile(document, holdsKnown) : this;
    }

    /** Returns all lines that name a private key, in file order. */
    public List<Entry> entries() {
        return document.assignments().stream()
                .filter(assignment -> KeyNames.isPrivate(assignment.name()))
                .map(Entry::new)
                .toList();
    }

    /** Returns the lines of one name, in file order. A line with an empty value counts. */
    public List<Entry> entries(String name) {
        return entries().stream()
                .filter(entry -> entry.name().equals(name) && concerned.test(entry))
                .toList();
    }

    /** Returns the parts of all lines of a name as one list, in file order. */
    public KeyList list(String name) {
        return new KeyList(entries(name).stream()
                .flatMap(entry -> entry.list().tokens().stream())
                .toList());
    }

    /** Returns all keys of the file. */
    public KeyRing ring() {
        return KeyRing.ofEntries(entries());
    }

    /** Returns the line that holds the private half of a public key, under whatever name. */
    public Optional<Entry> find(PublicKey publicKey) {
        return entries().stream()
                .filter(entry -> KeyRing.of(entry.list().keys()).holds(publicKey))
                .findFirst();
    }

    /**
     * Returns the file with a key, or a comma list of keys, under a name. The last line of that name is changed in place;
     * a further one is removed only when each of its keys is in the new value. A new name is appended under a comment.
     *
     * @param fileLabel the env file it is for, for the comment; for example {@code .env.production}
     * @throws EnvdriftException {@code UNUSABLE_KEY_MATERIAL} when name, value or label could not be read back from such
     *     a line
     */
    public KeysFile with(String name, Secret value, String fileLabel) {
        require(NAME.matcher(name).matches(), "the name of a private key");
        require(TOKEN.matcher(value.reveal()).matches(), "the value of " + name);
        require(fileLabel.lines().count() == 1 && fileLabel.chars().noneMatch(Character::isISOControl), "the label");
        List<Entry> present = entries(name);
        EnvDocument edited = present.isEmpty() ? appended(name, value, fileLabel) : replaced(present, value);
        KeysFile file = of(edited);
        // The file is read back before anybody relies on it.
        require(KeyList.parse(value.reveal()).isWithin(file.list(name)), "the edited line of " + name);
        require(otherValues(document, name).equals(otherValues(edited, name)), "the lines round " + name);
        return file;
    }

    private static List<String> otherValues(EnvDocument document, String name) {
        return document.assignments().stream()
                .filter(each -> !each.name().equals(name))
                .map(each -> each.name() + "=" + each.value())
                .toList();
    }

    private EnvDocument replaced(List<Entry> present, Secret value) {
        KeyList wanted = KeyList.parse(value.reveal());
        EnvEdit edit = document.edit().replaceValue(present.getLast().assignment(), value.reveal());
        for (Entry further : present.subList(0, present.size() - 1)) {
            if (further.list().isWithin(wanted)) {
                edit.removeLines(further.assignment());
            }
        }
        EnvDocument edited = edit.apply();
        return endsWithLine(edited.text()) ? edited : appendTo(edited, separator());
    }

    private EnvDocument appended(String name, Secret value, String fileLabel) {
        String text = document.text();
        String block = "\n# " + fileLabel + "\n" + name + "=" + value.reveal() + "\n";
        if (text.isBlank()) {
            return appendTo(document, BANNER + block);
        }
        String before = endsWithLine(text) ? "" : "\n";
        return appendTo(document, (before + block).replace("\n", separator()));
    }

    private String separator() {
        return document.lineSeparatorAt(0);
    }

    private static EnvDocument appendTo(EnvDocument document, String text) {
        int end = document.text().length();
        return document.edit().replace(end, end, text).apply();
    }

    private static boolean endsWithLine(String text) {
        return text.endsWith("\n") || text.endsWith("\r");
    }

    private static void require(boolean holds, String what) {
        if (!holds) {
            throw new EnvdriftException(
                    ErrorCode.UNUSABLE_KEY_MATERIAL,
                    what + " cannot stand in a keys file",
                    "a key has 64 hex digits; several are separated by commas");
        }
    }
}
