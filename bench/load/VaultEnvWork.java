import static java.nio.charset.StandardCharsets.UTF_8;

import io.envdrift.vaultenv.protocol.CreateProject;
import io.envdrift.vaultenv.protocol.DerivedKeys;
import io.envdrift.vaultenv.protocol.Endpoint;
import io.envdrift.vaultenv.protocol.EnvironmentQuery;
import io.envdrift.vaultenv.protocol.Message;
import io.envdrift.vaultenv.protocol.Messages;
import io.envdrift.vaultenv.protocol.ProjectCreated;
import io.envdrift.vaultenv.protocol.PushSecrets;
import io.envdrift.vaultenv.protocol.RegisterDevice;
import io.envdrift.vaultenv.protocol.RequestSignature;
import io.envdrift.vaultenv.protocol.SetKey;
import io.envdrift.vaultenv.protocol.VaultKey;
import java.io.IOException;
import java.security.SecureRandom;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalLong;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.IntStream;

/** vault-env: pulls that were signed before, pushes that are signed while the clock runs. */
final class VaultEnvWork implements Workload {
    private static final String DEVICE = "d".repeat(64);
    private static final String BLOB = "A".repeat(4000);
    private static final int SIGNED_PULLS = 32;

    private final AtomicLong pushes = new AtomicLong();
    private VaultKey key;
    private byte[] signingKey;

    @Override
    public Map<String, String> environment() {
        return Map.of();
    }

    @Override
    public void prepare(Connection connection) throws IOException {
        ProjectCreated created = ProjectCreated.read(Messages.parse(
                connection.exchange(unsigned(Endpoint.CREATE_PROJECT, new CreateProject("load", true)), 200)));
        key = VaultKey.generate(created.projectId(), new SecureRandom());
        signingKey = DerivedKeys.signingKey(key);
        String hex = HexFormat.of().formatHex(signingKey);
        connection.exchange(unsigned(Endpoint.SET_KEY, new SetKey(key.projectId(), hex, created.setupToken())), 200);
        long now = System.currentTimeMillis();
        connection.exchange(
                signed(Endpoint.REGISTER_DEVICE, new RegisterDevice(key.projectId(), "load", DEVICE), now), 200);
        connection.exchange(push(), 200);
    }

    @Override
    public List<Row> rows() {
        return List.of(
                new Row("pull", 200, OptionalDouble.of(0.4), this::pulls),
                new Row("push", 200, OptionalDouble.empty(), () -> this::push));
    }

    @Override
    public Row refused() {
        byte[] request = unsigned(Endpoint.PULL, new EnvironmentQuery(key.projectId(), "production", Optional.empty()));
        return new Row("refused", 401, OptionalDouble.empty(), () -> () -> request);
    }

    private Next pulls() {
        Message pull = new EnvironmentQuery(key.projectId(), "production", Optional.of(DEVICE));
        long now = System.currentTimeMillis();
        List<byte[]> signed = IntStream.range(0, SIGNED_PULLS)
                .mapToObj(i -> signed(Endpoint.PULL, pull, now - i))
                .toList();
        int[] last = {0};
        return () -> signed.get(last[0]++ % SIGNED_PULLS);
    }

    private byte[] push() {
        Message push = new PushSecrets(
                key.projectId(),
                "production",
                BLOB + pushes.incrementAndGet(),
                Optional.empty(),
                Optional.of(DEVICE),
                OptionalLong.empty());
        return signed(Endpoint.PUSH, push, System.currentTimeMillis());
    }

    private byte[] signed(Endpoint endpoint, Message message, long time) {
        String body = message.toJson();
        String signature = RequestSignature.sign(signingKey, "POST", endpoint.path(), body.getBytes(UTF_8), time);
        return Connection.request("POST", endpoint.path(), Endpoint.SIGNATURE_HEADER + ": " + signature + "\r\n", body);
    }

    private static byte[] unsigned(Endpoint endpoint, Message message) {
        return Connection.request("POST", endpoint.path(), "", message.toJson());
    }
}
