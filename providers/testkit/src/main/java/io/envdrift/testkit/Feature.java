package io.envdrift.testkit;

/** What a service may lack, so that the part of the contract about it does not hold for its provider. */
public enum Feature {
    /** Values without any character. */
    EMPTY_VALUES,
    /** Each write gets a version of its own, and reads tell it. */
    VERSIONS,
    /** Condition and write are one step: a race between writers is always noticed. */
    COMPARE_AND_SET,
    /** The test can make the service refuse its client. */
    DENIAL
}
