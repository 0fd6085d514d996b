package io.envdrift.server.command;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.envdrift.base.EnvdriftException;
import io.envdrift.server.identity.IdentityProvider;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine;

class ProviderOptionsTest {
    private static List<IdentityProvider> parsed(String line) {
        CommandLine root = ServerMain.commandLine();
        var unused = root.parseArgs(("serve " + line).split(" "));
        ServeCommand command =
                Objects.requireNonNull(root.getSubcommands().get("serve")).getCommand();
        return ProviderOptions.providers(command.providers);
    }

    @Test
    void whatFollowsAnIssuerBelongsToIt() {
        List<IdentityProvider> providers = parsed("--oidc-issuer https://ci.example --oidc-audience envsync"
                + " --oidc-projects-claim repository --oidc-role readonly --oidc-require owner=acme,ref=main"
                + " --oidc-issuer https://people.example --oidc-client-id c-7 --oidc-role developer"
                + " --oidc-project app,web");
        assertThat(providers).hasSize(2);
        IdentityProvider ci = providers.getFirst();
        assertThat(ci.issuer()).isEqualTo("https://ci.example");
        assertThat(ci.audience()).isEqualTo("envsync");
        assertThat(ci.projectClaims()).containsExactly("repository");
        assertThat(ci.required()).isEqualTo(Map.of("owner", "acme", "ref", "main"));
        assertThat(ci.clientId()).isEmpty();
        IdentityProvider people = providers.getLast();
        assertThat(people.audience()).as("the client's id").isEqualTo("c-7");
        assertThat(people.clientId()).contains("c-7");
        assertThat(people.role()).isEqualTo(Optional.of("developer"));
        assertThat(people.roleClaim()).isEqualTo("role");
        assertThat(people.nameClaims()).containsExactly("email", "sub");
        assertThat(people.projects()).containsExactly("app", "web");
        assertThat(people.required()).isEmpty();
        assertThat(parsed("--port 0")).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "--oidc-issuer https://a.example",
                "--oidc-issuer http://a.example --oidc-audience x",
                "--oidc-issuer https://a.example --oidc-audience x --oidc-issuer https://a.example --oidc-audience y"
            })
    void whatCannotBeIsRefused(String line) {
        assertThatThrownBy(() -> parsed(line)).isInstanceOf(EnvdriftException.class);
    }

    @ParameterizedTest
    @ValueSource(strings = {"https://github.com", "https://GitHub.com/", "https://github.com/login/oauth"})
    void whoNamesGithubIsToldTheWay(String issuer) {
        assertThatThrownBy(() -> parsed("--oidc-issuer " + issuer + " --oidc-client-id c-7"))
                .isInstanceOfSatisfying(
                        EnvdriftException.class,
                        e -> assertThat(e.hint())
                                .hasValueSatisfying(hint -> assertThat(hint)
                                        .contains("GitLab", "envsync invite", "token.actions.githubusercontent.com")));
        assertThat(parsed("--oidc-issuer https://token.actions.githubusercontent.com --oidc-audience x"))
                .hasSize(1);
    }

    @Test
    void anOptionWithoutAnIssuerIsWrongUsage() {
        assertThatThrownBy(() -> parsed("--oidc-audience x"))
                .isInstanceOf(CommandLine.ParameterException.class)
                .hasMessageContaining("--oidc-issuer");
    }
}
