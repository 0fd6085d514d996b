import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.crypto.MACSigner;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import java.io.IOException;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** EnvSync: pulls and pushes of one branch, with a token that expires and can be revoked. */
final class EnvSyncWork implements Workload {
    private static final String SECRET = HexFormat.of().formatHex(new SecureRandom().generateSeed(32));
    private static final String PATH = "/env/load/main";
    private static final String SEALED = "A".repeat(4000);
    private static final String NAMES =
            IntStream.range(0, 20).mapToObj(i -> "\"NAME_" + i + "\"").collect(Collectors.joining(",", "[", "]"));

    private final String headers = "Content-Type: application/json\r\nAuthorization: Bearer " + token() + "\r\n";
    private final AtomicLong pushes = new AtomicLong();

    @Override
    public Map<String, String> environment() {
        return Map.of("ENVSYNC_JWT_SECRET", SECRET);
    }

    @Override
    public void prepare(Connection connection) throws IOException {
        connection.exchange(push(), 200);
    }

    @Override
    public List<Row> rows() {
        byte[] pull = Connection.request("GET", PATH, headers, "");
        return List.of(
                new Row("pull", 200, OptionalDouble.of(0.4), () -> () -> pull),
                new Row("push", 200, OptionalDouble.of(0.2), () -> {
                    byte[] push = push();
                    return () -> push;
                }));
    }

    @Override
    public Row refused() {
        byte[] request = Connection.request("GET", "/env/other/main", headers, "");
        return new Row("refused", 403, OptionalDouble.empty(), () -> () -> request);
    }

    private byte[] push() {
        String body = "{\"ciphertext\":\"" + SEALED + pushes.incrementAndGet() + "\",\"key_names\":" + NAMES + "}";
        return Connection.request("POST", PATH, headers, body);
    }

    private static String token() {
        JWTClaimsSet claims = new JWTClaimsSet.Builder()
                .claim("email", "load@example.com")
                .claim("role", "developer")
                .claim("project_ids", List.of("load"))
                .expirationTime(Date.from(Instant.now().plus(Duration.ofDays(1))))
                .jwtID(UUID.randomUUID().toString())
                .build();
        try {
            SignedJWT token = new SignedJWT(new JWSHeader(JWSAlgorithm.HS256), claims);
            token.sign(new MACSigner(SECRET));
            return token.serialize();
        } catch (JOSEException e) {
            throw new IllegalStateException(e);
        }
    }
}
