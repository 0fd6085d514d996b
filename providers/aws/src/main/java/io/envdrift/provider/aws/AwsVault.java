package io.envdrift.provider.aws;

import io.envdrift.base.EnvdriftException;
import io.envdrift.base.ErrorCode;
import io.envdrift.base.Secret;
import io.envdrift.vault.CredentialsSetting;
import io.envdrift.vault.Vault;
import io.envdrift.vault.VaultCall;
import io.envdrift.vault.VaultContext;
import io.envdrift.vault.VaultException;
import io.envdrift.vault.VaultRead;
import io.envdrift.vault.VaultSecret;
import io.envdrift.vault.VaultSettings;
import io.envdrift.vault.WriteCondition;
import java.net.URI;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.secretsmanager.model.Filter;
import software.amazon.awssdk.services.secretsmanager.model.FilterNameStringType;
import software.amazon.awssdk.services.secretsmanager.model.ListSecretsResponse;
import software.amazon.awssdk.services.secretsmanager.model.SecretListEntry;

/** The secrets of one region of an AWS account. */
final class AwsVault implements Vault {
    private static final String LIST = "secretsmanager:ListSecrets";
    private static final int PAGE = 100;
    private static final String USUAL_REGION = "us-east-1";
    /** What the service accepts as the beginning of a name; an exclamation mark would invert the filter. */
    private static final Pattern FILTER = Pattern.compile("[A-Za-z0-9/_+=.@-]{1,512}");

    private final AwsSession session;
    private final AwsReader reader;
    private final AwsWriter writer;

    private AwsVault(AwsSession session, int readers) {
        this.session = session;
        this.reader = new AwsReader(session, readers);
        this.writer = new AwsWriter(session, reader);
    }

    /** Makes a vault from its settings, the environment and the user's AWS files, without sending anything. */
    static Vault open(VaultSettings settings, VaultContext context) {
        try {
            AwsProfiles profiles = AwsProfiles.read(context, settings.value(AwsVaultProvider.PROFILE));
            Region region = AwsEndpoints.region(settings.value(AwsVaultProvider.REGION)
                    .or(() -> context.variable("AWS_REGION"))
                    .or(() -> context.variable("AWS_DEFAULT_REGION"))
                    .or(() -> profiles.property("region"))
                    .orElse(USUAL_REGION));
            AwsEndpoints endpoints = new AwsEndpoints(context, profiles);
            URI endpoint = endpoints.secretsManager(settings.find(AwsVaultProvider.ENDPOINT_URL), region);
            Optional<String> roleArn = settings.value(AwsVaultProvider.ROLE_ARN);
            AwsClients clients = new AwsClients(context);
            SecurityTokens tokens = new SecurityTokens(context, clients, endpoints, region);
            boolean sdkAlone = CredentialsSetting.isSdk(settings, AwsVaultProvider.NAME);
            CredentialChain chain = new CredentialChain(context, profiles, tokens, roleArn, sdkAlone);
            AwsSession session = new AwsSession(new AwsPlace(endpoint, region), clients, chain);
            return new AwsVault(session, context.readers());
        } catch (VaultException e) {
            throw e;
        } catch (EnvdriftException e) {
            String hint = e.hint().orElse("check [vault.aws], AWS_CONFIG_FILE and AWS_SHARED_CREDENTIALS_FILE");
            throw new VaultException(ErrorCode.VAULT_SETTINGS, AwsVaultProvider.NAME, e.getMessage(), hint, e);
        }
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
        Filter byPrefix =
                Filter.builder().key(FilterNameStringType.NAME).values(prefix).build();
        List<Filter> filters = FILTER.matcher(prefix).matches() ? List.of(byPrefix) : List.of();
        VaultCall call = VaultCall.listing(label(), LIST);
        return call.names(prefix, token -> {
            ListSecretsResponse page = session.call(
                    call,
                    client -> client.listSecrets(request ->
                            request.filters(filters).maxResults(PAGE).nextToken(token.isEmpty() ? null : token)));
            return new VaultCall.Page(page.secretList().stream().map(SecretListEntry::name), page.nextToken());
        });
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
