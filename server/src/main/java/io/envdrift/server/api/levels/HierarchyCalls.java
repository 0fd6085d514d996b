package io.envdrift.server.api.levels;

import io.envdrift.json.JsonMembers;
import io.envdrift.json.JsonObject;
import io.envdrift.levels.protocol.LevelKind;
import io.envdrift.levels.protocol.LevelPath;
import io.envdrift.levels.protocol.Slug;
import io.envdrift.server.api.levels.LevelsCall.At;
import io.envdrift.server.api.levels.Nodes.Node;
import io.envdrift.server.api.levels.Projects.Project;
import io.envdrift.server.pipeline.Operation;
import io.envdrift.server.pipeline.Reply;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** Targets and environments: list, make, show, change, delete. */
final class HierarchyCalls {
    private static final String PRODUCTION = "production";

    private HierarchyCalls() {}

    static List<LevelsCall<?, ?>> calls() {
        return Stream.concat(
                        calls(LevelKind.TARGET, Paths.PROJECT + "/targets", Paths.TARGET).stream(),
                        calls(LevelKind.ENVIRONMENT, Paths.TARGET + "/environments", Paths.ENVIRONMENT).stream())
                .toList();
    }

    private static List<LevelsCall<?, ?>> calls(LevelKind kind, String list, String single) {
        String word = kind.word();
        List<LevelsCall<?, ?>> calls = new ArrayList<>(List.of(
                LevelsCall.of(
                        Operation.reading(word + "_list", "GET", list),
                        Paths::level,
                        parent -> Demand.of(parent, Reach.ANCESTOR, word + ":read"),
                        HierarchyCalls::list),
                LevelsCall.of(
                        Operation.changing(word + "_create", "POST", list),
                        call -> Bodies.read(call, json -> Wish.toMake(Paths.level(call), json)),
                        wish -> Demand.of(wish.path(), Reach.LEVEL, word + ":create"),
                        HierarchyCalls::create),
                LevelsCall.of(
                        Operation.reading(word + "_show", "GET", single),
                        Paths::level,
                        path -> Demand.of(path, Reach.ANCESTOR, word + ":read"),
                        HierarchyCalls::show),
                LevelsCall.of(
                        Operation.changing(word + "_delete", "DELETE", single),
                        Paths::level,
                        path -> Demand.of(path, Reach.SUBTREE, word + ":delete"),
                        HierarchyCalls::delete)));
        calls.add(change(kind, "_update", "PATCH", single));
        calls.add(change(kind, "_replace", "PUT", single));
        return calls;
    }

    private static LevelsCall<?, ?> change(LevelKind kind, String name, String method, String path) {
        return LevelsCall.of(
                Operation.changing(kind.word() + name, method, path),
                call -> Bodies.read(call, json -> Wish.toChange(Paths.level(call), json)),
                wish -> Demand.of(
                        wish.path(), wish.slug().isPresent() ? Reach.SUBTREE : Reach.LEVEL, kind.word() + ":update"),
                HierarchyCalls::change);
    }

    /**
     * What is to be made or changed.
     *
     * @param path of the level; for one that is to be made, with its slug
     */
    private record Wish(
            LevelPath path,
            Optional<String> slug,
            Optional<String> name,
            Optional<String> description,
            Optional<String> status,
            Optional<Boolean> production) {
        static Wish toMake(LevelPath parent, JsonObject json) {
            String name = Bodies.requireText(json, "name");
            List<String> slugs = new ArrayList<>(parent.slugs());
            slugs.add(Slugs.findOrMake(json, name));
            return of(new LevelPath(slugs), json);
        }

        static Wish toChange(LevelPath path, JsonObject json) {
            return of(path, json);
        }

        private static Wish of(LevelPath path, JsonObject json) {
            Optional<String> status = Bodies.text(json, "status");
            if (status.isPresent() && !Slug.isWellFormed(status.get())) {
                throw Refused.invalid("status", "status must be a slug, as in staging");
            }
            return new Wish(
                    path,
                    Slugs.find(json),
                    Bodies.name(json),
                    Bodies.text(json, "description"),
                    status,
                    Bodies.flag(json, "is_production"));
        }
    }

