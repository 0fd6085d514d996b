package io.envdrift.cli.levels;

import io.envdrift.levels.protocol.LevelKind;

/** A project, or what lies below one: how the help and the messages name it. */
enum NodeKind {
    PROJECT(
            LevelKind.PROJECT,
            "a project",
            "Projects of the organization: create, update, delete.",
            "PROJECT",
            "Its name in paths.",
            "key, values and versions, and"),
    TARGET(
            LevelKind.TARGET,
            "a target",
            "Targets of a project: create, update, delete.",
            "PATH",
            "PROJECT/TARGET",
            "values, versions and"),
    ENVIRONMENT(
            LevelKind.ENVIRONMENT,
            "an environment",
            "Environments of a target: create, update, delete.",
            "PATH",
            "PROJECT/TARGET/ENVIRONMENT",
            "values, versions and");

    private final LevelKind level;
    private final String one;
    private final String outline;
    private final String argument;
    private final String form;
    private final String contents;

    NodeKind(LevelKind level, String one, String outline, String argument, String form, String contents) {
        this.level = level;
        this.one = one;
        this.outline = outline;
        this.argument = argument;
        this.form = form;
        this.contents = contents;
    }

    LevelKind level() {
        return level;
    }

    /** Returns the word with its article, as in {@code an environment}. */
    String one() {
        return one;
    }

    /** Returns what the help says of the group of commands. */
    String outline() {
        return outline;
    }

    /** Returns the label of the path among the arguments. */
    String argument() {
        return argument;
    }

    /** Returns how the path is written. */
    String form() {
        return form;
    }

    /** Returns what the help says of deleting. */
    String deletion() {
        return "Delete " + one + " with its " + contents + " all that is below it.";
    }
}
