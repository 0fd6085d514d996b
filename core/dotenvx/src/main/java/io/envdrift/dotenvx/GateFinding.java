package io.envdrift.dotenvx;

import io.envdrift.dotenv.Assignment;
import io.envdrift.dotenv.EnvDocument;
import io.envdrift.dotenv.Glob;
import io.envdrift.dotenv.TextDefect;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * One reason why an env file must not be committed as it is. Every gate takes its findings from here, so that no two of
 * them disagree.
 *
 * @param kind what is wrong
 * @param name the variable concerned, empty where there is none; never a value
 * @param line from 1; 0 when it is about all of the file
 */
public record GateFinding(Kind kind, String name, int line) {
    /** The advice for a line of a public key that holds none. */
    static final String RESTORE_PUBLIC_KEY = "restore the line, or remove it: envdrift encrypt writes a new one";

    /** {@link Kind#NOTHING_ENCRYPTED}, which is about all of a file. */
    public static final GateFinding NOTHING = new GateFinding(Kind.NOTHING_ENCRYPTED, "", 0);

    private static final int SHOWN = 3;

    /** What is wrong. */
    public enum Kind {
        /** A value is plaintext. Encrypting the file mends it. */
        PLAINTEXT,
        /** A value begins like ciphertext and is none, so it is plaintext; or it was ciphertext, and is damaged. */
        INCOMPLETE_CIPHERTEXT,
        /** {@link TextDefect.Kind#CUT_VALUE}. */
        CUT_VALUE,
        /** {@link TextDefect.Kind#UNCLOSED_QUOTE}. */
        UNCLOSED_QUOTE,
        /** {@link TextDefect.Kind#NO_ASSIGNMENT}. */
        NO_ASSIGNMENT,
        /** {@link TextDefect.Kind#MERGE_CONFLICT}. */
        MERGE_CONFLICT,
        /** The file holds a private key. */
        PRIVATE_KEY,
        /** The line of the public key holds none, so nobody can encrypt to it. */
        INVALID_PUBLIC_KEY,
        /** {@link SealedText}: the file's text could not be encrypted by value, and is kept as one until it is mended. */
        SEALED_TEXT,
        /** SOPS encrypted the file. */
        SOPS,
        /** The file belongs to a mapping, and holds no value that the mapping's key could open. */
        NOTHING_ENCRYPTED
    }

    /** Returns the findings of a document, by line. */
    public static List<GateFinding> of(EnvDocument document, List<Glob> plainKeys) {
        return of(document, EncryptionState.of(document, plainKeys));
    }

    /** Returns the findings of a document whose state is known, by line. */
    public static List<GateFinding> of(EnvDocument document, EncryptionState state) {
        List<GateFinding> findings = new ArrayList<>();
        if (state.sops()) {
            findings.add(new GateFinding(Kind.SOPS, "", 0));
        }
        Set<Integer> text = new HashSet<>();
        Set<Assignment> exempt = new HashSet<>(state.exempt());
        for (TextDefect defect : document.defects()) {
            Kind kind = Kind.valueOf(defect.kind().name());
            if (kind == Kind.CUT_VALUE && isExempt(defect, exempt)) {
                continue;
            }
            if (kind != Kind.CUT_VALUE) {
                text.add(defect.line());
            }
            findings.add(new GateFinding(kind, defect.name(), defect.line()));
        }
        state.plaintext().stream()
                .filter(value -> !text.contains(value.line()))
                .map(value -> of(KeyNames.isPrivate(value.name()) ? Kind.PRIVATE_KEY : Kind.PLAINTEXT, value))
                .forEach(findings::add);
        state.incomplete().forEach(value -> findings.add(of(Kind.INCOMPLETE_CIPHERTEXT, value)));
        document.last(SealedText.NAME).ifPresent(value -> findings.add(of(Kind.SEALED_TEXT, value)));
        state.publicKeys().stream()
                .filter(line -> PublicKey.tryParse(line.value()).isEmpty())
                .forEach(line -> findings.add(of(Kind.INVALID_PUBLIC_KEY, line)));
        findings.sort((one, other) -> Integer.compare(one.line(), other.line()));
        return List.copyOf(findings);
    }

    /**
     * Returns the findings of the env file of a mapping, by line: those of {@link #of(EnvDocument, EncryptionState)} and, where
     * these are none, that the file holds nothing that could be verified.
     */
    public static List<GateFinding> ofMapped(EnvDocument document, EncryptionState state) {
        List<GateFinding> findings = of(document, state);
        return findings.isEmpty() && state.kind() == EncryptionState.Kind.NOTHING ? List.of(NOTHING) : findings;
    }

