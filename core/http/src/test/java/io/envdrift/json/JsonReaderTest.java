package io.envdrift.json;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class JsonReaderTest {
    private static final JsonReader READER = new JsonReader(JsonLimits.GENEROUS);
    private static final JsonReader SMALL = new JsonReader(new JsonLimits(100, 3, 4, 3, 20));

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                " ",
                "[]",
                "null",
                "1",
                "'a'",
                "{",
                "{}{}",
                "{} x",
                "{'a':1,}",
                "{'a':NaN}",
                "{'a':Infinity}",
                "{'a':+1}",
                "{'a':01}",
                "{'a':.5}",
                "{a:1}",
                "{'a' 1}",
                "{'a':1/*x*/}",
                "{'a':'\t'}",
                "{'a':'\\x'}",
                "{'a':tru}",
                "{'a':1,'a':1}",
                "{'a':{'b':1,'b':2}}",
                "{'a':[{'b':1,'b':2}]}"
            })
    void refusesAllThatIsNoObjectOfDistinctMembers(String json) {
        assertThatThrownBy(() -> READER.object(quoted(json)))
                .isInstanceOf(JsonException.class)
                .hasNoCause();
        assertThat(READER.find(quoted(json).getBytes(StandardCharsets.UTF_8))).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"UTF-16LE", "UTF-16BE", "UTF-32LE", "UTF-32BE"})
    void takesUtf8AloneAndOneByteOrderMark(String other) {
        for (String mark : new String[] {"", "\uFEFF"}) {
            String json = mark + "{\"a\":1}";
            assertThat(READER.find(json.getBytes(StandardCharsets.UTF_8))).isPresent();
            assertThat(READER.find(json.getBytes(Charset.forName(other)))).isEmpty();
            assertThat(READER.find(("\uFEFF\uFEFF" + json).getBytes(StandardCharsets.UTF_8)))
                    .isEmpty();
        }
    }

    /** JDK 25 makes some twenty classes at the first switch with {@code case null}, in each process; no cache holds them. */
    @Test
    void readsWithoutASwitchThatIsLinkedAtRunTime() throws IOException {
        try (InputStream bytes = JsonReader.class.getResourceAsStream("JsonReader.class")) {
            assertThat(new String(Objects.requireNonNull(bytes).readAllBytes(), StandardCharsets.ISO_8859_1))
                    .contains("JsonToken")
                    .doesNotContain("SwitchBootstraps");
        }
    }

    @Test
    void refusesBytesThatAreNoUtf8() {
        byte[] json = "{\"a\":\"?\"}".getBytes(StandardCharsets.UTF_8);
        json[6] = (byte) 0xff;

        assertThat(READER.find(json)).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
        {'a':'s3cret                                                                                                 '} | Invalid JSON: longer than 100 bytes
        {'a':[[['s3cret']]]} | Invalid JSON
        {'a':1,'b':1,'c':1,'d':1,'e':1} | Invalid JSON: the object has more than 4 members
        {'x':{'a':1,'b':1,'c':1,'d':1,'e':1}} | Invalid JSON: x has more than 4 members
        {'x':[1,2,3,4]} | Invalid JSON: x has more than 3 elements
        {'x':[[1,2,3],[1,2,3],[1,2,3]],'y':[1,2,3]} | Invalid JSON
        """)
    void refusesWhatIsBeyondTheLimitsWithoutQuotingIt(String json, String message) {
        assertThatThrownBy(() -> SMALL.object(quoted(json)))
                .isInstanceOf(JsonException.class)
                .hasMessage(message)
                .hasNoCause();
    }

    @Test
    void takesWhatIsAtTheLimits() {
        assertThat(SMALL.object(quoted("{'a':[[1,2,3]],'b':{'c':{}},'d':1,'e':2}"))
                        .names())
                .containsExactly("a", "b", "d", "e");
    }

    @Test
    void keepsWhatIsAskedForAndSkipsTheRest() {
        JsonReader reader = SMALL.keeping(Set.of("a", "z"));

        JsonObject object = reader.object(quoted("{'big':[1,2,3,4],'a':'x','big':{'b':[]},'z':1}"));

        assertThat(object.names()).containsExactly("a", "z");
        assertThat(object.requireText("a")).isEqualTo("x");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{'b':1,'c':1,'d':1,'e':1,'f':1}",
                "{'b':[0,1,2,3,4,5,6,7,8,9,0,1,2,3,4,5,6,7,8]}",
                "{'b':[[[1]]]}",
                "{'a':[1,2,3,4]}",
                "{'a':1,'a':1}",
                "{'b':[}",
                "{'b':1} 2"
            })
    void alsoWhatIsSkippedIsBounded(String json) {
        assertThat(SMALL.keeping(Set.of("a")).find(quoted(json).getBytes(StandardCharsets.UTF_8)))
                .isEmpty();
    }

    @Test
    void onRequestTheLastOfEqualMembersCounts() {
        JsonObject object = READER.takingTheLast().object(quoted("{'a':1,'b':'x','a':2}"));

        assertThat(object.whole("a")).isEqualTo(OptionalLong.of(2));
        assertThat(object.repeated()).containsExactly("a");
    }

    @Test
    void readsMembersByType() {
        JsonObject object = READER.object(
                quoted("{'t':'x','n':42,'s':' 7 ','f':true,'o':{'i':'y'},'l':['a','b'],'m':[{'k':'v'}],'0':null}"));

        assertThat(object.text("t")).contains("x");
        assertThat(object.text("0")).isEmpty();
        assertThat(object.text("none")).isEmpty();
        assertThat(object.textOrNumber("n")).contains("42");
        assertThat(object.requireWhole("s")).isEqualTo(7);
        assertThat(object.flag("f")).isTrue();
        assertThat(object.object("o").orElseThrow().requireText("i")).isEqualTo("y");
        assertThat(object.texts("l")).contains(List.of("a", "b"));
        assertThat(object.requireObjects("m").getFirst().requireText("k")).isEqualTo("v");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
        {'x':1}               | text    | x must be text
        {'x':'a\\u0000'}      | text    | x must not contain a NUL character
        {'x':'\\udc00\\ud800'} | text   | x is not valid Unicode text
        {'x':'\\ud800'}       | text    | x is not valid Unicode text
        {'x':1.5}             | whole   | x must be a whole number
        {'x':true}            | whole   | x must be a whole number
        {'x':1e99999999999}   | whole   | x must be a whole number
        {'x':-1e-99999999999} | whole   | x must be a whole number
        {'x':'yes'}           | flag    | x must be true or false
        {'x':[]}              | object  | x must be an object
        {'x':'a'}             | texts   | x must be a list of texts
        {'x':['a',null]}      | texts   | x must be a list of texts
        {'x':[{},[]]}         | objects | x must be a list of objects
        """)
    void aMemberOfAnotherTypeIsRefusedByNameOrForATolerantReaderMissing(String json, String getter, String message) {
        JsonObject strict = READER.object(quoted(json));
        JsonObject tolerant = READER.tolerant().object(quoted(json));

        assertThatThrownBy(() -> get(strict, getter))
                .isInstanceOf(JsonException.class)
                .hasMessage(message);
        assertThat(get(tolerant, getter)).isIn(Optional.empty(), OptionalLong.empty(), false);
    }

    @Test
    void whatIsRequiredIsNamed() {
        JsonObject object = READER.tolerant().object("{}");

        assertThatThrownBy(() -> object.requireText("a")).hasMessage("a required");
        assertThatThrownBy(() -> object.requireWhole("a")).hasMessage("a required");
        assertThatThrownBy(() -> object.requireObjects("a")).hasMessage("a required");
        assertThatThrownBy(() -> READER.object(quoted("{'a':'xyz'}")).requireName("a", 2))
                .hasMessage("a is longer than 2 characters");
    }

    @ParameterizedTest
    @ValueSource(strings = {"+1", "\u0663", "1.0", "1e2", "0x1", "", "9223372036854775808", "1 2"})
    void aNumberSentAsTextIsAsciiDigits(String text) {
        JsonObject object = READER.object(quoted("{'a':'" + text + "'}"));

        assertThatThrownBy(() -> object.whole("a")).hasMessageContaining("a must be a whole number");
    }

    @Test
    void showsNamesOnly() {
        assertThat(READER.object(quoted("{'a':'s3cret'}"))).hasToString("JSON object with [a]");
    }

    private static Object get(JsonObject object, String getter) {
        return switch (getter) {
            case "text" -> object.text("x");
            case "whole" -> object.whole("x");
            case "flag" -> object.flag("x");
            case "object" -> object.object("x");
            case "texts" -> object.texts("x");
            default -> object.objects("x");
        };
    }

    private static String quoted(String json) {
        return json.replace('\'', '"');
    }
}
