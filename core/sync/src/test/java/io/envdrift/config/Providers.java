package io.envdrift.config;

import io.envdrift.pool.VaultProviders;
import io.envdrift.vault.SettingKey;
import io.envdrift.vault.Vault;
import io.envdrift.vault.VaultContext;
import io.envdrift.vault.VaultNaming;
import io.envdrift.vault.VaultOption;
import io.envdrift.vault.VaultProvider;
import io.envdrift.vault.VaultSettings;
import java.util.List;
import java.util.Optional;

/** Providers that declare what the real ones do, so that configurations can be read without any of those at hand. */
final class Providers {
    static final VaultProviders ALL = VaultProviders.of(List.of(
            new Declared(
                    "azure",
                    Optional.of(VaultNaming.hostLabel("vault_url", "[0-9A-Za-z-]{1,127}", ".vault.azure.net")),
                    SettingKey.address("vault_url", "for tests")),
            new Declared(
                    "aws",
                    Optional.empty(),
                    text("region").setBy(VaultOption.REGION),
                    text("profile"),
                    text("role_arn"),
                    text("endpoint_url")),
            new Declared(
                    "hashicorp",
                    Optional.of(VaultNaming.value("mount", "[0-9A-Za-z._-]+(/[0-9A-Za-z._-]+)*")),
                    SettingKey.address("url", "for tests").orVariable("VAULT_ADDR"),
                    text("mount"),
                    text("namespace"),
                    new SettingKey("verify", SettingKey.Type.FLAG, "for tests")),
            new Declared(
                    "gcp",
                    Optional.of(VaultNaming.value("project_id", "[0-9A-Za-z.:-]+")),
                    text("project_id").setBy(VaultOption.PROJECT_ID),
                    text("location")),
            new Declared("local", Optional.empty(), path("path"), path("key_file"))));

    private Providers() {}

    private static SettingKey text(String name) {
        return SettingKey.text(name, "for tests");
    }

    private static SettingKey path(String name) {
        return new SettingKey(name, SettingKey.Type.PATH, "for tests");
    }

    private record Declared(String name, Optional<VaultNaming> naming, List<SettingKey> settingKeys)
            implements VaultProvider {
        Declared(String name, Optional<VaultNaming> naming, SettingKey... keys) {
            this(name, naming, List.of(keys));
        }

        @Override
        public boolean namesHoldSlashes() {
            return !isDefault();
        }

        @Override
        public boolean isDefault() {
            return name.equals("azure");
        }

        @Override
        public Vault open(VaultSettings settings, VaultContext context) {
            throw new UnsupportedOperationException("no vault is opened");
        }
    }
}
