package io.envdrift.server.seal;

/** Protects secrets that the server has to read back, from everybody who has only the database. */
public interface Sealer {
    /**
     * Seals bytes.
     *
     * @param context what the bytes belong to; they open only with the same context
     */
    String seal(byte[] plaintext, SealContext context);

    /**
     * Opens what {@link #seal} returned.
     *
     * @throws io.envdrift.base.EnvdriftException {@code SERVER} when another key sealed it, or it belongs to something else
     */
    byte[] open(String sealed, SealContext context);
}
