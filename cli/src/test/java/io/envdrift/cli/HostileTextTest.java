package io.envdrift.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.envdrift.testkit.hashicorp.FakeVault;
import io.envdrift.testserver.Answer;
import io.envdrift.testserver.LoopbackServer;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.databind.json.JsonMapper;

/** Names, paths and the words of vaults harm neither a terminal nor a CI runner nor a reader of JSON, in any format. */
class HostileTextTest {
    private static final List<String> HOSTILE = List.of(
            "a\u001b[31mred\u001b]0;title\u0007",
            "a\n::error::forged",
            "a\r\n  ::add-mask::forged",
            "::set-output name=a::forged",
            "a##[add-matcher]##vso[task.complete]##teamcity[x]forged",
            "a\u009b31m\u007f\u0008",
            "a\u202egnp.exe\u2066\u200b\ufeff",
            "a\u2028::error::forged\u2029\u0085",
            "a\udb40\udc41\udb40\udc42tag",
            "a%0A::error::forged%0D,line=1:");
    private static final Pattern ANNOTATION =
            Pattern.compile("::(error|warning)( (file|title)=[^:,]*(,line=\\d+)?)?::[^\\r\\n]*");

    @TempDir
    Path root;

    /** Where text from outside can come from. */
    private enum Source {
        FOLDER {
            @Override
            CliRun.Result run(SampleProject project, String text, String... more) {
                return map(project, "app-key", text).run(with(more, "sync", "--ci"));
            }
        },
        SECRET {
            @Override
            CliRun.Result run(SampleProject project, String text, String... more) {
                return map(project, text, "app").run(with(more, "sync", "--verify"));
            }
        },
        STATUS {
            @Override
            CliRun.Result run(SampleProject project, String text, String... more) {
                return map(project, text, "app").run(with(more, "status"));
            }
        },
        DOCTOR {
            @Override
            CliRun.Result run(SampleProject project, String text, String... more) {
                return map(project, "app-key", text).run(with(more, "doctor"));
            }
        },
        VAULT_NAME {
            @Override
            CliRun.Result run(SampleProject project, String text, String... more) {
                project.write("envdrift.toml", project.read("envdrift.toml") + "vault_name = " + toml(text) + "\n");
                return project.cli().run(with(more, "pull"));
            }
        },
        ENVIRONMENT {
            @Override
            CliRun.Result run(SampleProject project, String text, String... more) {
                project.write("envdrift.toml", project.read("envdrift.toml") + "environment = " + toml(text) + "\n");
                return project.cli().run(with(more, "lock", "--check"));
            }
        },
        UNKNOWN_CONFIG_KEY {
            @Override
            CliRun.Result run(SampleProject project, String text, String... more) {
                project.write("envdrift.toml", project.read("envdrift.toml") + toml(text) + " = 1\n");
                return project.cli().run(with(more, "sync"));
            }
        },
        BROKEN_CONFIG {
            @Override
            CliRun.Result run(SampleProject project, String text, String... more) {
                project.write("envdrift.toml", "[vault]\nprovider = " + text + "\n");
                return project.cli().run(with(more, "sync"));
            }
        },
        PAIR_FILE {
            @Override
            CliRun.Result run(SampleProject project, String text, String... more) {
                project.write("pair.txt", text.replace("=", "") + "\n");
                return project.cli().run(with(more, "sync", "-p", "local", "-c", "pair.txt"));
            }
        },
        FILE {
            @Override
            CliRun.Result run(SampleProject project, String text, String... more) {
                project.write("x/.env" + text, "A=1\n");
                return project.cli().run(with(more, "decrypt", "x/.env" + text));
            }
        },
        DAMAGED_FILE {
            @Override
            CliRun.Result run(SampleProject project, String text, String... more) {
                project.write("x/" + text + ".env", "A=encrypted:damaged\n");
                return project.cli()
                        .run(with(more, "decrypt", "x/" + text + ".env", "--verify-vault", "--secret", "s"));
            }
        },
        MISSING_FILE {
            @Override
            CliRun.Result run(SampleProject project, String text, String... more) {
                return project.cli().run(with(more, "encrypt", text));
            }
        },
        DIFF {
            @Override
            CliRun.Result run(SampleProject project, String text, String... more) {
                project.write(text, "A=1\n");
                return project.cli().run(with(more, "diff", text, "app/.env.production"));
            }
        },
        VARIABLE {
            @Override
            CliRun.Result run(SampleProject project, String text, String... more) {
                return project.cli().run(with(more, "get", text, "-f", "app/.env.production"));
            }
        },
        PROFILE {
            @Override
            CliRun.Result run(SampleProject project, String text, String... more) {
                return project.cli().run(with(more, "pull", "--profile", text));
            }
        },
        PROVIDER {
            @Override
            CliRun.Result run(SampleProject project, String text, String... more) {
                return project.cli().run(with(more, "sync", "-p", text));
            }
        },
        HOST {
            @Override
            CliRun.Result run(SampleProject project, String text, String... more) {
                return project.cli().run(with(more, "trust", text));
            }
        },
        COMMAND {
            @Override
            CliRun.Result run(SampleProject project, String text, String... more) {
                return project.cli().run(text);
            }
        },
        OPTION {
            @Override
            CliRun.Result run(SampleProject project, String text, String... more) {
                return project.cli().run(with(more, "sync", "--" + text));
            }
        },
        SECRETS_FIELDS {
            @Override
            CliRun.Result run(SampleProject project, String text, String... more) {
                project.secret("app-key", "{" + json(text) + ":\"x\",\"b\":\"y\"}");
                return project.cli().run(with(more, "sync", "--check-decryption"));
            }
        },
        VAULTS_ERROR {
            @Override
            CliRun.Result run(SampleProject project, String text, String... more) throws IOException {
                String body = "{\"errors\":[" + json(text) + "]}";
                try (LoopbackServer vault = LoopbackServer.http(
                        exchange -> exchange.answer(Answer.json(403, body).with("X-Reason", "no")))) {
                    return project.cli()
                            .env("VAULT_TOKEN", FakeVault.TOKEN)
                            .run(with(
                                    more,
                                    "sync",
                                    "--ci",
                                    "-p",
                                    "hashicorp",
                                    "--vault-url",
                                    vault.uri("").toString()));
                }
            }
        };

