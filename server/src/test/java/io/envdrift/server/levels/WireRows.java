package io.envdrift.server.levels;

import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Reads a table of requests and answers; the head of the file says how it is written. */
final class WireRows {
    private WireRows() {}

    /**
     * A request and its answer.
     *
     * @param who whose token it is
     * @param later how much later than the row before
     * @param times how often it is sent at most, until the status comes
     * @param headers names and values in turn
     * @param answer the body's shape; nothing for no body
     */
    record Row(
            int line,
            String who,
            Duration later,
            String method,
            String path,
            String body,
            List<String> headers,
            int times,
            int status,
            Optional<String> answer,
            Map<String, String> answerHeaders) {
        @Override
        public String toString() {
            return "line " + line + " " + method + " " + path;
        }
    }

    static List<Row> read(String text) {
        List<Row> rows = new ArrayList<>();
        String[] lines = text.split("\n", -1);
        String who = "owner";
        Duration later = Duration.ZERO;
        int at = 0;
        while (at < lines.length) {
            String line = lines[at];
            if (line.startsWith("as ")) {
                who = line.substring("as ".length());
            } else if (line.startsWith("+")) {
                later = Duration.ofMinutes(Long.parseLong(line.substring(1, line.length() - 1)));
            } else if (!line.isBlank() && !line.startsWith("#")) {
                int end = at + 1;
                while (end < lines.length && isPart(lines[end])) {
                    end++;
                }
                rows.add(row(at + 1, who, later, List.of(lines).subList(at, end)));
                later = Duration.ZERO;
                at = end - 1;
            }
            at++;
        }
        return rows;
    }

    private static boolean isPart(String line) {
        return !line.isEmpty() && " ><*0123456789".indexOf(line.charAt(0)) >= 0;
    }

    private static Row row(int number, String who, Duration later, List<String> lines) {
        String[] request = lines.getFirst().split(" ", 2);
        String body = "";
        List<String> headers = new ArrayList<>();
        int times = 1;
        int status = 0;
        Optional<String> answer = Optional.empty();
        Map<String, String> answerHeaders = new LinkedHashMap<>();
        for (String line : lines.subList(1, lines.size())) {
            String rest = line.substring(1).strip();
            switch (line.charAt(0)) {
                case ' ' -> body = rest;
                case '>' -> headers.addAll(List.of(rest.split(": ", 2)));
                case '<' -> answerHeaders.put(rest.split(": ", 2)[0], rest.split(": ", 2)[1]);
                case '*' -> times = Integer.parseInt(rest);
                default -> {
                    status = Integer.parseInt(line.substring(0, 3));
                    answer = Optional.of(line.substring(3).strip()).filter(text -> !text.isEmpty());
                }
            }
        }
        return new Row(number, who, later, request[0], request[1], body, headers, times, status, answer, answerHeaders);
    }
}
