package io.envdrift.git;

import io.envdrift.base.EnvdriftException;
import io.envdrift.base.ErrorCode;
import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * Our side of git's long-running filter process, version 2: git starts one per command and hands it file after file. See
 * gitattributes(5).
 *
 * @param errors is told why a file was refused; git itself only says that it was
 */
public record FilterProcess(FileFilter filter, Consumer<EnvdriftException> errors) {
    /** Larger files are refused: no env file is that large, and memory is finite. */
    static final int LARGEST_FILE = 64 << 20;

    private static final String STATUS = "status=";

    /**
     * Serves git until git closes the connection.
     *
     * @throws EnvdriftException {@code UNSUITABLE_FILE} when the other side speaks another protocol or version, or
     *     breaks off
     */
    public void serve(InputStream in, OutputStream out) {
        try {
            PktLine packets = new PktLine(new BufferedInputStream(in), new BufferedOutputStream(out));
            greet(packets);
            Optional<List<String>> request = packets.lines();
            while (request.isPresent()) {
                answer(packets, request.get());
                request = packets.lines();
            }
        } catch (IOException e) {
            throw new EnvdriftException(
                    ErrorCode.UNSUITABLE_FILE,
                    "The talk with git broke off: " + e.getMessage(),
                    "git starts this command itself; see: envdrift git --help",
                    e);
        }
    }

    private static void greet(PktLine packets) throws IOException {
        List<String> welcome = packets.lines().orElse(List.of());
        if (!welcome.contains("git-filter-client") || !welcome.contains("version=2")) {
            throw new IOException("only version 2 of git's filter protocol is spoken here");
        }
        packets.write("git-filter-server", "version=2");
        List<String> offered = packets.lines().orElse(List.of());
        if (!offered.contains("capability=clean") || !offered.contains("capability=smudge")) {
            throw new IOException("git offers neither clean nor smudge");
        }
        packets.write("capability=clean", "capability=smudge");
    }

    private void answer(PktLine packets, List<String> request) throws IOException {
        PktLine.Content content = packets.content(LARGEST_FILE);
        String path = value(request, "pathname=").orElse("");
        byte[] result;
        try {
            if (!content.isWhole()) {
                throw new EnvdriftException(
                        ErrorCode.UNSUITABLE_FILE,
                        path + ": too large for an env file (" + (content.length() >> 20) + " MiB, at most "
                                + (LARGEST_FILE >> 20) + " MiB)",
                        "keep it out of the mappings: envdrift git remove, then install again");
            }
            result = switch (value(request, "command=").orElse("")) {
                case "clean" -> filter.clean(path, content.bytes());
                case "smudge" -> filter.smudge(path, content.bytes(), value(request, "blob="));
                default -> throw new EnvdriftException(ErrorCode.UNSUITABLE_FILE, "git asks for what is not offered");
            };
        } catch (EnvdriftException e) {
            errors.accept(e);
            packets.write(STATUS + "error");
            return;
        }
        packets.write(STATUS + "success");
        packets.write(result);
        // An empty list behind the content: the status stays as it was.
        packets.write();
    }

    private static Optional<String> value(List<String> lines, String key) {
        return lines.stream()
                .filter(line -> line.startsWith(key))
                .map(line -> line.substring(key.length()))
                .findFirst();
    }
}
