package io.envdrift.provider.aws;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.reflect.Method;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import software.amazon.awssdk.auth.credentials.ContainerCredentialsProvider;
import software.amazon.awssdk.auth.credentials.InstanceProfileCredentialsProvider;
import software.amazon.awssdk.auth.credentials.ProcessCredentialsProvider;
import software.amazon.awssdk.auth.credentials.ProfileCredentialsProvider;
import software.amazon.awssdk.http.SdkHttpClient;
import software.amazon.awssdk.services.ssooidc.SsoOidcTokenProvider;

/**
 * A form of sign-in is ours where the SDK's class cannot be given our transport, the context's environment or its home: the table is in
 * {@code docs/architecture.md}. An SDK whose class can be given them fails here; then that class takes over.
 */
class SdkSignInTest {
    @ParameterizedTest
    @ValueSource(
            classes = {
                ContainerCredentialsProvider.Builder.class,
                InstanceProfileCredentialsProvider.Builder.class,
                ProcessCredentialsProvider.Builder.class,
                ProfileCredentialsProvider.Builder.class,
                SsoOidcTokenProvider.Builder.class
            })
    void theSdksClassIsGivenNoTransportNoEnvironmentAndNoHome(Class<?> builder) {
        Stream<Class<?>> given = Arrays.stream(builder.getMethods())
                .map(Method::getParameterTypes)
                .flatMap(Arrays::stream);
        assertThat(given).doesNotContain(SdkHttpClient.class, SdkHttpClient.Builder.class, Map.class, Path.class);
    }
}
