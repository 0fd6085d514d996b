package io.envdrift.provider.hashicorp;

/** The versions of Vault's key-value engine: they differ in paths and in the form of what they answer. */
enum KeyValueVersion {
    /** One value per secret, without versions. */
    V1("", ""),
    /** Versions, and writes that compare and set. */
    V2("/data", "/metadata");

    private final String data;
    private final String metadata;

    KeyValueVersion(String data, String metadata) {
        this.data = data;
        this.metadata = metadata;
    }

    /** Returns the path of a secret below {@code /v1/}. */
    String dataPath(SecretPath mount, SecretPath secret) {
        return mount.encoded() + data + "/" + secret.encoded();
    }

    /** Returns the path of the list of names directly below the mount. */
    String listPath(SecretPath mount) {
        return mount.encoded() + metadata;
    }
}
