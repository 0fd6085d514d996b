package io.envdrift.server.store;

/**
 * How much the server stores; 0 stands for no limit.
 *
 * @param projects how many projects
 * @param versions how many versions of an environment; older ones are removed
 * @param projectBytes how many bytes all versions of one project may take together
 */
public record Quotas(long projects, long versions, long projectBytes) {
    /** No limit at all. */
    public static final Quotas NONE = new Quotas(0, 0, 0);
}
