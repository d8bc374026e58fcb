// SPDX-License-Identifier: Apache-2.0
package io.fermata.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import software.amazon.awssdk.services.sfn.model.StateMachineType;

/// Every page in a real browser: wide and narrow, light and dark. Nothing scrolls sideways, nothing breaches the content
/// security policy, nothing asks a stranger. The pictures lie in `target/e2e/pictures`.
@ExtendWith(OneNode.class)
class PagesIT {

    private static final String BUSY = """
            {"Comment":"All kinds of states","StartAt":"Check amount","States":{
            "Check amount":{"Type":"Choice","Choices":[{"Variable":"$.amount","NumericGreaterThan":100,"Next":"Gather"}],"Default":"Done"},
            "Gather":{"Type":"Parallel","Branches":[
              {"StartAt":"Sales","States":{"Sales":{"Type":"Pass","Result":7,"End":true}}},
              {"StartAt":"Cool down","States":{"Cool down":{"Type":"Wait","Seconds":1,"Next":"Count"},"Count":{"Type":"Pass","Result":3,"End":true}}}],
              "ResultPath":"$.figures","Next":"Each"},
            "Each":{"Type":"Map","ItemsPath":"$.figures","ItemProcessor":{"StartAt":"Double","States":{"Double":{"Type":"Pass","End":true}}},"ResultPath":"$.each","Next":"Pack"},
            "Pack":{"Type":"Task","Resource":"arn:aws:states:us-east-1:111122223333:activity:pages-pack","TimeoutSeconds":600,
              "Catch":[{"ErrorEquals":["States.ALL"],"Next":"Failed"}],"Next":"Done"},
            "Done":{"Type":"Succeed"},"Failed":{"Type":"Fail","Error":"Packing","Cause":"see above"}}}""";

    private static final String MANY = """
            {"StartAt":"All orders","States":{"All orders":{"Type":"Map","MaxConcurrency":3,"ToleratedFailurePercentage":50,
              "ItemProcessor":{"ProcessorConfig":{"Mode":"DISTRIBUTED","ExecutionType":"STANDARD"},"StartAt":"Odd?","States":{
                "Odd?":{"Type":"Choice","Choices":[{"Variable":"$","NumericGreaterThan":4,"Next":"Refuse"}],"Default":"Take"},
                "Refuse":{"Type":"Fail","Error":"TooMuch","Cause":"more than four"},"Take":{"Type":"Pass","End":true}}},
              "End":true}}}""";

    private static final String QUICK = """
            {"StartAt":"Price","States":{"Price":{"Type":"Pass","Result":{"price":12.5},"Next":"Tax"},
              "Tax":{"Type":"Pass","Parameters":{"all.$":"$.price"},"End":true}}}""";

    private static Console console;
    private static String express;
    private static String mapRun;
    private static String child;
    private static Fermata fermata;

    @BeforeAll
    static void start() throws Exception {
        console = new Console();
        fermata = OneNode.get();
        try (var client = fermata.client()) {
            client.createActivity(request -> request.name("pages-pack"));
            var machine = TwoNodesIT.machine(client, "pages", BUSY);
            for (var name : List.of("waiting", "small", "stopped")) {
                var amount = name.equals("small") ? 5 : 500;
                client.startExecution(request -> request.stateMachineArn(machine).name(name)
                        .input("{\"amount\":" + amount + ",\"customer\":\"<b>Anna & Söhne</b>\"}"));
            }
            var stopped = "arn:aws:states:us-east-1:111122223333:execution:pages:stopped";
            client.stopExecution(request -> request.executionArn(stopped).error("Enough").cause("said a person"));
            var many = TwoNodesIT.machine(client, "pages-many", MANY);
            client.startExecution(request -> request.stateMachineArn(many).name("orders").input("[1,2,3,4,5,6]"));
            var quick = client.createStateMachine(request -> request.name("pages-quick").definition(QUICK)
                    .roleArn("arn:aws:iam::111122223333:role/pages").type(StateMachineType.EXPRESS)).stateMachineArn();
            express = client.startExecution(request -> request.stateMachineArn(quick).name("offer").input("{\"n\":1}"))
                    .executionArn();
            Await.until("the end of all orders", Duration.ofSeconds(20), () -> !client.describeExecution(
                    request -> request
                            .executionArn("arn:aws:states:us-east-1:111122223333:execution:pages-many:orders"))
                    .statusAsString().equals("RUNNING"));
            var run = client.listMapRuns(request -> request
                    .executionArn("arn:aws:states:us-east-1:111122223333:execution:pages-many:orders")).mapRuns()
                    .getFirst()
                    .mapRunArn();
            mapRun = "/map-runs/" + run.substring(run.lastIndexOf(':') + 1);
            child = client.listExecutions(request -> request.mapRunArn(run).statusFilter("FAILED")).executions()
                    .getFirst().name();
            Await.until("the activity to be scheduled", Duration.ofSeconds(20), () -> client
                    .getExecutionHistory(request -> request.executionArn(stopped.replace("stopped", "waiting")))
                    .events()
                    .stream().anyMatch(event -> event.typeAsString().equals("ActivityScheduled")));
        }
    }

    @AfterAll
    static void stop() {
        if (console != null) {
            console.close();
        }
    }

    @ParameterizedTest
    @CsvSource({"1440,false", "1440,true", "390,false", "390,true"})
    void everyPageFitsItsWindow(int width, boolean dark) {
        var page = console.signIn(fermata, Fermata.ADMIN, Fermata.PASSWORD, width, dark, true);
        var look = width + (dark ? "-dark" : "-light");

        for (var path : List.of("", "/state-machines", "/new-state-machine", "/state-machines/pages",
                "/state-machines/pages/edit", "/state-machines/pages/start", "/executions",
                "/state-machines/pages/executions/waiting", "/state-machines/pages/executions/waiting?s=Pack",
                "/state-machines/pages/executions/small", "/state-machines/pages/executions/stopped",
                "/state-machines/pages/executions/stopped/redrive", "/state-machines/pages/executions/waiting/stop",
                "/state-machines/pages/test", "/state-machines/pages-many/executions/orders",
                "/state-machines/pages-many/executions/orders?s=All%20orders", mapRun,
                mapRun + "/executions/" + child, "/state-machines/pages-quick",
                "/state-machines/pages-quick/express/"
                        + express.replaceFirst(".*:express:pages-quick:", "").replace(':', '/'),
                "/approvals", "/connections", "/aws-connections", "/functions", "/schedules", "/webhooks",
                "/event-endpoints", "/members", "/keys", "/limits", "/outbox", "/nodes")) {
            var answer = page.navigate(fermata.url() + "/t/main" + path);
            assertThat(answer.status()).as(path).isEqualTo(200);
            Console.picture(page, look + path.replaceAll("[^a-z]+", "-"));
            assertThat(Console.overflow(page)).as("overflow of " + path + " at " + width).isLessThanOrEqualTo(0);
        }
        page.context().close();
        assertThat(console.complaints()).isEmpty();
    }
}
