package io.envdrift.files;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.envdrift.base.EnvdriftException;
import io.envdrift.base.ErrorCode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ContainedPathTest {
    @TempDir
    Path temporary;

    private Path root;
    private Path outside;

    /** A project with links of every kind, inside and outside. */
    @BeforeEach
    void makeLinks() throws IOException {
        root = Files.createDirectories(temporary.toRealPath().resolve("project"));
        outside = Files.createDirectories(temporary.toRealPath().resolve("elsewhere/deep"));
        Files.createDirectories(root.resolve("app/conf"));
        Files.writeString(root.resolve("app/file"), "");
        Files.writeString(outside.resolve("file"), "");
        link("inside", "app");
        link("out", outside.toString());
        link("out-relative", "../elsewhere");
        link("out-file", outside.resolve("file").toString());
        link("dangling-in", "app/missing");
        link("dangling-out", "../elsewhere/missing");
        link("chain-in", "dangling-in");
        link("chain-out", "dangling-out");
        link("chain-through-out", "out/../../project/app/missing");
        link("up-and-back", "../project/app");
        link("circle", "ring");
        link("ring", "circle");
        link("self", "self/self");
        Files.createSymbolicLink(outside.resolve("back"), Path.of("../near"));
    }

    private void link(String name, String target) throws IOException {
        Files.createSymbolicLink(root.resolve(name), Path.of(target));
    }

    @ParameterizedTest(name = "{0} is {1}")
    @CsvSource({
        "., ''",
        "app, app",
        "./app/./conf, app/conf",
        "app/, app",
        "app/file, app/file",
        "new/deep/file, new/deep/file",
        "inside, app",
        "inside/conf, app/conf",
        "inside/new, app/new",
        "dangling-in, app/missing",
        "chain-in, app/missing",
        "chain-in/more, app/missing/more",
        "chain-through-out, app/missing",
        "up-and-back/conf, app/conf",
        "..app, ..app",
        "a..b, a..b",
    })
    void resolvesWhatStaysInside(String path, String resolved) {
        assertThat(ContainedPath.resolve(root, path, "folder_path")).isEqualTo(root.resolve(resolved));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "..",
                "../project",
                "app/..",
                "app/../app",
                "/",
                "/etc/passwd",
                "out",
                "out/file",
                "out/new",
                "out-relative/deep",
                "out-file",
                "dangling-out",
                "dangling-out/more",
                "chain-out",
                "chain-out/more",
                // Exists outside; its own relative target counts from there, not from the link in the project.
                "out/back",
                "circle",
                "circle/file",
                "self",
                "nul\0byte"
            })
    void refusesWhatLeadsOutside(String path) {
        assertThatThrownBy(() -> ContainedPath.resolve(root, path, "folder_path"))
                .isInstanceOfSatisfying(EnvdriftException.class, e -> {
                    assertThat(e.code()).isEqualTo(ErrorCode.PATH_ESCAPES);
                    assertThat(e.getMessage()).startsWith("folder_path '");
                    assertThat(e.hint()).isPresent();
                });
    }

    @Test
    void anAbsolutePathIsFineInside() {
        assertThat(ContainedPath.resolve(root, root.resolve("app/new").toString(), "x"))
                .isEqualTo(root.resolve("app/new"));
        assertThat(ContainedPath.resolve(root, root.toString(), "x")).isEqualTo(root);
        assertThatThrownBy(() -> ContainedPath.resolve(root, root + "-else/app", "x"))
                .isInstanceOf(EnvdriftException.class);
    }

    @Test
    void theRootItselfMayBeALinkAndAnAbsolutePathMayNameIt() throws Exception {
        Path alias = Files.createSymbolicLink(temporary.resolve("alias"), root);
        assertThat(ContainedPath.resolve(alias, "app", "x")).isEqualTo(root.resolve("app"));
        assertThat(ContainedPath.resolve(alias, alias.resolve("app/new").toString(), "x"))
                .isEqualTo(root.resolve("app/new"));
        assertThat(ContainedPath.resolve(root, alias.resolve("app").toString(), "x"))
                .isEqualTo(root.resolve("app"));
    }

    @Test
    void aRootThatDoesNotExistYetContainsItsPaths() {
        assertThat(ContainedPath.resolve(temporary.resolve("later"), "a/b", "x").toString())
                .endsWith("/later/a/b");
    }

    @Test
    void aLinkIsFollowedOnlyWhileItStaysInside() {
        assertThat(ContainedPath.followInside(root, root.resolve("inside"), "env file"))
                .isEqualTo(root.resolve("app"));
        assertThat(ContainedPath.followInside(root, root.resolve("chain-in"), "env file"))
                .isEqualTo(root.resolve("app/missing"));
        assertThat(ContainedPath.followInside(root, root.resolve("app/file"), "env file"))
                .isEqualTo(root.resolve("app/file"));
        for (String name : new String[] {"out-file", "dangling-out", "chain-out", "circle"}) {
            assertThatThrownBy(() -> ContainedPath.followInside(root, root.resolve(name), "env file"))
                    .isInstanceOfSatisfying(
                            EnvdriftException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.PATH_ESCAPES));
        }
    }
}
