package io.envdrift.spring;

import io.envdrift.base.EnvdriftException;
import io.envdrift.base.OneLine;
import org.springframework.boot.context.config.ConfigDataNotFoundException;
import org.springframework.boot.diagnostics.AbstractFailureAnalyzer;
import org.springframework.boot.diagnostics.FailureAnalysis;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;

/** Says why an application did not start: our message with its code, and our hint as the action. */
@Order(Ordered.HIGHEST_PRECEDENCE)
public final class EnvdriftFailureAnalyzer extends AbstractFailureAnalyzer<EnvdriftException> {
    /** Creates the analyzer. */
    public EnvdriftFailureAnalyzer() {}

    @Override
    protected FailureAnalysis analyze(Throwable failure, EnvdriftException error) {
        String hint = error.hint()
                .orElse("see docs/errors.md of envdrift for " + error.code().id());
        String optional = findCause(failure, ConfigDataNotFoundException.class) == null
                ? ""
                : "; if the application can start without it, write optional:envdrift:";
        return new FailureAnalysis(OneLine.of(error), OneLine.of(hint + optional), failure);
    }
}
