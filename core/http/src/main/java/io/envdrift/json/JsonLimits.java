package io.envdrift.json;

/**
 * How much JSON is read before it is refused.
 *
 * @param maxBytes of the whole text
 * @param maxDepth how many objects and lists may be inside each other
 * @param maxMembers of each object
 * @param maxElements of each list
 * @param maxTokens of the whole text, also of the parts that are skipped: names, values, and starts and ends of objects and
 *     lists
 */
public record JsonLimits(int maxBytes, int maxDepth, int maxMembers, int maxElements, long maxTokens) {
    /** Limits that no honest message or file reaches: 64 MiB, 64 levels, a million members, elements and tokens. */
    public static final JsonLimits GENEROUS = new JsonLimits(64 << 20, 64, 1_000_000, 1_000_000, 1_000_000);

    /** Returns the same limits with another size of the whole text. */
    public JsonLimits withMaxBytes(int bytes) {
        return new JsonLimits(bytes, maxDepth, maxMembers, maxElements, maxTokens);
    }
}
