// SPDX-License-Identifier: Apache-2.0
package io.fermata.integrations.aws;

import io.fermata.engine.TaskOutcome.Failed;
import io.fermata.engine.TaskRequest;
import io.fermata.language.Json;
import io.fermata.tenancy.TenantId;
import java.lang.reflect.InvocationTargetException;
import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.awscore.AwsResponse;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.core.SdkClient;
import software.amazon.awssdk.core.SdkPojo;
import software.amazon.awssdk.core.exception.SdkClientException;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.http.SdkHttpClient;
import software.amazon.awssdk.utils.builder.SdkBuilder;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/// Calls any operation of any service whose SDK module is on the class path, by its names. One attempt for each call:
/// trying again is the definition's affair. Thread-safe.
public final class AwsCalls {

    /// By how much a call outlives the time of its attempt.
    private static final Duration GRACE = Duration.ofSeconds(5);

    private final AwsAccess access;
    private final AwsClients clients;

    public AwsCalls(AwsAccess access, AwsClients clients) {
        this.access = access;
        this.clients = clients;
    }

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

        /// AWS does not let the tenant's access assume the state's role.
        record NotAssumed(Failed failure) implements Result {}

        /// The parameters do not fit the operation; the sentence names the field.
        record Unfit(String sentence) implements Result {}
    }

    /// Makes the call of a task's attempt, in the role of its state's `Credentials`. Members that the service uses to
    /// recognize a repeated request, and that the definition leaves out, are the same for each call of the attempt.
    Result call(TaskRequest task, String service, String operation, JsonNode parameters) {
        return call(identity(task), task, service, operation, parameters);
    }

    /// The same call with another access.
    Result call(AwsAccess.Identity identity, TaskRequest task, String service, String operation, JsonNode parameters) {
        return switch (identity) {
            case AwsAccess.Identity.Unknown(var sentence) -> new Result.NoAnswer(sentence);
            case AwsAccess.Identity.NotAssumed(var role) -> new Result.NotAssumed(notAssumed(task, role));
            case AwsAccess.Identity.Known(var ready) -> {
                var found = SdkOperation.find(service, operation)
                        .orElseThrow(() -> new IllegalStateException("The SDK has no " + service + "." + operation));
                var refusal = clients.refusal(ready, service);
                yield refusal.isPresent()
                        ? new Result.NoAnswer(refusal.get())
                        : call(clients.client(ready, service), found, parameters, task);
            }
        };
    }

    /// The client that makes a tenant's calls of a service; empty when the tenant may not call AWS services, or not at the
    /// address that it chose.
    Optional<SdkClient> client(TenantId tenant, String service) {
        return switch (access(tenant)) {
            case AwsAccess.Answer.Missing _ -> Optional.empty();
            case AwsAccess.Answer.Ready ready -> refusal(ready, service).isPresent()
                    ? Optional.empty()
                    : Optional.of(clients.client(ready, service));
        };
    }

    /// As whom a task calls.
    AwsAccess.Identity identity(TaskRequest task) {
        var tenant = new TenantId(task.tenant());
        var role = task.roles().ofState();
        return role == null ? AwsAccess.identity(access.of(tenant)) : access.as(tenant, role);
    }

    /// As whom a task calls a function that names an AWS connection.
    ///
    /// @param connection its name; empty for the tenant's default
    AwsAccess.Identity identity(TaskRequest task, String connection) {
        return connection.isEmpty()
                ? identity(task)
                : AwsAccess.identity(access.named(new TenantId(task.tenant()), connection));
    }

    /// What a task fails with whose state's role may not be assumed.
    static Failed notAssumed(TaskRequest task, String role) {
        return new Failed("States.TaskFailed", "The role " + task.roles().ofMachine()
                + " is not authorized to assume the task state's role, " + role + ".");
    }

    AwsAccess.Answer access(TenantId tenant) {
        return access.of(tenant);
    }

    /// The client of a service for one access.
    SdkClient client(AwsAccess.Answer.Ready ready, String service) {
        return clients.client(ready, service);
    }

    /// Why an address that the tenant chose may not be called; empty when it may.
    Optional<String> refusal(AwsAccess.Answer.Ready ready, String service) {
        return clients.refusal(ready, service);
    }

    /// The client under all services' clients.
    SdkHttpClient http(AwsAccess.Answer.Ready ready) {
        return clients.http(ready);
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
                    var body = (ReadBody.Read) operation.invoke(client, request, new ReadBody<>(task.longestAnswer()));
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
}
