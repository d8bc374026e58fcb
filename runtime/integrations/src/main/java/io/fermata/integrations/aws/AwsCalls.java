// SPDX-License-Identifier: Apache-2.0
package io.fermata.integrations.aws;

import io.fermata.engine.TaskRequest;
import io.fermata.language.Json;
import io.fermata.tenancy.TenantId;
import java.lang.reflect.InvocationTargetException;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.http.NoHttpResponseException;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.awscore.AwsResponse;
import software.amazon.awssdk.awscore.client.builder.AwsClientBuilder;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.core.SdkClient;
import software.amazon.awssdk.core.SdkPojo;
import software.amazon.awssdk.core.client.builder.SdkSyncClientBuilder;
import software.amazon.awssdk.core.client.config.ClientOverrideConfiguration;
import software.amazon.awssdk.core.checksums.ResponseChecksumValidation;
import software.amazon.awssdk.core.exception.SdkClientException;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.http.SdkHttpClient;
import software.amazon.awssdk.http.apache.ApacheHttpClient;
import software.amazon.awssdk.http.apache.ProxyConfiguration;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.retries.StandardRetryStrategy;
import software.amazon.awssdk.retries.api.BackoffStrategy;
import software.amazon.awssdk.retries.api.RetryStrategy;
import software.amazon.awssdk.services.s3.S3ClientBuilder;
import software.amazon.awssdk.utils.builder.SdkBuilder;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/// Calls any operation of any service whose SDK module is on the class path, by its names. One attempt for each call:
/// trying again is the definition's affair. Thread-safe; keeps one client for each tenant and service.
public final class AwsCalls implements AutoCloseable {

    private static final Duration CONNECT = Duration.ofSeconds(5);
    /// A function runs for at most 15 minutes.
    private static final Duration LONGEST = Duration.ofMinutes(16);
    private static final int CONNECTIONS = 500;
    private static final Duration KEPT = Duration.ofSeconds(10);
    /// After a restart of the other side all kept connections are stale; each try uses one up.
    private static final int STALE_CONNECTIONS = 10;

    /// By how much a call outlives the time of its attempt.
    private static final Duration GRACE = Duration.ofSeconds(5);

    /// Retries are the state's own affair. Only a connection that was kept and that the other side has closed meanwhile,
    /// which says nothing about the call, is answered by sending the same request again at once.
    private static final RetryStrategy ONCE_MORE_WHEN_THE_CONNECTION_WAS_STALE = StandardRetryStrategy.builder()
            .maxAttempts(STALE_CONNECTIONS + 1).backoffStrategy(BackoffStrategy.retryImmediately())
            .circuitBreakerEnabled(false)
            .retryOnRootCauseInstanceOf(NoHttpResponseException.class).build();

    private final AwsAccess access;
    private final SdkHttpClient http = ApacheHttpClient.builder().connectionTimeout(CONNECT).socketTimeout(LONGEST)
            .connectionMaxIdleTime(KEPT).maxConnections(CONNECTIONS).proxyConfiguration(ProxyConfiguration.builder()
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
        ///
        /// @param body what came beside the answer; null when nothing can
        record Done(AwsResponse response, SdkOperation operation, @Nullable String body) implements Result {

            /// The answer as a definition sees it.
            ObjectNode read(SdkAnswer.Style style) {
                return SdkAnswer.read(response, style, operation.bodyMember(), body);
            }
        }

        /// The service answered with an error.
        record Refused(AwsServiceException error) implements Result {}

        /// No answer; the sentence says why.
        record NoAnswer(String sentence) implements Result {}

        /// The parameters do not fit the operation; the sentence names the field.
        record Unfit(String sentence) implements Result {}
    }

    /// Makes the call of a task's attempt. Members that the service uses to recognize a repeated request, and that the
    /// definition leaves out, are the same for each call of the attempt.
    Result call(TaskRequest task, String service, String operation, JsonNode parameters) {
        return switch (access(new TenantId(task.tenant()))) {
            case AwsAccess.Answer.Missing(var sentence) -> new Result.NoAnswer(sentence);
            case AwsAccess.Answer.Ready ready -> {
                var found = SdkOperation.find(service, operation)
                        .orElseThrow(() -> new IllegalStateException("The SDK has no " + service + "." + operation));
                var client = clients.computeIfAbsent(new Key(ready, service), AwsCalls.this::client);
                yield call(client, found, parameters, task);
            }
        };
    }

