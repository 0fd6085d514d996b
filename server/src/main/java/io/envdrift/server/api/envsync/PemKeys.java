package io.envdrift.server.api.envsync;

import io.envdrift.base.EnvdriftException;
import io.envdrift.base.ErrorCode;
import io.envdrift.base.Secret;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.interfaces.RSAPrivateCrtKey;
import java.security.spec.PKCS8EncodedKeySpec;
import java.security.spec.RSAPublicKeySpec;
import java.security.spec.X509EncodedKeySpec;
import java.util.Base64;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A public key in PEM ({@code PUBLIC KEY}), with its private key ({@code PRIVATE KEY}, PKCS #8) where that is there. */
record PemKeys(PublicKey publicKey, Optional<PrivateKey> privateKey) {
    /**
     * Reads keys; the public key may be missing for RSA, whose private keys hold it.
     *
     * @param kind {@code RSA} or {@code EC}
     * @throws EnvdriftException {@code SERVER} when there is none of that kind
     */
    static PemKeys read(Secret pem, String kind) {
        try {
            KeyFactory factory = KeyFactory.getInstance(kind);
            Optional<byte[]> secret = block(pem.reveal(), "PRIVATE KEY");
            Optional<PrivateKey> privateKey = secret.isPresent()
                    ? Optional.of(factory.generatePrivate(new PKCS8EncodedKeySpec(secret.get())))
                    : Optional.empty();
            Optional<byte[]> open = block(pem.reveal(), "PUBLIC KEY");
            if (open.isPresent()) {
                return new PemKeys(factory.generatePublic(new X509EncodedKeySpec(open.get())), privateKey);
            }
            if (privateKey.isPresent() && privateKey.get() instanceof RSAPrivateCrtKey rsa) {
                return new PemKeys(
                        factory.generatePublic(new RSAPublicKeySpec(rsa.getModulus(), rsa.getPublicExponent())),
                        privateKey);
            }
        } catch (GeneralSecurityException | IllegalArgumentException e) {
            // Told below; the cause could quote the key.
        }
        throw new EnvdriftException(
                ErrorCode.SERVER,
                "The key of EnvSync's tokens is no " + kind + " key in PEM",
                "give 'BEGIN PUBLIC KEY' (openssl pkey -in KEY -pubout), and 'BEGIN PRIVATE KEY' (openssl pkcs8 -topk8"
                        + " -nocrypt -in KEY) if the server shall issue tokens");
    }

    private static Optional<byte[]> block(String pem, String name) {
        Matcher matcher = Pattern.compile("-----BEGIN " + name + "-----([A-Za-z0-9+/=\\s]+)-----END " + name + "-----")
                .matcher(pem);
        return matcher.find()
                ? Optional.of(Base64.getDecoder().decode(matcher.group(1).replaceAll("\\s", "")))
                : Optional.empty();
    }

    /** Shows no key. */
    @Override
    public String toString() {
        return "PemKeys";
    }
}
