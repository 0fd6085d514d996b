package io.envdrift.server.api.envsync;

import io.envdrift.json.JsonMembers;
import io.envdrift.server.pipeline.Refusal;
import java.io.Serializable;
import java.util.List;

/** Thrown when something that a caller sent is not of the right form; it says so as FastAPI does, without an echo. */
final class Invalid extends Refusal {
    private static final long serialVersionUID = 1L;
    private static final int STATUS = 422;

    private final Problem[] problems;

    /**
     * One thing that is wrong.
     *
     * @param type FastAPI's word for it
     * @param location where it is: texts and, for elements of lists, numbers
     * @param message what is wrong, for people
     */
    record Problem(String type, List<? extends Serializable> location, String message) implements Serializable {
        /** A member that must be there. */
        static Problem missing(Serializable... location) {
            return new Problem("missing", List.of(location), "Field required");
        }

        /** A value that breaks a rule of this server. */
        static Problem value(String what, Serializable... location) {
            return new Problem("value_error", List.of(location), "Value error, the name " + what);
        }
    }

    Invalid(List<Problem> problems) {
        super(STATUS, "Unprocessable Content");
        this.problems = problems.toArray(Problem[]::new);
    }

    static Invalid of(Problem problem) {
        return new Invalid(List.of(problem));
    }

    /** Returns what is wrong, as it is answered. */
    List<JsonMembers> details() {
        return List.of(problems).stream()
                .map(problem -> new JsonMembers()
                        .put("type", problem.type())
                        .put("loc", problem.location())
                        .put("msg", problem.message()))
                .toList();
    }
}
