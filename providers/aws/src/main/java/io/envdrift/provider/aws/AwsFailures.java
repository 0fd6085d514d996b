package io.envdrift.provider.aws;

import io.envdrift.base.EnvdriftException;
import io.envdrift.base.ErrorCode;
import io.envdrift.http.HttpFailure;
import io.envdrift.vault.ServiceFailures;
import io.envdrift.vault.VaultProblem;
import java.util.Optional;
import software.amazon.awssdk.awscore.exception.AwsServiceException;

/** What the SDK throws. */
final class AwsFailures extends ServiceFailures {
    static final AwsFailures AWS = new AwsFailures();

    private static final int UNAUTHORIZED = 401;
    private static final int NOT_IMPLEMENTED = 501;

    private AwsFailures() {}

    @Override
    protected Optional<Refusal> refusal(RuntimeException failure) {
        return failure instanceof AwsServiceException answer
                ? Optional.of(AwsProblems.refusal(answer))
                : Optional.empty();
    }

    /** The SDK keeps no more of an unknown host than the JDK's exception. */
    @Override
    protected Optional<EnvdriftException> own(RuntimeException failure) {
        return super.own(failure).or(() -> HttpFailure.within(failure, "AWS"));
    }

    /** Tells whether the service understood who asks and turned this very request down, or does not know it. */
    boolean isRefusal(RuntimeException failure) {
        return refusal(failure)
                .filter(answer -> answer.isFinal() || answer.status() == NOT_IMPLEMENTED)
                .filter(answer -> answer.status() != UNAUTHORIZED)
                .filter(answer ->
                        !answer.problem().map(VaultProblem::code).equals(Optional.of(ErrorCode.NOT_AUTHENTICATED)))
                .isPresent();
    }
}