    /// The client that makes a tenant's calls of a service; empty when the tenant may not call AWS services.
    Optional<SdkClient> client(TenantId tenant, String service) {
        return switch (access(tenant)) {
            case AwsAccess.Answer.Missing _ -> Optional.empty();
            case AwsAccess.Answer.Ready ready ->
                Optional.of(clients.computeIfAbsent(new Key(ready, service), AwsCalls.this::client));
        };
    }

    AwsAccess.Answer access(TenantId tenant) {
        return access.of(tenant);
    }

    /// The client under all services' clients.
    SdkHttpClient http() {
        return http;
    }

    private static Result call(SdkClient client, SdkOperation operation, JsonNode parameters, TaskRequest task) {
        var builder = operation.newRequest();
        var members = parameters.isObject() ? ((ObjectNode) parameters).deepCopy() : parameters;
        var up = operation.stream() == SdkOperation.Stream.UP && members instanceof ObjectNode object
                ? object.remove(operation.bodyMember())
                : null;
        try {
            SdkJson.fill((SdkPojo) builder, members);
            SdkJson.fillTokens((SdkPojo) builder, members, task.idempotencyKey());
        } catch (IllegalArgumentException unfit) {
            return new Result.Unfit(String.valueOf(unfit.getMessage()));
        }
        var timeout = task.timeout();
        if (timeout != null && timeout.isPositive()) {
            // the state's own timer ends the attempt; this only frees a call that nobody interrupts
            builder.overrideConfiguration(options -> options.apiCallTimeout(timeout.plus(GRACE)));
        }
        var request = ((SdkBuilder<?, ?>) builder).build();
        try {
            return switch (operation.stream()) {
                case NONE -> new Result.Done((AwsResponse) operation.invoke(client, request), operation, null);
                case UP -> new Result.Done((AwsResponse) operation.invoke(client, request,
                        up == null || up.isNull() ? RequestBody.empty() : RequestBody.fromString(Json.write(up))),
                        operation, null);
                case DOWN -> {
                    var body = (ReadBody.Read) operation.invoke(client, request, new ReadBody<>());
                    yield new Result.Done((AwsResponse) body.response(), operation, body.text());
                }
            };
        } catch (InvocationTargetException failed) {
            return switch (failed.getCause()) {
                case AwsServiceException refused -> new Result.Refused(refused);
                case SdkClientException none -> new Result.NoAnswer(String.valueOf(none.getMessage()));
                case null, default -> throw new IllegalStateException(operation.toString(), failed.getCause());
            };
        }
    }

    private SdkClient client(Key key) {
        try {
            var builder = (AwsClientBuilder<?, ?>) SdkOperation.client(key.service).getMethod("builder").invoke(null);
            builder.region(Region.of(key.access.region()));
            var endpoint = key.access.endpoint();
            if (endpoint != null) {
                builder.endpointOverride(endpoint);
            }
            builder.credentialsProvider(StaticCredentialsProvider
                    .create(AwsBasicCredentials.create(key.access.accessKeyId(), key.access.secretAccessKey())));
            builder.overrideConfiguration(ClientOverrideConfiguration.builder()
                    .retryStrategy(ONCE_MORE_WHEN_THE_CONNECTION_WAS_STALE).build());
            if (builder instanceof S3ClientBuilder s3) {
                // one address takes all calls, so it has no names for buckets; asking for checksums would show in results
                s3.forcePathStyle(endpoint != null)
                        .responseChecksumValidation(ResponseChecksumValidation.WHEN_REQUIRED);
            }
            ((SdkSyncClientBuilder<?, ?>) builder).httpClient(http);
            return (SdkClient) builder.build();
        } catch (ReflectiveOperationException absent) {
            throw new IllegalStateException("The SDK has no client for " + key.service, absent);
        }
    }

    @Override
    public void close() {
        clients.values().forEach(SdkClient::close);
        http.close();
    }
}
