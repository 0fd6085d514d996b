package io.envdrift.cli.base;

import io.envdrift.config.EnvdriftConfig;
import io.envdrift.dotenvx.KeyRing;
import io.envdrift.workflow.keys.FileKeys;
import io.envdrift.workflow.keys.OwnedFile;
import java.nio.file.Path;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** A command that works with a project: declares the options that name it, runs one workflow, and reports. */
public abstract class ProjectCommand extends ReportingCommand {
    /** Which configuration. */
    protected final VaultOptions.ConfigOption config = new VaultOptions.ConfigOption();

    /** Which vault. */
    protected final VaultOptions vault = new VaultOptions();

    private @Nullable String profile;
    private @Nullable String reportTo;

    /** Creates a command of the program itself for a machine. */
    protected ProjectCommand(Host host, Outline outline) {
        super(host, outline);
    }

    /** Creates a command of a group for a machine. */
    protected ProjectCommand(Host host, String group, Outline outline) {
        super(host, group, outline);
    }

    /** Declares the options for configuration, vault and output. */
    protected final void declareProject(CommandOptions options) {
        config.declare(options);
        vault.declare(options);
        output.declare(options);
    }

    /** Declares the profile. */
    protected final void declareProfile(CommandOptions options, String description) {
        options.value("--profile", "NAME", description, text -> profile = text);
    }

    /** Declares the server that the report is posted to. */
    protected final void declareReportTo(CommandOptions options, String description) {
        options.value("--report-to", "URL", description, text -> reportTo = text);
    }

    @Override
    protected final Reporter prepared(Reporter reporter) {
        return reporter.given(config, vault, profile).postingTo(reportTo);
    }

    /** Returns the profile that was named. */
    protected final Optional<String> profile() {
        return Optional.ofNullable(profile);
    }

    /** Tells whether the report is to be posted. */
    protected final boolean isPosted() {
        return reportTo != null;
    }

    @Override
    protected final Host machine() {
        return config.machine(super.machine());
    }

    /**
     * Opens the project, and prints what its configuration warns of.
     *
     * @throws io.envdrift.base.EnvdriftException when there is no configuration, or it is not valid
     */
    protected final ProjectOpener.Opened open(Reporter reporter) {
        ProjectOpener.Opened opened = new ProjectOpener(machine()).open(config.path(), vault);
        reporter.warn(opened.warnings());
        return opened;
    }

    /**
     * Opens the project where there is a configuration, and prints what that warns of.
     *
     * @throws io.envdrift.base.EnvdriftException when the configuration is not valid
     */
    protected final OptionalProject openIfPresent(Reporter reporter) {
        return openIfPresent(new ProjectOpener(machine()), reporter);
    }

    /** Opens the project as {@link #openIfPresent(Reporter)} does, with an opener that the caller uses for more. */
    protected final OptionalProject openIfPresent(ProjectOpener opener, Reporter reporter) {
        OptionalProject project = new OptionalProject(opener.openIfPresent(config.path(), vault));
        reporter.warn(project.warnings());
        return project;
    }

    /**
     * Opens the vaults without mappings, and prints what the configuration warns of.
     *
     * @throws io.envdrift.base.EnvdriftException when the configuration is not valid
     */
    protected final ProjectOpener.OpenedVaults openVaults(ProjectOpener opener, Reporter reporter) {
        ProjectOpener.OpenedVaults opened = opener.openVaults(config.path(), vault);
        reporter.warn(opened.warnings());
        return opened;
    }

    /** Returns a file that the command was given, with what is known of its keys. */
    protected final OwnedFile owned(Optional<EnvdriftConfig> read, Path file, OwnedFile.Named by) {
        return OwnedFile.of(host.workingDirectory().resolve(file), read, by, vault.timeout());
    }

    /** Returns where the keys of files are found. */
    protected final FileKeys keys(OptionalProject project) {
        return new FileKeys(project.project(), KeyRing.ofEnvironment(host.environment()), host.workingDirectory());
    }
}
