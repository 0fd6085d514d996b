package io.envdrift.testserver;

import java.io.IOException;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** One request and the connection on which its answer goes, or does not. */
public final class Exchange {
    private static final int TRICKLE_MILLIS = 20;
    private static final int STALL_MILLIS = 60_000;

    private final Socket socket;
    private final ReceivedRequest request;
    private final int number;
    private final CountDownLatch closing;

    Exchange(Socket socket, ReceivedRequest request, int number, CountDownLatch closing) {
        this.socket = socket;
        this.request = request;
        this.number = number;
        this.closing = closing;
    }

    /** Returns what arrived. */
    public ReceivedRequest request() {
        return request;
    }

    /** Returns which request of the server this is, from 1. */
    public int number() {
        return number;
    }

    /** Sends bytes as they are; characters above U+00FF are not allowed. */
    public void send(String latin1) throws IOException {
        send(latin1.getBytes(StandardCharsets.ISO_8859_1));
    }

    /** Sends bytes as they are. */
    public void send(byte[] bytes) throws IOException {
        socket.getOutputStream().write(bytes);
    }

    /** Sends a whole answer. */
    public void answer(Answer answer) throws IOException {
        send(answer.bytes());
    }

    /** Ends the connection in order. */
    public void close() throws IOException {
        socket.close();
    }

    /** Ends the connection so that the client sees a reset. */
    public void reset() throws IOException {
        socket.setSoLinger(true, 0);
        socket.close();
    }

    /** Does nothing until the server is closed. */
    public void stall() {
        pause(STALL_MILLIS);
    }

    /** Sends a piece every 20 ms until the client goes away. */
    public void trickle(String piece) throws IOException {
        while (pause(TRICKLE_MILLIS)) {
            send(piece);
        }
    }

    /**
     * Waits, but not longer than the server lives.
     *
     * @return whether the server is still there
     */
    public boolean pause(int millis) {
        try {
            return !closing.await(millis, TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    /** Hands the connection itself over, for what is no HTTP any more: a tunnel. */
    public Socket socket() {
        return socket;
    }
}
