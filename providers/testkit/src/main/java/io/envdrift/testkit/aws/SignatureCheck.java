package io.envdrift.testkit.aws;

import io.envdrift.crypto.HmacSha256;
import io.envdrift.crypto.Sha256;
import io.envdrift.testserver.ReceivedRequest;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * Checks Signature Version 4 of a request to {@code /} without query: the form, the scope, the clock, the headers that must
 * be signed, and the signature itself.
 */
final class SignatureCheck {
    private static final Pattern AUTHORIZATION = Pattern.compile(
            "AWS4-HMAC-SHA256 Credential=([A-Za-z0-9]+)/([0-9]{8})/([a-z0-9-]+)/([a-z0-9-]+)/aws4_request,"
                    + " SignedHeaders=([a-z0-9;-]+), Signature=([0-9a-f]{64})");
    private static final DateTimeFormatter DATE =
            DateTimeFormatter.ofPattern("yyyyMMdd'T'HHmmss'Z'", Locale.ROOT).withZone(ZoneOffset.UTC);
    private static final Duration SKEW = Duration.ofMinutes(5);

    private final String region;
    private final String service;
    private final Map<String, AwsIdentity> identities;

    SignatureCheck(String region, String service, Map<String, AwsIdentity> identities) {
        this.region = region;
        this.service = service;
        this.identities = identities;
    }

    /** Returns who signed, or throws what AWS would answer. */
    AwsIdentity identify(ReceivedRequest request) {
        String authorization = request.header("Authorization")
                .orElseThrow(
                        () -> AwsError.refused("MissingAuthenticationTokenException", "Missing Authentication Token"));
        Matcher parts = AUTHORIZATION.matcher(authorization);
        if (!parts.matches()) {
            throw AwsError.refused("IncompleteSignatureException", "Authorization header: " + authorization);
        }
        AwsIdentity identity = Optional.ofNullable(identities.get(parts.group(1)))
                .filter(known -> known.sessionToken().equals(request.header("X-Amz-Security-Token")))
                .orElseThrow(() -> AwsError.refused(
                        "UnrecognizedClientException", "The security token included in the request is invalid."));
        String date = request.header("X-Amz-Date").orElse("");
        List<String> signed = List.of(parts.group(5).split(";", -1));
        requireFresh(date, parts.group(2));
        requireSigned(request, signed);
        String scope = parts.group(2) + "/" + region + "/" + service + "/aws4_request";
        if (!parts.group(3).equals(region) || !parts.group(4).equals(service)) {
            throw mismatch("Credential should be scoped to " + scope);
        }
        String text = "AWS4-HMAC-SHA256\n" + date + "\n" + scope + "\n" + Sha256.hex(canonical(request, signed));
        byte[] key = ("AWS4" + identity.secretKey()).getBytes(StandardCharsets.UTF_8);
        for (String step : scope.split("/", -1)) {
            key = hmac(key, step);
        }
        if (!HexFormat.of().formatHex(hmac(key, text)).equals(parts.group(6))) {
            throw mismatch("The request signature we calculated does not match the signature you provided.");
        }
        return identity;
    }

    private static void requireFresh(String date, String scopeDate) {
        Instant signedAt;
        try {
            signedAt = DATE.parse(date, Instant::from);
        } catch (DateTimeException e) {
            throw AwsError.refused("IncompleteSignatureException", "X-Amz-Date: " + date);
        }
        boolean fresh = Duration.between(signedAt, Instant.now()).abs().compareTo(SKEW) <= 0;
        if (!fresh || !date.startsWith(scopeDate)) {
            throw mismatch("Signature expired: " + date);
        }
    }

    /** Host, date, target and token decide what a request means, so they have to be signed. */
    private static void requireSigned(ReceivedRequest request, List<String> signed) {
        List<String> sorted = signed.stream().sorted().toList();
        boolean all = signed.contains("host")
                && request.headers().keySet().stream()
                        .map(name -> name.toLowerCase(Locale.ROOT))
                        .filter(name -> name.startsWith("x-amz-"))
                        .allMatch(signed::contains);
        if (!all || !sorted.equals(signed) || signed.contains("authorization")) {
            throw mismatch("Signed headers: " + signed);
        }
    }

    private static String canonical(ReceivedRequest request, List<String> signed) {
        String headers = signed.stream()
                .map(name -> name + ":"
                        + String.join(",", request.headers().getOrDefault(name, List.of()))
                                .strip()
                                .replaceAll(" +", " ")
                        + "\n")
                .collect(Collectors.joining());
        return String.join(
                "\n",
                request.method(),
                request.target(),
                "",
                headers,
                String.join(";", signed),
                Sha256.hex(request.body()));
    }

    private static byte[] hmac(byte[] key, String text) {
        return HmacSha256.of(key, text.getBytes(StandardCharsets.UTF_8));
    }

    private static AwsError mismatch(String text) {
        return AwsError.refused("InvalidSignatureException", text);
    }
}
