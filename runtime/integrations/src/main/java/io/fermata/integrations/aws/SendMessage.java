// SPDX-License-Identifier: Apache-2.0
package io.fermata.integrations.aws;

import io.fermata.engine.TaskOutcome.Failed;
import io.fermata.engine.TaskRequest;
import java.net.InetAddress;
import java.net.URI;
import java.net.UnknownHostException;
import java.util.Optional;
import tools.jackson.databind.JsonNode;

/// What `sqs:sendMessage` adds: the URL of a queue names the host that AWS would call. Calls go to the tenant's endpoint
/// all the same; only a host that does not exist is told apart, because then there is no such queue.
final class SendMessage implements OptimizedAction.Form {

    /// What is wrong with the queue's host.
    static Optional<Failed> unreachable(SdkDialect dialect, TaskRequest task) {
        var host = host(task.parameters().path("QueueUrl"));
        if (host.isEmpty() || host.get().endsWith(".amazonaws.com") || host.get().endsWith(".amazonaws.com.cn")) {
            return Optional.empty();
        }
        try {
            InetAddress.getByName(host.get());
            return Optional.empty();
        } catch (UnknownHostException unknown) {
            return Optional.of(dialect.noAnswer(
                    "Unable to execute HTTP request: " + host.get() + ": Name or service not known"));
        }
    }

    private static Optional<String> host(JsonNode url) {
        try {
            return url.isString() ? Optional.ofNullable(URI.create(url.stringValue()).getHost()) : Optional.empty();
        } catch (IllegalArgumentException notAnAddress) {
            return Optional.empty();
        }
    }
}
