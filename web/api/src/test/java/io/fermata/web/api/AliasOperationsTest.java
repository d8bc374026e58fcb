// SPDX-License-Identifier: Apache-2.0
package io.fermata.web.api;

import static io.fermata.web.api.OneApi.SECOND;
import static io.fermata.web.api.OneApi.arn;
import static io.fermata.web.api.OneApi.call;
import static io.fermata.web.api.OneApi.machine;
import static io.fermata.web.api.OneApi.pass;
import static io.fermata.web.api.OneApi.refusal;
import static org.assertj.core.api.Assertions.assertThat;

import io.fermata.node.testing.TestNode;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import tools.jackson.databind.JsonNode;

/// Aliases: making, changing, listing, deleting, and starting executions by them.
@ExtendWith(OneApi.class)
class AliasOperationsTest {

    private static final String MISSING = "ResourceNotFound: Request references a resource that does not exist.";

    @Test
    void anAliasIsMadeShownChangedAndDeleted() {
        twoVersions("life");

        var made = call("CreateStateMachineAlias", creation("live", "d", route("life:1", 100)));
        call("UpdateStateMachineAlias", update("life:live", ",\"routingConfiguration\":["
                + route("life:1", 90) + "," + route("life:2", 10) + "]"));
        var shown = call("DescribeStateMachineAlias", alias("life:live"));

        assertThat(text(made, "stateMachineAliasArn")).isEqualTo(arn("life:live"));
        assertThat(text(shown, "stateMachineAliasArn")).isEqualTo(arn("life:live"));
        assertThat(text(shown, "name")).isEqualTo("live");
        assertThat(text(shown, "description")).isEqualTo("d");
        assertThat(shown.path("routingConfiguration").toString())
                .isEqualTo("[" + route("life:1", 90) + "," + route("life:2", 10) + "]");
        assertThat(shown.has("updateDate")).isTrue();
        assertThat(call("DeleteStateMachineAlias", alias("life:live"))).isEmpty();
        assertThat(call("DeleteStateMachineAlias", alias("life:live"))).isEmpty();
        assertThat(refusal("DescribeStateMachineAlias", alias("life:live"))).isEqualTo(MISSING);
        assertThat(refusal("UpdateStateMachineAlias", update("life:live", ",\"description\":\"e\"")))
                .isEqualTo(MISSING);
    }

    @Test
    void theSameRequestFindsTheAliasAndAnotherIsAConflict() {
        twoVersions("same");
        var conflict = "ConflictException: Failed to create alias because an alias with the same name and a different "
                + "routing configuration already exists.";

        var made = call("CreateStateMachineAlias", creation("live", "d", route("same:1", 100)));

        assertThat(call("CreateStateMachineAlias", creation("live", "d", route("same:1", 100)))).isEqualTo(made);
        assertThat(refusal("CreateStateMachineAlias", creation("live", "e", route("same:1", 100)))).isEqualTo(conflict);
        assertThat(refusal("CreateStateMachineAlias", creation("live", "d", route("same:2", 100)))).isEqualTo(conflict);
    }

    @Test
    void routesAreDistinctVersionsOfOneMachineThatSumToAHundred() {
        twoVersions("routes");
        twoVersions("others");

        assertThat(routed(route("routes", 50), route("routes:2", 50))).isEqualTo("ValidationException: Routing "
                + "configuration must contain state machine version ARNs. Received: [" + arn("routes") + ", "
                + arn("routes:2") + "]");
        assertThat(routed(route("routes:1", 50), route("routes:1", 50))).isEqualTo("ValidationException: Routing "
                + "configuration must contain distinct state machine version ARNs. Received: [" + arn("routes:1") + ", "
                + arn("routes:1") + "]");
        assertThat(routed(route("routes:1", 70), route("routes:2", 29))).isEqualTo(
                "ValidationException: Sum of routing configuration weights must equal 100. Received: [70, 29]");
        assertThat(routed(route("routes:1", 101))).isEqualTo("ValidationException: 1 validation error detected: Value "
                + "'101' at 'routingConfiguration.1.member.weight' failed to satisfy constraint: Member must have value "
                + "less than or equal to 100");
        assertThat(routed(route("routes:1", 50), route("routes:2", 30), route("routes:3", 20)))
                .isEqualTo("ValidationException: 1 validation error detected: Value '[RoutingConfigurationListItem("
                        + "stateMachineVersionArn=" + arn("routes:1")
                        + ", weight=50), RoutingConfigurationListItem(stateMachineVersionArn=" + arn("routes:2")
                        + ", weight=30), RoutingConfigurationListItem(stateMachineVersionArn=" + arn("routes:3")
                        + ", weight=20)]' at 'routingConfiguration' failed to satisfy constraint: Member must have "
                        + "length less than or equal to 2");
        assertThat(routed(route("routes:1", 50), route("others:1", 50))).startsWith("ValidationException: ");
        assertThat(routed(route("routes:3", 100))).isEqualTo(MISSING);
        assertThat(routed(route("nowhere:1", 100))).isEqualTo(MISSING);
        assertThat(routed(route("routes", 100).replace(arn("routes"), "x")))
                .isEqualTo("InvalidArn: Invalid Arn: 'Invalid ARN prefix: x'");
    }

