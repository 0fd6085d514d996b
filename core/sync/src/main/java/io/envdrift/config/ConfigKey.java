package io.envdrift.config;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * The one list of configuration keys that envdrift itself declares. The loader's checks, {@code docs/configuration.md}
 * and the schema for editors all come from it; the keys of {@code [vault.<provider>]} come from the providers.
 */
public enum ConfigKey {
    /** Which kind of vault. */
    PROVIDER(
            Section.VAULT,
            "provider",
            Type.TEXT,
            "the only `[vault.<provider>]` table, else `azure`",
            "Kind of the vault that mappings without `vault_name` use. With several provider tables it must be set."),
    /** Extra certificate authorities. */
    CA_FILE(
            Section.VAULT,
            "ca_file",
            Type.PATH,
            "",
            "PEM file of further certificate authorities, inside the directory of this file. Each user has to trust it"
                    + " once (`envdrift trust`)."),

    /** Kind of a named vault. */
    NAMED_PROVIDER(
            Section.NAMED,
            "provider",
            Type.TEXT,
            "required",
            "Kind of this vault. The other keys of the table are those of `[vault.<provider>]`."),

    /** Vault of mappings that name none. */
    DEFAULT_VAULT_NAME(
            Section.SYNC,
            "default_vault_name",
            Type.TEXT,
            "",
            "`vault_name` of mappings without one. Where the provider's table names a vault already, that one is"
                    + " used."),
    /** Name of the keys files. */
    ENV_KEYS_FILENAME(
            Section.SYNC,
            "env_keys_filename",
            Type.TEXT,
            "`.env.keys`",
            "Keys file of every folder, relative to the folder and inside it; its name begins with `.env` or"
                    + " ends with `.keys`."),
    /** Bound on parallel work. */
    MAX_WORKERS(
            Section.SYNC,
            "max_workers",
            Type.COUNT,
            "16 vault reads, one file per processor",
            "How many vault reads, and how many files, are worked on at once. Anything but a whole number of at least 1"
                    + " is an error."),
    /** Whether keys stay in memory. */
    EPHEMERAL_KEYS(
            Section.SYNC,
            "ephemeral_keys",
            Type.FLAG,
            "`false`",
            "Keep keys in memory and never write a keys file. There is no fallback to local keys."),
    /** Whether folders may lie outside the configuration's directory. */
    ALLOW_OUTSIDE_ROOT(
            Section.SYNC,
            "allow_outside_root",
            Type.FLAG,
            "`false`",
            "Let `folder_path` lead outside the directory of this file, if you say so too:"
                    + " `--allow-outside-root`, `ENVDRIFT_ALLOW_OUTSIDE_ROOT=1` or `envdrift trust --config`."
                    + " Lifts nothing else."),
    /** Whether only dotenvx private keys are accepted. */
    STRICT_KEYS(
            Section.SYNC,
            "strict_keys",
            Type.FLAG,
            "`false`",
            "Refuse values that do not look like a dotenvx private key, from a vault and into one, instead of"
                    + " warning."),
    /** The mappings. */
    MAPPINGS(
            Section.SYNC,
            "mappings",
            Type.TABLES,
            "none",
            "The mappings, in the order in which they are reported; usually written as `[[vault.sync.mappings]]`."),

    /** Name of the secret. */
    SECRET_NAME(
            Section.MAPPINGS,
            "secret_name",
            Type.TEXT,
            "required",
            "Name of the secret in its vault. Control characters are refused."),
    /** The folder. */
    FOLDER_PATH(
            Section.MAPPINGS,
            "folder_path",
            Type.TEXT,
            "required",
            "Folder of the env file, relative to the directory of this file and inside it. `..` and links that lead"
                    + " outside are refused."),
    /** The vault. */
    VAULT_NAME(
            Section.MAPPINGS,
            "vault_name",
            Type.TEXT,
            "`default_vault_name`",
            "Name of a `[vault.named.<name>]` table; else the vault's name (azure), the project (gcp) or the KV mount"
                    + " (hashicorp)."),
    /** The environment. */
    ENVIRONMENT(
            Section.MAPPINGS,
            "environment",
            Type.TEXT,
            "`profile`, else `production`",
            "Environment whose env file and key this is: `.env.<environment>`, `DOTENV_PRIVATE_KEY_<ENVIRONMENT>`;"
                    + " `\"\"` for `.env` and `DOTENV_PRIVATE_KEY`. Letters, digits, `.`, `_` and `-`."),
    /** The env file. */
    ENV_FILE(
            Section.MAPPINGS,
            "env_file",
            Type.TEXT,
            "found by its name",
            "Env file relative to the folder and inside it, where its name does not tell the environment."),
    /** The profile. */
    PROFILE(
            Section.MAPPINGS,
            "profile",
            Type.TEXT,
            "",
            "Take this mapping only with `--profile` and this name. Letters, digits, `.`, `_` and `-`."),
    /** Where the plaintext goes. */
    ACTIVATE_TO(
            Section.MAPPINGS,
            "activate_to",
            Type.TEXT,
            "",
            "File, relative to the folder and inside it, that `pull --profile` copies the decrypted env file to."),
    /** Whether the key of this mapping stays in memory. */
    MAPPING_EPHEMERAL_KEYS(
            Section.MAPPINGS,
            "ephemeral_keys",
            Type.FLAG,
            "`[vault.sync] ephemeral_keys`",
            "Keep this mapping's key in memory, or do write it although the others are kept in memory."),

