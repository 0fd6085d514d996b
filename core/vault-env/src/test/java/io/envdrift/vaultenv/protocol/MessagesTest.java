package io.envdrift.vaultenv.protocol;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.envdrift.json.JsonException;
import io.envdrift.json.JsonObject;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Function;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class MessagesTest {
    private static final Optional<String> HASH = Optional.of("h");

    static Stream<Arguments> messages() {
        return Stream.of(
                message(new CreateProject("my-app", false), CreateProject::read, "{'project_name':'my-app'}"),
                message(new CreateProject("a", true), CreateProject::read, "{'project_name':'a','strict':true}"),
                message(
                        new SetKey("p", "ff", Optional.of("t")),
                        SetKey::read,
                        "{'project_id':'p','auth_key_hash':'ff','setup_token':'t'}"),
                message(
                        new RegisterDevice("p", "lap", "h"),
                        RegisterDevice::read,
                        "{'project_id':'p','device_name':'lap','device_hash':'h'}"),
                message(
                        new ChangeDevice("p", "d", HASH),
                        ChangeDevice::read,
                        "{'project_id':'p','device_id':'d','device_hash':'h'}"),
                message(
                        new ProjectQuery("p", HASH, OptionalLong.of(3), OptionalLong.of(8)),
                        ProjectQuery::read,
                        "{'project_id':'p','device_hash':'h','limit':3,'before':8}"),
                message(
                        new EnvironmentQuery("p", "", Optional.empty()),
                        EnvironmentQuery::read,
                        "{'project_id':'p','environment':''}"),
                message(
                        new PushSecrets("p", "e", "blob", Optional.of(List.of("+A", "~Ä")), HASH, OptionalLong.of(0)),
                        PushSecrets::read,
                        "{'project_id':'p','environment':'e','secrets':'blob','key_names':['+A','~Ä'],"
                                + "'device_hash':'h','expected_version':0}"),
                message(
                        new RollBack("p", "e", 2, Optional.empty()),
                        RollBack::read,
                        "{'project_id':'p','environment':'e','version':2}"),
                message(
                        new ProjectCreated("p", List.of("development"), Optional.of("t")),
                        ProjectCreated::read,
                        "{'project_id':'p','environments':['development'],'setup_token':'t'}"),
                message(
                        new DeviceState("d", DeviceStatus.PENDING),
                        DeviceState::read,
                        "{'device_id':'d','status':'pending'}"),
                message(
                        new DeviceList(List.of(new DeviceList.Device(
                                "d", "lap", DeviceStatus.APPROVED, "t1", Optional.of("t2"), Optional.empty()))),
                        DeviceList::read,
                        "{'devices':[{'id':'d','device_name':'lap','status':'approved','created_at':'t1',"
                                + "'approved_at':'t2','last_seen_at':null}]}"),
                message(new StoredVersion(7), StoredVersion::read, "{'version':7}"),
                message(new PulledSecrets("b", 7), PulledSecrets::read, "{'secrets':'b','version':7}"),
                message(
                        new CurrentVersion(0, Optional.empty()),
                        CurrentVersion::read,
                        "{'version':0,'updated_at':null}"),
                message(
                        new VersionList(List.of(new VersionList.Entry(1, Optional.empty(), "t"))),
                        VersionList::read,
                        "{'versions':[{'version':1,'changed_keys':null,'created_at':'t'}]}"),
                message(
                        new AuditList(List.of(new AuditList.Entry(
                                OptionalLong.of(7),
                                "push",
                                200,
                                Optional.of("e"),
                                HASH,
                                Optional.of("::1"),
                                Optional.empty(),
                                "t"))),
                        AuditList::read,
                        "{'entries':[{'id':7,'action':'push','status':200,'environment':'e','device_id':'h','ip':'::1',"
                                + "'user_agent':null,'created_at':'t'}]}"));
    }

    @ParameterizedTest
    @MethodSource("messages")
    void areWrittenWithoutSpacesAndReadBackAsTheSame(
            Message message, Function<JsonObject, Message> reader, String json) {
        assertThat(message.toJson()).isEqualTo(json.replace('\'', '"'));
        assertThat(reader.apply(Messages.parse(message.toJson()))).isEqualTo(message);
    }

    @Test
    void whatNeedsNoReadingIsWrittenAsTheOriginalWritesIt() {
        assertThat(new Done().toJson()).isEqualTo("{\"ok\":true}");
        assertThat(new ErrorMessage("Not \"found\"").toJson()).isEqualTo("{\"error\":\"Not \\\"found\\\"\"}");
    }

    @Test
    void takesWhatTheOriginalTakes() {
        assertThat(CreateProject.read(parse("{'project_name':42.50}")).name()).isEqualTo("42.50");
        assertThat(RollBack.read(parse("{'project_id':'p','environment':'e','version':'3'}"))
                        .version())
                .isEqualTo(3);
        assertThat(PushSecrets.read(
                        parse("{ 'x':{'y':[1,{}]}, 'project_id':'p','environment':'e','secrets':'','key_count':9 }")))
                .isEqualTo(new PushSecrets("p", "e", "", Optional.empty(), Optional.empty(), OptionalLong.empty()));
    }

    @Test
    void theChangedKeysOfAVersionAreTheTextOfAList() {
        assertThat(entry("[\"+A\",\"~B\"]").changedNames()).containsExactly("+A", "~B");
        assertThat(entry("no list").changedNames()).isEmpty();
        assertThat(new VersionList.Entry(1, Optional.empty(), "t").changedNames())
                .isEmpty();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
        {'project_id':'p'} | environment required
        {'project_id':null,'environment':'e'} | project_id required
        {'project_id':{},'environment':'e'} | project_id must be text
        {'project_id':'p','environment':7} | environment must be text
        {'project_id':'p','environment':'a\\u0000b'} | environment must not contain a NUL character
        {'project_id':'p','environment':'\\ud800'} | environment is not valid Unicode text
        {'project_id':'p','environment':'e','secrets':'b','key_names':'A'} | key_names must be a list of texts
        {'project_id':'p','environment':'e','secrets':'b','key_names':[1]} | key_names must be a list of texts
        {'project_id':'p','environment':'e','secrets':'b','expected_version':1.5} | expected_version must be a whole number
        {'project_id':'p','environment':'e','secrets':['b']} | secrets must be text
        [] | Invalid JSON: an object is needed
        null | Invalid JSON: an object is needed
        {} {} | Invalid JSON: text after the object
        {'project_id' | Invalid JSON
        """)
    void refusesWithoutQuotingTheValue(String json, String message) {
        assertThatThrownBy(() -> PushSecrets.read(parse(json)))
                .isInstanceOf(JsonException.class)
                .hasMessage(message);
    }

    @Test
    void refusesWhatIsTooLongOrTooDeep() {
        assertThatThrownBy(() -> CreateProject.read(parse("{'project_name':'" + "x".repeat(256) + "'}")))
                .hasMessage("project_name is longer than 255 characters");
        assertThatThrownBy(() -> parse("{'a':".repeat(65) + "1" + "}".repeat(65)))
                .hasMessage("Invalid JSON");
        assertThatThrownBy(() -> parse("{'a':" + "[".repeat(100_000))).hasMessage("Invalid JSON");
    }

    @Test
    void namesWhatIsRequiredInTheOriginalsWords() {
        assertThatThrownBy(() -> CreateProject.read(parse("{'project_name':''}")))
                .hasMessage("project_name required");
        assertThatThrownBy(() -> CreateProject.read(parse("{'project_name':0}")))
                .hasMessage("project_name required");
        assertThatThrownBy(() -> SetKey.read(parse("{'project_id':'p'}")))
                .hasMessage("project_id and auth_key_hash required");
        assertThatThrownBy(() -> RegisterDevice.read(parse("{'project_id':'p','device_name':'n'}")))
                .hasMessage("project_id, device_name, and device_hash required");
    }

    @ParameterizedTest
    @ValueSource(strings = {"1", "1.0", "10e-1", "'1'", "' 1 '"})
    void aWholeNumberMayBeWrittenInSeveralWays(String written) {
        assertThat(parse("{'version':" + written + "}").requireWhole("version")).isEqualTo(1);
    }

    @ParameterizedTest
    @ValueSource(strings = {"true", "[1]", "{}", "1.5", "'one'", "1e30", "'1.5'", "''", "9223372036854775808"})
    void whatIsNoWholeNumberIsToldAsSuch(String written) {
        assertThatThrownBy(() -> parse("{'version':" + written + "}").requireWhole("version"))
                .hasMessage("version must be a whole number");
    }

    @Test
    void showNoSecretAsText() {
        assertThat(new SetKey("p", "c0ffee", Optional.of("t0ken")).toString()).doesNotContain("c0ffee", "t0ken");
        assertThat(new ProjectCreated("p", List.of(), Optional.of("t0ken")).toString())
                .doesNotContain("t0ken");
        assertThat(parse("{'project_id':'c0ffee'}").toString()).doesNotContain("c0ffee");
        assertThat(VaultKey.parse("vk_p_c0ffee").toString()).doesNotContain("c0ffee");
        assertThat(DeviceSecret.of("c0ffee").toString()).doesNotContain("c0ffee");
    }

    private static VersionList.Entry entry(String changed) {
        return new VersionList.Entry(1, Optional.of(changed), "t");
    }

    private static JsonObject parse(String json) {
        return Messages.parse(json.replace('\'', '"'));
    }

    private static Arguments message(Message message, Function<JsonObject, ? extends Message> reader, String json) {
        return Arguments.of(message, reader, json);
    }
}
