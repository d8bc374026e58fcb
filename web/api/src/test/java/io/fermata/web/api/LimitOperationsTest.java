// SPDX-License-Identifier: Apache-2.0
package io.fermata.web.api;

import static org.assertj.core.api.Assertions.assertThat;

import io.fermata.tenancy.Role;
import io.fermata.tenancy.TenantLimits;
import io.fermata.tenancy.Tenants;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/// How large an input the API takes, by the limits of the caller's tenant.
@ExtendWith(OneApi.class)
class LimitOperationsTest {

    private static final String MACHINE = "arn:aws:states:us-east-1:" + OneApi.SECOND + ":stateMachine:";
    private static final String REFUSED = "ValidationException: 1 validation error detected: Value at 'input' failed to"
            + " satisfy constraint: Member must have size less than or equal to %d bytes in UTF-8 encoding";

    @AfterEach
    void chooseAwsLimitsAgain() {
        choose(TenantLimits.AWS);
    }

    @Test
    void anInputOfAMebibyteIsTakenUnderFermatasOwnLimitsOnly() {
        machine("limits-large", "STANDARD");
        assertThat(OneApi.refusal(OneApi.SECOND, "StartExecution", start("limits-large", 1 << 20)))
                .isEqualTo(REFUSED.formatted(262_144));

        choose(TenantLimits.FERMATA);

        assertThat(OneApi.call(OneApi.SECOND, Role.ADMIN, "StartExecution", start("limits-large", 1 << 20))
                .path("executionArn").stringValue()).contains(":execution:limits-large:");
    }

    @Test
    void aSynchronousExecutionAnswersAMebibyteUnderFermatasOwnLimitsOnly() {
        machine("limits-sync", "EXPRESS");
        assertThat(OneApi.refusal(OneApi.SECOND, "StartSyncExecution", start("limits-sync", 1 << 20)))
                .isEqualTo(REFUSED.formatted(262_144));

        choose(TenantLimits.FERMATA);

        assertThat(OneApi.call(OneApi.SECOND, Role.ADMIN, "StartSyncExecution", start("limits-sync", 1 << 20))
                .path("output").stringValue()).hasSize(1 << 20);
    }

    @Test
    void anOutputOfATaskIsTakenByTheLimitsToo() {
        var request = "{\"taskToken\":\"none\",\"output\":\"\\\"" + "x".repeat(1 << 20) + "\\\"\"}";
        assertThat(OneApi.refusal(OneApi.SECOND, "SendTaskSuccess", request)).startsWith("ValidationException")
                .contains("262144 bytes");

        choose(TenantLimits.FERMATA);

        assertThat(OneApi.refusal(OneApi.SECOND, "SendTaskSuccess", request)).startsWith("InvalidToken");
    }

    @Test
    void aPageOfAHistoryWithLargeValuesEndsEarlyAndTheNextGoesOn() {
        OneApi.call(OneApi.SECOND, Role.ADMIN, "CreateStateMachine", """
                {"name":"limits-history","roleArn":"arn:aws:iam::222222222222:role/r","definition":"%s"}"""
                .formatted(chain(10).replace("\"", "\\\"")));
        choose(TenantLimits.FERMATA);
        var arn = OneApi.call(OneApi.SECOND, Role.ADMIN, "StartExecution", start("limits-history", 1 << 20))
                .path("executionArn").stringValue();
        awaitEnd(arn);

        for (var reverse : List.of(false, true)) {
            var ids = new ArrayList<Long>();
            var sizes = new ArrayList<Integer>();
            var next = "";
            do {
                var page = OneApi.call(OneApi.SECOND, Role.ADMIN, "GetExecutionHistory", "{\"executionArn\":\"" + arn
                        + "\",\"reverseOrder\":" + reverse + next + "}");
                page.path("events").forEach(event -> ids.add(event.path("id").longValue()));
                sizes.add(page.path("events").size());
                next = page.has("nextToken") ? ",\"nextToken\":\"" + page.path("nextToken").stringValue() + "\"" : "";
            } while (!next.isEmpty());

            var all = LongStream.rangeClosed(1, 22).boxed().toList();
            assertThat(ids).containsExactlyElementsOf(reverse ? all.reversed() : all);
            assertThat(sizes).containsExactly(8, 8, 6);
        }
    }

    private static void awaitEnd(String arn) {
        long end = System.nanoTime() + Duration.ofSeconds(30).toNanos();
        while (OneApi.call(OneApi.SECOND, Role.ADMIN, "DescribeExecution", "{\"executionArn\":\"" + arn + "\"}")
                .path("status").stringValue().equals("RUNNING")) {
            assertThat(System.nanoTime()).as("the end of " + arn).isLessThan(end);
            LockSupport.parkNanos(Duration.ofMillis(20).toNanos());
        }
    }

    private static String chain(int length) {
        return "{\"StartAt\":\"S0\",\"States\":{" + IntStream.range(0, length)
                .mapToObj(i -> "\"S" + i + "\":{\"Type\":\"Pass\"," + (i + 1 < length
                        ? "\"Next\":\"S" + (i + 1) + "\"}"
                        : "\"End\":true}"))
                .collect(Collectors.joining(",")) + "}}";
    }

    private static void choose(TenantLimits limits) {
        OneApi.bean(Tenants.class).changeLimits(OneApi.tenant(OneApi.SECOND), limits);
    }

    private static void machine(String name, String type) {
        OneApi.call(OneApi.SECOND, Role.ADMIN, "CreateStateMachine", """
                {"name":"%s","type":"%s","roleArn":"arn:aws:iam::222222222222:role/r","definition":"%s"}"""
                .formatted(name, type, OneApi.pass("v1")));
    }

    private static String start(String name, int bytes) {
        return "{\"stateMachineArn\":\"" + MACHINE + name + "\",\"input\":\"\\\"" + "x".repeat(bytes - 2) + "\\\"\"}";
    }
}
