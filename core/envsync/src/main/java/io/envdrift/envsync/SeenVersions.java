package io.envdrift.envsync;

import io.envdrift.envsync.protocol.Place;
import io.envdrift.envsync.protocol.StoredEnv;
import io.envdrift.json.JsonMembers;
import io.envdrift.json.JsonObject;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The highest version that was seen of each branch, by which a server that goes back, or was started anew, is noticed. */
final class SeenVersions {
    private final EnvSyncHome home;
    private final String server;

    SeenVersions(EnvSyncHome home, URI server) {
        this.home = home;
        this.server = server.toString();
    }

    /**
     * Notes what a server answered with.
     *
     * @param stored nothing when it has nothing of the branch
     * @return warnings about what it had before and has no more
     */
    List<String> note(Place place, Optional<StoredEnv> stored) {
        Optional<JsonObject> before = home.read("seen", server, place.project(), place.branch());
        long highest = before.map(json -> json.whole("highest").orElse(0)).orElse(0L);
        boolean bound = before.map(json -> json.flag("bound")).orElse(false);
        long version = stored.map(StoredEnv::version).orElse(0L);
        boolean nowBound = stored.map(each -> each.sealed().isBound()).orElse(bound);
        List<String> warnings = new ArrayList<>();
        if (version < highest) {
            warnings.add("The server has version " + version + " of '" + place.branch() + "', but version " + highest
                    + " was seen before: it was started anew or restored from a backup, or somebody serves old"
                    + " secrets");
        }
        if (bound && !nowBound) {
            warnings.add("Version " + version + " of '" + place.branch() + "' does not say which branch it belongs to,"
                    + " which earlier ones did: a client of the original pushed it, or the server took that away");
        }
        if (version > highest || stored.isPresent() && nowBound != bound) {
            home.write(
                    new JsonMembers().put("highest", Math.max(version, highest)).put("bound", nowBound),
                    "seen",
                    server,
                    place.project(),
                    place.branch());
        }
        return warnings;
    }
}
