package io.envdrift.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.envdrift.base.EnvdriftException;
import io.envdrift.base.ErrorCode;
import io.envdrift.base.Secret;
import java.net.URI;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ProxyRulesTest {
    private static final URI VAULT = URI.create("https://vault.example.com/v1");

    @ParameterizedTest
    @CsvSource({
        "HTTPS_PROXY, http://p:3128,  https://vault.example, p:3128",
        "https_proxy, http://p:3128,  https://vault.example, p:3128",
        "HTTPS_PROXY, p:3128,         https://vault.example, p:3128",
        "HTTPS_PROXY, p,              https://vault.example, p:80",
        "HTTPS_PROXY, HTTP://p/,      https://vault.example, p:80",
        "HTTPS_PROXY, https://p,      https://vault.example, p:443",
        "HTTPS_PROXY, http://[fd00::1]:3128, https://vault.example, [fd00::1]:3128",
        "HTTPS_PROXY, http://p:3128,  http://vault.example,  ''",
        "HTTP_PROXY,  http://p:3128,  http://vault.example,  p:3128",
        "HTTP_PROXY,  http://p:3128,  https://vault.example, ''",
        "ALL_PROXY,   http://p:3128,  https://vault.example, p:3128",
        "all_proxy,   http://p:3128,  http://vault.example,  p:3128",
        "HTTPS_PROXY, '  ',           https://vault.example, ''",
        "HTTPS_PROXY, http://p:3128,  https://localhost:8200, ''",
        "HTTPS_PROXY, http://p:3128,  https://vault.localhost, ''",
        "HTTPS_PROXY, http://p:3128,  https://127.0.0.1,     ''",
        "HTTPS_PROXY, http://p:3128,  https://127.8.9.10,    ''",
        "HTTPS_PROXY, http://p:3128,  https://[::1]:8200,    ''",
        "HTTPS_PROXY, http://p:3128,  https://127.0.0.1.example, p:3128",
    })
    void aVariableDecidesForItsScheme(String variable, String value, URI uri, String expected) {
        assertThat(ProxyRules.from(Map.of(variable, value)).proxyFor(uri).map(HttpProxy::hostAndPort))
                .isEqualTo(java.util.Optional.of(expected).filter(text -> !text.isEmpty()));
    }

    @Test
    void theLowerCaseFormWinsAndTheOwnVariableBeatsTheGeneralOne() {
        assertThat(ProxyRules.from(Map.of("HTTPS_PROXY", "upper", "https_proxy", "lower", "ALL_PROXY", "all"))
                        .proxyFor(VAULT)
                        .orElseThrow()
                        .host())
                .isEqualTo("lower");
    }

    @Test
    void aRequestHeaderThatAWebServerMadeAVariableIsNotBelieved() {
        Map<String, String> cgi = Map.of("HTTP_PROXY", "evil", "REQUEST_METHOD", "GET");
        assertThat(ProxyRules.from(cgi).proxyFor(URI.create("http://vault.example")))
                .isEmpty();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "*                            | https://vault.example.com      | true",
                "vault.example.com            | https://vault.example.com      | true",
                "VAULT.Example.COM            | https://vault.example.com      | true",
                "example.com                  | https://vault.example.com      | true",
                ".example.com                 | https://vault.example.com      | true",
                "*.example.com                | https://vault.example.com      | true",
                ".example.com                 | https://example.com            | true",
                "example.com                  | https://notexample.com         | false",
                "ample.com                    | https://vault.example.com      | false",
                "vault.example.com            | https://example.com            | false",
                "a.b, example.com             | https://vault.example.com      | true",
                "a.b example.com              | https://vault.example.com      | true",
                "example.com:8200             | https://vault.example.com:8200 | true",
                "example.com:8200             | https://vault.example.com      | false",
                "example.com:443              | https://vault.example.com      | true",
                "10.0.0.0/8                   | https://10.20.30.40            | true",
                "10.0.0.0/8                   | https://11.0.0.1               | false",
                "10.0.0.0/9                   | https://10.128.0.1             | false",
                "10.0.0.0/33                  | https://10.0.0.0               | false",
                "10.0.0.0/8                   | https://10.example.com         | false",
                "0.0.0.0/0                    | https://8.8.8.8                | true",
                "10.1.2.3                     | https://10.1.2.3               | true",
                "10.1.2.3                     | https://10.1.2.33              | false",
                "10.1.2.3:8200                | https://10.1.2.3:8200          | true",
                "fd00::/8                     | https://[fd12:3456::1]         | true",
                "fd00::/8                     | https://[fe80::1]              | false",
                "fd00::1                      | https://[fd00:0:0:0::1]        | true",
                "[fd00::1]:8200               | https://[fd00::1]:8200         | true",
                "0.0.0.0/0                    | https://[fd00::1]              | false",
                "' ,, '                       | https://vault.example.com      | false",
                "///                          | https://vault.example.com      | false",
            })
    void noProxyExceptsHosts(String list, URI uri, boolean direct) {
        for (String variable : new String[] {"NO_PROXY", "no_proxy"}) {
            ProxyRules rules = ProxyRules.from(Map.of("ALL_PROXY", "http://p:3128", variable, list));
            assertThat(rules.proxyFor(uri).isEmpty()).isEqualTo(direct);
        }
    }

    @Test
    void credentialsAreDecodedAndNeverShown() {
        HttpProxy proxy = ProxyRules.from(Map.of("HTTPS_PROXY", "http://us%40er:canary+%3A%C3%BC@p:3128"))
                .proxyFor(VAULT)
                .orElseThrow();
        assertThat(proxy.credentials()).contains(Secret.of("us@er:canary+:ü"));
        assertThat(proxy.authorization().map(Secret::reveal)).contains("Basic dXNAZXI6Y2FuYXJ5KzrDvA==");
        assertThat(proxy.toString()).doesNotContain("canary");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "socks5://u:canary@p:1080",
                "http://u:canary@p:99999",
                "http://u:canary@",
                "http://u:canary%zz@p",
                "http://canary/path"
            })
    void whatIsNoHttpProxyIsRefusedWhenItIsNeededAndNotShown(String value) {
        ProxyRules rules = ProxyRules.from(Map.of("HTTPS_PROXY", value));
        assertThat(rules.proxyFor(URI.create("https://localhost"))).isEmpty();
        assertThatThrownBy(() -> rules.proxyFor(VAULT)).isInstanceOfSatisfying(EnvdriftException.class, failure -> {
            assertThat(failure.code()).isEqualTo(ErrorCode.VAULT_SETTINGS);
            assertThat(failure.getMessage()).contains("HTTPS_PROXY").doesNotContain("canary");
        });
    }

    @Test
    void noRulesMeanNoProxy() {
        assertThat(ProxyRules.none().proxyFor(VAULT)).isEmpty();
    }
}
