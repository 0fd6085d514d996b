package io.envdrift.bench.minimal;

import java.net.URI;
import java.util.Objects;
import org.springframework.http.client.SimpleClientHttpRequestFactory;
import org.springframework.vault.authentication.TokenAuthentication;
import org.springframework.vault.client.RestTemplateBuilder;
import org.springframework.vault.client.VaultEndpoint;
import org.springframework.vault.core.VaultKeyValueOperationsSupport.KeyValueBackend;
import org.springframework.vault.core.VaultTemplate;

/** Reads one secret from HashiCorp Vault: address and path are the arguments. */
public final class HashicorpRead {
    private HashicorpRead() {}

    /** Prints the number of fields of the secret. */
    public static void main(String[] arguments) {
        VaultTemplate template = new VaultTemplate(
                RestTemplateBuilder.builder()
                        .endpoint(VaultEndpoint.from(URI.create(arguments[0])))
                        .requestFactory(new SimpleClientHttpRequestFactory())
                        .defaultHeader("X-Vault-Request", "true"),
                () -> new TokenAuthentication(System.getenv("VAULT_TOKEN")).login());
        var read = template.opsForKeyValue("secret", KeyValueBackend.KV_2).get(arguments[1]);
        System.out.println(
                Objects.requireNonNull(Objects.requireNonNull(read).getData()).size());
    }
}
