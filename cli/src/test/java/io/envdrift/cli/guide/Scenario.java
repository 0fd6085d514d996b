package io.envdrift.cli.guide;

import static io.envdrift.cli.guide.GuideProject.STRAY;
import static io.envdrift.cli.guide.GuideProject.TEAM;
import static org.assertj.core.api.Assertions.assertThat;

import io.envdrift.cli.CliRun;
import io.envdrift.cli.SampleProject;
import io.envdrift.dotenvx.PrivateKey;
import java.util.Map;

/** What the guides say that a line does, in the situation in which they say it. */
enum Scenario {
    /** "To ensure the encrypted file matches the shared vault key"; "exits 1 and prints repair steps". */
    VERIFY_VAULT {
        @Override
        void play(GuideProject project, String... line) {
            project.encrypted(".env.production", TEAM);
            project.vault(OPTION_VAULT).with(SECRET, SampleProject.hex(TEAM));
            Map<String, String> before = project.contents();
            assertThat(project.succeed(line)).contains("keys are in sync!");

            project.vault(OPTION_VAULT).with(SECRET, SampleProject.hex(STRAY));
            CliRun.Result drift = project.run(line);
            assertThat(drift.exit()).isEqualTo(1);
            assertThat(drift.err())
                    .containsSubsequence(
                            "1. git restore .env.production",
                            "2. envdrift sync --force",
                            "3. envdrift encrypt .env.production");
            assertThat(project.contents()).isEqualTo(before);
        }
    },
    /** "If drift is detected", step 2: after {@code git restore} the team's key is fetched. */
    REPAIR_KEY {
        @Override
        void play(GuideProject project, String... line) {
            drifted(project);
            project.git("restore", ".env.production");
            project.succeed(line);
            project.assertKey(".env.keys", KEY, TEAM);
            assertThat(project.files.root.toFile().list()).anyMatch(name -> name.startsWith(".env.keys.backup."));
        }
    },
    /** "If drift is detected", step 3: what was edited anew is encrypted with the team's key. */
    REPAIR_FILE {
        @Override
        void play(GuideProject project, String... line) {
            drifted(project);
            project.git("restore", ".env.production");
            project.succeed("sync", "--force");
            project.succeed(line);
            project.assertSealed(".env.production", TEAM);
            project.succeed("decrypt", ".env.production");
            project.succeed(line);
            project.assertSealed(".env.production", TEAM);
            project.assertKey(".env.keys", KEY, TEAM);
            project.succeed("decrypt", ".env.production", "--verify-vault", "--ci");
        }
    },
    /** "One command gets developers ready": keys and plaintext. */
    ONBOARD {
        @Override
        void play(GuideProject project, String... line) {
            initialSetup(project).committed();
            assertThat(project.succeed(line)).contains("created", "decrypted", "Setup complete!");
            project.assertKey(".env.keys", KEY, TEAM);
            project.assertPlain(".env.production");
            assertThat(project.git("status", "--porcelain")).isEqualTo(" M .env.production\n");
        }
    },
    /** "Syncs keys only": {@code .env.keys} is written, no file is decrypted, and git does not see it. */
    SYNC_ONE {
        @Override
        void play(GuideProject project, String... line) {
            initialSetup(project).committed();
            assertThat(project.succeed(line)).contains("+ . (myapp-dotenvx-key, env: production) - created");
            project.assertKey(".env.keys", KEY, TEAM);
            project.assertSealed(".env.production", TEAM);
            assertThat(project.git("status", "--porcelain")).isEmpty();
        }
    },
    /** {@code --force} takes the vault's key without a question. */
    SYNC_FORCED {
        @Override
        void play(GuideProject project, String... line) {
            initialSetup(project).keys(".env.keys", KEY, STRAY);
            assertThat(project.succeed(line)).contains("~ . (myapp-dotenvx-key, env: production) - updated");
            project.assertKey(".env.keys", KEY, TEAM);
        }
    },
    /** "Encrypt changes": with the key that is there, not with a new one. */
    ENCRYPT_CHANGES {
        @Override
        void play(GuideProject project, String... line) {
            initialSetup(project).committed();
            project.succeed("pull");
            project.files.write(".env.production", project.files.read(".env.production") + "NEW_VALUE=three\n");
            assertThat(project.succeed(line)).contains("[OK] Encrypted .env.production");
            project.assertSealed(".env.production", TEAM);
            assertThat(project.files.read(".env.production")).contains("NEW_VALUE=encrypted:");
            project.assertKey(".env.keys", KEY, TEAM);
        }
    },
    /** The drawing: three services, a key each. */
    SYNC_ARCHITECTURE {
        @Override
        void play(GuideProject project, String... line) {
            StringBuilder toml = new StringBuilder(Guide.NEW.lines(112, 116));
            for (String name : new String[] {"app", "auth", "api"}) {
                toml.append("[[vault.sync.mappings]]\nsecret_name = \"%s-key\"\nfolder_path = \"services/%s\"\n"
                        .formatted(name, name));
                project.encrypted("services/" + name + "/.env.production", TEAM);
                project.vault(VAULT).with(name + "-key", SampleProject.hex(TEAM));
            }
            project.config(toml.toString()).succeed(line);
            for (String name : new String[] {"app", "auth", "api"}) {
                project.assertKey("services/" + name + "/.env.keys", KEY, TEAM);
            }
        }
    },
    /** The quick start: two services, one of them with the environment {@code staging}. */
    SYNC_QUICK_START {
        @Override
        void play(GuideProject project, String... line) {
            twoServices(project, Guide.NEW.lines(112, 133));
            project.vault(VAULT)
                    .with(SECRET, SampleProject.hex(TEAM))
                    .with("auth-service-dotenvx-key", SampleProject.hex(STRAY));
            assertTwoServices(project, project.succeed(line));
        }
    },
    /** The same with the earlier guide's configuration. */
    SYNC_QUICK_START_OLD {
        @Override
        void play(GuideProject project, String... line) {
            twoServices(project, Guide.OLD.lines(118, 134));
            project.vault(VAULT)
                    .with(SECRET, SampleProject.hex(TEAM))
                    .with("auth-service-dotenvx-key", SampleProject.hex(STRAY));
            assertTwoServices(project, project.succeed(line));
        }
    },
    /** The same from AWS Secrets Manager. */
    SYNC_AWS {
        @Override
        void play(GuideProject project, String... line) {
            twoServices(project, "[vault]\nprovider = \"aws\"\n" + SERVICES);
            project.aws.store(SECRET, SampleProject.hex(TEAM));
            project.aws.store("auth-service-dotenvx-key", SampleProject.hex(STRAY));
            assertTwoServices(project, project.succeed(line));
        }
    },
    /** The same from HashiCorp Vault, with {@code VAULT_TOKEN} and what {@code vault kv put … value=…} stores. */
    SYNC_HASHICORP {
        @Override
        void play(GuideProject project, String... line) {
            twoServices(project, "[vault]\nprovider = \"hashicorp\"\n" + SERVICES);
            project.hashicorp.store(SECRET, SampleProject.hex(TEAM));
            project.hashicorp.store("auth-service-dotenvx-key", SampleProject.hex(STRAY));
            assertTwoServices(project, project.succeed(line));
        }
    },
    /** The same from Google, chosen by options although the configuration says Azure. */
    SYNC_GCP {
        @Override
        void play(GuideProject project, String... line) {
            twoServices(project, "[vault]\nprovider = \"azure\"\n" + SERVICES);
            project.vault("my-gcp-project")
                    .with(SECRET, SampleProject.hex(TEAM))
                    .with("auth-service-dotenvx-key", SampleProject.hex(STRAY));
            assertTwoServices(project, project.succeed(line));
        }
    },
    /** Ephemeral keys: "files are decrypted in-place", "no .env.keys file is created", "no fallback to local keys". */
    PULL_EPHEMERAL {
        @Override
        void play(GuideProject project, String... line) {
            project.config(Guide.NEW.lines(112, 116) + Guide.NEW.lines(354, 359))
                    .encrypted(".env.production", TEAM);
            project.files.write(".git/HEAD", "ref: refs/heads/main\n");
            project.vault(VAULT).with("myapp-key", SampleProject.hex(TEAM));
            assertThat(project.succeed(line)).contains("* . (myapp-key, env: production) - ephemeral");
            project.assertPlain(".env.production");
            assertThat(project.files.root.resolve(".env.keys")).doesNotExist();

            project.config(project.files.read("envdrift.toml").replace("myapp-key", "gone"))
                    .encrypted(".env.production", TEAM)
                    .keys(".env.keys", KEY, TEAM);
            assertThat(project.run(line).exit()).isEqualTo(1);
            project.assertSealed(".env.production", TEAM);
        }
    },
    /** The profile {@code local}: its file and the untagged one are decrypted, its copy is activated, the other is not touched. */
    PULL_PROFILE_LOCAL {
        @Override
        void play(GuideProject project, String... line) {
            pullProfile(project, ".env.local", ".env.prod", line);
        }
    },
    /** The profile {@code prod}. */
    PULL_PROFILE_PROD {
        @Override
        void play(GuideProject project, String... line) {
            pullProfile(project, ".env.prod", ".env.local", line);
        }
    },
    /** The job's first step: no question, keys at hand. */
    CI_SYNC {
        @Override
        void play(GuideProject project, String... line) {
            initialSetup(project).committed();
            project.succeed(line);
            project.assertKey(".env.keys", KEY, TEAM);
        }
    },
    /** The job's second step. */
    CI_DECRYPT {
        @Override
        void play(GuideProject project, String... line) {
            initialSetup(project).committed();
            project.succeed("sync", "--force", "--ci");
            project.succeed(line);
            project.assertPlain(".env.production");
        }
    },
    /** "Sync and verify keys": passes when the vault's key opens the file, and fails the job when not. */
    CI_GATE {
        @Override
        void play(GuideProject project, String... line) {
            initialSetup(project).committed();
            assertThat(project.succeed(line)).contains("Decryption: PASSED");

            project.encrypted(".env.production", STRAY);
            CliRun.Result drift = project.run(line);
            assertThat(drift.exit()).isEqualTo(1);
            assertThat(drift.all()).contains("DOTENV_PUBLIC_KEY_PRODUCTION");

            project.files.write(".env.production", GuideProject.VALUES);
            assertThat(project.run(line).exit()).isEqualTo(1);
        }
    },
    /** "Then decrypt specific files", with the key that {@code sync} brought. */
    DECRYPT_DEVELOPMENT {
        @Override
        void play(GuideProject project, String... line) {
            initialSetup(project)
                    .config(project.files.read("envdrift.toml") + "environment = \"development\"\n")
                    .encrypted(".env.development", TEAM);
            project.succeed("sync");
            project.succeed(line);
            project.assertPlain(".env.development");
            project.assertSealed(".env.production", TEAM);
        }
    },
    /** "Key rotation", step 3: the vault holds the new key, and the files that the others committed need it. */
    TEAM_SYNCS {
        @Override
        void play(GuideProject project, String... line) {
            initialSetup(project);
            project.succeed("sync");
            project.encrypted(".env.production", STRAY);
            project.vault(VAULT).with(SECRET, SampleProject.hex(STRAY));
            project.succeed(line);
            project.assertKey(".env.keys", KEY, STRAY);
            project.succeed("decrypt", ".env.production");
            project.assertPlain(".env.production");
        }
    },
    /** "This shows what would change without making modifications." */
    COMPARE_ONLY {
        @Override
        void play(GuideProject project, String... line) {
            initialSetup(project).keys(".env.keys", KEY, STRAY);
            Map<String, String> before = project.contents();
            CliRun.Result different = project.run(line);
            assertThat(different.exit()).isEqualTo(1);
            assertThat(different.out()).contains("ocal value differs from vault");
            assertThat(project.contents()).isEqualTo(before);

            project.keys(".env.keys", KEY, TEAM).succeed(line);
        }
    };

