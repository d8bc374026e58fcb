// SPDX-License-Identifier: Apache-2.0
package io.fermata.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.Test;

/// The unchanged AWS CLI drives Fermata.
@ExtendWith(OneNode.class)
class AwsCliIT {

    private static final String DEFINITION = """
            {"StartAt":"A","States":{"A":{"Type":"Pass","Result":{"x":1},"Next":"B"},"B":{"Type":"Succeed"}}}""";

    private static Fermata fermata;
    private static String cli;

    @BeforeAll
    static void start() throws Exception {
        cli = Tools.aws();
        fermata = OneNode.get();
    }

    @Test
    void createsStartsAndReadsAHistory() throws Exception {
        aws("create-state-machine", "--name", "cli", "--role-arn", "arn:aws:iam::111122223333:role/cli",
                "--definition", DEFINITION);
        var arn = aws("start-execution", "--state-machine-arn", Fermata.machineArn("cli"), "--name", "one", "--input",
                "{\"a\":1}", "--query", "executionArn", "--output", "text").output();
        assertThat(arn).isEqualTo("arn:aws:states:us-east-1:111122223333:execution:cli:one");

        Await.until("the end", Duration.ofSeconds(20), () -> aws("describe-execution", "--execution-arn",
                arn, "--query", "status", "--output", "text").output().equals("SUCCEEDED"));

        assertThat(aws("get-execution-history", "--execution-arn", arn, "--query", "events[].type", "--output", "text")
                .output().split("\\s+")).containsExactly("ExecutionStarted", "PassStateEntered", "PassStateExited",
                        "SucceedStateEntered", "SucceedStateExited", "ExecutionSucceeded");
        assertThat(aws("list-executions", "--state-machine-arn", Fermata.machineArn("cli"), "--query",
                "executions[].name", "--output", "text").output()).isEqualTo("one");
    }

    @Test
    void pagesThroughAHistoryInBothDirections() throws Exception {
        aws("create-state-machine", "--name", "cli-pages", "--role-arn", "arn:aws:iam::111122223333:role/cli",
                "--definition", DEFINITION);
        var arn = aws("start-execution", "--state-machine-arn", Fermata.machineArn("cli-pages"), "--query",
                "executionArn",
                "--output", "text").output();
        Await.until("the end", Duration.ofSeconds(20), () -> aws("describe-execution", "--execution-arn",
                arn, "--query", "status", "--output", "text").output().equals("SUCCEEDED"));

        assertThat(aws("get-execution-history", "--execution-arn", arn, "--page-size", "2", "--query", "events[].id",
                "--output", "text").output().split("\\s+")).containsExactly("1", "2", "3", "4", "5", "6");
        assertThat(aws("get-execution-history", "--execution-arn", arn, "--reverse-order", "--page-size", "4",
                "--query", "events[].id", "--output", "text").output().split("\\s+"))
                .containsExactly("6", "5", "4", "3", "2", "1");
    }

    @Test
    void showsAwssErrors() throws Exception {
        assertThat(aws("describe-state-machine", "--state-machine-arn", Fermata.machineArn("missing")).output())
                .contains("(StateMachineDoesNotExist)")
                .contains("State Machine Does Not Exist: '" + Fermata.machineArn("missing") + "'");
        assertThat(aws("create-state-machine", "--name", "bad", "--role-arn", "arn:aws:iam::111122223333:role/cli",
                "--definition", "{\"StartAt\":\"X\"}").output()).contains("(InvalidDefinition)")
                .contains("These fields are required: [States] at /");
    }

    private static Tools.Ran aws(String... arguments) throws Exception {
        var command = new ArrayList<>(List.of(cli, "stepfunctions"));
        command.addAll(List.of(arguments));
        command.addAll(List.of("--endpoint-url", fermata.url()));
        return Tools.run(command, Map.of("AWS_ACCESS_KEY_ID", Fermata.KEY, "AWS_SECRET_ACCESS_KEY", Fermata.SECRET,
                "AWS_DEFAULT_REGION", "us-east-1", "AWS_PAGER", ""));
    }
}
