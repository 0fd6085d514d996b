package io.envdrift.maven;

import io.envdrift.api.Envdrift;
import io.envdrift.base.EnvdriftException;
import io.envdrift.base.OneLine;
import java.io.File;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.apache.maven.plugin.AbstractMojo;
import org.apache.maven.plugin.MojoFailureException;
import org.apache.maven.plugins.annotations.Parameter;
import org.jspecify.annotations.Nullable;

/** The parameters that the goals share, and failures as one line. */
abstract class EnvdriftMojo extends AbstractMojo {
    /** The directory in or above which the configuration is looked for, and that files are relative to. */
    @Parameter(property = "envdrift.directory", defaultValue = "${basedir}")
    @Nullable
    File directory;

    /** How long all vault work may take, in seconds. */
    @Parameter(property = "envdrift.timeoutSeconds", defaultValue = "60")
    int timeoutSeconds = 60;

    /** Skips the goal. */
    @Parameter(property = "envdrift.skip", defaultValue = "false")
    boolean skip;

    /** The environment of Maven's process; tests have another one. */
    Map<String, String> environment = System.getenv();

    @Override
    public void execute() throws MojoFailureException {
        if (skip) {
            getLog().info("envdrift: skipped");
            return;
        }
        Path opened = directory == null ? Path.of("") : directory.toPath();
        Path home = Path.of(System.getProperty("user.home", ""));
        try (Envdrift envdrift = Envdrift.in(opened, environment, home, Duration.ofSeconds(timeoutSeconds))) {
            envdrift.config().warnings().forEach(warning -> getLog().warn(OneLine.of(warning)));
            run(envdrift);
        } catch (EnvdriftException e) {
            throw new MojoFailureException(OneLine.withHint(e), e);
        }
    }

    /** Does the goal's work. */
    abstract void run(Envdrift envdrift) throws MojoFailureException;
}