        abstract CliRun.Result run(SampleProject project, String text, String... more) throws IOException;

        private static CliRun map(SampleProject project, String secret, String folder) {
            project.config("""

                [[vault.sync.mappings]]
                secret_name = %s
                folder_path = %s
                """.formatted(toml(secret), toml(folder)));
            return project.cli();
        }

        private static String[] with(String[] more, String... words) {
            return Stream.concat(Stream.of(words), Stream.of(more)).toArray(String[]::new);
        }

        private static String toml(String text) {
            return json(text).replace("\\u0085", "\u0085");
        }

        private static String json(String text) {
            return new JsonMapper().writeValueAsString(text);
        }
    }

    static Stream<Arguments> table() {
        return Stream.of(Source.values())
                .flatMap(source -> Stream.of("text", "json", "github").map(format -> Arguments.of(source, format)));
    }

    @ParameterizedTest(name = "{0} as {1}")
    @MethodSource("table")
    void nothingBreaksOut(Source source, String format) throws IOException {
        SampleProject project = new SampleProject(root).service("app", SampleProject.KEY, "A=one\n");
        String config = project.read("envdrift.toml");
        for (String hostile : HOSTILE) {
            project.write("envdrift.toml", config);

            CliRun.Result result = source.run(project, hostile, "--format", format, "-v", "--stacktrace");

            assertHarmless(result.out(), format);
            assertHarmless(result.err(), "text");
            assertThat(result.err()).doesNotContain("Internal error");
        }
    }

    private static void assertHarmless(String printed, String format) {
        for (String line : printed.split("\n", -1)) {
            assertThat(line.codePoints().filter(c -> c != '\t').filter(HostileTextTest::isHarmful))
                    .as("harmful characters in: " + line)
                    .isEmpty();
            assertThat(line).doesNotContainPattern("##\\w*\\[");
            if (line.stripLeading().startsWith("::")) {
                assertThat(format).as(line).isEqualTo("github");
                assertThat(line).matches(ANNOTATION);
            }
            if (format.equals("json") && !line.isEmpty()) {
                assertThat(new JsonMapper().readTree(line).isObject()).isTrue();
                assertThat(line).matches("[\\x20-\\x7e]*");
            }
        }
    }

    private static boolean isHarmful(int codePoint) {
        int type = Character.getType(codePoint);
        return type == Character.CONTROL
                || type == Character.FORMAT
                || type == Character.LINE_SEPARATOR
                || type == Character.PARAGRAPH_SEPARATOR;
    }
}
