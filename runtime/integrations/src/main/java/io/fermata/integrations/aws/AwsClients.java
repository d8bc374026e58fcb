// SPDX-License-Identifier: Apache-2.0
package io.fermata.integrations.aws;

import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.LoadingCache;
import io.fermata.tenancy.egress.EgressGuard;
import io.fermata.tenancy.egress.EgressRefusal;
import java.net.InetAddress;
import java.net.URI;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import org.apache.http.NoHttpResponseException;
import org.apache.http.conn.DnsResolver;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.awscore.client.builder.AwsClientBuilder;
import software.amazon.awssdk.core.SdkClient;
import software.amazon.awssdk.core.checksums.ResponseChecksumValidation;
import software.amazon.awssdk.core.client.builder.SdkSyncClientBuilder;
import software.amazon.awssdk.core.client.config.ClientOverrideConfiguration;
import software.amazon.awssdk.http.SdkHttpClient;
import software.amazon.awssdk.http.apache.ApacheHttpClient;
import software.amazon.awssdk.http.apache.ProxyConfiguration;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.retries.StandardRetryStrategy;
import software.amazon.awssdk.retries.api.BackoffStrategy;
import software.amazon.awssdk.retries.api.RetryStrategy;
import software.amazon.awssdk.services.s3.S3ClientBuilder;

/// The SDK's clients, one for each access and service while it is used. Two HTTP clients stand under them: one for what
/// the operator configured, and one behind the [EgressGuard] for what tenants chose. Thread-safe.
public final class AwsClients implements AutoCloseable {

    private static final Duration CONNECT = Duration.ofSeconds(5);
    /// A function runs for at most 15 minutes.
    private static final Duration LONGEST = Duration.ofMinutes(16);
    private static final int CONNECTIONS = 500;
    private static final Duration KEPT = Duration.ofSeconds(10);
    /// After a restart of the other side all kept connections are stale; each try uses one up.
    private static final int STALE_CONNECTIONS = 10;
    private static final int MOST_CLIENTS = 1_000;
    private static final Duration UNUSED = Duration.ofMinutes(30);

    /// Retries are the state's own affair. Only a connection that was kept and that the other side has closed meanwhile,
    /// which says nothing about the call, is answered by sending the same request again at once. Without the SDK's own
    /// predicates, which would do the same after a throttling, a status of 500 or no answer.
    private static final RetryStrategy ONCE_MORE_WHEN_THE_CONNECTION_WAS_STALE = StandardRetryStrategy.builder()
            .maxAttempts(STALE_CONNECTIONS + 1).backoffStrategy(BackoffStrategy.retryImmediately())
            .circuitBreakerEnabled(false).useClientDefaults(false)
            .retryOnRootCauseInstanceOf(NoHttpResponseException.class).build();

    private final EgressGuard guard;
    private final SdkHttpClient open = http().build();
    private final SdkHttpClient guarded;
    private final ScheduledExecutorService timers = Executors
            .newSingleThreadScheduledExecutor(Thread.ofPlatform().daemon().name("aws-timeouts").factory());
    /// Clients own no threads and no connections, so that one which falls out of here needs no closing.
    private final LoadingCache<Key, SdkClient> clients = Caffeine.newBuilder().maximumSize(MOST_CLIENTS)
            .expireAfterAccess(UNUSED).build(this::make);

    public AwsClients(EgressGuard guard) {
        this.guard = guard;
        DnsResolver checked = host -> guard.resolve(host).toArray(InetAddress[]::new);
        this.guarded = http().dnsResolver(checked).build();
    }

    private record Key(AwsAccess.Answer.Ready access, String service) {}

    /// The client of a service.
    ///
    /// @param service as the SDK spells its client
    SdkClient client(AwsAccess.Answer.Ready access, String service) {
        return clients.get(new Key(access, service));
    }

    /// Why a service's address that a tenant chose may not be called; empty when it may.
    Optional<String> refusal(AwsAccess.Answer.Ready access, String service) {
        var endpoint = access.endpoint(service);
        return access.guarded() && endpoint != null
                ? guard.refusal(endpoint.toString()).map(EgressRefusal::sentence)
                : Optional.empty();
    }

    /// The client under the services' clients.
    SdkHttpClient http(AwsAccess.Answer.Ready access) {
        return access.guarded() ? guarded : open;
    }

    private static ApacheHttpClient.Builder http() {
        return ApacheHttpClient.builder().connectionTimeout(CONNECT).socketTimeout(LONGEST)
                .connectionMaxIdleTime(KEPT).maxConnections(CONNECTIONS).proxyConfiguration(ProxyConfiguration.builder()
                        .useSystemPropertyValues(false).useEnvironmentVariableValues(false).build());
    }

    private SdkClient make(Key key) {
        var access = key.access;
        URI endpoint = access.endpoint(key.service);
        try {
            var builder = (AwsClientBuilder<?, ?>) SdkOperation.client(key.service).getMethod("builder").invoke(null);
            builder.region(Region.of(access.region()));
            if (endpoint != null) {
                builder.endpointOverride(endpoint);
            }
            builder.credentialsProvider(StaticCredentialsProvider.create(access.credentials()));
            var options = ClientOverrideConfiguration.builder()
                    .retryStrategy(ONCE_MORE_WHEN_THE_CONNECTION_WAS_STALE).scheduledExecutorService(timers);
            if (access.guarded()) {
                options.addExecutionInterceptor(new AnswerLimit());
            }
            builder.overrideConfiguration(options.build());
            if (builder instanceof S3ClientBuilder s3) {
                // one address takes all calls, so it has no names for buckets; asking for checksums would show in results
                s3.forcePathStyle(endpoint != null)
                        .responseChecksumValidation(ResponseChecksumValidation.WHEN_REQUIRED);
            }
            ((SdkSyncClientBuilder<?, ?>) builder).httpClient(http(access));
            return (SdkClient) builder.build();
        } catch (ReflectiveOperationException absent) {
            throw new IllegalStateException("The SDK has no client for " + key.service, absent);
        }
    }

    @Override
    public void close() {
        clients.asMap().values().forEach(SdkClient::close);
        timers.shutdownNow();
        open.close();
        guarded.close();
    }
}
