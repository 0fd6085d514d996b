package io.envdrift.dotenvx;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigInteger;
import java.security.SecureRandom;
import java.util.List;
import java.util.stream.IntStream;
import org.bouncycastle.crypto.ec.CustomNamedCurves;
import org.bouncycastle.math.ec.ECPoint;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The ways to multiply a point agree with Bouncy Castle's plain one. */
class Secp256k1Test {
    private static final BigInteger ORDER =
            CustomNamedCurves.getByName("secp256k1").getN();
    private static final ECPoint BASE = CustomNamedCurves.getByName("secp256k1").getG();

    static List<BigInteger> scalars() {
        SecureRandom random = new SecureRandom();
        return List.of(
                BigInteger.ONE,
                BigInteger.TWO,
                BigInteger.valueOf(3),
                ORDER.subtract(BigInteger.ONE),
                ORDER.shiftRight(1),
                BigInteger.ONE.shiftLeft(255),
                Secp256k1.randomScalar(random),
                Secp256k1.randomScalar(random));
    }

    @ParameterizedTest
    @MethodSource("scalars")
    void multiplesOfTheBasePoint(BigInteger scalar) {
        ECPoint expected = BASE.multiply(scalar).normalize();

        assertThat(Secp256k1.publicPoint(scalar)).isEqualTo(expected);
        assertThat(Secp256k1.publicPointOfMany(scalar)).isEqualTo(expected);
    }

    @ParameterizedTest
    @MethodSource("scalars")
    void multiplesOfAnotherPoint(BigInteger scalar) {
        ECPoint point = Secp256k1.publicPoint(BigInteger.valueOf(77));
        byte[] expected = point.multiply(scalar).normalize().getEncoded(false);

        assertThat(Secp256k1.agree(point, scalar)).isEqualTo(expected);
        assertThat(Secp256k1.agreeOften(point, scalar)).isEqualTo(expected);
    }

    @Test
    void manyValuesOpenAsSingleOnesDo() {
        SecureRandom random = new SecureRandom();
        PrivateKey key = PrivateKey.generate(random);
        for (int count : new int[] {0, 1, 7, 8, 400}) {
            List<String> texts =
                    IntStream.range(0, count).mapToObj(i -> "value " + i).toList();

            List<SealedValue> sealed = SealedValue.sealAll(
                    texts.stream()
                            .map(text -> new SealedValue.Request(text, random))
                            .toList(),
                    key.publicKey());

            assertThat(sealed.stream().map(each -> each.open(key).orElseThrow()).toList())
                    .isEqualTo(texts);
            assertThat(sealed.stream().map(SealedValue::text).distinct()).hasSize(count);
        }
    }
}
