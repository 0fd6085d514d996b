package io.envdrift.server.api.vaultenv;

import io.envdrift.server.pipeline.Operation;
import io.envdrift.vaultenv.protocol.Endpoint;
import java.util.Arrays;
import java.util.Map;
import java.util.Objects;
import java.util.function.Function;
import java.util.stream.Collectors;

/** The operations of the protocol's calls. */
final class Operations {
    private static final Map<Endpoint, Operation> ALL = Arrays.stream(Endpoint.values())
            .collect(Collectors.toUnmodifiableMap(Function.identity(), Operations::operation));

    private Operations() {}

    static Operation of(Endpoint endpoint) {
        return Objects.requireNonNull(ALL.get(endpoint));
    }

    private static Operation operation(Endpoint endpoint) {
        Operation operation = endpoint.isChanging()
                ? Operation.changing(name(endpoint), Endpoint.METHOD, endpoint.path())
                : Operation.reading(name(endpoint), Endpoint.METHOD, endpoint.path());
        return endpoint.isSigned() ? operation : operation.forAnybody();
    }

    private static String name(Endpoint endpoint) {
        return switch (endpoint) {
            case CREATE_PROJECT -> "project_create";
            case SET_KEY -> "set_key";
            case REGISTER_DEVICE -> "device_register";
            case APPROVE_DEVICE -> "device_approve";
            case LIST_DEVICES -> "device_list";
            case REVOKE_DEVICE -> "device_revoke";
            case PUSH -> "push";
            case PULL -> "pull";
            case CURRENT_VERSION -> "current_version";
            case VERSIONS -> "versions";
            case ROLLBACK -> "rollback";
            case LIST_ENVIRONMENTS -> "environment_list";
            case LIST_AUDIT -> "audit_list";
        };
    }
}
