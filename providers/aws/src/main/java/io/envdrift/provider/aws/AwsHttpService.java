package io.envdrift.provider.aws;

import io.envdrift.base.Deadline;
import io.envdrift.http.HttpLimits;
import io.envdrift.http.HttpTransport;
import io.envdrift.http.ProxyRules;
import io.envdrift.http.Tls;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import software.amazon.awssdk.http.SdkHttpClient;
import software.amazon.awssdk.http.SdkHttpService;
import software.amazon.awssdk.utils.AttributeMap;

/** What the SDK finds when its own search for credentials needs an HTTP client: our transport, as the environment sets it. */
public final class AwsHttpService implements SdkHttpService {
    private static final Duration LONGEST_SEARCH = Duration.ofSeconds(30);

    @Override
    public SdkHttpClient.Builder<?> createHttpClientBuilder() {
        return new Builder();
    }

    private static final class Builder implements SdkHttpClient.Builder<Builder> {
        @Override
        public SdkHttpClient buildWithDefaults(AttributeMap defaults) {
            Map<String, String> environment = System.getenv();
            HttpTransport transport = new HttpTransport(
                    HttpLimits.standard(),
                    Tls.from(environment, Optional.empty(), "AWS_CA_BUNDLE"),
                    ProxyRules.from(environment));
            return new AwsHttpClient(transport, Deadline.in(LONGEST_SEARCH));
        }
    }
}
