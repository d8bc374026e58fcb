// SPDX-License-Identifier: Apache-2.0
package io.fermata.web.console;

import static org.assertj.core.api.Assertions.assertThat;
import static org.springframework.security.test.web.servlet.request.SecurityMockMvcRequestPostProcessors.csrf;

import io.fermata.tenancy.Role;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.http.HttpStatus;
import org.springframework.test.web.servlet.assertj.MockMvcTester.MockMvcRequestBuilder;

/// Trying single states in the console.
class TestPagesTest extends AuthorPagesTest {

    private static final String DEFINITION = """
            {"StartAt":"Add","States":{
              "Add":{"Type":"Pass","QueryLanguage":"JSONata","Assign":{"sum":"{% $a + 1 %}"},"Output":"{% $states.input.n %}","Next":"Call"},
              "Call":{"Type":"Task","Resource":"arn:aws:states:::lambda:invoke","Parameters":{"FunctionName":"<i>f</i>"},
                "Retry":[{"ErrorEquals":["Boom"],"IntervalSeconds":2,"MaxAttempts":2}],"Catch":[{"ErrorEquals":["Boom"],"Next":"Each"}],"Next":"Each"},
              "Each":{"Type":"Map","ItemProcessor":{"StartAt":"One","States":{"One":{"Type":"Pass","End":true}}},"End":true}}}""";

    private String page;

    @BeforeEach
    void makeMachine() {
        page = base + "/state-machines/order/test";
        create("order", DEFINITION);
    }

    private MockMvcRequestBuilder test(String state, String input) {
        return as(author, mvc.post().uri(page).with(csrf()).param("state", state).param("input", input));
    }

    @Test
    void offersAllStatesThoseInsideOthersToo() {
        assertThat(as(author, mvc.get().uri(page))).hasStatusOk().bodyText().contains("<option value=\"Add\"",
                "<option value=\"One\"", "Test state");
    }

    @Test
    void showsOutputNextStateAndDataFlow() {
        assertThat(test("Add", "{\"n\":7}").param("variables", "{\"a\":1}")).hasStatusOk().bodyText()
                .contains("Succeeded", "Next: <b>Call</b>", "Data flow", "Variables afterwards", "sum");
    }

    @Test
    void showsAMockedResultAndWhatTheParametersWere() {
        assertThat(test("Call", "{}").param("mock", "result").param("result", "{\"Payload\":1}")).hasStatusOk()
                .bodyText().contains("Succeeded", "Mocked", "After Parameters", "&lt;i&gt;f&lt;/i&gt;")
                .doesNotContain("<i>f</i>");
    }

    @Test
    void saysWhichRuleTakesAMockedError() {
        assertThat(test("Call", "{}").param("mock", "error").param("error", "Boom").param("made", "1")).hasStatusOk()
                .bodyText().contains("Waiting to retry", "Retry rule 1 tries it again after 4 s.");
        assertThat(test("Call", "{}").param("mock", "error").param("error", "Boom").param("made", "2")).hasStatusOk()
                .bodyText().contains("Caught", "Catch rule 1 takes the error.", "Next: <b>Each</b>");
    }

    @Test
    void keepsWhatWasTypedAndSaysWhatIsWrongWithIt() {
        assertThat(test("Add", "{oops")).hasStatus(HttpStatus.UNPROCESSABLE_CONTENT).bodyText().contains("{oops",
                "The input is not JSON");
        assertThat(test("Each", "[]")).hasStatus(HttpStatus.UNPROCESSABLE_CONTENT).bodyText()
                .contains("can be tested with a mocked result or error only");
        assertThat(test("Add", "{}").param("mock", "result").param("result", "1"))
                .hasStatus(HttpStatus.UNPROCESSABLE_CONTENT).bodyText().contains("is not supported when a mock");
        assertThat(test("Nowhere", "{}")).hasStatus(HttpStatus.UNPROCESSABLE_CONTENT).bodyText()
                .contains("Choose a state");
        assertThat(test("Call", "{}").param("mock", "result").param("result", "{\"StatusCode\":\"200\"}"))
                .hasStatus(HttpStatus.UNPROCESSABLE_CONTENT).bodyText().contains("must be a number");
    }

    @Test
    void triesTheTextOfTheEditorWithoutSavingIt() {
        var draft = DEFINITION.replace("\"Add\"", "\"Draft\"");

        assertThat(as(author, mvc.post().uri(page).with(csrf()).param("definition", draft).param("act", "choose")))
                .hasStatusOk().bodyText().contains("<option value=\"Draft\"", "which is not saved");
        assertThat(test("Draft", "{\"n\":1}").param("definition", draft).param("variables", "{\"a\":1}")).hasStatusOk()
                .bodyText().contains("Succeeded");
        assertThat(as(author, mvc.get().uri(page))).bodyText().doesNotContain("Draft");
    }

    @Test
    void isForThoseWhoMayStartExecutions() {
        var viewer = member(tenant, Role.VIEWER);
        var stranger = member(tenant(), Role.ADMIN);

        assertThat(as(viewer, mvc.get().uri(page))).hasStatus(HttpStatus.FORBIDDEN);
        assertThat(as(viewer, mvc.post().uri(page).with(csrf()).param("state", "Add")))
                .hasStatus(HttpStatus.FORBIDDEN);
        assertThat(as(viewer, mvc.get().uri("/t/" + tenant.slug() + "/state-machines/order"))).hasStatusOk()
                .bodyText().doesNotContain("Test a state");
        assertThat(as(stranger, mvc.get().uri(page))).hasStatus(HttpStatus.NOT_FOUND);
    }

    @Test
    void isOfferedOnTheMachineAndInTheEditor() {
        var machine = "/t/" + tenant.slug() + "/state-machines/order";

        assertThat(as(author, mvc.get().uri(machine))).hasStatusOk().bodyText().contains(machine + "/test");
        assertThat(as(author, mvc.get().uri(machine + "/edit"))).hasStatusOk().bodyText()
                .contains("formaction=\"" + machine + "/test\"");
    }
}