    private static Reply list(At at, LevelPath parent) throws SQLException {
        Project project = at.project(parent);
        Nodes.require(at.connection(), project.id(), parent);
        List<Node> nodes = Nodes.children(at.connection(), project.id(), parent).stream()
                .filter(node -> at.caller().limits().touch(Paths.of(project.slug(), node.path())))
                .toList();
        return Replies.ok(new Listing<>(Node::name, Node::slug, Node::createdAt)
                .answer(at.call(), nodes, node -> resource(at, project, node)));
    }

    private static Reply create(At at, Wish wish) throws SQLException {
        LevelPath parent =
                new LevelPath(wish.path().slugs().subList(0, wish.path().slugs().size() - 1));
        Project project = at.lock(parent);
        Nodes.require(at.connection(), project.id(), parent);
        boolean environment = wish.path().kind() == LevelKind.ENVIRONMENT;
        String slug = wish.path().slugs().getLast();
        Optional<String> status = environment ? wish.status().or(() -> Optional.of(slug)) : Optional.empty();
        Node node = Nodes.add(
                        at.connection(),
                        project.id(),
                        Paths.below(wish.path()),
                        wish.name().orElse(slug),
                        wish.description(),
                        status,
                        environment && wish.production().orElse(status.equals(Optional.of(PRODUCTION))),
                        at.now())
                .orElseThrow(() -> ProjectCalls.taken(slug));
        return Replies.created(Replies.data(resource(at, project, node)));
    }

    private static Reply show(At at, LevelPath path) throws SQLException {
        Project project = at.project(path);
        return Replies.ok(Replies.data(resource(at, project, Nodes.require(at.connection(), project.id(), path))));
    }

    private static Reply delete(At at, LevelPath path) throws SQLException {
        Project project = at.lock(path);
        Nodes.require(at.connection(), project.id(), path);
        Nodes.remove(at.connection(), project.id(), path);
        return Replies.nothing();
    }

    private static Reply change(At at, Wish wish) throws SQLException {
        Project project = at.lock(wish.path());
        Node old = Nodes.require(at.connection(), project.id(), wish.path());
        LevelPath path =
                wish.slug().map(slug -> Paths.renamed(wish.path(), slug)).orElse(wish.path());
        at.caller().requireReach(Reach.LEVEL, Optional.of(path));
        if (!path.equals(wish.path())) {
            move(at, project, wish.path(), path);
        }
        boolean environment = path.kind() == LevelKind.ENVIRONMENT;
        Node changed = new Node(
                old.id(),
                Paths.below(path),
                wish.name().orElse(old.name()),
                wish.description().or(old::description),
                environment ? wish.status().or(old::status) : Optional.empty(),
                environment && wish.production().orElse(old.production()),
                old.content(),
                old.encrypted(),
                old.version(),
                old.keyVersion(),
                old.variableCount(),
                old.createdAt(),
                old.updatedAt());
        Nodes.change(at.connection(), changed, at.now());
        return Replies.ok(Replies.data(resource(at, project, changed)));
    }

    private static void move(At at, Project project, LevelPath from, LevelPath to) throws SQLException {
        if (Nodes.find(at.connection(), project.id(), Paths.below(to)).isPresent()) {
            throw ProjectCalls.taken(to.slugs().getLast());
        }
        String start = Paths.below(from);
        for (Node node : Nodes.subtree(at.connection(), project.id(), from)) {
            Nodes.move(at.connection(), node.id(), Paths.below(to) + node.path().substring(start.length()));
        }
    }

    private static JsonMembers resource(At at, Project project, Node node) throws SQLException {
        LevelPath path = Paths.of(project.slug(), node.path());
        JsonMembers attributes = new JsonMembers()
                .put("name", node.name())
                .put("slug", node.slug())
                .putNullable("description", node.description());
        if (path.kind() == LevelKind.ENVIRONMENT) {
            attributes.putNullable("status", node.status()).put("is_production", node.production());
        } else {
            long below = Nodes.children(at.connection(), project.id(), path).stream()
                    .filter(child -> at.caller().limits().touch(Paths.of(project.slug(), child.path())))
                    .count();
            attributes.put("environment_count", below);
        }
        attributes
                .put("has_secrets", node.content().isPresent())
                .putNullable("secret_count", node.variableCount())
                .put("version", node.version())
                .put("created_at", node.createdAt())
                .put("updated_at", node.updatedAt());
        return Replies.resource(path.kind().word() + "s", node.slug(), attributes);
    }
}
