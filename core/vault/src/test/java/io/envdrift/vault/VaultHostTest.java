package io.envdrift.vault;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.URI;
import java.util.Optional;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class VaultHostTest {

    @ParameterizedTest
    @CsvSource({
        "https://Vault.Example.COM,vault.example.com",
        "https://vault.example.com/,vault.example.com",
        "https://vault.example.com:443/x?y,vault.example.com",
        "https://vault.example.com.,vault.example.com",
        "https://vault.example.com:8200,vault.example.com:8200",
        "http://localhost,localhost:80",
        "HTTPS://[::1]:8200,[::1]:8200",
    })
    void hostsAreComparedInOneForm(String uri, String shown) {
        assertThat(VaultHost.of(URI.create(uri))).hasToString(shown);
        assertThat(VaultHost.parse(uri)).contains(VaultHost.of(URI.create(uri)));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "ftp://x",
                "x",
                "https:///path",
                "https://user@x",
                "https://user:canary@x",
                "https://a_b",
                "file:///x",
                "mailto:x@y",
            })
    void whatNamesNoHostClearlyIsRefusedWithoutBeingShown(String uri) {
        assertThatThrownBy(() -> VaultHost.of(URI.create(uri)))
                .isInstanceOf(VaultException.class)
                .hasMessageStartingWith("The vault's address is refused: ")
                .message()
                .doesNotContain("canary");
    }

    @ParameterizedTest
    @CsvSource({
        "vault.example.com,vault.example.com",
        " Vault.Example.com:8200 ,vault.example.com:8200",
        "https://vault.example.com:8200/ui,vault.example.com:8200",
        "b\u00fccher.example,xn--bcher-kva.example",
        "xn--bcher-kva.example,xn--bcher-kva.example",
        "127.0.0.1:8200,127.0.0.1:8200",
        "[::1]:8200,[::1]:8200",
    })
    void usersMayWriteAHostAsTheyLike(String written, String shown) {
        assertThat(VaultHost.parse(written).map(VaultHost::toString)).contains(shown);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                " ",
                "a b",
                "a/b",
                "user@a",
                "*.example.com",
                "a:b",
                "ftp://a",
                "sha256:00",
                "a:0",
                "a:65536",
                "a:99999999999",
                "a,b",
                "[::1"
            })
    void whatIsNoHostIsNone(String written) {
        assertThat(VaultHost.parse(written)).isEqualTo(Optional.empty());
    }

    @ParameterizedTest
    @CsvSource({
        "https://x.vault.azure.net,true",
        "https://x.VAULT.azure.net.,true",
        "https://evil-vault.azure.net.attacker.com,false",
        "https://x.vault.azure.net.attacker.com,false",
        "https://evilvault.azure.net,false",
        "https://vault.azure.net,false",
        "https://x.vault.azure.net@attacker.com,false",
        "https://attacker.com/x.vault.azure.net,false",
        "https://attacker.com#.vault.azure.net,false",
        "https://attacker.com?.vault.azure.net,false",
    })
    void aDomainHoldsOnlyWhatLiesBelowIt(String uri, boolean below) {
        assertThat(VaultHost.parse(uri)
                        .filter(host -> host.isBelow("vault.azure.net"))
                        .isPresent())
                .isEqualTo(below);
    }

    @ParameterizedTest
    @CsvSource({
        "localhost,true",
        "LOCALHOST.,true",
        "127.0.0.1,true",
        "127.255.0.9,true",
        "[::1],true",
        "[0:0:0:0:0:0:0:1],true",
        "[::ffff:127.0.0.1],true",
        "localhost.attacker.com,false",
        "x.localhost,false",
        "127.0.0.1.attacker.com,false",
        "127.1,false",
        "127.0.0.256,false",
        "0.0.0.0,false",
        "10.0.0.1,false",
        "128.0.0.1,false",
        "[::],false",
        "[fe80::1],false",
        "localhosts,false",
    })
    void loopbackIsRecognisedWithoutAskingAResolver(String host, boolean loopback) {
        assertThat(VaultHost.parse(host).filter(VaultHost::isLoopback).isPresent())
                .isEqualTo(loopback);
    }
}