    /** The way of encryption. */
    BACKEND(
            Section.ENCRYPTION,
            "backend",
            Type.TEXT,
            "`dotenvx`",
            "`dotenvx`. `sops` is known and refused by the commands that encrypt or decrypt."),
    /** Accepted for compatibility, without effect. */
    SMART_ENCRYPTION(
            Section.ENCRYPTION,
            "smart_encryption",
            Type.FLAG,
            "`false`",
            "Whether `encrypt` keeps the ciphertext of values that did not change, as `lock` always does."),
    /** Values that stay readable. */
    PLAIN_KEYS(
            Section.ENCRYPTION,
            "plain_keys",
            Type.TEXTS,
            "`[]`",
            "Globs of variable names whose values stay plaintext on purpose, as those ending in `_PLAIN` do."),

    /** Files that the hook lets pass. */
    HOOK_ALLOW(
            Section.HOOK,
            "allow",
            Type.TEXTS,
            "`[]`",
            "Globs of files that may be committed although they hold plaintext or keys: fixtures, say. With a `/`, of"
                    + " the path below this file's directory; else of the file's name. Files of mappings are never let"
                    + " pass.");

    /** What a value must be. */
    public enum Type {
        /** Text. */
        TEXT,
        /** {@code true} or {@code false}. */
        FLAG,
        /** A whole number of at least 1. */
        COUNT,
        /** A list of texts. */
        TEXTS,
        /** A path relative to the file's directory and inside it. */
        PATH,
        /** An array of tables. */
        TABLES
    }

    /** The tables that hold the keys. */
    public enum Section {
        /** What kind of vault, for mappings that name none. */
        VAULT("vault", "[vault]"),
        /** One vault with a name of its own. */
        NAMED("vault.named.<name>", "[vault.named.<name>]"),
        /** What holds for every mapping. */
        SYNC("vault.sync", "[vault.sync]"),
        /** One mapping. */
        MAPPINGS("vault.sync.mappings", "[[vault.sync.mappings]]"),
        /** How files are encrypted. */
        ENCRYPTION("encryption", "[encryption]"),
        /** What the pre-commit hook lets pass. */
        HOOK("hook", "[hook]");

        private final String path;
        private final String header;

        Section(String path, String header) {
            this.path = path;
            this.header = header;
        }

        /** Returns the dotted path, as in {@code vault.sync}. */
        public String path() {
            return path;
        }

        /** Returns the header as it is written in TOML. */
        public String header() {
            return header;
        }
    }

    private final Section section;
    private final String key;
    private final Type type;
    private final String defaultText;
    private final String description;

    ConfigKey(Section section, String key, Type type, String defaultText, String description) {
        this.section = section;
        this.key = key;
        this.type = type;
        this.defaultText = defaultText;
        this.description = description;
    }

    /** Returns the table that holds the key. */
    public Section section() {
        return section;
    }

    /** Returns the key's name in its table. */
    public String key() {
        return key;
    }

    /** Returns what its value must be. */
    public Type type() {
        return type;
    }

    /** Returns what holds where the key is absent, as Markdown text; empty when nothing does. */
    public Optional<String> defaultText() {
        return defaultText.isEmpty() ? Optional.empty() : Optional.of(defaultText);
    }

    /** Returns what the key means, as Markdown text. */
    public String description() {
        return description;
    }

    /** Tells whether the table is invalid without it. */
    public boolean isRequired() {
        return defaultText.equals("required");
    }

    /** Returns the keys of a section, in the order of their declaration. */
    public static List<ConfigKey> of(Section section) {
        return Arrays.stream(values()).filter(key -> key.section == section).toList();
    }

    /** Returns the keys that protect something: a mistyped one of these is an error, as it would leave the protection off. */
    static List<String> protecting() {
        return List.of(
                EPHEMERAL_KEYS.key(), STRICT_KEYS.key(), PLAIN_KEYS.key(), CA_FILE.key(), ALLOW_OUTSIDE_ROOT.key());
    }

    /** Returns the names of a section's keys, in the order of their declaration. */
    static List<String> names(Section section) {
        return of(section).stream().map(ConfigKey::key).toList();
    }
}
