package io.envdrift.cli;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import jdk.jfr.Recording;
import jdk.jfr.consumer.RecordedEvent;
import jdk.jfr.consumer.RecordingFile;

/** Notes the arguments of every process that this one starts: the JVM tells each of them, however short its life. */
final class ArgumentWatch implements AutoCloseable {
    private static final String STARTED = "jdk.ProcessStart";

    private final Recording recording = new Recording();

    private ArgumentWatch() {}

    static ArgumentWatch start() {
        ArgumentWatch watch = new ArgumentWatch();
        watch.recording.enable(STARTED).withoutStackTrace();
        watch.recording.start();
        return watch;
    }

    /**
     * Returns the command lines of the processes that were started so far.
     *
     * @param file where to write the recording to
     * @throws IOException when it cannot be written or read
     */
    List<String> seen(Path file) throws IOException {
        recording.dump(file);
        return RecordingFile.readAllEvents(file).stream()
                .filter(event -> event.getEventType().getName().equals(STARTED))
                .map((RecordedEvent event) -> event.getString("command"))
                .toList();
    }

    @Override
    public void close() {
        recording.close();
    }
}
