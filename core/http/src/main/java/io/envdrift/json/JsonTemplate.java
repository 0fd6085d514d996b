package io.envdrift.json;

import java.io.ByteArrayOutputStream;
import java.util.function.Function;
import tools.jackson.core.JsonGenerator;

/** An object as JSON in UTF-8 that was written once, but for one value in it, which every copy has anew. */
public final class JsonTemplate {
    private final byte[] written;
    private final int gap;

    private JsonTemplate(byte[] written, int gap) {
        this.written = written;
        this.gap = gap;
    }

    /**
     * Writes an object.
     *
     * @param form puts what it is given, once, where the value will be
     * @throws IllegalArgumentException when something in it has no form in JSON, or the gap is not there
     */
    public static JsonTemplate of(Function<Object, JsonMembers> form) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        Gap gap = new Gap(out);
        JsonWriter.send(out, form.apply(gap), JsonStyle.COMPACT, "");
        if (gap.position < 0) {
            throw new IllegalArgumentException("the form has no gap");
        }
        return new JsonTemplate(out.toByteArray(), gap.position);
    }

    /**
     * Returns the object on one line, without spaces.
     *
     * @param value what {@link JsonWriter} can write
     */
    public byte[] with(Object value) {
        byte[] inner = JsonWriter.bytes(value);
        byte[] whole = new byte[written.length + inner.length];
        System.arraycopy(written, 0, whole, 0, gap);
        System.arraycopy(inner, 0, whole, gap, inner.length);
        System.arraycopy(written, gap, whole, gap + inner.length, written.length - gap);
        return whole;
    }

    /** Returns how many bytes are written already. */
    public int length() {
        return written.length;
    }

    /** Where the value will be. */
    static final class Gap {
        private final ByteArrayOutputStream out;
        private int position = -1;

        Gap(ByteArrayOutputStream out) {
            this.out = out;
        }

        /** Notes the place of a value of which nothing is written. */
        void leave(JsonGenerator json) {
            json.writeRawValue("");
            json.flush();
            position = out.size();
        }
    }

    /** Shows no content: it may be secret. */
    @Override
    public String toString() {
        return "JSON of " + written.length + " bytes";
    }
}
