package io.envdrift.provider.azure;

import static org.assertj.core.api.Assertions.assertThat;

import com.azure.identity.EnvironmentCredentialBuilder;
import java.lang.reflect.Method;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * A form of sign-in is ours where the SDK's class cannot be given the context's environment: the table is in {@code
 * docs/architecture.md}. An SDK whose class can be given it fails here; then that class takes over.
 */
class SdkSignInTest {
    @ParameterizedTest
    @ValueSource(
            strings = {
                "com.azure.identity.AzureCliCredentialBuilder",
                // Below the SDK's managed identity: it alone decides by the environment where to ask.
                "com.microsoft.aad.msal4j.ManagedIdentityApplication$Builder"
            })
    void theSdksClassIsGivenNoEnvironment(String builder) throws ClassNotFoundException {
        List<Method> methods = Arrays.asList(Class.forName(builder).getMethods());
        assertThat(methods).isNotEmpty();
        assertThat(methods).extracting(Method::getName).noneMatch(name -> name.matches("(?i).*environment.*"));
        assertThat(methods)
                .flatExtracting(method -> Arrays.asList(method.getParameterTypes()))
                .noneMatch(type -> type.toString().matches("(?i).*(environment|java\\.util\\.Map).*"));
    }

    /** It would ask Microsoft about the authority, which is the user's own choice. */
    @Test
    void theEnvironmentsCredentialCannotBeKeptFromAskingElsewhere() {
        assertThat(EnvironmentCredentialBuilder.class.getMethods())
                .extracting(Method::getName)
                .contains("authorityHost")
                .doesNotContain("disableInstanceDiscovery");
    }
}
