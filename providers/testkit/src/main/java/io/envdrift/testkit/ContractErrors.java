package io.envdrift.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.envdrift.base.ErrorCode;
import io.envdrift.vault.Vault;
import io.envdrift.vault.VaultException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.jspecify.annotations.Nullable;

/** What every error of a vault must look like. */
public final class ContractErrors {
    private ContractErrors() {}

    /**
     * Asserts that a call fails with a code.
     *
     * @param words that message and hint hold
     */
    public static VaultException fails(ThrowingCallable call, ErrorCode code, String... words) {
        Throwable thrown = catchThrowable(call);
        assertThat(thrown).isInstanceOf(VaultException.class);
        VaultException failure = (VaultException) thrown;
        assertThat(failure.code()).isEqualTo(code);
        String shown = failure.getMessage() + " " + failure.hint().orElse("");
        assertThat(words).allSatisfy(word -> assertThat(shown).contains(word));
        return failure;
    }

    /**
     * Asserts that a call fails as the contract says: a {@link VaultException} with one of the codes; message and hint one
     * line each; vault and secret named; nothing secret in it or its causes.
     *
     * @param secret the name that was asked for, null where none was
     * @param hidden texts that must not be shown
     */
    public static VaultException require(
            ThrowingCallable call,
            Vault vault,
            @Nullable String secret,
            Collection<String> hidden,
            ErrorCode first,
            ErrorCode... others) {
        Throwable thrown = catchThrowable(call);
        assertThat(thrown).isInstanceOf(VaultException.class);
        return require((VaultException) thrown, vault, secret, hidden, first, others);
    }

    /** Asserts the same of a failure that came as a value. */
    public static VaultException require(
            VaultException failure,
            Vault vault,
            @Nullable String secret,
            Collection<String> hidden,
            ErrorCode first,
            ErrorCode... others) {
        assertThat(failure.code()).isIn(codes(first, others));
        assertThat(failure.vault()).isEqualTo(vault.label());
        requireOneLine(failure.getMessage());
        requireOneLine(failure.hint().orElse(""));
        // Who is not let in at all asks for no secret in particular.
        if (secret != null && failure.code() != ErrorCode.NOT_AUTHENTICATED) {
            assertThat(failure.getMessage()).contains("'" + secret + "'");
        }
        for (String text : hidden) {
            new Canary(text).assertAbsentFrom(failure);
        }
        return failure;
    }

    private static void requireOneLine(String text) {
        assertThat(text).isNotBlank().doesNotContain("\n", "\r").isEqualTo(text.strip());
    }

    private static List<ErrorCode> codes(ErrorCode first, ErrorCode... others) {
        List<ErrorCode> codes = new ArrayList<>(List.of(others));
        codes.add(first);
        return codes;
    }
}
