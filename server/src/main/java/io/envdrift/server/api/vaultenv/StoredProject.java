package io.envdrift.server.api.vaultenv;

/**
 * A project as the database has it.
 *
 * @param id a UUID
 * @param sealedKey the sealed signing key; empty until it is set
 * @param strict whether signatures must be bound and devices approved for what concerns devices and history
 */
record StoredProject(String id, String sealedKey, boolean strict) {}
