package io.envdrift.process;

import java.io.IOException;
import java.nio.charset.Charset;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * The words of a command as bytes. Java decodes its arguments with the locale's encoding and loses what that cannot hold
 * (all but ASCII in the locale C), so on Linux they are taken from the process's own command line.
 */
final class CommandBytes {
    private static final Path COMMAND_LINE = Path.of("/proc/self/cmdline");

    private CommandBytes() {}

    static List<byte[]> of(List<String> command) {
        Charset charset = Charset.forName(
                System.getProperty("sun.jnu.encoding", Charset.defaultCharset().name()));
        List<byte[]> encoded =
                command.stream().map(word -> word.getBytes(charset)).toList();
        List<byte[]> own = ownArguments();
        if (own.size() <= command.size()) {
            return encoded;
        }
        List<byte[]> tail = own.subList(own.size() - command.size(), own.size());
        for (int i = 0; i < tail.size(); i++) {
            if (!new String(tail.get(i), charset).equals(command.get(i)) && isAscii(tail.get(i))) {
                return encoded;
            }
        }
        return tail;
    }

    private static boolean isAscii(byte[] word) {
        for (byte each : word) {
            if (each < 0) {
                return false;
            }
        }
        return true;
    }

    private static List<byte[]> ownArguments() {
        List<byte[]> words = new ArrayList<>();
        try {
            byte[] line = Files.readAllBytes(COMMAND_LINE);
            int start = 0;
            for (int i = 0; i < line.length; i++) {
                if (line[i] == 0) {
                    words.add(Arrays.copyOfRange(line, start, i));
                    start = i + 1;
                }
            }
        } catch (IOException e) {
            return List.of();
        }
        return words;
    }
}