    @Test
    void aNameOfDigitsIsNoAlias() {
        twoVersions("named");

        assertThat(refusal("CreateStateMachineAlias", creation("123", "", route("named:1", 100))))
                .isEqualTo("ValidationException: 1 validation error detected: Value '123' at 'name' failed to satisfy "
                        + "constraint: Member must satisfy regular expression pattern: "
                        + "^(?=.*[a-zA-Z_\\-\\.])[a-zA-Z0-9_\\-\\.]+$");
        assertThat(refusal("DescribeStateMachineAlias", alias("named:1"))).startsWith("ValidationException: ");
        assertThat(refusal("DescribeStateMachineAlias", alias("named"))).startsWith("ValidationException: ");
    }

    @Test
    void anUpdateNeedsSomethingAndStaysWithItsMachine() {
        twoVersions("changed");
        twoVersions("unrelated");
        call("CreateStateMachineAlias", creation("live", "", route("changed:1", 100)));

        assertThat(refusal("UpdateStateMachineAlias", update("changed:live", ""))).startsWith("ValidationException: ");
        assertThat(refusal("UpdateStateMachineAlias",
                update("changed:live", ",\"routingConfiguration\":[" + route("unrelated:1", 100) + "]")))
                .isEqualTo(MISSING);
    }

    @Test
    void aVersionIsHeldByItsAliases() {
        twoVersions("held");
        call("CreateStateMachineAlias", creation("one", "", route("held:1", 100)));
        call("CreateStateMachineAlias", creation("two", "", route("held:1", 100)));
        var request = "{\"stateMachineVersionArn\":\"" + arn("held:1") + "\"}";

        assertThat(refusal("DeleteStateMachineVersion", request)).isEqualTo("ConflictException: Version to be deleted "
                + "must not be referenced by an alias. Current list of aliases referencing this version: [one, two]");
        call("DeleteStateMachine", "{\"stateMachineArn\":\"" + arn("held") + "\"}");
        assertThat(refusal("DescribeStateMachineAlias", alias("held:one"))).isEqualTo(MISSING);
    }

    @Test
    void aliasesAreListedOldestFirstInPages() {
        twoVersions("listed");
        assertThat(aliases(list("listed", ""))).isEmpty();
        call("CreateStateMachineAlias", creation("c", "", route("listed:1", 100)));
        call("CreateStateMachineAlias", creation("a", "", route("listed:2", 100)));
        call("CreateStateMachineAlias", creation("b", "", route("listed:1", 0) + "," + route("listed:2", 100)));

        var first = list("listed", ",\"maxResults\":1");
        var second = list("listed", ",\"nextToken\":\"" + text(first, "nextToken") + "\"");

        assertThat(aliases(first)).containsExactly(arn("listed:c"));
        assertThat(aliases(second)).containsExactly(arn("listed:a"), arn("listed:b"));
        assertThat(second.has("nextToken")).isFalse();
        assertThat(aliases(list("listed:1", ""))).containsExactly(arn("listed:c"), arn("listed:b"));
        assertThat(refusal("ListStateMachineAliases", "{\"stateMachineArn\":\"" + arn("listed:9") + "\"}"))
                .isEqualTo(MISSING);
        assertThat(refusal("ListStateMachineAliases", "{\"stateMachineArn\":\"" + arn("unlisted") + "\"}"))
                .isEqualTo("StateMachineDoesNotExist: State Machine Does Not Exist: '" + arn("unlisted") + "'");
    }

