package io.envdrift.server.api.envsync;

import io.envdrift.server.api.envsync.BodyMembers.Rule;
import io.envdrift.server.pipeline.Call;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * What is pushed: exactly these types, nothing is converted. All that is wrong is told at once, in the order of the members.
 *
 * @param names of the keys, as {@link Versions#json} writes them: here, and not while other pushes wait for this one's transaction
 * @param expected the version that this one replaces, 0 for none
 */
record Push(String ciphertext, String names, OptionalLong expected) {
    /**
     * Reads a body.
     *
     * @throws Invalid when something is missing or of another type
     */
    static Push read(Call call) {
        BodyMembers body = BodyMembers.of(call);
        String ciphertext = body.text(
                "ciphertext", text -> text.indexOf('\0') < 0 ? Optional.empty() : Optional.of("NUL cannot be stored"));
        List<String> names = body.texts("key_names", Rule.name(Names::wrong));
        OptionalLong expected = body.expectedVersion();
        body.require();
        return new Push(ciphertext, Versions.json(names), expected);
    }

    /** Shows no ciphertext. */
    @Override
    public String toString() {
        return "Push[" + ciphertext.length() + " characters]";
    }
}