    private static final String KEY = SampleProject.KEY_NAME;
    private static final String SECRET = "myapp-dotenvx-key";
    private static final String VAULT = "https://my-keyvault.vault.azure.net";
    private static final String OPTION_VAULT = "https://myvault.vault.azure.net";

    /** The mappings of the quick start. */
    private static final String SERVICES = Guide.NEW.lines(125, 133);

    /** Prepares, runs the line, and asserts. */
    abstract void play(GuideProject project, String... line);

    /** "Initial setup": one mapping for the project's own folder. */
    private static GuideProject initialSetup(GuideProject project) {
        project.vault(VAULT).with(SECRET, SampleProject.hex(TEAM));
        return project.config(Guide.NEW.lines(540, 551)).encrypted(".env.production", TEAM);
    }

    /** Somebody encrypted the file with a key that only they have. */
    private static void drifted(GuideProject project) {
        initialSetup(project).committed();
        project.encrypted(".env.production", STRAY).keys(".env.keys", KEY, STRAY);
        assertThat(project.run("decrypt", ".env.production", "--verify-vault", "--ci")
                        .exit())
                .isEqualTo(1);
    }

    private static void twoServices(GuideProject project, String toml) {
        project.config(toml)
                .encrypted("services/myapp/.env.production", TEAM)
                .encrypted("services/auth/.env.staging", STRAY);
    }

    private static void assertTwoServices(GuideProject project, String report) {
        assertThat(report).contains("Services: 2", "All services synced successfully");
        project.assertKey("services/myapp/.env.keys", KEY, TEAM);
        project.assertKey("services/auth/.env.keys", "DOTENV_PRIVATE_KEY_STAGING", STRAY);
    }

    private static void pullProfile(GuideProject project, String chosen, String other, String... line) {
        project.config(Guide.NEW.lines(391, 418))
                .encrypted(".env.production", TEAM)
                .encrypted(chosen, STRAY)
                .encrypted(other, PrivateKey.parse("3".repeat(64)));
        String untouched = project.files.read(other);
        project.vault(VAULT)
                .with("shared-key", SampleProject.hex(TEAM))
                .with("local-key", SampleProject.hex(STRAY))
                .with("prod-key", SampleProject.hex(STRAY));
        project.committed();
        assertThat(project.succeed(line)).contains("→ .env - activated from " + chosen);
        project.assertPlain(".env.production");
        project.assertPlain(chosen);
        project.assertPlain(".env");
        assertThat(project.files.read(other)).isEqualTo(untouched);
    }
}
