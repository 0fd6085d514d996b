package io.envdrift.server.api.envsync;

import io.envdrift.json.JsonMembers;
import io.envdrift.server.api.envsync.EnvRoute.Place;
import io.envdrift.server.api.envsync.EnvRoute.Right;
import io.envdrift.server.api.envsync.Invalid.Problem;
import io.envdrift.server.pipeline.Call;
import io.envdrift.server.pipeline.Operation;
import io.envdrift.server.pipeline.Reply;
import io.envdrift.server.pipeline.Route;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.InstantSource;
import java.util.List;

/** Owners see the invites that nobody accepted yet, and take them back. The codes themselves are not kept. */
record InviteCalls(Identity identity, InstantSource clock) {
    private static final String ID = "id";

    List<Route> routes() {
        String invites = EnvSyncApi.EXTRA + "{project}/invites";
        return List.of(
                new EnvRoute<>(
                        Operation.reading("invite_list", "GET", invites),
                        identity,
                        Right.ADMINISTER,
                        call -> call,
                        false,
                        (on, who, at, call) -> list(on, at)),
                new EnvRoute<>(
                        Operation.changing("invite_revoke", "DELETE", invites + "/{id}"),
                        identity,
                        Right.ADMINISTER,
                        InviteCalls::id,
                        true,
                        (on, who, at, id) -> revoke(on, at, id)));
    }

    private Reply list(Connection connection, Place place) throws SQLException {
        List<JsonMembers> invites = Invites.open(connection, place.project(), clock.instant()).stream()
                .map(each -> new JsonMembers()
                        .put(ID, each.id())
                        .put("email", each.invite().email())
                        .put("role", each.invite().role().text())
                        .put("days", each.invite().days())
                        .put("invited_by", each.invite().by())
                        .put("expires_at", each.expiresAt()))
                .toList();
        return Reply.ok(new JsonMembers().put("invites", invites));
    }

    private static String id(Call call) {
        return call.parameter(ID)
                .filter(Invites::isId)
                .orElseThrow(() -> Invalid.of(Problem.value("is no id of an invite", "path", ID)));
    }

    private static Reply revoke(Connection connection, Place place, String id) throws SQLException {
        if (!Invites.remove(connection, place.project(), id)) {
            throw Refusals.notFound("No such invite: it was used, has expired, or is of another project");
        }
        return Reply.ok(new JsonMembers().put("message", "Invite revoked"));
    }
}