    @Test
    void anExecutionKeepsTheVersionThatItsAliasChose() {
        twoVersions("chosen");
        call("CreateStateMachineAlias", creation("live", "", route("chosen:1", 100) + "," + route("chosen:2", 0)));

        var started = start("chosen:live");
        var ofVersion = start("chosen:1");
        call("UpdateStateMachineAlias",
                update("chosen:live", ",\"routingConfiguration\":[" + route("chosen:2", 100) + "]"));
        var later = start("chosen:live");

        var shown = describe(started);
        assertThat(text(shown, "stateMachineArn")).isEqualTo(arn("chosen"));
        assertThat(text(shown, "stateMachineVersionArn")).isEqualTo(arn("chosen:1"));
        assertThat(text(shown, "stateMachineAliasArn")).isEqualTo(arn("chosen:live"));
        assertThat(text(describe(later), "stateMachineVersionArn")).isEqualTo(arn("chosen:2"));
        assertThat(executions("chosen:live")).containsExactly(later, started);
        assertThat(executions("chosen:1")).containsExactly(ofVersion, started);
        assertThat(executions("chosen")).containsExactly(later, ofVersion, started);
        TestNode.await("the end", () -> text(describe(started), "status").equals("SUCCEEDED"));
    }

    @Test
    void anAliasThatIsNotThereStartsNothing() {
        twoVersions("unaliased");

        assertThat(refusal("StartExecution", "{\"stateMachineArn\":\"" + arn("unaliased:live") + "\"}"))
                .isEqualTo("StateMachineDoesNotExist: State Machine Does Not Exist: '" + arn("unaliased:live") + "'");
    }

    @Test
    void aliasesOfAnotherAccountAreAnsweredAsMissingOnes() {
        twoVersions("secret-alias");
        call("CreateStateMachineAlias", creation("live", "", route("secret-alias:1", 100)));

        for (var operation : List.of("DescribeStateMachineAlias", "UpdateStateMachineAlias", "DeleteStateMachineAlias",
                "ListStateMachineAliases", "StartExecution", "ListExecutions", "CreateStateMachineAlias")) {
            var request = "{\"stateMachineArn\":\"%1$s\",\"stateMachineAliasArn\":\"%1$s\",\"description\":\"d\",\"name\":\"mine\","
                    + "\"routingConfiguration\":[" + route("secret-alias:1", 100) + "]}";
            assertThat(refusal(SECOND, operation, request.formatted(arn("secret-alias:live")))).as(operation)
                    .isEqualTo(refusal(SECOND, operation,
                            request.formatted(arn("secret-alias:live")).replace("secret-alias", "absent"))
                            .replace("absent", "secret-alias"));
        }
        assertThat(text(call("DescribeStateMachineAlias", alias("secret-alias:live")), "name")).isEqualTo("live");
    }

    private static void twoVersions(String name) {
        machine(name, ",\"publish\":true");
        call("UpdateStateMachine",
                "{\"stateMachineArn\":\"%s\",\"definition\":\"%s\",\"publish\":true}".formatted(arn(name),
                        pass("v2")));
    }

    private static String routed(String... routes) {
        return refusal("CreateStateMachineAlias", creation("refused", "", String.join(",", routes)));
    }

    private static String creation(String name, String description, String routes) {
        return "{\"name\":\"%s\",\"description\":\"%s\",\"routingConfiguration\":[%s]}".formatted(name, description,
                routes);
    }

    private static String route(String version, int weight) {
        return "{\"stateMachineVersionArn\":\"%s\",\"weight\":%d}".formatted(arn(version), weight);
    }

    private static String update(String name, String more) {
        return "{\"stateMachineAliasArn\":\"%s\"%s}".formatted(arn(name), more);
    }

    private static String alias(String name) {
        return update(name, "");
    }

    private static JsonNode list(String name, String more) {
        return call("ListStateMachineAliases", "{\"stateMachineArn\":\"%s\"%s}".formatted(arn(name), more));
    }

    private static List<String> aliases(JsonNode answer) {
        return answer.path("stateMachineAliases").valueStream().map(item -> text(item, "stateMachineAliasArn"))
                .toList();
    }

    private static String start(String name) {
        return text(call("StartExecution", "{\"stateMachineArn\":\"" + arn(name) + "\"}"), "executionArn");
    }

    private static JsonNode describe(String executionArn) {
        return call("DescribeExecution", "{\"executionArn\":\"" + executionArn + "\"}");
    }

    private static List<String> executions(String name) {
        return call("ListExecutions", "{\"stateMachineArn\":\"" + arn(name) + "\"}").path("executions").valueStream()
                .map(item -> text(item, "executionArn")).toList();
    }

    private static String text(JsonNode answer, String member) {
        return answer.path(member).stringValue("");
    }
}
