package io.envdrift.server;

import static org.assertj.core.api.Assertions.assertThat;

import io.envdrift.server.api.vaultenv.CreateGuard;
import io.envdrift.server.api.vaultenv.VaultEnvApi;
import io.envdrift.server.api.vaultenv.VaultEnvRoute;
import io.envdrift.server.pipeline.Operation.Audience;
import io.envdrift.server.seal.MasterKey;
import io.envdrift.server.store.Quotas;
import io.envdrift.vaultenv.protocol.Endpoint;
import java.io.IOException;
import java.io.InputStream;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

class OpenApiTest {
    private final JsonNode description = read();
    private final List<VaultEnvRoute> routes = new VaultEnvApi(
                    new CreateGuard(Optional.empty(), true),
                    Quotas.NONE,
                    MasterKey.parse(MasterKey.generate()),
                    InstantSource.system())
            .calls();

    @Test
    void describesEveryRouteAndNothingElse() {
        List<String> expected = Stream.concat(
                        routes.stream().map(route -> route.endpoint().path()), Stream.of(Endpoint.HEALTH_PATH))
                .toList();
        assertThat(description.get("paths").propertyNames()).containsExactlyInAnyOrderElementsOf(expected);
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

    private static JsonNode read() {
        try (InputStream json = OpenApiTest.class.getResourceAsStream("/openapi.json")) {
            return JsonMapper.shared().readTree(Objects.requireNonNull(json));
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }
}
