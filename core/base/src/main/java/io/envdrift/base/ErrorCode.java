package io.envdrift.base;

import java.util.Locale;

/**
 * The one list of stable error codes. A code never changes its meaning; each has a section in {@code docs/errors.md}.
 *
 * <p>The first digit names the area: 1 files and usage, 2 configuration, 3 .env files and keys, 4 vaults, 5 workflows,
 * 6 vault-env client, 7 vault-env server.
 */
public enum ErrorCode {
    /** A defect of envdrift itself. */
    INTERNAL(100),
    /** A file or directory could not be read or written. */
    FILE_ACCESS(101),
    /** A file that must exist does not. */
    FILE_NOT_FOUND(102),
    /** A path leads outside the directory that must contain it. */
    PATH_ESCAPES(103),
    /** A file is not valid UTF-8 text. */
    NOT_TEXT(104),
    /** Another process holds the lock of a folder. */
    LOCKED(105),
    /** A file changed between planning and writing. */
    CHANGED_MEANWHILE(106),
    /** A command was used wrongly. */
    USAGE(107),
    /** envdrift does not work on files of this kind. */
    UNSUITABLE_FILE(108),
    /** The run was interrupted. */
    INTERRUPTED(130),

    /** No configuration was found, or the named one does not exist. */
    CONFIG_NOT_FOUND(201),
    /** The configuration is not valid TOML, or a pair.txt line is malformed. */
    CONFIG_SYNTAX(202),
    /** A configuration value has the wrong type or is not allowed. */
    CONFIG_INVALID(203),
    /** The configuration belongs to another user or can be written by anybody. */
    CONFIG_UNTRUSTED(204),
    /** No mapping was selected. */
    NOTHING_SELECTED(205),

    /** A value or file could not be decrypted. */
    DECRYPTION_FAILED(301),
    /** No private key was found for a file. */
    MISSING_PRIVATE_KEY(302),
    /** A private key does not belong to the public key of a file. */
    WRONG_PRIVATE_KEY(303),
    /** A public key is malformed or is no point of the curve. */
    INVALID_PUBLIC_KEY(304),
    /** Key material from a vault or a keys file is unusable. */
    UNUSABLE_KEY_MATERIAL(305),
    /** A value would be left in plaintext, or a file mixes plaintext and ciphertext. */
    PLAINTEXT_LEFT(306),
    /** A decrypted value fits none of the quotes of the format. */
    UNQUOTABLE_VALUE(307),
    /** A reference in a value cannot be resolved. */
    INTERPOLATION(308),

    /** A vault setting is missing or wrong. */
    VAULT_SETTINGS(401),
    /** The vault did not accept the credentials, or none were found. */
    NOT_AUTHENTICATED(402),
    /** The vault accepted the credentials, but they lack the permission. */
    ACCESS_DENIED(403),
    /** The secret does not exist. */
    SECRET_NOT_FOUND(404),
    /** The vault could not be reached in time. */
    VAULT_UNREACHABLE(405),
    /** The vault asked to slow down for longer than the deadline allows. */
    THROTTLED(406),
    /** The vault's answer could not be understood. */
    MALFORMED_ANSWER(407),
    /** The secret changed since it was read. */
    WRITE_CONFLICT(408),
    /** A host or certificate authority named by a repository is not trusted by this user. */
    UNTRUSTED_HOST(409),
    /** The vault failed in a way that no other code describes. */
    VAULT_FAILED(410),

    /** The local key and the vault's key differ. */
    DRIFT(501),
    /** At least one row of a report is an error. */
    ROWS_FAILED(502),
    /** The answer to a question was needed and there was nobody to ask. */
    CONFIRMATION_NEEDED(503),
    /** A command of the Python tool that this port leaves out. */
    NOT_PORTED(504),
    /** The command of {@code run} could not be started. */
    CHILD_NOT_STARTED(505),

    /** The vault-env client failed. */
    VAULT_ENV(600),
    /** VAULT_KEY is missing or malformed. */
    VAULT_KEY(601),
    /** This device is not registered, not approved, or revoked. */
    DEVICE(602),
    /** A blob was encrypted by another device or with another key. */
    FOREIGN_BLOB(603),
    /** A server answered with an older version than was seen before. */
    VERSION_WENT_BACK(604),
    /** A server changed who holds a key, or how it is derived, without a new version of the key. */
    KEY_TERMS(605),

    /** The vault-env server cannot start or run. */
    SERVER(700);

    private final int number;

    ErrorCode(int number) {
        this.number = number;
    }

    /** Returns the code as users see it, for example {@code ED-404}. */
    public String id() {
        return String.format(Locale.ROOT, "ED-%03d", number);
    }
}
