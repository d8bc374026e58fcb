// SPDX-License-Identifier: Apache-2.0
package io.fermata.integrations.aws;

import static org.assertj.core.api.Assertions.assertThat;

import io.fermata.engine.LogDelivery.Existence;
import io.fermata.engine.LogDelivery.Line;
import io.fermata.engine.LogDelivery.Outcome;
import io.fermata.language.Json;
import io.fermata.language.TaskResource;
import java.io.IOException;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// Log lines on their way to CloudWatch Logs.
class CloudWatchLogsTest {

    private static final String GROUP = "arn:aws:logs:us-east-1:111111111111:log-group:/aws/g:*";
    private static final Instant AT = Instant.parse("2026-01-02T03:04:05.678Z");
    private static final List<Line> LINES = List.of(new Line(AT.plusMillis(2), "{\"id\":\"2\"}"),
            new Line(AT, "{\"id\":\"1\"}"));

    private static FakeAws aws;
    private static CloudWatchLogs logs;
    private static long tenant;

    @BeforeAll
    static void start() throws IOException {
        aws = new FakeAws(CloudWatchLogsTest.class);
        logs = aws.get(CloudWatchLogs.class);
        tenant = aws.task(new TaskResource.Function("f"), "{}").tenant();
    }

    @AfterAll
    static void stop() {
        aws.close();
    }

    @BeforeEach
    void forget() {
        aws.asked.clear();
        aws.line.clear();
    }

    @Test
    void linesAreSentInTheOrderOfTheirMomentsToAStreamOfTheMachine() {
        aws.answers("{}");

        assertThat(logs.send(tenant, GROUP, "m", LINES)).isEqualTo(Outcome.TAKEN);

        assertThat(aws.last().line()).isEqualTo("POST / Logs_20140328.PutLogEvents");
        var sent = Json.parse(aws.last().body());
        assertThat(sent.path("logGroupName").stringValue()).isEqualTo("/aws/g");
        assertThat(sent.path("logStreamName").stringValue()).matches("states/m/2026-01-02-03/[0-9a-f]{8}");
        assertThat(sent.path("logEvents")).isEqualTo(Json.parse("""
                [{"timestamp":1767323045678,"message":"{\\"id\\":\\"1\\"}"},
                {"timestamp":1767323045680,"message":"{\\"id\\":\\"2\\"}"}]"""));
    }

    @Test
    void aStreamThatIsNotThereYetIsMade() {
        notFound();
        aws.answers("{}");
        aws.answers("{}");

        assertThat(logs.send(tenant, GROUP, "m", LINES)).isEqualTo(Outcome.TAKEN);

        assertThat(aws.asked).extracting(FakeAws.Asked::line).containsExactly("POST / Logs_20140328.PutLogEvents",
                "POST / Logs_20140328.CreateLogStream", "POST / Logs_20140328.PutLogEvents");
    }

    @Test
    void aGroupThatIsGoneTakesNothingEver() {
        notFound();
        notFound();

        assertThat(logs.send(tenant, GROUP, "m", LINES)).isEqualTo(Outcome.REFUSED);
    }

    @Test
    void aServiceInTroubleIsAskedAgainLater() {
        aws.answers(503, Map.of(), "{\"__type\":\"ServiceUnavailableException\"}");

        assertThat(logs.send(tenant, GROUP, "m", LINES)).isEqualTo(Outcome.LATER);
    }

    @Test
    void aTenantWithoutAccessHasNoDestination() {
        assertThat(logs.look(tenant + 1, GROUP)).isEqualTo(Existence.UNKNOWN);
        assertThat(logs.send(tenant + 1, GROUP, "m", LINES)).isEqualTo(Outcome.NO_ACCESS);
        assertThat(aws.asked).isEmpty();
    }

    @Test
    void aGroupIsThereWhenItsWholeNameIs() {
        aws.answers("{\"logGroups\":[{\"logGroupName\":\"/aws/g2\"},{\"logGroupName\":\"/aws/g\"}]}");
        aws.answers("{\"logGroups\":[{\"logGroupName\":\"/aws/g2\"}]}");

        assertThat(logs.look(tenant, GROUP)).isEqualTo(Existence.THERE);
        assertThat(logs.look(tenant, GROUP)).isEqualTo(Existence.MISSING);
        assertThat(logs.look(tenant, "arn:aws:logs:us-east-1:111111111111:log-group:/aws/g"))
                .isEqualTo(Existence.MISSING);
    }

    private static void notFound() {
        aws.answers(400, Map.of(), "{\"__type\":\"ResourceNotFoundException\",\"message\":\"none\"}");
    }
}
