import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;

/** What one protocol asks of the server: a kind of call per row of the table. A protocol is measured by adding one of these. */
interface Workload {
    /** Returns variables that the server must be started with. */
    Map<String, String> environment();

    /** Makes what the calls work on. */
    void prepare(Connection connection) throws IOException;

    /** Returns the kinds of calls that the table has, the one that is made most often first; the memory run makes them too. */
    List<Row> rows();

    /** Returns a call that the server refuses, for the memory run. */
    Row refused();

    /**
     * A kind of call.
     *
     * @param name in the table
     * @param status that the server must answer with
     * @param share of the no-op's rate that 16 clients must reach on SQLite, if there is a target
     * @param requests makes what one client sends, before the clock starts
     */
    record Row(String name, int status, OptionalDouble share, Requests requests) {}

    /** The requests of one client. */
    interface Requests {
        /** Returns what one client sends. What is costly to make, and may be sent again, is made here. */
        Next open();
    }

    /** The next request of a client, whole: head and body. */
    interface Next {
        /** Returns the request. */
        byte[] request();
    }
}
