package io.envdrift.spring;

/** The properties with which an application sets what reading its sources is like. */
final class EnvdriftProperties {
    /** How long reading one source may take; of a file or system property, since it counts before sources are read. */
    static final String TIMEOUT = "envdrift.timeout";

    /** Variables that sources read, such as addresses, where the process has none of that name. */
    static final String VARIABLES = "envdrift.variables";

    /** How often sources are looked at for changes; unset, they are read once. */
    static final String INTERVAL = "envdrift.refresh.interval";

    private EnvdriftProperties() {}
}
