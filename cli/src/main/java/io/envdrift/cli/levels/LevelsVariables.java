package io.envdrift.cli.levels;

/** The variables that are the command line's own and hold secrets. */
final class LevelsVariables {
    private LevelsVariables() {}

    /** Tells whether a variable holds the token or a key, or says where a key is. */
    static boolean isOwn(String name) {
        return name.equals("DOTENV_API_KEY") || name.startsWith("DOTENV_CLIENT_KEY");
    }
}
