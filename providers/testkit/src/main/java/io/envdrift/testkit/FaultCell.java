package io.envdrift.testkit;

import static io.envdrift.base.ErrorCode.ACCESS_DENIED;
import static io.envdrift.base.ErrorCode.MALFORMED_ANSWER;
import static io.envdrift.base.ErrorCode.NOT_AUTHENTICATED;
import static io.envdrift.base.ErrorCode.SECRET_NOT_FOUND;
import static io.envdrift.base.ErrorCode.THROTTLED;
import static io.envdrift.base.ErrorCode.VAULT_FAILED;
import static io.envdrift.base.ErrorCode.VAULT_UNREACHABLE;

import io.envdrift.base.ErrorCode;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.BiConsumer;

/**
 * A row of the fault table: what goes wrong, and what must come of it.
 *
 * @param name for the report
 * @param arrangement lets the service go wrong; gets the address of a server that nobody may follow to
 * @param write whether it goes wrong for writes, else for reads
 * @param error how the operation fails, nothing where it succeeds
 * @param requests how many requests of that kind arrive, nothing where any number may
 * @param performed whether the service did what it was asked although the operation failed
 */
record FaultCell(
        String name,
        BiConsumer<FaultyService, URI> arrangement,
        boolean write,
        Optional<ErrorCode> error,
        Optional<Integer> requests,
        boolean performed) {
    static List<FaultCell> reads() {
        List<FaultCell> rows = new ArrayList<>(ofEveryCall(false));
        rows.addAll(List.of(
                read("404", always(404)).failing(SECRET_NOT_FOUND),
                read("reset once", next(Fault.reset())).in(2),
                read("reset in the body, once", next(Fault.resetInTheBody())).in(2),
                read("reset in the body, for good", always(Fault.resetInTheBody()))
                        .failing(VAULT_UNREACHABLE),
                read("truncated JSON", always(Fault.truncatedText()))
                        .failing(MALFORMED_ANSWER)
                        .in(1)));
        return rows;
    }

    static List<FaultCell> writes() {
        List<FaultCell> rows = new ArrayList<>(ofEveryCall(true));
        rows.addAll(List.of(
                write("reset", always(Fault.reset())).failing(VAULT_UNREACHABLE).in(1),
                write("lost answer", always(Fault.answerLost()))
                        .failing(VAULT_UNREACHABLE)
                        .in(1)
                        .performedAllTheSame(),
                write("reset in the body", always(Fault.resetInTheBody()))
                        .failing(VAULT_UNREACHABLE)
                        .in(1)
                        .performedAllTheSame(),
                write("truncated JSON", always(Fault.truncatedText()))
                        .failing(MALFORMED_ANSWER)
                        .in(1)
                        .performedAllTheSame()));
        return rows;
    }

    /** What ends the same for reads and writes. */
    private static List<FaultCell> ofEveryCall(boolean write) {
        return List.of(
                row(write, "latency", always(Fault.delayed(Duration.ofMillis(200))))
                        .in(1),
                row(write, "401", always(401)).failing(NOT_AUTHENTICATED),
                row(write, "403", always(403)).failing(ACCESS_DENIED),
                row(write, "429 for a second", FaultCell::throttledForASecond).in(2),
                row(write, "429 for longer than there is time", FaultCell::throttledForLong)
                        .failing(THROTTLED)
                        .in(1),
                row(write, "500 twice", FaultCell::failingTwice).in(3),
                row(write, "500 for good", always(500)).failing(VAULT_FAILED),
                row(write, "503 for good", always(503)).failing(VAULT_UNREACHABLE),
                row(write, "a portal's page", always(Fault.loginPage()))
                        .failing(MALFORMED_ANSWER)
                        .in(1),
                row(write, "stall", always(Fault.stalled()))
                        .failing(VAULT_UNREACHABLE)
                        .in(1),
                row(write, "trickle", always(Fault.trickling()))
                        .failing(VAULT_UNREACHABLE)
                        .in(1),
                row(write, "redirect", (service, elsewhere) -> service.server().always(Fault.redirectingTo(elsewhere)))
                        .failing(VAULT_UNREACHABLE)
                        .in(1));
    }

    private static FaultCell row(boolean write, String name, BiConsumer<FaultyService, URI> arrangement) {
        String full = (write ? "write: " : "read: ") + name;
        return new FaultCell(full, arrangement, write, Optional.empty(), Optional.empty(), false);
    }

    private static FaultCell read(String name, BiConsumer<FaultyService, URI> arrangement) {
        return row(false, name, arrangement);
    }

    private static FaultCell write(String name, BiConsumer<FaultyService, URI> arrangement) {
        return row(true, name, arrangement);
    }

    private static BiConsumer<FaultyService, URI> always(Fault fault) {
        return (service, elsewhere) -> service.server().always(fault);
    }

    private static BiConsumer<FaultyService, URI> always(int status) {
        return (service, elsewhere) -> service.server().always(Fault.answering(service.refusal(status)));
    }

    private static BiConsumer<FaultyService, URI> next(Fault fault) {
        return (service, elsewhere) -> service.server().next(fault);
    }

    private static void throttledForASecond(FaultyService service, URI elsewhere) {
        service.server().next(Fault.answering(service.refusal(429).with("Retry-After", "1")));
    }

    private static void throttledForLong(FaultyService service, URI elsewhere) {
        service.server().always(Fault.answering(service.refusal(429).with("Retry-After", "300")));
    }

    private static void failingTwice(FaultyService service, URI elsewhere) {
        service.server().next(Fault.answering(service.refusal(500)), Fault.answering(service.refusal(500)));
    }

    private FaultCell failing(ErrorCode code) {
        return new FaultCell(name, arrangement, write, Optional.of(code), requests, performed);
    }

    private FaultCell in(int number) {
        return new FaultCell(name, arrangement, write, error, Optional.of(number), performed);
    }

    private FaultCell performedAllTheSame() {
        return new FaultCell(name, arrangement, write, error, requests, true);
    }

    /** Tells whether nothing but the deadline ends the operation; everything else ends by what the service does. */
    boolean isEndedByTheDeadline() {
        return name.endsWith(": stall") || name.endsWith(": trickle");
    }

    /** Returns the row as it ends when the provider looks after a lost answer whether the write was done. */
    FaultCell whereTheProviderLooks() {
        if (!write || !error.equals(Optional.of(VAULT_UNREACHABLE))) {
            return this;
        }
        return performed
                ? new FaultCell(name, arrangement, write, Optional.empty(), requests, true)
                : new FaultCell(name, arrangement, write, error, Optional.empty(), false);
    }

    @Override
    public String toString() {
        return name;
    }
}
