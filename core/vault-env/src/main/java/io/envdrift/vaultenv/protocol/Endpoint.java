package io.envdrift.vaultenv.protocol;

/** The calls of the API: one list for the client, the server's routes and the description. */
public enum Endpoint {
    /** Makes a project. */
    CREATE_PROJECT("/api/v1/project/create", false, true),
    /** Sets the signing key of a new project, once. */
    SET_KEY("/api/v1/project/set-key", false, true),
    /** Registers a device; the first one is approved at once. */
    REGISTER_DEVICE("/api/v1/devices/register", true, true),
    /** Approves a device. */
    APPROVE_DEVICE("/api/v1/devices/approve", true, true),
    /** Lists a project's devices. */
    LIST_DEVICES("/api/v1/devices/list", true, false),
    /** Revokes a device. */
    REVOKE_DEVICE("/api/v1/devices/revoke", true, true),
    /** Stores a new version of an environment. */
    PUSH("/api/v1/secrets/push", true, true),
    /** Returns an environment's latest version. */
    PULL("/api/v1/secrets/pull", true, false),
    /** Returns the number of an environment's latest version. */
    CURRENT_VERSION("/api/v1/secrets/current-version", true, false),
    /** Lists an environment's versions. */
    VERSIONS("/api/v1/secrets/versions", true, false),
    /** Stores an old version of an environment once more, as its newest. */
    ROLLBACK("/api/v1/secrets/rollback", true, true),
    /** Lists a project's environments; not part of the original service. */
    LIST_ENVIRONMENTS("/api/v1/environments/list", true, false),
    /** Lists who did what; not part of the original service. */
    LIST_AUDIT("/api/v1/audit/list", true, false);

    /** The HTTP method of every call. */
    public static final String METHOD = "POST";
    /** The header that carries the signature. */
    public static final String SIGNATURE_HEADER = "X-Vault-Signature";
    /** The path that answers whether the server lives. */
    public static final String HEALTH_PATH = "/health";

    private final String path;
    private final boolean signed;
    private final boolean changing;

    Endpoint(String path, boolean signed, boolean changing) {
        this.path = path;
        this.signed = signed;
        this.changing = changing;
    }

    /** Returns the path, which starts with a slash. */
    public String path() {
        return path;
    }

    /** Tells whether the call must be signed. */
    public boolean isSigned() {
        return signed;
    }

    /** Tells whether the call changes something, so that its signature may be used only once. */
    public boolean isChanging() {
        return changing;
    }
}
