package io.envdrift.dotenvx;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import io.envdrift.base.EnvdriftException;
import io.envdrift.base.ErrorCode;
import io.envdrift.dotenv.EnvDocument;

/** Any bytes at all, as a keys file and as an encrypted value. */
class DotenvxFuzzIT {
    private static final PrivateKey KEY = PrivateKey.parse("1".repeat(64));
    private static final String NAME = "DOTENV_PRIVATE_KEY_PRODUCTION";

    /** A key that is put into whatever file is found there again, and no other key is lost. */
    @FuzzTest
    void keysFile(byte[] file) {
        try {
            KeysFile before = KeysFile.of(EnvDocument.decode(file));
            KeysFile after = before.with(NAME, KEY.secret(), ".env.production");
            KeysFile read = KeysFile.of(EnvDocument.decode(after.document().bytes()));
            assertThat(KeyRing.of(read.list(NAME).keys()).find(KEY.publicKey())).isPresent();
            before.entries().stream()
                    .filter(entry -> !entry.name().equals(NAME))
                    .flatMap(entry -> entry.list().keys().stream())
                    .forEach(key ->
                            assertThat(after.ring().find(key.publicKey())).isPresent());
        } catch (EnvdriftException e) {
            assertThat(e.code()).isIn(ErrorCode.NOT_TEXT, ErrorCode.UNUSABLE_KEY_MATERIAL);
        }
    }

    @FuzzTest
    void ciphertext(byte[] value) {
        SealedValue.parse(new String(value, UTF_8)).ifPresent(found -> {
            assertThat(SealedValue.isSealed(found.text())).isTrue();
            found.open(KEY)
                    .ifPresent(text -> assertThat(text.getBytes(UTF_8).length).isLessThan(value.length));
        });
    }
}
