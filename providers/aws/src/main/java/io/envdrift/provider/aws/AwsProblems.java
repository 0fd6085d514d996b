package io.envdrift.provider.aws;

import io.envdrift.base.ErrorCode;
import io.envdrift.vault.ServiceFailures.Refusal;
import io.envdrift.vault.VaultProblem;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import software.amazon.awssdk.awscore.exception.AwsErrorDetails;
import software.amazon.awssdk.awscore.exception.AwsServiceException;

/**
 * The meaning of an AWS error, by its name: the status is 400 for nearly all errors. Its message is never shown, since
 * it may quote what was sent.
 */
final class AwsProblems {
    static final VaultProblem NO_SUCH_SECRET = VaultProblem.noSuchSecret("check secret_name and the region, or write it"
            + " with: envdrift vault-push (under its name; an ARN names what is there)");

    private static final VaultProblem NO_VALUE = VaultProblem.of(
            ErrorCode.SECRET_NOT_FOUND, "it exists, and has no value yet", "write its value with: envdrift vault-push");

    private static final Set<String> STRANGERS = Set.of(
            "AuthFailure",
            "ExpiredToken",
            "ExpiredTokenException",
            "IncompleteSignature",
            "IncompleteSignatureException",
            "InvalidAccessKeyId",
            "InvalidClientTokenId",
            "InvalidSignatureException",
            "MissingAuthenticationToken",
            "MissingAuthenticationTokenException",
            "OptInRequired",
            "RequestExpired",
            "SignatureDoesNotMatch",
            "UnauthorizedException",
            "UnrecognizedClientException");
    private static final Set<String> DENIALS =
            Set.of("AccessDenied", "AccessDeniedException", "ForbiddenException", "UnauthorizedOperation");
    /** The service words it in three ways, emulators in a fourth. */
    private static final Pattern DELETED = Pattern.compile("(marked|scheduled)\\s+(for\\s+deletion|deleted)");

    private static final Pattern WITHOUT_VALUE = Pattern.compile("secret value|staging label|version");

    private static final int TOO_MANY_REQUESTS = 429;
    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9._-]{1,80}");

    private AwsProblems() {}

    /** Recognises an answer. The service asks to slow down with status 400 as a rule. */
    static Refusal refusal(AwsServiceException answer) {
        Optional<AwsErrorDetails> details = Optional.ofNullable(answer.awsErrorDetails());
        String name = details.map(AwsErrorDetails::errorCode).orElse("");
        return new Refusal(
                isThrottling(name) ? TOO_MANY_REQUESTS : answer.statusCode(),
                details.map(AwsErrorDetails::sdkHttpResponse)
                        .flatMap(response -> response.firstMatchingHeader("Retry-After")),
                of(name, details.map(AwsErrorDetails::errorMessage).orElse("")));
    }

    /**
     * Recognises an error by its name.
     *
     * @param message AWS's own, which alone tells a deleted secret from other requests that make no sense
     */
    static Optional<VaultProblem> of(String name, String message) {
        if (!NAME.matcher(name).matches()) {
            return Optional.empty();
        }
        VaultProblem problem = null;
        if (name.equals("ResourceNotFoundException")
                && WITHOUT_VALUE.matcher(message).find()) {
            problem = NO_VALUE;
        } else if (name.equals("ResourceNotFoundException")) {
            problem = NO_SUCH_SECRET;
        } else if (DELETED.matcher(message).find()) {
            problem = VaultProblem.of(
                    ErrorCode.SECRET_NOT_FOUND,
                    "it is deleted and kept for recovery only",
                    "bring it back with: aws secretsmanager restore-secret --secret-id NAME");
        } else if (STRANGERS.contains(name)) {
            problem = VaultProblem.of(
                    ErrorCode.NOT_AUTHENTICATED,
                    "the credentials are not accepted (" + name + ")",
                    "renew them, as with: aws sso login; check AWS_PROFILE, AWS_ACCESS_KEY_ID and the"
                            + " computer's clock");
        } else if (DENIALS.contains(name)) {
            problem = VaultProblem.denied("permission denied (" + name + ")");
        } else if (name.equals("DecryptionFailure")) {
            problem = VaultProblem.of(
                    ErrorCode.ACCESS_DENIED,
                    "KMS does not decrypt it (" + name + ")",
                    "allow kms:Decrypt on the secret's key, and check that the key is enabled");
        } else if (isThrottling(name)) {
            problem = VaultProblem.of(
                    ErrorCode.THROTTLED,
                    "AWS asks to slow down (" + name + ")",
                    "wait a minute, lower max_workers, or allow more time with --timeout");
        } else if (name.equals("ValidationException") || name.startsWith("Invalid")) {
            problem = VaultProblem.of(
                    ErrorCode.VAULT_FAILED,
                    "AWS finds fault with the request (" + name + ")",
                    "check secret_name, region and endpoint_url");
        }
        return Optional.ofNullable(problem);
    }

    private static boolean isThrottling(String name) {
        return name.contains("Throttl")
                || name.equals("TooManyRequestsException")
                || name.equals("RequestLimitExceeded")
                || name.equals("LimitExceededException");
    }
}
