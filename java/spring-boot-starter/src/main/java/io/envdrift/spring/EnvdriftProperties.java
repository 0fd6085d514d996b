package io.envdrift.spring;

/** The properties of an application that configure how its sources are read. */
final class EnvdriftProperties {
    /**
     * How long reading one source may take; only a file or a system property can set it, since it is needed before
     * sources are read.
     */
    static final String TIMEOUT = "envdrift.timeout";

    /** Variables that sources read, such as addresses, where the process has none of that name. */
    static final String VARIABLES = "envdrift.variables";

    /** How often sources are checked for changes; unset, they are read once. */
    static final String INTERVAL = "envdrift.refresh.interval";

    private EnvdriftProperties() {}
}
