package io.envdrift.server.api.levels;

/**
 * An organization.
 *
 * @param id a ULID in upper case
 * @param createdAt ISO-8601 in UTC
 */
record StoredOrganization(String id, String name, String slug, String createdAt) {}
