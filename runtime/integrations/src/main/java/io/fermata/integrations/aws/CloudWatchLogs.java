// SPDX-License-Identifier: Apache-2.0
package io.fermata.integrations.aws;

import io.fermata.engine.LogDelivery;
import io.fermata.tenancy.Arn;
import io.fermata.tenancy.TenantId;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.cloudwatchlogs.CloudWatchLogsClient;
import software.amazon.awssdk.services.cloudwatchlogs.model.CloudWatchLogsException;
import software.amazon.awssdk.services.cloudwatchlogs.model.InputLogEvent;
import software.amazon.awssdk.services.cloudwatchlogs.model.InvalidParameterException;
import software.amazon.awssdk.services.cloudwatchlogs.model.ResourceAlreadyExistsException;
import software.amazon.awssdk.services.cloudwatchlogs.model.ResourceNotFoundException;

/// Log groups of CloudWatch Logs. A machine has one stream for each hour and process, as AWS has several for one machine;
/// it is made when its first line comes. Any thread.
public final class CloudWatchLogs implements LogDelivery {

    private static final Logger log = LoggerFactory.getLogger(CloudWatchLogs.class);
    private static final String SERVICE = "CloudWatchLogs";
    private static final DateTimeFormatter HOUR = DateTimeFormatter.ofPattern("yyyy-MM-dd-HH").withZone(ZoneOffset.UTC);

    private final AwsCalls calls;
    /// No other process writes to the streams of this one.
    private final String process = UUID.randomUUID().toString().substring(0, 8);

    public CloudWatchLogs(AwsCalls calls) {
        this.calls = calls;
    }

    @Override
    public Existence look(long tenant, String destination) {
        var client = client(tenant);
        if (client.isEmpty()) {
            return Existence.UNKNOWN;
        }
        var group = group(destination);
        if (group.isEmpty()) {
            return Existence.MISSING;
        }
        try {
            var name = group.get();
            boolean there = client.get().describeLogGroupsPaginator(request -> request.logGroupNamePrefix(name))
                    .logGroups().stream().anyMatch(found -> name.equals(found.logGroupName()));
            return there ? Existence.THERE : Existence.MISSING;
        } catch (SdkException unknown) {
            log.warn("Could not look for a log group: tenant={} {}", tenant, unknown.getMessage());
            return Existence.UNKNOWN;
        }
    }

    @Override
    public Outcome send(long tenant, String destination, String stateMachine, List<Line> lines) {
        var client = client(tenant);
        var group = group(destination);
        if (client.isEmpty()) {
            return Outcome.NO_ACCESS;
        }
        if (group.isEmpty()) {
            return Outcome.REFUSED;
        }
        // events of several executions may overtake each other by a moment, and CloudWatch Logs wants them in order
        var ordered = lines.stream().sorted(Comparator.comparing(Line::at)).toList();
        var stream = "states/" + stateMachine + "/" + HOUR.format(ordered.getFirst().at()) + "/" + process;
        var events = ordered.stream().map(line -> InputLogEvent.builder().timestamp(line.at().toEpochMilli())
                .message(line.text()).build()).toList();
        try {
            put(client.get(), group.get(), stream, events);
            return Outcome.TAKEN;
        } catch (ResourceNotFoundException noGroup) {
            log.warn("A log group is gone: tenant={} group={}", tenant, group.get());
            return Outcome.REFUSED;
        } catch (InvalidParameterException refused) {
            log.warn("CloudWatch Logs refused {} lines: tenant={} group={} {}", lines.size(), tenant, group.get(),
                    refused.getMessage());
            return Outcome.REFUSED;
        } catch (SdkException trouble) {
            log.warn("CloudWatch Logs did not take {} lines now: tenant={} group={} {}", lines.size(), tenant,
                    group.get(), trouble.getMessage());
            return denied(trouble) ? Outcome.REFUSED : Outcome.LATER;
        }
    }

    private static boolean denied(SdkException trouble) {
        return trouble instanceof CloudWatchLogsException answer && answer.statusCode() < 500
                && !answer.isThrottlingException();
    }

    private static void put(CloudWatchLogsClient client, String group, String stream, List<InputLogEvent> events) {
        try {
            client.putLogEvents(request -> request.logGroupName(group).logStreamName(stream).logEvents(events));
        } catch (ResourceNotFoundException noStream) {
            create(client, group, stream);
            client.putLogEvents(request -> request.logGroupName(group).logStreamName(stream).logEvents(events));
        }
    }

    private static void create(CloudWatchLogsClient client, String group, String stream) {
        try {
            client.createLogStream(request -> request.logGroupName(group).logStreamName(stream));
        } catch (ResourceAlreadyExistsException alreadyThere) {
            // two batches found it missing at the same time
            log.debug("The stream {} is there already", stream);
        }
    }

    private Optional<CloudWatchLogsClient> client(long tenant) {
        return calls.client(new TenantId(tenant), SERVICE).map(CloudWatchLogsClient.class::cast);
    }

    /// The name of a group: `log-group:<name>:*` is the resource of its ARN.
    private static Optional<String> group(String destination) {
        return Arn.parse(destination)
                .filter(arn -> arn.service().equals("logs") && arn.resource().matches("log-group:[^:]{1,512}:\\*"))
                .map(arn -> arn.resource().split(":", 3)[1]);
    }
}
