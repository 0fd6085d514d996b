package io.envdrift.provider.gcp;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.auth.oauth2.ComputeEngineCredentials;
import java.lang.reflect.Method;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

/**
 * The metadata server is asked by us because the library's class cannot be given its address: the table is in {@code
 * docs/architecture.md}. A library whose class can be given it fails here; then that class takes over.
 */
class SdkSignInTest {
    @Test
    void theLibrarysClassIsGivenNoAddress() {
        assertThat(ComputeEngineCredentials.Builder.class.getMethods())
                .extracting(Method::getName)
                .noneMatch(name -> name.matches("set.*(Host|Url|Uri|Address|Endpoint|Server|Environment).*"));
        assertThat(Arrays.stream(ComputeEngineCredentials.class.getMethods()).map(Method::getName))
                .contains("getTokenServerEncodedUrl");
    }
}
