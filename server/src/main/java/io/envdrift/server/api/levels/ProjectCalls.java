package io.envdrift.server.api.levels;

import io.envdrift.json.JsonMembers;
import io.envdrift.json.JsonObject;
import io.envdrift.levels.protocol.LevelPath;
import io.envdrift.levels.protocol.LevelsRefusal;
import io.envdrift.levels.protocol.ProofKind;
import io.envdrift.server.api.levels.LevelsCall.At;
import io.envdrift.server.api.levels.Projects.Project;
import io.envdrift.server.pipeline.Call;
import io.envdrift.server.pipeline.Operation;
import io.envdrift.server.pipeline.Reply;
import io.envdrift.server.store.Quotas;
import io.envdrift.server.store.Sql;
import io.envdrift.server.store.Timestamps;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/** Projects: list, make, show, change, delete. */
record ProjectCalls(KeyStore keys, Quotas quotas) {
    private static final List<String> FORMATS = List.of("env", "json", "yaml", "text");
    private static final String TYPE = "projects";

    List<LevelsCall<?, ?>> calls() {
        String list = Paths.ORGANIZATION + "/projects";
        return List.of(
                LevelsCall.of(
                        Operation.reading("project_list", "GET", list),
                        call -> call,
                        call -> Demand.anywhere("project:read"),
                        this::list),
                LevelsCall.of(
                        Operation.changing("project_create", "POST", list),
                        call -> Bodies.read(call, NewProject::read),
                        wish -> Demand.of(wish.path(), Reach.LEVEL, "project:create"),
                        this::create),
                LevelsCall.of(
                        Operation.reading("project_show", "GET", Paths.PROJECT),
                        Paths::level,
                        path -> Demand.of(path, Reach.ANCESTOR, "project:read"),
                        (at, path) -> Replies.ok(Replies.data(resource(at, at.project(path))))),
                change("project_update", "PATCH"),
                change("project_replace", "PUT"),
                LevelsCall.of(
                        Operation.changing("project_delete", "DELETE", Paths.PROJECT),
                        Paths::level,
                        path -> Demand.of(path, Reach.SUBTREE, "project:delete"),
                        (at, path) -> {
                            Projects.remove(at.connection(), at.project(path).id());
                            return Replies.nothing();
                        }));
    }

    private LevelsCall<?, ?> change(String name, String method) {
        return LevelsCall.of(
                Operation.changing(name, method, Paths.PROJECT),
                call -> Change.read(Paths.level(call), call),
                wish -> Demand.of(wish.path(), wish.slug().isPresent() ? Reach.SUBTREE : Reach.LEVEL, "project:update"),
                this::change);
    }

    private record NewProject(
            String name, String slug, Optional<String> description, String format, boolean plaintext, NewKey key) {
        static NewProject read(JsonObject json) {
            String name = Bodies.requireText(json, "name");
            return new NewProject(
                    name,
                    Slugs.findOrMake(json, name),
                    Bodies.text(json, "description"),
                    Bodies.choice(json, "secret_format", FORMATS).orElse("env"),
                    Bodies.flag(json, "allow_plaintext").orElse(false),
                    NewKey.read(json));
        }

        LevelPath path() {
            return new LevelPath(List.of(slug));
        }
    }

    private record Change(
            LevelPath path,
            Optional<String> name,
            Optional<String> slug,
            Optional<String> description,
            Optional<String> format,
            Optional<Boolean> plaintext) {
        static Change read(LevelPath path, Call call) {
            return Bodies.read(
                    call,
                    json -> new Change(
                            path,
                            Bodies.name(json),
                            Slugs.find(json),
                            Bodies.text(json, "description"),
                            Bodies.choice(json, "secret_format", FORMATS),
                            Bodies.flag(json, "allow_plaintext")));
        }
    }

    private Reply list(At at, Call call) throws SQLException {
        List<Project> projects = Projects.all(at.connection(), at.organization()).stream()
                .filter(project -> at.caller().limits().touch(new LevelPath(List.of(project.slug()))))
                .toList();
        return Replies.ok(new Listing<>(Project::name, Project::slug, Project::createdAt)
                .answer(call, projects, project -> resource(at, project)));
    }

