package io.envdrift.git;

import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Git's packets: four hex digits of the length, themselves included, and the content; {@code 0000} ends a list. See
 * gitprotocol-common(5).
 */
final class PktLine {
    private static final int HEAD = 4;
    private static final int LARGEST = 65_520;
    private static final int RADIX = 16;
    private static final byte[] FLUSH = {'0', '0', '0', '0'};

    private final InputStream in;
    private final OutputStream out;

    PktLine(InputStream in, OutputStream out) {
        this.in = in;
        this.out = out;
    }

    /**
     * Content that came in.
     *
     * @param bytes what was kept of it
     * @param length its whole length in bytes
     */
    record Content(byte[] bytes, long length) {
        boolean isWhole() {
            return length == bytes.length;
        }

        /** Shows no content: it may be plaintext. */
        @Override
        public String toString() {
            return "content of " + length + " bytes";
        }
    }

    /**
     * Reads lines up to the end of their list.
     *
     * @return nothing when the stream ends before a list begins
     * @throws IOException when it ends within a list, or is no stream of packets
     */
    Optional<List<String>> lines() throws IOException {
        List<String> lines = new ArrayList<>();
        while (true) {
            byte[] head = in.readNBytes(HEAD);
            if (head.length == 0 && lines.isEmpty()) {
                return Optional.empty();
            }
            byte[] packet = packet(head);
            if (packet.length == 0) {
                return Optional.of(lines);
            }
            String line = new String(packet, StandardCharsets.UTF_8);
            lines.add(line.endsWith("\n") ? line.substring(0, line.length() - 1) : line);
        }
    }

    /**
     * Reads content up to its end. All of it is taken off the stream, so that the talk goes on; no more than the limit is kept.
     *
     * @throws IOException when the stream ends before, or is no stream of packets
     */
    Content content(int limit) throws IOException {
        ByteArrayOutputStream kept = new ByteArrayOutputStream();
        long length = 0;
        while (true) {
            byte[] packet = packet(in.readNBytes(HEAD));
            if (packet.length == 0) {
                return new Content(kept.toByteArray(), length);
            }
            length += packet.length;
            if (length <= limit) {
                kept.write(packet, 0, packet.length);
            } else {
                kept.reset();
            }
        }
    }

    private byte[] packet(byte[] head) throws IOException {
        if (head.length < HEAD) {
            throw new EOFException("git ended the talk in the middle");
        }
        int length = 0;
        for (byte digit : head) {
            int value = Character.digit(digit, RADIX);
            if (value < 0) {
                throw new IOException("what came in is no packet of git");
            }
            length = length * RADIX + value;
        }
        if (length == 0 || length == HEAD) {
            return new byte[0];
        }
        if (length < HEAD || length > LARGEST) {
            throw new IOException("what came in is no packet of git");
        }
        byte[] packet = in.readNBytes(length - HEAD);
        if (packet.length < length - HEAD) {
            throw new EOFException("git ended the talk in the middle");
        }
        return packet;
    }

    /** Writes lines and the end of their list. */
    void write(String... lines) throws IOException {
        for (String line : lines) {
            byte[] bytes = (line + "\n").getBytes(StandardCharsets.UTF_8);
            packet(bytes, 0, bytes.length);
        }
        out.write(FLUSH);
        out.flush();
    }

    /** Writes content and its end. */
    void write(byte[] content) throws IOException {
        for (int at = 0; at < content.length; at += LARGEST - HEAD) {
            packet(content, at, Math.min(LARGEST - HEAD, content.length - at));
        }
        out.write(FLUSH);
    }

    private void packet(byte[] bytes, int from, int length) throws IOException {
        String head = Integer.toHexString(length + HEAD);
        out.write(("0".repeat(HEAD - head.length()) + head).getBytes(StandardCharsets.US_ASCII));
        out.write(bytes, from, length);
    }
}
