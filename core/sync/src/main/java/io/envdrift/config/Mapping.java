package io.envdrift.config;

import io.envdrift.base.EnvdriftException;
import io.envdrift.dotenvx.KeyNames;
import java.nio.file.Path;
import java.util.Optional;

/**
 * One line of the team's key list: this secret opens the env file of this folder and environment.
 *
 * @param index position in the configuration, from 0
 * @param secretName the secret's name in its vault
 * @param folderPath the folder as written, for reports
 * @param folder the folder, absolute, links resolved, inside the configuration's directory (unless {@code
 *     allow_outside_root} is set); where {@code problem} says otherwise, only fit to be shown
 * @param root the directory that links of the folder's files must not leave: the configuration's, or a folder outside that
 *     the user allowed
 * @param environment the effective environment: as written, else the profile, else {@code production}; empty for a file without
 *     suffix, {@code .env}
 * @param profile the profile that the mapping belongs to; empty for every profile
 * @param vaultName a named vault table, or the vault's name in the provider's own way
 * @param envFile the env file relative to the folder, where the name rules shall not choose it
 * @param activateTo where {@code pull --profile} copies the decrypted file, relative to the folder
 * @param ephemeral whether the key stays in memory and is never written to a keys file
 * @param envKeysFilename the keys file relative to the folder, as written
 * @param keysFile the keys file, links resolved
 * @param line line of the mapping in the configuration file, from 1
 * @param problem what makes this mapping unusable: it becomes an error row, and the others still run
 */
public record Mapping(
        int index,
        String secretName,
        String folderPath,
        Path folder,
        Path root,
        String environment,
        Optional<String> profile,
        Optional<String> vaultName,
        Optional<String> envFile,
        Optional<String> activateTo,
        boolean ephemeral,
        String envKeysFilename,
        Path keysFile,
        int line,
        Optional<EnvdriftException> problem) {

    private static final String PLAIN = ".env";

    /** Returns the usual name of an environment's file: {@code .env.<environment>}, {@code .env} for the empty one. */
    public static String envFileOf(String environment) {
        return environment.isEmpty() ? PLAIN : PLAIN + "." + environment;
    }

    /** Returns the names of the mapping's keys. */
    public KeyNames keyNames() {
        return KeyNames.ofEnvironment(environment);
    }

    /** Returns the name that the env file has unless {@code env_file} says otherwise. */
    public String usualEnvFile() {
        return envFileOf(environment);
    }

    /** Returns the environment as it is shown. */
    public String shownEnvironment() {
        return environment.isEmpty() ? "none" : environment;
    }
}
