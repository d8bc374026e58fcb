// SPDX-License-Identifier: Apache-2.0
package io.fermata.integrations.aws;

import io.fermata.tenancy.TenantId;
import java.lang.reflect.InvocationTargetException;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.http.NoHttpResponseException;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.awscore.AwsRequest;
import software.amazon.awssdk.awscore.AwsResponse;
import software.amazon.awssdk.awscore.client.builder.AwsClientBuilder;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.core.SdkClient;
import software.amazon.awssdk.core.SdkPojo;
import software.amazon.awssdk.core.client.builder.SdkSyncClientBuilder;
import software.amazon.awssdk.core.client.config.ClientOverrideConfiguration;
import software.amazon.awssdk.core.exception.SdkClientException;
import software.amazon.awssdk.http.SdkHttpClient;
import software.amazon.awssdk.http.apache.ApacheHttpClient;
import software.amazon.awssdk.http.apache.ProxyConfiguration;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.retries.StandardRetryStrategy;
import software.amazon.awssdk.retries.api.BackoffStrategy;
import software.amazon.awssdk.retries.api.RetryStrategy;
import software.amazon.awssdk.utils.builder.SdkBuilder;
import tools.jackson.databind.JsonNode;

/// Calls any operation of any service whose SDK module is on the class path, by its names. One attempt for each call:
/// trying again is the definition's affair. Thread-safe; keeps one client for each tenant and service.
public final class AwsCalls implements AutoCloseable {

    private static final String PACKAGE = "software.amazon.awssdk.services.";
    private static final Duration CONNECT = Duration.ofSeconds(5);
    /// A function runs for at most 15 minutes.
    private static final Duration LONGEST = Duration.ofMinutes(16);
    private static final int CONNECTIONS = 500;

    /// Retries are the state's own affair. Only a connection that was kept and that the other side has closed meanwhile,
    /// which says nothing about the call, is answered by sending the same request again at once.
    private static final RetryStrategy ONCE_MORE_WHEN_THE_CONNECTION_WAS_STALE = StandardRetryStrategy.builder()
            .maxAttempts(2).backoffStrategy(BackoffStrategy.retryImmediately()).circuitBreakerEnabled(false)
            .retryOnRootCauseInstanceOf(NoHttpResponseException.class).build();

    private final AwsAccess access;
    private final SdkHttpClient http = ApacheHttpClient.builder().connectionTimeout(CONNECT).socketTimeout(LONGEST)
            .maxConnections(CONNECTIONS).proxyConfiguration(ProxyConfiguration.builder()
                    .useSystemPropertyValues(false).useEnvironmentVariableValues(false).build())
            .build();
    private final Map<Key, SdkClient> clients = new ConcurrentHashMap<>();

    public AwsCalls(AwsAccess access) {
        this.access = access;
    }

    private record Key(AwsAccess.Answer.Ready access, String service) {}

    /// What came of a call.
    sealed interface Result {

        /// The service did what was asked.
        record Done(AwsResponse response) implements Result {}

        /// The service answered with an error.
        record Refused(AwsServiceException error) implements Result {}

        /// No answer; the sentence says why.
        record NoAnswer(String sentence) implements Result {}

        /// The parameters do not fit the operation; the sentence names the field.
        record Unfit(String sentence) implements Result {}
    }

    /// Whether the service's module is there and has the operation.
    ///
    /// @param service as the SDK spells its client, for instance `Lambda`
    /// @param operation in camelCase
    static boolean knows(String service, String operation) {
        try {
            clientType(service).getMethod(operation, requestType(service, operation));
            return true;
        } catch (ReflectiveOperationException absent) {
            return false;
        }
    }

    Result call(TenantId tenant, String service, String operation, JsonNode parameters, @Nullable Duration timeout) {
        return switch (access.of(tenant)) {
            case AwsAccess.Answer.Missing(var sentence) -> new Result.NoAnswer(sentence);
            case AwsAccess.Answer.Ready ready -> {
                var client = clients.computeIfAbsent(new Key(ready, service), AwsCalls.this::client);
                yield call(client, service, operation, parameters, timeout);
            }
        };
    }

    private static Result call(SdkClient client, String service, String operation, JsonNode parameters,
            @Nullable Duration timeout) {
        try {
            var requestType = requestType(service, operation);
            var builder = (AwsRequest.Builder) requestType.getMethod("builder").invoke(null);
            try {
                SdkJson.fill((SdkPojo) builder, parameters);
            } catch (IllegalArgumentException unfit) {
                return new Result.Unfit(String.valueOf(unfit.getMessage()));
            }
            if (timeout != null && timeout.isPositive()) {
                builder.overrideConfiguration(options -> options.apiCallTimeout(timeout));
            }
            var request = ((SdkBuilder<?, ?>) builder).build();
            var answer = clientType(service).getMethod(operation, requestType).invoke(client, request);
            return new Result.Done((AwsResponse) answer);
        } catch (InvocationTargetException failed) {
            return switch (failed.getCause()) {
                case AwsServiceException refused -> new Result.Refused(refused);
                case SdkClientException none -> new Result.NoAnswer(String.valueOf(none.getMessage()));
                case null, default -> throw new IllegalStateException(service + "." + operation, failed.getCause());
            };
        } catch (ReflectiveOperationException absent) {
            throw new IllegalStateException("The SDK has no " + service + "." + operation, absent);
        }
    }

    private SdkClient client(Key key) {
        try {
            var builder = (AwsClientBuilder<?, ?>) clientType(key.service).getMethod("builder").invoke(null);
            builder.region(Region.of(key.access.region()));
            builder.endpointOverride(key.access.endpoint());
            builder.credentialsProvider(StaticCredentialsProvider
                    .create(AwsBasicCredentials.create(key.access.accessKeyId(), key.access.secretAccessKey())));
            builder.overrideConfiguration(ClientOverrideConfiguration.builder()
                    .retryStrategy(ONCE_MORE_WHEN_THE_CONNECTION_WAS_STALE).build());
            ((SdkSyncClientBuilder<?, ?>) builder).httpClient(http);
            return (SdkClient) builder.build();
        } catch (ReflectiveOperationException absent) {
            throw new IllegalStateException("The SDK has no client for " + key.service, absent);
        }
    }

    private static Class<?> clientType(String service) throws ClassNotFoundException {
        return Class.forName(PACKAGE + module(service) + "." + service + "Client");
    }

    private static Class<?> requestType(String service, String operation) throws ClassNotFoundException {
        return Class.forName(PACKAGE + module(service) + ".model." + Character.toUpperCase(operation.charAt(0))
                + operation.substring(1) + "Request");
    }

    private static String module(String service) {
        return service.toLowerCase(java.util.Locale.ROOT);
    }

    @Override
    public void close() {
        clients.values().forEach(SdkClient::close);
        http.close();
    }
}
