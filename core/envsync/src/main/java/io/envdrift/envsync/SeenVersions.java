package io.envdrift.envsync;

import io.envdrift.envsync.protocol.Place;
import io.envdrift.envsync.protocol.StoredEnv;
import io.envdrift.json.JsonMembers;
import io.envdrift.json.JsonObject;
import io.envdrift.json.StateFiles;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The highest version that was seen of each branch: by it a server is noticed that went back to an older version or
 * lost its data.
 */
final class SeenVersions {
    private final StateFiles files;
    private final String server;
    private final Set<String> told = ConcurrentHashMap.newKeySet();

    SeenVersions(EnvSyncHome home, URI server) {
        this.files = home.files();
        this.server = server.toString();
    }

    /**
     * Records a server's answer. A branch that once had a version bound to it is expected to have bound versions from
     * then on. Each command warns once of a version that is not bound, because a command that writes nothing may come
     * before one that writes.
     *
     * @param stored nothing when it has nothing of the branch
     * @return warnings about what the server had before and lost
     */
    List<String> note(Place place, Optional<StoredEnv> stored) {
        Optional<JsonObject> before = read(place);
        long highest = highest(before);
        boolean bound = bound(before);
        long version = stored.map(StoredEnv::version).orElse(0L);
        boolean nowBound = stored.map(each -> each.sealed().isBound()).orElse(bound);
        List<String> warnings = new ArrayList<>();
        if (version < highest) {
            warnings.add("The server has version " + version + " of '" + place.branch() + "', but version " + highest
                    + " was seen before: it was started anew or restored from a backup, or somebody serves old"
                    + " secrets");
        }
        String unbound = "Version " + version + " of '" + place.branch() + "' does not say which branch it belongs to,"
                + " which earlier ones did: a client of the original pushed it, or the server took that away";
        if (bound && !nowBound && told.add(unbound)) {
            warnings.add(unbound);
        }
        if (version > highest || nowBound && !bound) {
            write(place, Math.max(version, highest), bound || nowBound);
        }
        return warnings;
    }

    /** Notes what was pushed from here: its form is this user's own choice, and the one to expect from now on. */
    void pushed(Place place, StoredEnv stored) {
        Optional<JsonObject> before = read(place);
        boolean nowBound = stored.sealed().isBound();
        if (stored.version() > highest(before) || nowBound != bound(before)) {
            write(place, Math.max(stored.version(), highest(before)), nowBound);
        }
    }

    private Optional<JsonObject> read(Place place) {
        return files.read("seen", server, place.project(), place.branch());
    }

    private static long highest(Optional<JsonObject> before) {
        return before.map(json -> json.whole("highest").orElse(0)).orElse(0L);
    }

    private static boolean bound(Optional<JsonObject> before) {
        return before.map(json -> json.flag("bound")).orElse(false);
    }

    private void write(Place place, long highest, boolean bound) {
        files.write(
                new JsonMembers().put("highest", highest).put("bound", bound),
                "seen",
                server,
                place.project(),
                place.branch());
    }
}
