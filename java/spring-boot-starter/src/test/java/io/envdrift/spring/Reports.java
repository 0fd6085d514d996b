package io.envdrift.spring;

import java.util.ArrayList;
import java.util.List;
import org.springframework.boot.diagnostics.FailureAnalysis;
import org.springframework.boot.diagnostics.FailureAnalysisReporter;

/** Keeps what a failed start reports to its user. */
public final class Reports implements FailureAnalysisReporter {
    static final List<FailureAnalysis> SEEN = new ArrayList<>();

    @Override
    public void report(FailureAnalysis analysis) {
        SEEN.add(analysis);
    }
}
