package io.envdrift.config;

import io.envdrift.vault.SettingKey;
import java.util.List;
import java.util.Map;

/** Setting keys as the providers declare them, so that configurations can be read without any provider at hand. */
final class Providers {
    static final Map<String, List<SettingKey>> ALL = Map.of(
            "azure", List.of(text("vault_url")),
            "aws", List.of(text("region"), text("profile"), text("role_arn"), text("endpoint_url")),
            "hashicorp", List.of(text("url"), text("mount"), text("namespace"), flag("verify")),
            "gcp", List.of(text("project_id"), text("location")),
            "local", List.of(path("path"), path("key_file")));

    private Providers() {}

    private static SettingKey text(String name) {
        return SettingKey.text(name, "for tests");
    }

    private static SettingKey flag(String name) {
        return new SettingKey(name, SettingKey.Type.FLAG, "for tests");
    }

    private static SettingKey path(String name) {
        return new SettingKey(name, SettingKey.Type.PATH, "for tests");
    }
}