    private Reply create(At at, NewProject wish) throws SQLException {
        if (quotas.projects() > 0 && Projects.count(at.connection()) >= quotas.projects()) {
            throw Refused.quota("Project quota reached: " + quotas.projects() + " projects");
        }
        Project project = Projects.add(
                        at.connection(),
                        at.organization(),
                        wish.slug(),
                        wish.name(),
                        wish.description(),
                        wish.format(),
                        wish.plaintext(),
                        at.now())
                .orElseThrow(() -> taken(wish.slug()));
        Keys.add(at.connection(), wish.key().sealed(keys, project.id(), 1, Timestamps.text(at.now())));
        Nodes.add(at.connection(), project.id(), "", "", Optional.empty(), Optional.empty(), false, at.now());
        return Replies.created(Replies.data(resource(at, project)));
    }

    private Reply change(At at, Change wish) throws SQLException {
        Project old = at.lock(wish.path());
        String slug = wish.slug().orElse(old.slug());
        at.caller().requireReach(Reach.LEVEL, Optional.of(new LevelPath(List.of(slug))));
        if (!slug.equals(old.slug())
                && Projects.find(at.connection(), at.organization(), slug).isPresent()) {
            throw taken(slug);
        }
        Project changed = new Project(
                old.id(),
                slug,
                wish.name().orElse(old.name()),
                wish.description().or(old::description),
                wish.format().orElse(old.format()),
                wish.plaintext().orElse(old.plaintext()),
                old.keyVersion(),
                old.revision(),
                old.createdAt(),
                old.updatedAt());
        Projects.change(at.connection(), changed);
        return Replies.ok(Replies.data(resource(at, changed)));
    }

    static Refused taken(String slug) {
        return Refused.of(LevelsRefusal.ALREADY_EXISTS, "The slug '" + slug + "' is taken");
    }

    /** What a project holds, within the limits of the caller. */
    private record Contents(long targets, long environments, long levels, OptionalLong variables) {}

    private static Contents contents(At at, Project project) throws SQLException {
        record Row(LevelPath path, boolean held, OptionalLong variables) {}
        List<Row> rows = Sql.all(
                        at.connection(),
                        "SELECT path, CASE WHEN content IS NULL THEN 0 ELSE 1 END, variable_count FROM levels_nodes"
                                + " WHERE project_id = ?",
                        row -> new Row(
                                Paths.of(project.slug(), row.getString(1)), row.getInt(2) == 1, Nodes.whole(row, 3)),
                        project.id())
                .stream()
                .filter(row -> at.caller().limits().touch(row.path()))
                .toList();
        List<Row> held = rows.stream().filter(Row::held).toList();
        boolean counted = held.stream().allMatch(row -> row.variables().isPresent());
        return new Contents(
                rows.stream().filter(row -> row.path().slugs().size() == 2).count(),
                rows.stream().filter(row -> row.path().slugs().size() == 3).count(),
                held.size(),
                counted
                        ? OptionalLong.of(held.stream()
                                .mapToLong(row -> row.variables().orElse(0))
                                .sum())
                        : OptionalLong.empty());
    }

    private static JsonMembers resource(At at, Project project) throws SQLException {
        Keys.Key key = at.activeKey(project);
        Contents contents = contents(at, project);
        JsonMembers attributes = new JsonMembers()
                .put("name", project.name())
                .put("slug", project.slug())
                .putNullable("description", project.description())
                .put("secret_format", project.format())
                .put("encryption_type", key.custody().word())
                .put("has_secrets", contents.levels() > 0)
                .putNullable("secret_count", contents.variables())
                .put("target_count", contents.targets())
                .put("environment_count", contents.environments())
                .put("allow_plaintext", project.plaintext())
                .put("key_version", project.keyVersion())
                .putNullable("key_hint", key.hint())
                .put("created_at", project.createdAt())
                .put("updated_at", project.updatedAt());
        if (key.proof() != ProofKind.V1) {
            attributes.put("proof", key.proof().word());
        }
        return Replies.resource(TYPE, project.slug(), attributes);
    }
}
