package io.envdrift.git;

import io.envdrift.base.EnvdriftException;
import io.envdrift.base.ErrorCode;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Our filter, diff driver and merge driver in the configuration of a clone, which no repository can bring along. */
public record FilterSettings(GitDirectory git) {
    /** {@code --get} ends with 1 where there is no value, {@code --remove-section} with 128 where there is no section. */
    private static final List<Integer> ANY = List.of(0, 1, 5, 128);

    private static final List<String> SECTIONS = List.of(
            "filter." + AttributesFile.DRIVER, "diff." + AttributesFile.DRIVER, "merge." + AttributesFile.DRIVER);

    /**
     * Writes the settings.
     *
     * @param program how the shell that git starts calls envdrift
     * @param showValues whether {@code git diff} shows values
     * @throws EnvdriftException {@code FILE_ACCESS} when git does not take them
     */
    public void install(String program, boolean showValues) {
        String driver = AttributesFile.DRIVER;
        Map<String, String> settings = new LinkedHashMap<>();
        settings.put("filter." + driver + ".process", program + " git filter-process");
        settings.put("filter." + driver + ".required", "true");
        settings.put("diff." + driver + ".textconv", program + " git textconv" + (showValues ? " --show-values" : ""));
        // Git would store the output that it caches in a note of the repository.
        settings.put("diff." + driver + ".cachetextconv", "false");
        settings.put("merge." + driver + ".name", "envdrift, by variable");
        settings.put("merge." + driver + ".driver", program + " git merge-file %O %A %B %L %P");
        // A merge of merges must not meet conflict markers in the version that both sides come from.
        settings.put("merge." + driver + ".recursive", "binary");
        settings.forEach((name, value) -> {
            if (GitCommand.output(git.top(), "config", "--local", name, value).isEmpty()) {
                throw new EnvdriftException(
                        ErrorCode.FILE_ACCESS,
                        "git does not take the setting " + name,
                        "try: git config --local --list");
            }
        });
    }

    /** Tells whether the filter is set up. */
    public boolean isInstalled() {
        return value("filter." + AttributesFile.DRIVER + ".process").isPresent();
    }

    /** Returns a setting as git sees it, from wherever it comes. */
    public Optional<String> value(String name) {
        return GitCommand.output(git.top(), "config", "--get", name)
                .map(String::strip)
                .filter(value -> !value.isEmpty());
    }

    /** Removes the settings. */
    public void remove() {
        for (String section : SECTIONS) {
            // A section that is not there needs no removal.
            GitCommand.run(git.top(), new byte[0], ANY, "config", "--local", "--remove-section", section);
        }
    }
}