    private static GateFinding of(Kind kind, Assignment assignment) {
        return new GateFinding(kind, assignment.name(), assignment.line());
    }

    /** What is plaintext on purpose leaks nothing by its tail. */
    private static boolean isExempt(TextDefect defect, Set<Assignment> exempt) {
        return exempt.stream().anyMatch(value -> value.line() == defect.line());
    }

    /** Tells whether encrypting the file mends it; everything else has to be mended by hand first. */
    public boolean isMendedByEncryption() {
        return kind == Kind.PLAINTEXT;
    }

    /** Returns those of some findings that have to be mended by hand before the file can be encrypted. */
    public static List<GateFinding> blocking(List<GateFinding> findings) {
        return findings.stream()
                .filter(finding -> !finding.isMendedByEncryption())
                .toList();
    }

    /** Tells whether text would stay outside of every value, whatever is done to the values. */
    public boolean isTextDefect() {
        return switch (kind) {
            case CUT_VALUE, UNCLOSED_QUOTE, NO_ASSIGNMENT, MERGE_CONFLICT -> true;
            case PLAINTEXT,
                    INCOMPLETE_CIPHERTEXT,
                    PRIVATE_KEY,
                    INVALID_PUBLIC_KEY,
                    SEALED_TEXT,
                    SOPS,
                    NOTHING_ENCRYPTED -> false;
        };
    }

    /** Returns what is wrong, without the line. */
    public String text() {
        return switch (kind) {
            case PLAINTEXT -> name + " is plaintext";
            case INCOMPLETE_CIPHERTEXT ->
                name + " begins with 'encrypted:' and is no complete ciphertext, so it is plaintext";
            case CUT_VALUE -> name + " is cut at a #, and what follows stays readable";
            case UNCLOSED_QUOTE -> "the quote that " + name + " begins with is never closed";
            case NO_ASSIGNMENT ->
                "no reader takes this text for an assignment, so it stays readable"
                        + (name.isEmpty() ? "" : " (below " + name + ")");
            case MERGE_CONFLICT -> "merge conflict";
            case PRIVATE_KEY -> name + " is a private key";
            case INVALID_PUBLIC_KEY -> name + " holds no valid public key";
            case SEALED_TEXT -> "the file's text could not be encrypted by value: git holds it as one sealed block";
            case SOPS -> "the file is encrypted by SOPS";
            case NOTHING_ENCRYPTED -> "it holds no value that is to be encrypted";
        };
    }

    /** Returns what to do about it. */
    public String advice() {
        return switch (kind) {
            case PLAINTEXT -> "encrypt it with envdrift lock or envdrift encrypt";
            case INCOMPLETE_CIPHERTEXT -> "restore the value from version control, or set it anew with envdrift set";
            case CUT_VALUE -> "quote the value, or put a blank before the comment";
            case UNCLOSED_QUOTE -> "close the quote; several lines stand between one pair of quotes";
            case NO_ASSIGNMENT -> "put a value of several lines in quotes, and other text behind a #";
            case MERGE_CONFLICT -> "settle the conflict and remove its markers";
            case PRIVATE_KEY -> "keep private keys in .env.keys, which is never committed";
            case INVALID_PUBLIC_KEY -> RESTORE_PUBLIC_KEY;
            case SEALED_TEXT -> "mend the file in the work tree (settle conflicts, quote values), and add it again";
            case SOPS -> "decrypt it with sops first";
            case NOTHING_ENCRYPTED -> "set a value with envdrift set, or remove the mapping until there is one";
        };
    }

    /** Returns one line for people: where and what. */
    public String message() {
        return line > 0 ? "line " + line + ": " + text() : text();
    }

    /** Returns several findings as one line; of many, the first. */
    public static String summary(List<GateFinding> findings) {
        return summary(findings, SHOWN);
    }

    /** Returns the first of several findings as one line, and how many more there are. */
    public static String headline(List<GateFinding> findings) {
        return summary(findings, 1);
    }

    private static String summary(List<GateFinding> findings, int shown) {
        StringBuilder summary = new StringBuilder();
        for (GateFinding finding : findings.subList(0, Math.min(shown, findings.size()))) {
            summary.append(summary.isEmpty() ? "" : "; ").append(finding.message());
        }
        int more = findings.size() - shown;
        return more > 0 ? summary + "; and " + more + " more" : summary.toString();
    }
}
