package io.envdrift.cli;

import io.envdrift.cli.base.Host;
import io.envdrift.process.ChildStarter;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * Runs several command lines in one process, so that one archive of loaded classes serves all of them. For the launcher and
 * the distribution, which make such archives; users have {@link Main}. {@code git filter-process} has a file behind it here, and
 * is asked on its standard input, as git would, to decrypt that file and to encrypt another content of it.
 */
public final class TrainingRun {
    private static final String SEPARATOR = "::";
    private static final List<String> FILTER = List.of("git", "filter-process");
    /** The digits of a packet's length, which count themselves. */
    private static final int HEAD = 4;

    private TrainingRun() {}

    /** Runs the command lines, which {@code ::} separates. Their output and their success are ignored. */
    public static void main(String[] arguments) {
        Main.prepare();
        List<String> line = new ArrayList<>();
        for (String argument : arguments) {
            if (argument.equals(SEPARATOR)) {
                run(line);
                line.clear();
            } else {
                line.add(argument);
            }
        }
        run(line);
    }

    private static void run(List<String> line) {
        if (line.size() == FILTER.size() + 1 && line.subList(0, FILTER.size()).equals(FILTER)) {
            System.setIn(new ByteArrayInputStream(talk(line.getLast())));
            run(FILTER);
            return;
        }
        String[] arguments = line.toArray(String[]::new);
        if (Main.answer(arguments).isEmpty()) {
            new EnvdriftCli(Host.system(), ChildStarter.inPlace()).run(arguments);
        }
    }

    private static byte[] talk(String file) {
        ByteArrayOutputStream talk = new ByteArrayOutputStream();
        packets(talk, "git-filter-client\n", "version=2\n");
        packets(talk, "capability=clean\n", "capability=smudge\n");
        packets(talk, "command=smudge\n", "pathname=" + file + "\n");
        packets(talk, content(file));
        packets(talk, "command=clean\n", "pathname=" + file + "\n");
        packets(talk, "TRAINED=training\n");
        return talk.toByteArray();
    }

    /** An env file of the training fits into one packet. */
    private static String content(String file) {
        try {
            return Files.readString(Path.of(file), StandardCharsets.ISO_8859_1);
        } catch (IOException e) {
            return "TRAINED=\n";
        }
    }

    private static void packets(ByteArrayOutputStream talk, String... packets) {
        for (String packet : packets) {
            String length = Integer.toHexString(packet.length() + HEAD);
            talk.writeBytes(
                    ("0".repeat(HEAD - length.length()) + length + packet).getBytes(StandardCharsets.ISO_8859_1));
        }
        talk.writeBytes("0".repeat(HEAD).getBytes(StandardCharsets.ISO_8859_1));
    }
}
