package io.envdrift.vaultenv.protocol;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.envdrift.vaultenv.protocol.SignatureVerdict.Invalid;
import io.envdrift.vaultenv.protocol.SignatureVerdict.Reason;
import io.envdrift.vaultenv.protocol.SignatureVerdict.Valid;
import java.util.Locale;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SignatureCheckTest {
    private static final byte[] KEY = "0123456789abcdef0123456789abcdef".getBytes(UTF_8);
    private static final byte[] BODY = "{\"project_id\":\"p\"}".getBytes(UTF_8);
    private static final long NOW = 1_711_187_650_872L;
    private static final String PLAIN = RequestSignature.plain(KEY, BODY, NOW);
    private static final String BOUND = RequestSignature.sign(KEY, "POST", "/a", BODY, NOW);

    @Test
    void theExtraPartBindsMethodAndPath() {
        assertThat(check(BOUND, "POST", "/a"))
                .isInstanceOfSatisfying(
                        Valid.class, valid -> assertThat(valid.bound()).isTrue());
        assertThat(check(BOUND, "POST", "/b")).isEqualTo(new Invalid(Reason.MISMATCH));
        assertThat(check(BOUND, "PUT", "/a")).isEqualTo(new Invalid(Reason.MISMATCH));
        assertThat(check(PLAIN, "POST", "/b"))
                .as("the original's signature fits every path")
                .isInstanceOfSatisfying(
                        Valid.class, valid -> assertThat(valid.bound()).isFalse());
    }

    @Test
    void anAlteredExtraPartIsNotIgnored() {
        assertThat(check(BOUND.substring(0, BOUND.length() - 1), "POST", "/a")).isEqualTo(new Invalid(Reason.MISMATCH));
        assertThat(check(PLAIN + ",v2=", "POST", "/a")).isEqualTo(new Invalid(Reason.MISMATCH));
    }

    @Test
    void upperCaseHexIsTheSameDigest() {
        String upper = PLAIN.substring(0, PLAIN.indexOf("d=") + 2)
                + PLAIN.substring(PLAIN.indexOf("d=") + 2).toUpperCase(Locale.ROOT);
        assertThat(check(upper, "POST", "/a")).isEqualTo(check(PLAIN, "POST", "/a"));
    }

    @Test
    void unknownPartsAreIgnoredAndTheLastOfTwoCounts() {
        assertThat(check("v=1," + PLAIN + ",x=y,z", "POST", "/a")).isInstanceOf(Valid.class);
        assertThat(check(PLAIN + "=", "POST", "/a"))
                .as("what follows a second = does not count")
                .isInstanceOf(Valid.class);
        assertThat(check(PLAIN + ",v=1", "POST", "/a")).isEqualTo(new Invalid(Reason.TIMESTAMP_STALE));
    }

    @ParameterizedTest
    @ValueSource(strings = {"%sabc", "%s.5", "+%s", "00000000000%s"})
    void textAroundTheTimestampIsAllowedBecauseItIsSignedToo(String form) {
        String time = form.formatted(NOW);
        byte[] digest = RequestSignature.digest(KEY, BODY, time);
        String header = "v=" + time + ",d=" + java.util.HexFormat.of().formatHex(digest);
        assertThat(check(header, "POST", "/a"))
                .isInstanceOfSatisfying(
                        Valid.class, valid -> assertThat(valid.timestamp()).isEqualTo(NOW));
        assertThat(check(PLAIN.replace(",d", "abc,d"), "POST", "/a")).isEqualTo(new Invalid(Reason.MISMATCH));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
        v=x,d=%s | MALFORMED_SIGNATURE
        v=,d=%s | MALFORMED_SIGNATURE
        v=-5,d=%s | MALFORMED_SIGNATURE
        v=1711187650872,d=%sff | MALFORMED_SIGNATURE
        v=1711187650872,d=zz | MALFORMED_SIGNATURE
        v=1711187650872 | MALFORMED_SIGNATURE
        , | MALFORMED_SIGNATURE
        v=1711187650,d=%s | TIMESTAMP_STALE
        v=99999999999999999999999,d=%s | TIMESTAMP_STALE
        v=1711187650871,d=%s | MISMATCH
        """)
    void refuses(String header, Reason reason) {
        String digest = PLAIN.substring(PLAIN.indexOf("d=") + 2);
        assertThat(check(header.replace("%s", digest), "POST", "/a")).isEqualTo(new Invalid(reason));
    }

    @Test
    void withoutKeyBodyOrHeaderNothingIsValid() {
        assertThat(SignatureCheck.check(new byte[0], PLAIN, "POST", "/a", BODY, NOW))
                .isEqualTo(new Invalid(Reason.MISSING_PARAMS));
        assertThat(SignatureCheck.check(KEY, PLAIN, "POST", "/a", new byte[0], NOW))
                .isEqualTo(new Invalid(Reason.MISSING_PARAMS));
        assertThat(SignatureCheck.check(KEY, null, "POST", "/a", BODY, NOW))
                .isEqualTo(new Invalid(Reason.MISSING_PARAMS));
    }

    private static SignatureVerdict check(String header, String method, String path) {
        return SignatureCheck.check(KEY, header, method, path, BODY, NOW);
    }
}
