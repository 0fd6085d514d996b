package io.envdrift.testkit;

import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.TestWatcher;

/** Prints how much of the contract each provider's test ran, and what it left out and why. */
public final class ContractCounter implements BeforeAllCallback, AfterAllCallback, TestWatcher {
    private static final ExtensionContext.Namespace NAMESPACE =
            ExtensionContext.Namespace.create(ContractCounter.class);

    /** Configuration parameter that keeps it silent, for tests of the contract itself. */
    static final String QUIET = "envdrift.contract.quiet";

    private static final class Counts {
        final AtomicInteger passed = new AtomicInteger();
        final AtomicInteger failed = new AtomicInteger();
        final Map<String, Integer> skipped = new TreeMap<>();
    }

    @Override
    public void beforeAll(ExtensionContext context) {
        context.getStore(NAMESPACE).put(Counts.class, new Counts());
    }

    @Override
    public void testSuccessful(ExtensionContext context) {
        counts(context).ifPresent(counts -> counts.passed.incrementAndGet());
    }

    @Override
    public void testFailed(ExtensionContext context, @Nullable Throwable cause) {
        counts(context).ifPresent(counts -> counts.failed.incrementAndGet());
    }

    @Override
    public void testAborted(ExtensionContext context, @Nullable Throwable cause) {
        String reason = cause == null ? "no reason" : String.valueOf(cause.getMessage());
        counts(context).ifPresent(counts -> {
            synchronized (counts.skipped) {
                counts.skipped.merge(reason, 1, Integer::sum);
            }
        });
    }

    @Override
    public void afterAll(ExtensionContext context) {
        if (context.getConfigurationParameter(QUIET).isPresent()) {
            return;
        }
        counts(context)
                .ifPresent(counts -> System.out.println("vault contract of " + context.getDisplayName() + ": "
                        + counts.passed + " passed, " + counts.failed + " failed, skipped " + counts.skipped));
    }

    private static Optional<Counts> counts(ExtensionContext context) {
        return Optional.ofNullable(context.getStore(NAMESPACE).get(Counts.class, Counts.class));
    }
}
