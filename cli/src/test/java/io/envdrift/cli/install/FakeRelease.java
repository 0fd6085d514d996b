package io.envdrift.cli.install;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;

/** A directory with an archive laid out as the real one, whose programs print their name and version, and SHA256SUMS. */
final class FakeRelease {
    static final List<String> PROGRAMS = List.of("envdrift", "vault-env", "envsync", "envdrift-server");

    private final Path directory;
    private final String version;

    private FakeRelease(Path directory, String version) {
        this.directory = directory;
        this.version = version;
    }

    /** Makes a release. */
    static FakeRelease of(Path directory, String version) throws IOException {
        FakeRelease release = new FakeRelease(Files.createDirectories(directory), version);
        return release.archived(release.distribution("echo \"${0##*/} " + version + " $*\""));
    }

    /** Makes a release whose programs are this shell script, or that has more in its archive. */
    FakeRelease archived(TarGz content) throws IOException {
        content.to(archive());
        Files.writeString(
                sums(), checksum() + "  " + name() + "\n" + "0".repeat(64) + "  envdrift-" + version + ".zip\n");
        return this;
    }

    /** What is in the archive when its programs are this script. */
    TarGz distribution(String script) throws IOException {
        String top = top();
        TarGz content = new TarGz()
                .directory(top)
                .directory(top + "/bin")
                .file(top + "/VERSION", 0644, version + "\n")
                .file(top + "/LICENSE", 0644, "MIT\n")
                .file(top + "/sbom.cdx.json", 0644, "{}")
                .file(top + "/lib/envdrift.aot", 0600, "a cache")
                .gzipped(top + "/lib/envdrift-aws-0123456789ab.aot.gz", 0600, "a cache of aws")
                .gzipped(top + "/lib/envdrift-server-0123456789ab.aot.gz", 0600, "a cache of server")
                .file(top + "/lib/app/envdrift.jar", 0644, "a jar")
                .file(top + "/runtime/legal/java.base/LICENSE", 0444, "a licence")
                .link(top + "/runtime/legal/java.xml/LICENSE", "../java.base/LICENSE")
                .file(top + "/share/man/man1/envdrift.1", 0644, ".TH ENVDRIFT 1\n")
                .file(top + "/share/man/man1/envdrift-" + version + ".1", 0644, ".TH ENVDRIFT 1\n")
                .file(top + "/share/zsh/site-functions/_envdrift", 0644, "#compdef envdrift\n");
        for (String program : PROGRAMS) {
            content.file(top + "/bin/" + program, 0755, "#!/bin/sh\n" + script + "\n")
                    .file(top + "/share/bash-completion/completions/" + program, 0644, "complete " + version + "\n");
        }
        return content;
    }

    /** Adds the archives and checksums of another release to this directory. */
    FakeRelease with(FakeRelease other) throws IOException {
        Files.copy(other.archive(), directory.resolve(other.name()));
        Files.writeString(sums(), Files.readString(other.sums()), StandardOpenOption.APPEND);
        return this;
    }

    Path directory() {
        return directory;
    }

    String version() {
        return version;
    }

    String top() {
        return "envdrift-" + version + "-linux-x64";
    }

    String name() {
        return top() + ".tar.gz";
    }

    Path archive() {
        return directory.resolve(name());
    }

    Path sums() {
        return directory.resolve("SHA256SUMS");
    }

    String checksum() throws IOException {
        try {
            byte[] hash = MessageDigest.getInstance("SHA-256").digest(Files.readAllBytes(archive()));
            return HexFormat.of().formatHex(hash);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }
}
