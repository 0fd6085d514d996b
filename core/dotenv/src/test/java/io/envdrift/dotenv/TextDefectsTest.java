package io.envdrift.dotenv;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** What people read differently than readers do. {@code ⏎} stands for a line end. */
class TextDefectsTest {
    private static final String PEM =
            "NAME=x⏎TLS_KEY=-----BEGIN PRIVATE KEY-----⏎MIIEvFAKEFAKEFAKE0123456789abcdef⏎ZZZZFAKEFAKE0123456789==⏎"
                    + "-----END PRIVATE KEY-----⏎AFTER=1⏎";

    static Stream<Arguments> texts() {
        return Stream.of(
                // What is as it should be.
                text("A=1⏎# comment⏎⏎B='two⏎lines'⏎export C=3⏎D: 4⏎E=⏎", ""),
                text("PORT=1 # comment⏎COLOUR= # none⏎QUOTED='#fff'⏎", ""),
                text("A='====='⏎B=<<<<<<<⏎C=-----BEGIN⏎", ""),
                text("KEY='-----BEGIN PRIVATE KEY-----⏎MIIEv==⏎-----END PRIVATE KEY-----'⏎", ""),
                text("KEY=-----BEGIN PRIVATE KEY-----\\nMIIEv\\n-----END PRIVATE KEY-----⏎A=1⏎", ""),
                text("A=\"abc\\\"⏎", ""),
                text("CMD=\"a\" b \"c⏎IT=it's⏎", ""),
                text("\ufeff# c⏎A=1⏎", ""),
                // A key pasted without quotes: its last line has the form of an assignment.
                text(PEM, "NO_ASSIGNMENT 3 TLS_KEY; NO_ASSIGNMENT 4 TLS_KEY; NO_ASSIGNMENT 5 TLS_KEY"),
                text(
                        PEM.replace("⏎", "⏎ "),
                        "NO_ASSIGNMENT 3 TLS_KEY; NO_ASSIGNMENT 4 TLS_KEY; NO_ASSIGNMENT 5 TLS_KEY"),
                text(
                        "K=-----BEGIN RSA PRIVATE KEY-----⏎Proc-Type: 4,ENCRYPTED⏎DEK-Info: AES-128-CBC,AB⏎⏎MIIE⏎"
                                + "-----END RSA PRIVATE KEY-----⏎",
                        "NO_ASSIGNMENT 2 K; NO_ASSIGNMENT 3 K; NO_ASSIGNMENT 5 K; NO_ASSIGNMENT 6 K"),
                text(
                        "CERT=MIIBFAKE⏎abcdef/+ghijkl⏎QWxhZGRpbjpvcGVuIHNlc2FtZQ=⏎B=1⏎",
                        "NO_ASSIGNMENT 2 CERT; NO_ASSIGNMENT 3 CERT"),
                text("QWxhZGRpbjpvcGVuIHNlc2FtZQ==⏎", "NO_ASSIGNMENT 1 "),
                // Encrypted by a tool that did not notice.
                text(
                        "K=encrypted:x⏎MIIEv FAKE⏎ZZZZFAKEFAKE0123456789=encrypted:y⏎-----END PRIVATE KEY-----⏎",
                        "NO_ASSIGNMENT 2 K; NO_ASSIGNMENT 3 K; NO_ASSIGNMENT 4 K"),
                // Quotes.
                text(
                        "TLS_KEY=\"-----BEGIN PRIVATE KEY-----⏎MIIEvFAKE0123⏎-----END PRIVATE KEY-----⏎AFTER=1⏎",
                        "UNCLOSED_QUOTE 1 TLS_KEY; NO_ASSIGNMENT 2 TLS_KEY; NO_ASSIGNMENT 3 TLS_KEY"),
                text("A='abc⏎B=2⏎", "UNCLOSED_QUOTE 1 A"),
                text("A=\"abc\\\" x⏎", "UNCLOSED_QUOTE 1 A"),
                text("A=`⏎", "UNCLOSED_QUOTE 1 A"),
                text("A=\"abc # \"def⏎", "UNCLOSED_QUOTE 1 A"),
                // Other text.
                text("word word⏎A=1⏎MY TOKEN=secret⏎export⏎", "NO_ASSIGNMENT 1 ; NO_ASSIGNMENT 3 A; NO_ASSIGNMENT 4 A"),
                text("A=1\r⏎oops\r⏎B=2\r⏎", "NO_ASSIGNMENT 2 A"),
                // Conflicts.
                text("A=1⏎<<<<<<< HEAD⏎B=2⏎=======⏎B=3⏎>>>>>>> branch⏎C=4⏎", "MERGE_CONFLICT 2 "),
                text("A=1\r⏎<<<<<<< HEAD\r⏎B=2\r⏎=======\r⏎B=3\r⏎>>>>>>> b\r⏎", "MERGE_CONFLICT 2 "),
                text("<<<<<<< a⏎A=1⏎||||||| base⏎A=0⏎=======⏎A=2⏎>>>>>>> b⏎", "MERGE_CONFLICT 1 "),
                text("A='one⏎<<<<<<< HEAD⏎two⏎=======⏎three⏎>>>>>>> b⏎four'⏎", "MERGE_CONFLICT 2 "),
                text("A=1⏎=======⏎B=2⏎", "MERGE_CONFLICT 2 "),
                text("<<<<<<< a⏎A⏎=======⏎B=2⏎>>>>>>> b⏎", "MERGE_CONFLICT 1 "),
                // Values cut at a #.
                text("PASSWORD=ab#cd⏎", "CUT_VALUE 1 PASSWORD"),
                text("COLOUR=#fff⏎", "CUT_VALUE 1 COLOUR"),
                text("URL=https://host/#/path # c⏎", "CUT_VALUE 1 URL"),
                text("A=encrypted:x#cd⏎", "CUT_VALUE 1 A"),
                text("A: ab#cd⏎", "CUT_VALUE 1 A"));
    }

    private static Arguments text(String text, String expected) {
        return Arguments.of(text, expected);
    }

    @ParameterizedTest
    @MethodSource("texts")
    void eachDefectIsFoundInItsLine(String text, String expected) {
        assertThat(EnvDocument.parse(text.replace('⏎', '\n')).defects().stream()
                        .map(defect -> defect.kind() + " " + defect.line() + " " + defect.name())
                        .reduce((one, other) -> one + "; " + other)
                        .orElse(""))
                .isEqualTo(expected);
    }

    @Test
    void noDefectPrintsAValue() {
        assertThat(EnvDocument.parse("A=sec#ret\n").defects().toString()).doesNotContain("sec", "ret");
    }
}
