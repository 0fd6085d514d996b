package io.envdrift.vaultenv.project;

import io.envdrift.base.EnvdriftException;
import io.envdrift.base.Secret;
import io.envdrift.files.AtomicFile;
import io.envdrift.files.FileAccess;
import io.envdrift.files.FileOperations;
import io.envdrift.files.FileSnapshot;
import io.envdrift.vaultenv.DeviceStore;
import io.envdrift.vaultenv.Latest;
import io.envdrift.vaultenv.VaultHome;
import io.envdrift.vaultenv.VaultKeys;
import io.envdrift.vaultenv.VaultProject;
import io.envdrift.vaultenv.VaultServer;
import io.envdrift.vaultenv.protocol.DeviceSecret;
import io.envdrift.vaultenv.protocol.EnvironmentList;
import io.envdrift.vaultenv.protocol.ProjectCreated;
import io.envdrift.vaultenv.protocol.VaultKey;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.function.Consumer;

/**
 * Gives a project a new key. The protocol cannot change a project's key, so a new project is made and the latest version of
 * every environment is encrypted again for it. The device's secret stays the same.
 *
 * <p>The new key is kept in {@code ~/.vault/rotations} before anything is stored under it; a rotation that was cut short
 * goes on where it stopped when it is run again.
 */
public final class RotateProjectKey {
    private static final List<String> USUAL = List.of("development", "staging", "production");

    private final VaultServer server;
    private final DeviceStore devices;
    private final VaultHome home;
    private final AtomicFile writer = new AtomicFile(FileOperations.system());

    /** Creates the workflow. */
    public RotateProjectKey(VaultServer server, DeviceStore devices, VaultHome home) {
        this.server = server;
        this.devices = devices;
        this.home = home;
    }

    /**
     * What is to be rotated.
     *
     * @param strict whether the new project shall demand approved devices and bound signatures, as that of {@link
     *     InitProject.Wish}
     * @param more environments beside those the server lists; the original's server lists none, so that its custom
     *     environments have to be named
     * @param keep takes the new key to where the old one was kept; called when every environment was moved
     */
    public record Wish(
            VaultKey key,
            String name,
            boolean strict,
            Set<String> more,
            Optional<Secret> createToken,
            String deviceName,
            Consumer<VaultKey> keep) {}

    /**
     * What was done.
     *
     * @param complete whether the server told all environments
     */
    public record Rotated(String projectId, List<String> environments, boolean complete) {}

    /**
     * Rotates.
     *
     * @throws EnvdriftException {@code FOREIGN_BLOB} when another device encrypted an environment; nothing was made then
     */
    public Rotated run(Wish wish) {
        Optional<DeviceSecret> device = devices.find(wish.key().projectId());
        VaultProject old = server.project(wish.key(), device);
        Optional<EnvironmentList> listed = old.environments();
        List<String> names = names(listed, wish.more());
        requireReadable(old, names);

        VaultKey key = newKey(wish);
        // A key that came from the environment is written to no disk.
        devices.inFile(wish.key().projectId())
                .filter(secret -> device.filter(secret::equals).isPresent())
                .ifPresent(secret -> devices.keep(key.projectId(), secret));
        VaultProject next = server.project(key, device);
        if (device.isPresent()) {
            next.register(wish.deviceName());
        }
        List<String> moved = new ArrayList<>();
        for (String name : names) {
            if (move(old, next, name)) {
                moved.add(name);
            }
        }
        wish.keep().accept(key);
        writer.delete(journal(wish.key()));
        return new Rotated(key.projectId(), moved, listed.isPresent());
    }

    private static List<String> names(Optional<EnvironmentList> listed, Set<String> more) {
        Set<String> names = new LinkedHashSet<>(listed.map(list -> list.environments().stream()
                        .map(EnvironmentList.Entry::name)
                        .toList())
                .orElse(USUAL));
        names.addAll(more);
        return List.copyOf(names);
    }

    /**
     * Returns what an environment holds, or nothing when it holds nothing.
     *
     * @throws EnvdriftException when it cannot be read: moving on would lose it
     */
    private static Optional<Latest.Readable> readable(VaultProject project, String name) {
        return switch (project.latest(name)) {
            case Latest.Nothing nothing -> Optional.empty();
            case Latest.Readable secrets -> Optional.of(secrets);
            case Latest.Foreign foreign -> throw VaultProject.foreign(name);
            case Latest.Garbled garbled -> throw VaultProject.garbled(name);
        };
    }

    private static void requireReadable(VaultProject old, List<String> names) {
        for (String name : names) {
            var unused = readable(old, name);
        }
    }

    /** Returns the key of the rotation that was begun, or begins one. */
    private VaultKey newKey(Wish wish) {
        Path journal = journal(wish.key());
        Optional<VaultKey> begun = FileSnapshot.following(journal)
                .content()
                .map(bytes -> VaultKeys.parse(new String(bytes, StandardCharsets.UTF_8).strip()));
        if (begun.isPresent()) {
            return begun.get();
        }
        ProjectCreated created = server.createProject(wish.name(), wish.strict(), wish.createToken());
        VaultKey key = VaultKey.generate(created.projectId(), new SecureRandom());
        server.setKey(key, created.setupToken());
        writer.createDirectories(EnvFileWriter.directoryOf(journal));
        writer.write(journal, (key.text().reveal() + "\n").getBytes(StandardCharsets.UTF_8), FileAccess.OWNER_ONLY);
        return key;
    }

    private static boolean move(VaultProject old, VaultProject next, String name) {
        Optional<Latest.Readable> secrets = readable(old, name);
        if (secrets.isEmpty()) {
            return false;
        }
        Map<String, String> values = secrets.get().values();
        boolean there = next.latest(name) instanceof Latest.Readable moved
                && moved.values().equals(values);
        if (!there) {
            next.push(name, values, Optional.empty(), OptionalLong.empty());
        }
        return true;
    }

    private Path journal(VaultKey key) {
        return home.directory()
                .resolve("rotations")
                .resolve(VaultKeys.parse(key.text().reveal()).projectId());
    }
}
