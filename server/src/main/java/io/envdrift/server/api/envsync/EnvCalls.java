package io.envdrift.server.api.envsync;

import io.envdrift.envsync.protocol.CodePointOrder;
import io.envdrift.envsync.protocol.EnvSyncRefusal;
import io.envdrift.json.JsonMembers;
import io.envdrift.server.api.envsync.EnvRoute.Place;
import io.envdrift.server.api.envsync.EnvRoute.Right;
import io.envdrift.server.pipeline.Operation;
import io.envdrift.server.pipeline.Reply;
import io.envdrift.server.pipeline.Route;
import io.envdrift.server.store.CachedRead;
import io.envdrift.server.store.ReadCache;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/** The original's three calls: push, pull and diff. */
record EnvCalls(Identity identity, Storing storing) {
    List<Route> routes() {
        String path = "/env/{project}/{branch*}";
        return List.of(
                new EnvRoute<>(
                        Operation.changing("push", "POST", path), identity, Right.WRITE, Push::read, true, this::push),
                new EnvRoute<>(
                        Operation.reading("pull", "GET", path),
                        identity,
                        Right.READ,
                        call -> call,
                        true,
                        (on, who, at, call) -> pull(on, at)),
                new EnvRoute<>(
                        Operation.reading("diff", "GET", path + "/diff"),
                        identity,
                        Right.READ,
                        call -> call.query("local_keys"),
                        true,
                        (on, who, at, keys) -> diff(on, at, keys)));
    }

    private Reply push(Connection connection, Caller caller, Place place, Push push) throws SQLException {
        long version =
                storing.append(connection, place.project(), place.branch().orElseThrow(), push, caller);
        return Reply.ok(new JsonMembers().put("version", version).put("message", "Env pushed successfully"));
    }

    private static Reply pull(Connection connection, Place place) throws SQLException {
        return ReadCache.get(
                        connection,
                        new NewestPulled(place.project(), place.branch().orElseThrow()))
                .orElseThrow(() -> Refusals.of(EnvSyncRefusal.NOTHING_STORED));
    }

    private record NewestPulled(String project, String branch) implements CachedRead<Optional<Reply>> {
        @Override
        public Optional<Reply> read(Connection connection) throws SQLException {
            return Versions.newest(connection, project, branch).map(EnvCalls::pulled);
        }

        @Override
        public int size(Optional<Reply> found) {
            return found.map(reply -> reply.body().length).orElse(0) + project.length() + branch.length();
        }
    }

    static Reply pulled(Versions.Version version) {
        return Reply.ok(new JsonMembers()
                .put("ciphertext", version.ciphertext())
                .put("key_names", version.keyNames())
                .put("version", version.number())
                .put("pushed_by", version.pushedBy())
                .put("pushed_at", version.pushedAt()));
    }

    private static Reply diff(Connection connection, Place place, List<String> localKeys) throws SQLException {
        List<String> stored = Versions.newest(
                        connection, place.project(), place.branch().orElseThrow())
                .orElseThrow(() -> Refusals.of(EnvSyncRefusal.NOTHING_STORED))
                .keyNames();
        List<String> missing = without(stored, localKeys);
        List<String> extra = without(localKeys, stored);
        return Reply.ok(new JsonMembers()
                .put("missing_locally", missing)
                .put("extra_locally", extra)
                .put("in_sync", missing.isEmpty() && extra.isEmpty()));
    }

    private static List<String> without(Collection<String> names, Collection<String> others) {
        Set<String> rest = new TreeSet<>(CodePointOrder.COMPARATOR);
        rest.addAll(names);
        others.forEach(rest::remove);
        return List.copyOf(rest);
    }
}
