package io.envdrift.server;

import static org.assertj.core.api.Assertions.assertThat;

import io.envdrift.server.api.vaultenv.VaultEnvApi;
import io.envdrift.server.api.vaultenv.VaultEnvRoute;
import io.envdrift.server.pipeline.Api;
import io.envdrift.server.pipeline.Operation;
import io.envdrift.server.pipeline.Operation.Audience;
import io.envdrift.server.pipeline.OperatorGuard;
import io.envdrift.server.pipeline.Route;
import io.envdrift.server.seal.MasterKey;
import io.envdrift.server.store.Database;
import io.envdrift.server.store.Quotas;
import io.envdrift.server.store.StorageSettings;
import io.envdrift.vaultenv.protocol.Endpoint;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

class OpenApiTest {
    private final JsonNode description = read();
    private final List<VaultEnvRoute> routes = new VaultEnvApi(
                    new OperatorGuard(Optional.empty(), true),
                    Quotas.NONE,
                    MasterKey.parse(MasterKey.generate()),
                    InstantSource.system())
            .calls();

    @Test
    void describesEveryRouteAndNothingElse(@TempDir Path directory) {
        Set<String> expected = new TreeSet<>(Set.of("GET " + Endpoint.HEALTH_PATH));
        try (Database database = Database.open(StorageSettings.sqlite(directory), new SimpleMeterRegistry())) {
            ServerSettings settings = EnvSyncServers.settings(
                    StorageSettings.sqlite(directory), EnvSyncServers.secret("0123456789abcdef".repeat(4)));
            MasterKey key = MasterKey.parse(MasterKey.generate());
            List<Api> apis = ServedApi.opened(settings, database, key, InstantSource.system());
            assertThat(apis).as("all are on").hasSameSizeAs(ServedApi.values());
            for (Api api : apis) {
                for (Route route : api.routes()) {
                    Operation operation = route.operation();
                    expected.add(operation.method() + " "
                            + operation.path().toString().replaceAll("(\\*|:[^/]*)}", "}"));
                }
            }
        }
        Set<String> described = new TreeSet<>();
        for (String path : description.get("paths").propertyNames()) {
            for (String method : description.get("paths").get(path).propertyNames()) {
                if (!method.equals("parameters")) {
                    described.add(method.toUpperCase(Locale.ROOT) + " " + path);
                }
            }
        }
        assertThat(described).isEqualTo(expected);
    }

    @Test
    void everyCallOfTheProtocolHasARoute() {
        assertThat(routes).extracting(VaultEnvRoute::endpoint).containsExactlyInAnyOrder(Endpoint.values());
    }

    @Test
    void saysWhichCallsAreSignedAndWhatTheyMayAnswer() {
        for (VaultEnvRoute route : routes) {
            JsonNode call =
                    description.get("paths").get(route.endpoint().path()).get("post");
            assertThat(call.get("security").isEmpty())
                    .as(route.endpoint().path())
                    .isEqualTo(route.operation().audience() == Audience.ANYBODY)
                    .isEqualTo(!route.endpoint().isSigned());
            List<String> expected = new ArrayList<>(List.of("200", "400", "413", "429", "503"));
            if (route.operation().audience() == Audience.KNOWN) {
                expected.addAll(List.of("401", "404"));
            }
            assertThat(call.get("responses").propertyNames()).containsAll(expected);
            assertThat(call.get("requestBody")
                            .at("/content/application~1json/schema/properties")
                            .propertyNames())
                    .as(route.endpoint().path())
                    .isNotEmpty();
        }
    }

    @Test
    void everyReferenceLeadsToAComponentAndEveryComponentIsReferredTo() {
        Set<String> components = new TreeSet<>();
        for (String kind : List.of("parameters", "responses", "schemas")) {
            for (String name : description.get("components").get(kind).propertyNames()) {
                components.add("#/components/" + kind + "/" + name);
            }
        }
        assertThat(description.findValuesAsString("$ref")).isNotEmpty();
        assertThat(new TreeSet<>(description.findValuesAsString("$ref"))).isEqualTo(components);
    }

    private static JsonNode read() {
        try (InputStream json = OpenApiTest.class.getResourceAsStream("/openapi.json")) {
            return JsonMapper.shared().readTree(Objects.requireNonNull(json));
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }
}
