package io.envdrift.testkit.aws;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A secret of the fake, with its versions; the last one is current. */
final class StoredSecret {
    final String name;
    final String arn;
    final List<Version> versions = new ArrayList<>();
    boolean deleted;

    /**
     * A version.
     *
     * @param id the token it was written with
     * @param text its value, or null
     * @param binary its bytes in base64, or null
     */
    record Version(
            String id, @Nullable String text, @Nullable String binary) {}

    StoredSecret(String name, String arn) {
        this.name = name;
        this.arn = arn;
    }

    /** Tells whether an id means this secret: its name, its ARN, or its ARN without the suffix. */
    boolean answersTo(String id) {
        return id.equals(name) || id.equals(arn) || id.equals(arn.substring(0, arn.length() - 7));
    }
}
