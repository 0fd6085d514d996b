package io.envdrift.vaultenv.protocol;

/** Answers {@link SetKey}: {@code {"ok":true}}. */
public record Done() implements Message {
    @Override
    public String toJson() {
        return new JsonText().put("ok", true).end();
    }
}
