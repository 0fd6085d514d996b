package io.envdrift.envsync;

import io.envdrift.envsync.protocol.KeyScheme;
import java.util.List;
import java.util.Optional;

/**
 * A version that was stored.
 *
 * @param names the key names in the file
 * @param formerScheme the form of the version before, when it is another one
 */
public record Pushed(
        String branch, long version, List<String> names, KeyScheme scheme, Optional<KeyScheme> formerScheme) {}
