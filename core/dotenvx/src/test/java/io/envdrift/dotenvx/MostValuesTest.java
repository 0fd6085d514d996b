package io.envdrift.dotenvx;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.envdrift.base.EnvdriftException;
import io.envdrift.base.ErrorCode;
import io.envdrift.dotenv.EnvDocument;
import io.envdrift.dotenv.NameFilter;
import java.security.SecureRandom;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;

/** A file that would keep a processor busy for half an hour is refused before the first value. */
class MostValuesTest {
    private static final PrivateKey KEY = PrivateKey.parse("1".repeat(64));
    private static final EnvFileCipher CIPHER = new EnvFileCipher(new SecureRandom());

    @Test
    void tooManyAreNeitherEncryptedNorDecrypted() {
        EnvDocument plain = document("1");
        EnvDocument sealed = document("encrypted:AAAA");
        KeyRing ring = KeyRing.of(KEY);

        refused(() -> CIPHER.encrypt(plain, Encryption.of(KEY.publicKey(), ".env")));
        refused(() -> CIPHER.decrypt(sealed, ring, NameFilter.all()));
        refused(() -> CIPHER.read(sealed, ring));
        refused(() -> CIPHER.reencrypt(sealed, ring, KEY.publicKey(), KeyNames.ofFile(".env"), ".env"));
    }

    private static EnvDocument document(String value) {
        StringBuilder text = new StringBuilder();
        for (int i = 0; i <= MostValues.COUNT; i++) {
            text.append("A").append(i).append('=').append(value).append('\n');
        }
        return EnvDocument.parse(text.toString());
    }

    private static void refused(ThrowingCallable work) {
        assertThatThrownBy(work)
                .isInstanceOfSatisfying(
                        EnvdriftException.class,
                        failure -> assertThat(failure.code()).isEqualTo(ErrorCode.UNSUITABLE_FILE))
                .hasMessage("the file has 100001 values to encrypt or decrypt, and at most 100000 are in one");
    }
}
