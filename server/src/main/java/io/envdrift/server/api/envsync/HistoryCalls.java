package io.envdrift.server.api.envsync;

import io.envdrift.base.WholeNumber;
import io.envdrift.envsync.protocol.EnvSyncRefusal;
import io.envdrift.json.JsonMembers;
import io.envdrift.server.api.envsync.BodyMembers.Rule;
import io.envdrift.server.api.envsync.EnvRoute.Place;
import io.envdrift.server.api.envsync.EnvRoute.Right;
import io.envdrift.server.api.envsync.Invalid.Problem;
import io.envdrift.server.pipeline.AuditLog;
import io.envdrift.server.pipeline.AuditRow;
import io.envdrift.server.pipeline.Call;
import io.envdrift.server.pipeline.Operation;
import io.envdrift.server.pipeline.Reply;
import io.envdrift.server.pipeline.Route;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/** What the original does not have: branches, versions, roll back, audit, and removal. */
record HistoryCalls(Identity identity, Storing storing) {
    private static final long DEFAULT_ROWS = 100;
    private static final long MAX_ROWS = 1000;

    List<Route> routes() {
        String project = EnvSyncApi.EXTRA + "{project}";
        return List.of(
                new EnvRoute<>(
                        Operation.reading("branch_list", "GET", project + "/branches"),
                        identity,
                        Right.READ,
                        call -> call,
                        false,
                        (on, who, at, call) -> branches(on, at)),
                new EnvRoute<>(
                        Operation.changing("branch_delete", "DELETE", project + "/branches/{branch*}"),
                        identity,
                        Right.WRITE,
                        call -> call,
                        true,
                        (on, who, at, call) -> removeBranch(on, at)),
                new EnvRoute<>(
                        Operation.changing("project_delete", "DELETE", project),
                        identity,
                        Right.ADMINISTER,
                        call -> call,
                        true,
                        (on, who, at, call) -> removeProject(on, at)),
                new EnvRoute<>(
                        Operation.reading("versions", "GET", project + "/versions"),
                        identity,
                        Right.READ,
                        HistoryCalls::branchOfQuery,
                        false,
                        (on, who, at, branch) -> versions(on, at, branch)),
                new EnvRoute<>(
                        Operation.reading("pull_version", "GET", project + "/versions/{version}"),
                        identity,
                        Right.READ,
                        Wanted::read,
                        true,
                        (on, who, at, wanted) -> version(on, at, wanted)),
                new EnvRoute<>(
                        Operation.changing("rollback", "POST", project + "/rollback"),
                        identity,
                        Right.WRITE,
                        RollBack::read,
                        true,
                        this::rollBack),
                new EnvRoute<>(
                        Operation.reading("audit_list", "GET", project + "/audit"),
                        identity,
                        Right.ADMINISTER,
                        Part::read,
                        false,
                        (on, who, at, part) -> audit(on, at, part)));
    }

    /**
     * Which version is to become the newest.
     *
     * @param expected the version that is current now, if it matters
     */
    private record RollBack(String branch, long version, OptionalLong expected) {
        static RollBack read(Call call) {
            BodyMembers body = BodyMembers.of(call);
            String branch = body.text("branch", Rule.name(Names::wrongInPath));
            long version = body.number("version");
            OptionalLong expected = body.expectedVersion();
            body.require();
            return new RollBack(branch, version, expected);
        }
    }

    private static Reply branches(Connection connection, Place place) throws SQLException {
        List<JsonMembers> branches = Branches.all(connection, place.project()).stream()
                .map(each -> new JsonMembers()
                        .put("branch", each.branch())
                        .put("version", each.newest().number())
                        .put("key_count", each.newest().keyNames().size())
                        .put("key_names", each.newest().keyNames())
                        .put("pushed_by", each.newest().pushedBy())
                        .put("pushed_at", each.newest().pushedAt()))
                .toList();
        return Reply.ok(new JsonMembers().put("branches", branches));
    }

    private static Reply removeBranch(Connection connection, Place place) throws SQLException {
        if (!Branches.remove(connection, place.project(), place.branch().orElseThrow())) {
            throw Refusals.of(EnvSyncRefusal.NOTHING_STORED);
        }
        return Reply.ok(new JsonMembers().put("message", "Branch deleted"));
    }

    private static Reply removeProject(Connection connection, Place place) throws SQLException {
        if (!Projects.remove(connection, place.project())) {
            throw Refusals.notFound("No such project");
        }
        return Reply.ok(new JsonMembers().put("message", "Project deleted"));
    }

