package io.envdrift.server.api.reports;

import java.time.Duration;

/**
 * How long and how many reports are kept.
 *
 * @param kept older reports are removed
 * @param most beyond so many, the oldest are removed
 */
public record ReportLimits(Duration kept, long most) {
    /** 90 days and 10,000 reports. */
    public static final ReportLimits DEFAULT = new ReportLimits(Duration.ofDays(90), 10_000);

    /**
     * Checks the limits.
     *
     * @throws IllegalArgumentException when nothing would be kept
     */
    public ReportLimits {
        if (!kept.isPositive() || most < 1) {
            throw new IllegalArgumentException("reports that are not kept");
        }
    }
}
