package io.envdrift.server.api.envsync;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.JWSObject;
import com.nimbusds.jose.JWSSigner;
import com.nimbusds.jose.JWSVerifier;
import com.nimbusds.jose.Payload;
import com.nimbusds.jose.crypto.ECDSASigner;
import com.nimbusds.jose.crypto.ECDSAVerifier;
import com.nimbusds.jose.crypto.MACSigner;
import com.nimbusds.jose.crypto.MACVerifier;
import com.nimbusds.jose.crypto.RSASSASigner;
import com.nimbusds.jose.crypto.RSASSAVerifier;
import io.envdrift.base.EnvdriftException;
import io.envdrift.base.ErrorCode;
import io.envdrift.base.Secret;
import java.nio.charset.StandardCharsets;
import java.security.interfaces.ECPrivateKey;
import java.security.interfaces.ECPublicKey;
import java.security.interfaces.RSAPrivateKey;
import java.security.interfaces.RSAPublicKey;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/** The key of the server's own tokens. Exactly one algorithm is good for it. */
final class OwnKey {
    private static final Map<String, Integer> LEAST_BYTES = Map.of("HS256", 32, "HS384", 48, "HS512", 64);
    private static final int LEAST_RSA_BITS = 2048;
    /** What is printed in the original's sources and in the document about it. */
    private static final Set<String> PUBLISHED = Set.of("dev-secret-change-me", "test-secret-key-32-chars-minimum");

    /**
     * Keys of two halves, of which one is public: in PEM, of OpenSSH, as JWK, and the bare base64 of DER, which is known by the
     * identifier of RSA or of elliptic curves in it, wherever among three bytes it begins.
     */
    private static final Pattern OF_A_PAIR = Pattern.compile("----[- ]BEGIN |\\b(ssh|ecdsa)-\\S+\\s+AAAA|\"kty\""
            + "|^\\s*M[A-Za-z0-9+/\\s]+(KoZI(hvcNAQEB|zj0CAQ)|qGS(Ib3DQEBAQ|M49AgE)|hk(iG9w0BAQEF|jOPQIB))");

    private final JWSAlgorithm algorithm;
    private final JWSVerifier verifier;
    private final Optional<JWSSigner> signer;

    private OwnKey(JWSAlgorithm algorithm, JWSVerifier verifier, Optional<JWSSigner> signer) {
        this.algorithm = algorithm;
        this.verifier = verifier;
        this.signer = signer;
    }

    /**
     * Reads a key.
     *
     * @param text a secret for HS algorithms, PEM for the others: the public key, the private key, or both
     * @param loopback whether nobody but this machine can reach the server: only there, published examples are taken
     * @throws EnvdriftException {@code SERVER} when the algorithm is another one or the key does not fit it
     */
    static OwnKey of(Secret text, String algorithm, boolean loopback) {
        try {
            return switch (algorithm) {
                case "HS256", "HS384", "HS512" -> ofSecret(text.reveal(), algorithm, loopback);
                case "RS256" -> ofRsa(PemKeys.read(text, "RSA"));
                case "ES256" -> ofEc(PemKeys.read(text, "EC"));
                default ->
                    throw refused(
                            "ENVSYNC_JWT_ALGORITHM is none of HS256, HS384, HS512, RS256 and ES256",
                            "write it as here");
            };
        } catch (JOSEException e) {
            throw new EnvdriftException(
                    ErrorCode.SERVER, "The key of EnvSync's tokens does not fit " + algorithm, null, e);
        }
    }

    private static OwnKey ofSecret(String secret, String algorithm, boolean loopback) throws JOSEException {
        byte[] key = secret.getBytes(StandardCharsets.UTF_8);
        int least = LEAST_BYTES.getOrDefault(algorithm, 0);
        if (OF_A_PAIR.matcher(secret).find()) {
            // Used as a secret, the public key would let everybody who has it make tokens.
            throw refused(
                    "The key of EnvSync's tokens is one of a pair, and " + algorithm + " takes a secret",
                    "set ENVSYNC_JWT_ALGORITHM to RS256 or ES256, as the key is, and give it in PEM");
        }
        boolean published = PUBLISHED.contains(secret.strip());
        if (key.length < least || published && (!loopback || secret.strip().length() < least)) {
            throw refused(
                    published
                            ? "ENVSYNC_JWT_SECRET is a published example: anybody could make tokens"
                            : "ENVSYNC_JWT_SECRET is too short for " + algorithm + ": it has " + key.length + " bytes, "
                                    + least + " are needed",
                    "make one with: openssl rand -hex 64");
        }
        return new OwnKey(JWSAlgorithm.parse(algorithm), new MACVerifier(key), Optional.of(new MACSigner(key)));
    }

    private static OwnKey ofRsa(PemKeys keys) {
        RSAPublicKey key = (RSAPublicKey) keys.publicKey();
        if (key.getModulus().bitLength() < LEAST_RSA_BITS) {
            throw refused("The RSA key of EnvSync's tokens has fewer than 2048 bits", "make a larger one");
        }
        Optional<JWSSigner> signer = keys.privateKey().map(each -> new RSASSASigner((RSAPrivateKey) each));
        return new OwnKey(JWSAlgorithm.RS256, new RSASSAVerifier(key), signer);
    }

    private static OwnKey ofEc(PemKeys keys) throws JOSEException {
        Optional<JWSSigner> signer = keys.privateKey().isPresent()
                ? Optional.of(new ECDSASigner((ECPrivateKey) keys.privateKey().get()))
                : Optional.empty();
        return new OwnKey(JWSAlgorithm.ES256, new ECDSAVerifier((ECPublicKey) keys.publicKey()), signer);
    }

    /** Returns the payload of a token that this key signed with its algorithm. */
    Optional<byte[]> verify(JWSObject token) {
        try {
            boolean right = token.getHeader().getAlgorithm().equals(algorithm)
                    && token.getHeader().getCriticalParams() == null
                    && token.verify(verifier);
            return right ? Optional.of(token.getPayload().toBytes()) : Optional.empty();
        } catch (JOSEException e) {
            return Optional.empty();
        }
    }

    /** Tells whether the key can make tokens: a public key alone cannot. */
    boolean canSign() {
        return signer.isPresent();
    }

    /**
     * Makes a token.
     *
     * @throws IllegalStateException when the key cannot
     */
    String sign(String payload) {
        JWSObject token = new JWSObject(new JWSHeader.Builder(algorithm).build(), new Payload(payload));
        try {
            token.sign(signer.orElseThrow());
        } catch (JOSEException e) {
            throw new IllegalStateException("a key that was accepted signs", e);
        }
        return token.serialize();
    }

    private static EnvdriftException refused(String message, String hint) {
        return new EnvdriftException(ErrorCode.SERVER, message, hint);
    }
}