    private static Reply versions(Connection connection, Place place, String branch) throws SQLException {
        String id = Branches.find(connection, place.project(), branch)
                .orElseThrow(() -> Refusals.of(EnvSyncRefusal.NOTHING_STORED));
        List<JsonMembers> versions = Versions.all(connection, id).stream()
                .map(each -> new JsonMembers()
                        .put("version", each.number())
                        .put("key_names", each.keyNames())
                        .put("pushed_by", each.pushedBy())
                        .put("pushed_at", each.pushedAt()))
                .toList();
        return Reply.ok(new JsonMembers().put("versions", versions));
    }

    /** One version of a branch. */
    private record Wanted(String branch, long number) {
        static Wanted read(Call call) {
            String branch = branchOfQuery(call);
            return new Wanted(branch, whole(call.parameter("version").orElse(""), "path", "version"));
        }
    }

    private static Reply version(Connection connection, Place place, Wanted wanted) throws SQLException {
        String id = Branches.find(connection, place.project(), wanted.branch())
                .orElseThrow(() -> Refusals.of(EnvSyncRefusal.NOTHING_STORED));
        return Versions.find(connection, id, wanted.number())
                .map(EnvCalls::pulled)
                .orElseThrow(() -> Refusals.notFound("No such version of this branch"));
    }

    private Reply rollBack(Connection connection, Caller caller, Place place, RollBack request) throws SQLException {
        String id = Branches.find(connection, place.project(), request.branch())
                .orElseThrow(() -> Refusals.of(EnvSyncRefusal.NOTHING_STORED));
        Versions.Version old = Versions.find(connection, id, request.version())
                .orElseThrow(() -> Refusals.notFound("No such version of this branch"));
        Push push = new Push(old.ciphertext(), Versions.json(old.keyNames()), request.expected());
        long version = storing.append(connection, place.project(), request.branch(), push, caller);
        return Reply.ok(new JsonMembers()
                .put("version", version)
                .put("message", "Rolled back to version " + request.version()));
    }

    private static Reply audit(Connection connection, Place place, Part part) throws SQLException {
        List<JsonMembers> rows =
                AuditLog.newest(connection, EnvSyncApi.NAME, place.project(), part.limit(), part.before()).stream()
                        .map(HistoryCalls::entry)
                        .toList();
        return Reply.ok(new JsonMembers().put("entries", rows));
    }

    private static JsonMembers entry(AuditRow row) {
        return new JsonMembers()
                .put("id", row.id())
                .put("action", row.action())
                .put("status", row.status())
                .putNullable("branch", row.subject())
                .putNullable("email", row.principal())
                .putNullable("role", row.kind())
                .putNullable("jti", row.credential())
                .putNullable("ip", row.ip())
                .putNullable("user_agent", row.userAgent())
                .put("created_at", row.time());
    }

    private static String branchOfQuery(Call call) {
        List<String> branches = call.query("branch");
        Optional<Problem> problem = branches.isEmpty()
                ? Optional.of(Problem.missing("query", "branch"))
                : Names.wrongInPath(branches.getLast()).map(what -> Problem.value(what, "query", "branch"));
        if (problem.isPresent()) {
            throw Invalid.of(problem.get());
        }
        return branches.getLast();
    }

    /**
     * Which part of the audit log is wanted.
     *
     * @param before only rows older than the one of this id
     */
    private record Part(long limit, OptionalLong before) {
        static Part read(Call call) {
            long limit = number(call, "limit").orElse(DEFAULT_ROWS);
            if (limit < 1) {
                throw wrongLimit("greater_than_equal", "Input should be greater than or equal to 1");
            }
            if (limit > MAX_ROWS) {
                throw wrongLimit("less_than_equal", "Input should be less than or equal to " + MAX_ROWS);
            }
            return new Part(limit, number(call, "before"));
        }

        private static Invalid wrongLimit(String type, String message) {
            return Invalid.of(new Problem(type, List.of("query", "limit"), message));
        }

        private static OptionalLong number(Call call, String name) {
            return call.query(name).stream()
                    .mapToLong(text -> whole(text, "query", name))
                    .findFirst();
        }
    }

    private static long whole(String text, String where, String name) {
        return WholeNumber.of(text)
                .orElseThrow(() -> Invalid.of(
                        new Problem("int_parsing", List.of(where, name), "Input should be a valid integer")));
    }
}
