package io.envdrift.provider.aws;

import java.net.URI;
import java.util.regex.Pattern;
import software.amazon.awssdk.regions.Region;

/** The region or address of Secrets Manager. */
record AwsPlace(URI endpoint, Region region) {
    /** The names of secrets that exist. */
    static final Pattern SECRET_ARN =
            Pattern.compile("arn:[a-z0-9-]+:secretsmanager:[a-z0-9-]+:[0-9]*:secret:[A-Za-z0-9/_+=.@!-]{1,520}");

    /** Returns the words for a person, as in {@code AWS Secrets Manager (region eu-central-1)}. */
    String label() {
        String host = endpoint.getHost();
        boolean usual = host.startsWith("secretsmanager.") && endpoint.getPort() < 0;
        String where = usual ? "" : " at " + endpoint.getScheme() + "://" + endpoint.getAuthority();
        return "AWS Secrets Manager" + where + inRegion();
    }

    /** Returns the original's words for it, which scripts look for in {@code not found in aws vault (region R)}. */
    String shortName() {
        return "aws vault" + inRegion();
    }

    private String inRegion() {
        return " (region " + region.id() + ")";
    }
}
