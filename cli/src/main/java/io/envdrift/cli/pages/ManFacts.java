package io.envdrift.cli.pages;

import java.util.LinkedHashMap;
import java.util.Map;

/**
 * The parts of a manual page that do not come from the command.
 *
 * @param exitStatus status to meaning
 * @param environment variable to what it does
 * @param files file to what is in it
 */
record ManFacts(Map<String, String> exitStatus, Map<String, String> environment, Map<String, String> files) {
    private static final String SERVER = "envdrift-server";

    static ManFacts of(String program, boolean blobStore) {
        if (program.equals(SERVER)) {
            return server();
        }
        return blobStore ? blobStore() : envdrift();
    }

    private static Map<String, String> statuses() {
        Map<String, String> statuses = new LinkedHashMap<>();
        statuses.put("0", "Everything that was asked for was done.");
        statuses.put(
                "1",
                "Something that was asked for was not done or is not so, or standard output could not be written.");
        statuses.put("2", "Wrong usage.");
        statuses.put("130", "Interrupted.");
        return statuses;
    }

    private static ManFacts envdrift() {
        Map<String, String> statuses = statuses();
        statuses.put("other", "Of run: the command's own; 128 and the number of the signal that ended it.");
        Map<String, String> environment = new LinkedHashMap<>();
        environment.put(
                "DOTENV_PRIVATE_KEY, DOTENV_PRIVATE_KEY_*",
                "Private keys for decrypt, get and run; never for a verification.");
        environment.put("VAULT_ADDR, VAULT_TOKEN, VAULT_NAMESPACE", "HashiCorp Vault.");
        environment.put(
                "AWS_*, AZURE_*, GOOGLE_*",
                "What the clouds' own tools read: credentials, profiles, regions, endpoints.");
        environment.put("ENVDRIFT_LOCAL_PASSPHRASE", "Passphrase of a local vault.");
        environment.put("ENVDRIFT_TRUSTED_HOSTS", "Hosts that a repository's configuration may send credentials to.");
        environment.put("HTTPS_PROXY, NO_PROXY, SSL_CERT_FILE", "Proxies, and further certificate authorities.");
        environment.put(
                "NO_COLOR, LC_ALL, LC_CTYPE, LANG",
                "No colours; ASCII only where the locale is C or POSIX, or names another character set than UTF-8.");
        environment.put("COLUMNS", "Width of the help (default: the terminal's, else 80).");
        environment.put(
                "GITHUB_ACTIONS, GITHUB_STEP_SUMMARY", "Under --ci: annotations, and a summary on the job's page.");
        Map<String, String> files = new LinkedHashMap<>();
        files.put("envdrift.toml", "The configuration, found upwards; or [tool.envdrift] in pyproject.toml.");
        files.put(".env, .env.*", "Env files: encrypted in the repository.");
        files.put(
                ".env.keys",
                "Private keys of a folder, never committed; .env.keys.backup.* is what an update replaced.");
        files.put("~/.config/envdrift", "What this user trusts.");
        return new ManFacts(statuses, environment, files);
    }

    private static ManFacts blobStore() {
        Map<String, String> environment = new LinkedHashMap<>();
        environment.put("VAULT_KEY", "The key of the project; else that of .env.");
        environment.put("VAULT_URL", "The server.");
        environment.put("NODE_ENV, ENVIRONMENT", "The environment where --env is not given.");
        return new ManFacts(statuses(), environment, Map.of(".env", "Holds VAULT_KEY, and what push stores."));
    }

    private static ManFacts server() {
        return new ManFacts(
                statuses(),
                Map.of("ENVDRIFT_SERVER_*", "Most options have a variable of their own: see docs/server.md."),
                Map.of("the data directory", "Database and master key; see docs/server.md."));
    }
}
