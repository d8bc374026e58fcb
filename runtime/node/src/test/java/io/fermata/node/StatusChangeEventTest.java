// SPDX-License-Identifier: Apache-2.0
package io.fermata.node;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import io.fermata.engine.ExecutionStatus;
import io.fermata.engine.HistoryEvent;
import io.fermata.journal.Append;
import io.fermata.journal.Qualifier;
import io.fermata.language.Json;
import io.fermata.tenancy.TenantId;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Objects;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.StringNode;

/// The format of events, case by case from `status-change-events.json`.
class StatusChangeEventTest {

    private static final String ARN = "arn:aws:states:us-east-1:123456789012:";

    @TestFactory
    Stream<DynamicTest> isAsTheTableSays() throws IOException {
        var table = Json.parse(new String(Objects.requireNonNull(
                StatusChangeEventTest.class.getResourceAsStream("status-change-events.json")).readAllBytes(),
                StandardCharsets.UTF_8));
        return StreamSupport.stream(table.spliterator(), false).map(one -> dynamicTest(one.path("name").stringValue(),
                () -> assertThat(Json.write(StatusChangeEvent.of(told(one.path("given")))))
                        .isEqualTo(Json.write(one.path("event")))));
    }

    @Test
    void leavesTheInputOutWhenBothAreTooLongAndTheOutputWhenItAloneIs() {
        int half = StatusChangeEvent.MOST_BYTES / 2;

        assertThat(included(half - 10, half - 10)).isEqualTo("true true");
        assertThat(included(half + 10, half)).isEqualTo("false true");
        assertThat(included(10, 2 * half + 10)).isEqualTo("false false");
    }

    @Test
    void countsWhatEscapingAdds() {
        var quotes = StringNode.valueOf("\"".repeat(StatusChangeEvent.MOST_BYTES / 3));

        var detail = detail(quotes, Json.parse("1"));

        assertThat(detail.path("input").isNull()).isTrue();
        assertThat(detail.path("inputDetails").path("included").booleanValue()).isFalse();
        assertThat(detail.path("output").stringValue()).isEqualTo("1");
    }

    @Test
    void holdsNoDataOfAnExecutionUnderACustomersKey() {
        var at = Instant.parse("2026-01-02T03:04:05.678Z");
        var change = new StatusChange(new TenantId(1), 1, 1, 1, true, ExecutionStatus.SUCCEEDED, at);

        var detail = StatusChangeEvent.of(new StatusChangeEvent.Told("id", change, names(), Qualifier.NONE, at, null,
                null, null, null)).path("detail");

        assertThat(detail.path("name").stringValue()).isEqualTo("ord-1");
        assertThat(detail.path("input").isNull()).isTrue();
        assertThat(detail.path("inputDetails")).isEqualTo(Json.parse("{\"included\":false}"));
        assertThat(detail.path("output").isNull()).isTrue();
        assertThat(detail.path("outputDetails")).isEqualTo(Json.parse("{\"included\":false}"));
    }

    private static String included(int input, int output) {
        var detail = detail(StringNode.valueOf("a".repeat(input - 4)), StringNode.valueOf("b".repeat(output - 4)));
        return detail.path("inputDetails").path("included") + " " + detail.path("outputDetails").path("included");
    }

    private static JsonNode detail(JsonNode input, JsonNode output) {
        var at = Instant.parse("2026-01-02T03:04:05.678Z");
        var change = new StatusChange(new TenantId(1), 1, 1, 1, true, ExecutionStatus.SUCCEEDED, at);
        return StatusChangeEvent.of(new StatusChangeEvent.Told("id", change, names(), Qualifier.NONE, at,
                new HistoryEvent.ExecutionStarted(input, "role"), new HistoryEvent.ExecutionSucceeded(output), null,
                null)).path("detail");
    }

    private static StatusChangeEvent.Told told(JsonNode given) {
        var status = ExecutionStatus.valueOf(given.path("status").stringValue());
        var change = new StatusChange(new TenantId(1), 1, 1, 1, status.closed(), status,
                Instant.parse(given.path("at").stringValue()));
        var qualifier = new Qualifier(given.has("version") ? given.path("version").intValue() : null,
                text(given, "alias"));
        var redrive = given.has("redrive")
                ? new Append.Redrive(given.path("redrive").intValue(),
                        Instant.parse(given.path("redrivenAt").stringValue()), null)
                : null;
        return new StatusChangeEvent.Told("315c1398-40ff-850b-913b-158f73e60175", change, names(), qualifier,
                Instant.parse("2026-01-02T03:04:05.678Z"),
                new HistoryEvent.ExecutionStarted(given.path("input"), "role"), end(status, given), redrive,
                text(given, "reason"));
    }

    private static @Nullable HistoryEvent end(ExecutionStatus status, JsonNode given) {
        return switch (status) {
            case SUCCEEDED -> new HistoryEvent.ExecutionSucceeded(given.path("output"));
            case FAILED -> new HistoryEvent.ExecutionFailed(text(given, "error"), text(given, "cause"));
            case ABORTED -> new HistoryEvent.ExecutionAborted(text(given, "error"), text(given, "cause"));
            case RUNNING, TIMED_OUT -> null;
        };
    }

    private static @Nullable String text(JsonNode given, String field) {
        return given.has(field) ? given.path(field).stringValue() : null;
    }

    private static ExecutionNames names() {
        return new ExecutionNames(ARN + "execution:orders:ord-1", "ord-1", ARN + "stateMachine:orders");
    }
}
