package io.envdrift.server.pipeline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.envdrift.server.pipeline.Router.Target.Found;
import io.envdrift.server.pipeline.Router.Target.Unknown;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RouterTest {
    private static final Call.Headers NO_HEADERS = new Call.Headers() {
        @Override
        public List<String> all(String name) {
            return List.of();
        }

        @Override
        public List<String> names() {
            return List.of();
        }
    };

    private final Router router = new Router(List.of(
            api("rest", "/", "create POST /api/v1/project/create"),
            api(
                    "branches",
                    "/env/",
                    "push POST /env/{project}/{branch*}",
                    "pull GET /env/{project}/{branch*}",
                    "diff GET /env/{project}/{branch*}/diff"),
            api(
                    "levels",
                    "/api/v1/levels/",
                    "list GET /api/v1/{organization:[0-9A-Z]{26}}/projects",
                    "show GET /api/v1/{organization:[0-9A-Z]{26}}/{project}",
                    "deep GET /api/v1/{organization:[0-9A-Z]{26}}/{project}/{target}/{environment}")));

    @ParameterizedTest
    @CsvSource({
        "POST, /api/v1/project/create, create, ''",
        "GET, /env/p/main, pull, branch=main project=p",
        "POST, /env/p/feat/x, push, branch=feat/x project=p",
        "GET, /env/p/feat%2Fx, pull, branch=feat%2Fx project=p",
        "GET, /env/p/feat/x/diff, diff, branch=feat/x project=p",
        "GET, /env/p/x%2Fdiff, pull, branch=x%2Fdiff project=p",
        "GET, /env/p/diff, pull, branch=diff project=p",
        "GET, /env/p/diff/diff, diff, branch=diff project=p",
        "GET, /api/v1/01ARZ3NDEKTSV4RRFFQ69G5FAV/projects, list, organization=01ARZ3NDEKTSV4RRFFQ69G5FAV",
        "GET, /api/v1/01ARZ3NDEKTSV4RRFFQ69G5FAV/a, show, organization=01ARZ3NDEKTSV4RRFFQ69G5FAV project=a",
        "GET, /api/v1/01ARZ3NDEKTSV4RRFFQ69G5FAV/a/b/c, deep,"
                + " environment=c organization=01ARZ3NDEKTSV4RRFFQ69G5FAV project=a target=b"
    })
    void findsOperations(String method, String path, String name, String parameters) {
        assertThat(router.find(method, path)).isInstanceOfSatisfying(Found.class, found -> {
            assertThat(found.route().operation().name()).isEqualTo(name);
            assertThat(found.parameters().entrySet().stream()
                            .map(entry -> entry.getKey() + "=" + entry.getValue())
                            .sorted())
                    .containsExactly(Arrays.stream(parameters.split(" "))
                            .filter(text -> !text.isEmpty())
                            .toArray(String[]::new));
        });
    }

    @ParameterizedTest
    @CsvSource({
        "GET, /api/v1/project/create, rest, POST",
        "POST, /env/p/x/diff, branches, GET",
        "HEAD, /env/p/x, branches, GET POST",
        "GET, /env/p, branches, ''",
        "GET, /env/p/, branches, ''",
        "GET, /env//x, branches, ''",
        "GET, /env/p/a//b, branches, ''",
        "GET, /env/p/x/, branches, ''",
        "GET, /env/p/x/diff/, branches, ''",
        "GET, /env, branches, ''",
        "GET, /envx, rest, ''",
        "GET, /api/v1/short/projects, rest, ''",
        "GET, /api/v1/levels/x, levels, ''",
        "GET, /nothing, rest, ''"
    })
    void saysWhoAnswersForTheRest(String method, String path, String api, String methods) {
        assertThat(router.find(method, path)).isInstanceOfSatisfying(Unknown.class, unknown -> {
            assertThat(unknown.api().name()).isEqualTo(api);
            assertThat(String.join(" ", unknown.methods())).isEqualTo(methods);
        });
    }

    @Test
    void somebodyMustAnswerForUnknownPaths() {
        assertThatThrownBy(() -> new Router(List.of(api("a", "/a/")))).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void parametersAreDecodedOnceAndQueriesAsFormsAre() {
        Call call = new Call(
                Operation.reading("x", "GET", "/{a}/{b}/{c}"),
                Map.of("a", "feat%2Fx%252F", "b", "%ff", "c", "%"),
                "k=A&k=B+c&k=&k&other=%4B&=x&&%6B=%C3%A4%zz",
                NO_HEADERS,
                new byte[0],
                "127.0.0.1",
                java.util.Optional.empty());
        assertThat(call.parameter("a")).contains("feat/x%2F");
        assertThat(call.parameter("b")).isEmpty();
        assertThat(call.parameter("c")).isEmpty();
        assertThat(call.query("k")).containsExactly("A", "B c", "", "", "ä%zz");
        assertThat(call.query("none")).isEmpty();
    }

    private static Api api(String name, String prefix, String... operations) {
        List<Route> routes = Arrays.stream(operations)
                .map(text -> text.split(" "))
                .map(parts -> route(Operation.reading(parts[0], parts[1], parts[2])))
                .toList();
        return new Api() {
            @Override
            public String name() {
                return name;
            }

            @Override
            public List<String> prefixes() {
                return List.of(prefix);
            }

            @Override
            public List<Route> routes() {
                return routes;
            }

            @Override
            public Reply refused(Refusal refusal) {
                return Reply.empty(refusal.status());
            }

            @Override
            public Refusal unknown(List<String> methods) {
                return Refusal.unknownPath();
            }

            @Override
            public Cors cors() {
                return new Cors.None();
            }
        };
    }

    private static Route route(Operation operation) {
        return new Route() {
            @Override
            public Operation operation() {
                return operation;
            }

            @Override
            public Reply answer(Call call, Session session) {
                return Reply.empty(204);
            }
        };
    }
}
