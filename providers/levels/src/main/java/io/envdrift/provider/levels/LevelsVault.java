package io.envdrift.provider.levels;

import io.envdrift.base.ErrorCode;
import io.envdrift.base.Secret;
import io.envdrift.base.ShellLine;
import io.envdrift.http.ServerException;
import io.envdrift.levels.LevelEdit;
import io.envdrift.levels.PulledLevels;
import io.envdrift.levels.merge.LevelContent;
import io.envdrift.vault.DocumentVault;
import io.envdrift.vault.VaultContext;
import io.envdrift.vault.VaultProblem;
import java.util.Collection;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.stream.Collectors;

/**
 * The merged variables of a path. All levels come in one answer; a write goes to the deepest level. On the original's server, whose
 * levels have no versions, the last write wins.
 */
final class LevelsVault extends DocumentVault<PulledLevels> {
    private final LevelsSettings settings;
    private final LevelsAccess access;

    LevelsVault(LevelsSettings settings, VaultContext context, LevelsAccess access) {
        super(settings.label(), context);
        this.settings = settings;
        this.access = access;
    }

    @Override
    protected PulledLevels read() {
        return access.levels().read(settings.path());
    }

    @Override
    protected Collection<String> names(PulledLevels levels) {
        return levels.values().keySet().stream().map(VariableName::secret).toList();
    }

    @Override
    protected Optional<String> value(PulledLevels levels, String name) {
        return Optional.ofNullable(levels.values().get(VariableName.of(name)));
    }

    /** Returns the versions of all levels, the project's first: 0 for one without content, or that has none on its server. */
    @Override
    protected String version(PulledLevels levels) {
        return version(levels, levels.deepest().map(LevelContent::version).orElse(OptionalLong.empty()));
    }

    private static String version(PulledLevels latest, OptionalLong deepest) {
        return latest.path().levels().stream()
                .map(level -> level.equals(latest.path())
                        ? deepest
                        : latest.levels().stream()
                                .filter(content -> content.level().equals(level))
                                .findFirst()
                                .map(LevelContent::version)
                                .orElse(OptionalLong.empty()))
                .map(version -> Long.toString(version.orElse(0)))
                .collect(Collectors.joining("."));
    }

    @Override
    protected String write(PulledLevels before, String name, Secret value) {
        LevelContent content = before.deepest().orElseGet(() -> LevelContent.empty(before.path(), format(before)));
        String text = LevelEdit.set(content, VariableName.of(name), value.reveal());
        return version(before, access.levels().write(before, text, false));
    }

    private String format(PulledLevels before) {
        return before.levels().stream()
                .map(LevelContent::format)
                .findFirst()
                .orElseGet(
                        () -> access.levels().project(before.path().project()).format());
    }

    @Override
    protected String namesHint() {
        return "the names there are: "
                + ShellLine.of("levels", "pull", settings.path().toString())
                + "; a token that is limited to another path does not see it";
    }

    @Override
    protected Optional<VaultProblem> meaning(int status, ServerException refusal) {
        return Optional.ofNullable(
                switch (status) {
                    case 404 ->
                        VaultProblem.of(
                                ErrorCode.VAULT_FAILED,
                                "the server does not know the path, or the token is limited to another one",
                                "check url and path in [vault.levels]; targets and environments must have been"
                                        + " created");
                    case 413 ->
                        VaultProblem.of(
                                ErrorCode.VAULT_FAILED,
                                "the level would be larger than the server allows",
                                "ask who runs the server to raise its limit");
                    case 422 -> new VaultProblem(ErrorCode.VAULT_FAILED, refusal.getMessage(), refusal.hint());
                    default -> null;
                });
    }

    @Override
    public void close() {
        access.close();
    }
}
