package io.envdrift.workflow.gitfilter;

import io.envdrift.dotenv.Assignment;
import io.envdrift.dotenv.DocumentMerge;
import io.envdrift.dotenv.EnvDocument;
import io.envdrift.dotenv.Quote;
import io.envdrift.dotenvx.KeyRing;
import io.envdrift.dotenvx.PrivateKey;
import io.envdrift.dotenvx.PublicKey;
import io.envdrift.dotenvx.SealedValue;
import java.security.SecureRandom;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/** One version of a file with what its values mean. */
final class OpenedVersion {
    private final EnvDocument document;
    private final Optional<PublicKey> recipient;
    private final Map<Assignment, String> plaintext = new HashMap<>();
    private final Map<String, Assignment> byMeaning = new HashMap<>();
    private boolean shut;

    OpenedVersion(EnvDocument document, KeyRing ring, Optional<PublicKey> recipient) {
        this.document = document;
        this.recipient = recipient;
        for (Assignment each : document.assignments()) {
            if (each.valueStartsWith(SealedValue.PREFIX)) {
                Optional<String> text = SealedValue.parse(each.value()).flatMap(value -> open(value, ring));
                shut |= text.isEmpty();
                text.ifPresent(opened -> plaintext.put(each, opened));
            }
        }
        document.assignments().forEach(each -> byMeaning.put(each.name() + "=" + meaning(each), each));
    }

    private Optional<String> open(SealedValue value, KeyRing ring) {
        Optional<PrivateKey> named = recipient.flatMap(ring::find);
        Optional<String> text = named.flatMap(value::open);
        return text.isPresent()
                ? text
                : ring.keys().reversed().stream()
                        .flatMap(key -> value.open(key).stream())
                        .findFirst();
    }

    /** Tells whether a value does not open with the keys at hand. */
    boolean isShut() {
        return shut;
    }

    /**
     * Returns this version for a merge.
     *
     * @param wanted the key of the result: what is encrypted for another one is encrypted anew
     * @param other the version whose ciphertext is taken where it means the same
     */
    DocumentMerge.Side side(Optional<PublicKey> wanted, OpenedVersion other, SecureRandom random) {
        return new DocumentMerge.Side(document, this::meaning, each -> written(each, wanted, other, random));
    }

    /** Quotes belong to the meaning: in single ones nothing is expanded. Plaintext and ciphertext never mean the same. */
    private String meaning(Assignment each) {
        String quotes = each.quote() == Quote.SINGLE ? "'" : "\"";
        String text = plaintext.get(each);
        return text == null ? quotes + "written " + each.value() : quotes + "sealed " + text;
    }

    private String written(Assignment each, Optional<PublicKey> wanted, OpenedVersion other, SecureRandom random) {
        String text = plaintext.get(each);
        if (text == null || wanted.isEmpty() || wanted.equals(recipient)) {
            return MergeFiles.written(document, each);
        }
        Assignment same = other.byMeaning.get(each.name() + "=" + meaning(each));
        if (same != null && wanted.equals(other.recipient)) {
            return MergeFiles.written(other.document, same);
        }
        String mark = each.quote().mark();
        return each.name() + "=" + mark
                + SealedValue.seal(text, wanted.get(), random).text() + mark;
    }
}
