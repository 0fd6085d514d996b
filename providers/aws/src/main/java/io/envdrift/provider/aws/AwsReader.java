package io.envdrift.provider.aws;

import io.envdrift.base.ErrorCode;
import io.envdrift.http.Sending;
import io.envdrift.vault.SecretNames;
import io.envdrift.vault.VaultAttempt;
import io.envdrift.vault.VaultCall;
import io.envdrift.vault.VaultRead;
import io.envdrift.vault.VaultSecret;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.Semaphore;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.services.secretsmanager.model.APIErrorType;
import software.amazon.awssdk.services.secretsmanager.model.BatchGetSecretValueResponse;
import software.amazon.awssdk.services.secretsmanager.model.GetSecretValueResponse;
import software.amazon.awssdk.services.secretsmanager.model.SecretValueEntry;

/** Reads secrets, by name or ARN, one at a time or in batches. */
final class AwsReader {
    /** How many the service takes at once. */
    static final int BATCH = 20;

    /** What the service takes as the name of a secret, or its ARN. */
    static final SecretNames NAMES = new SecretNames(
            Pattern.compile("[A-Za-z0-9/_+=.@-]{1,512}|" + AwsPlace.SECRET_ARN.pattern()),
            "name or ARN",
            "use 1 to 512 letters, digits and /_+=.@- in secret_name");

    private static final Pattern SUFFIX = Pattern.compile("-[A-Za-z0-9]{6}");

    private final AwsSession session;
    private final Semaphore readers;
    private volatile boolean batchesRefused;

    /**
     * Creates a reader.
     *
     * @param readers how many requests may run at once
     */
    AwsReader(AwsSession session, int readers) {
        this.session = session;
        this.readers = new Semaphore(readers);
    }

    VaultSecret get(String name) {
        NAMES.require(name, session.label());
        GetSecretValueResponse answer =
                session.call(call(name), client -> client.getSecretValue(request -> request.secretId(name)));
        return secret(name, answer.secretString(), answer.secretBinary(), answer.versionId());
    }

    Map<String, VaultRead> getMany(Collection<String> names) {
        Map<String, VaultRead> reads = new LinkedHashMap<>();
        List<String> possible = new ArrayList<>();
        for (String name : new LinkedHashSet<>(names)) {
            // With one invalid name the service would refuse the whole batch.
            if (NAMES.allow(name)) {
                possible.add(name);
            } else {
                reads.put(name, VaultRead.of(() -> get(name)));
            }
        }
        for (int from = 0; from < possible.size(); from += BATCH) {
            reads.putAll(batch(possible.subList(from, Math.min(from + BATCH, possible.size()))));
        }
        return reads;
    }

    private Map<String, VaultRead> batch(List<String> names) {
        if (batchesRefused || names.size() == 1) {
            return singly(names);
        }
        Map<String, VaultRead> reads = new LinkedHashMap<>();
        try {
            BatchGetSecretValueResponse answer = session.attempt(
                    Sending.REPEATABLE, client -> client.batchGetSecretValue(request -> request.secretIdList(names)));
            answer.secretValues()
                    .forEach(entry -> asked(names, entry).forEach(name -> reads.put(name, found(name, entry))));
            answer.errors().stream()
                    .filter(error -> names.contains(error.secretId()))
                    .forEach(error -> failed(error).ifPresent(read -> reads.putIfAbsent(error.secretId(), read)));
        } catch (RuntimeException e) {
            if (!AwsFailures.AWS.isRefusal(e)) {
                names.forEach(name -> reads.put(name, new VaultRead.Failed(session.failure(call(name), e))));
                return reads;
            }
            // The usual permission is that for single secrets, and some emulators have no batches.
            batchesRefused = true;
        }
        reads.putAll(
                singly(names.stream().filter(name -> !reads.containsKey(name)).toList()));
        return reads;
    }

    /** Reads side by side what would otherwise take as many round trips. */
    private Map<String, VaultRead> singly(List<String> names) {
        Map<String, VaultRead> reads = new LinkedHashMap<>();
        if (names.size() == 1) {
            reads.put(names.getFirst(), VaultRead.of(() -> get(names.getFirst())));
            return reads;
        }
        Map<String, Future<VaultRead>> running = new LinkedHashMap<>();
        // Closing the executor waits for all of them.
        try (ExecutorService executor = Executors.newVirtualThreadPerTaskExecutor()) {
            names.forEach(name -> running.put(name, executor.submit(() -> admitted(name))));
        }
        running.forEach((name, read) -> reads.put(name, read.resultNow()));
        return reads;
    }

    /** A batch takes one worker of those that the user allows; its single reads must not take more than all of them. */
    private VaultRead admitted(String name) {
        readers.acquireUninterruptibly();
        try {
            return VaultRead.of(() -> get(name));
        } finally {
            readers.release();
        }
    }

    /** Returns the names by which an entry was asked for: the secret's name, its ARN, its ARN without the suffix. */
    private static List<String> asked(List<String> names, SecretValueEntry entry) {
        String arn = String.valueOf(entry.arn());
        return names.stream()
                .filter(name -> name.equals(entry.name())
                        || name.equals(arn)
                        || (arn.startsWith(name)
                                && SUFFIX.matcher(arn.substring(name.length())).matches()))
                .toList();
    }

    private VaultRead found(String name, SecretValueEntry entry) {
        return VaultRead.of(() -> secret(name, entry.secretString(), entry.secretBinary(), entry.versionId()));
    }

    private VaultCall call(String name) {
        return VaultCall.reading(
                session.label(),
                name,
                "secretsmanager:GetSecretValue on this secret, and kms:Decrypt on its key if that is your own");
    }

    /** Returns a secret's failure in a batch; nothing for one that a read of that secret can explain, or overcome. */
    private Optional<VaultRead> failed(APIErrorType error) {
        VaultCall call = call(error.secretId()).in(session.place().shortName());
        return AwsProblems.of(String.valueOf(error.errorCode()), String.valueOf(error.message()))
                .filter(problem -> problem.code() != ErrorCode.THROTTLED)
                .map(problem -> new VaultRead.Failed(call.refused(problem)));
    }

    /** Bytes that are UTF-8 text are text; all others are told in base64. */
    private VaultSecret secret(String name, @Nullable String text, @Nullable SdkBytes bytes, @Nullable String version) {
        String versionId = version == null ? "" : version;
        if (text != null) {
            return VaultSecret.text(text, versionId);
        }
        if (bytes == null) {
            throw VaultAttempt.reading(session.label(), name).misunderstood();
        }
        return VaultSecret.bytes(bytes.asByteArray(), versionId);
    }
}
