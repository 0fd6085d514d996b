package io.envdrift.provider.aws;

import io.envdrift.base.Secret;
import io.envdrift.vault.Vault;
import io.envdrift.vault.VaultAttempt;
import io.envdrift.vault.VaultCall;
import io.envdrift.vault.VaultRead;
import io.envdrift.vault.VaultSecret;
import io.envdrift.vault.WriteCondition;
import java.time.Duration;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.secretsmanager.model.Filter;
import software.amazon.awssdk.services.secretsmanager.model.FilterNameStringType;
import software.amazon.awssdk.services.secretsmanager.model.ListSecretsResponse;
import software.amazon.awssdk.services.secretsmanager.model.SecretListEntry;

/** The secrets of one region of an AWS account. */
final class AwsVault implements Vault {
    private static final String LIST = "secretsmanager:ListSecrets";
    private static final int PAGE = 100;
    /** What the service accepts as the beginning of a name; an exclamation mark would invert the filter. */
    private static final Pattern FILTER = Pattern.compile("[A-Za-z0-9/_+=.@-]{1,512}");

    private final AwsSession session;
    private final AwsReader reader;
    private final AwsWriter writer;

    AwsVault(AwsSession session, int readers) {
        this.session = session;
        this.reader = new AwsReader(session, readers);
        this.writer = new AwsWriter(session, reader);
    }

    @Override
    public String label() {
        return session.label();
    }

    /** Asks for a list of one secret: unlike the STS that is the very host that the reads go to. */
    @Override
    public void probe() {
        VaultCall probe = VaultCall.probing(label(), LIST);
        VaultCall.reach(() -> session.call(probe, client -> client.listSecrets(request -> request.maxResults(1))));
    }

    @Override
    public Optional<Duration> clockSkew() {
        return session.clockSkew();
    }

    @Override
    public VaultSecret get(String name) {
        return reader.get(name);
    }

    @Override
    public int batchSize() {
        return AwsReader.BATCH;
    }

    @Override
    public Map<String, VaultRead> getMany(Collection<String> names) {
        return reader.getMany(names);
    }

    @Override
    public List<String> list(String prefix) {
        Set<String> names = new TreeSet<>();
        Set<String> pages = new HashSet<>();
        String page = null;
        do {
            ListSecretsResponse answer = page(prefix, page);
            answer.secretList().stream()
                    .map(SecretListEntry::name)
                    .filter(name -> name.startsWith(prefix))
                    .forEach(names::add);
            page = answer.nextToken();
            if (page != null && !pages.add(page)) {
                throw VaultAttempt.listing(label()).misunderstood();
            }
        } while (page != null);
        return List.copyOf(names);
    }

    private ListSecretsResponse page(String prefix, @Nullable String page) {
        Filter byPrefix =
                Filter.builder().key(FilterNameStringType.NAME).values(prefix).build();
        List<Filter> filters = FILTER.matcher(prefix).matches() ? List.of(byPrefix) : List.of();
        return session.call(
                VaultCall.listing(label(), LIST),
                client -> client.listSecrets(
                        request -> request.filters(filters).maxResults(PAGE).nextToken(page)));
    }

    @Override
    public String put(String name, Secret value, WriteCondition condition) {
        return writer.put(name, value, condition);
    }

    @Override
    public void close() {
        session.close();
    }

    @Override
    public String toString() {
        return label();
    }
}
