// SPDX-License-Identifier: Apache-2.0
package io.fermata.web.console;

import static org.assertj.core.api.Assertions.assertThat;
import static org.springframework.security.test.web.servlet.request.SecurityMockMvcRequestPostProcessors.csrf;

import io.fermata.tenancy.Role;
import org.junit.jupiter.api.Test;
import org.springframework.http.HttpStatus;
import org.springframework.test.web.servlet.assertj.MvcTestResult;

class MachinePagesTest extends AuthorPagesTest {

    private static final String HELLO = """
            {"StartAt":"Say <b>hello</b>","States":{"Say <b>hello</b>":{"Type":"Pass","End":true}}}""";

    @Test
    void createsAMachineAndShowsItsGraphEscaped() {
        create("hello", HELLO);

        assertThat(as(author, mvc.get().uri(base + "/state-machines/hello"))).hasStatusOk().bodyText()
                .contains("<svg class=\"g\"", "Say &lt;b&gt;hello&lt;/b&gt;").doesNotContain("<b>hello</b>");
        assertThat(as(author, mvc.get().uri(base + "/state-machines"))).hasStatusOk().bodyText()
                .contains("/state-machines/hello");
    }

    @Test
    void showsNothingOfItToAnotherTenant() {
        create("hello", HELLO);
        var otherTenant = tenant();
        var other = member(otherTenant, Role.ADMIN);

        assertThat(as(other, mvc.get().uri(base + "/state-machines/hello"))).hasStatus(HttpStatus.NOT_FOUND);
        assertThat(as(other, mvc.get().uri("/t/" + otherTenant.slug() + "/state-machines/hello")))
                .hasStatus(HttpStatus.NOT_FOUND);
        assertThat(as(other, mvc.get().uri("/t/" + otherTenant.slug() + "/state-machines"))).hasStatusOk().bodyText()
                .doesNotContain("state-machines/hello");
    }

    @Test
    void keepsTheTextAndNamesTheLineOfAnError() {
        var broken = "{\n\"StartAt\":\"A\",\n\"States\":{\"A\":{\"Type\":\"Pass\",\"Next\":\"typed here\"}}}";

        assertThat(as(author, mvc.post().uri(base + "/new-state-machine").with(csrf()).param("name", "broken")
                .param("definition", broken).param("act", "save"))).hasStatus(HttpStatus.UNPROCESSABLE_CONTENT)
                .bodyText()
                .contains("typed here", "data-line=\"3\"", "Not saved");
    }

    @Test
    void formatsTheTextOfTheEditorWithoutStoringIt() {
        assertThat(format("{\"StartAt\":\"A\",\"States\":{\"A\":{\"Type\":\"Succeed\"}}}")).hasStatusOk().bodyText()
                .contains("  &quot;StartAt&quot;: &quot;A&quot;,\n");
        assertThat(as(author, mvc.get().uri(base + "/state-machines"))).bodyText().contains("No state machine yet");
    }

    @Test
    void makesJsonOfYamlWhenItFormats() {
        assertThat(format("StartAt: A\nStates:\n  A:\n    Type: Succeed\n")).hasStatusOk().bodyText()
                .contains("  &quot;StartAt&quot;: &quot;A&quot;,\n", "No problems");
    }

    @Test
    void leavesATextThatCannotBeFormattedAsItIsAndSaysWhy() {
        assertThat(format("StartAt: [A\n")).hasStatusOk().bodyText().contains("StartAt: [A",
                "Not formatted: the text is neither JSON nor YAML. Line 2");
    }

    @Test
    void showsWhatLintWarnsOf() {
        var answer = as(author, mvc.post().uri(base + "/check").with(csrf()).header("HX-Request", "true").param(
                "definition", """
                        {"StartAt":"A","States":{"A":{"Type":"Task","End":true,
                        "Resource":"arn:aws:states:us-east-1:111111111111:activity:a"}}}"""));

        assertThat(answer).hasStatusOk().bodyText().contains("1 warning", "waits up to a year when nobody answers",
                "/States/A");
    }

    private MvcTestResult format(String definition) {
        return as(author, mvc.post().uri(base + "/new-state-machine").with(csrf()).param("name", "m")
                .param("definition", definition).param("act", "format")).exchange();
    }

    @Test
    void checksTheTextOfTheEditorWithoutStoringIt() {
        var answer = as(author, mvc.post().uri(base + "/check").with(csrf()).header("HX-Request", "true")
                .param("definition", HELLO)).exchange();

        assertThat(answer).hasStatusOk().bodyText().contains("id=\"checked\"", "No problems", "<svg class=\"g\"")
                .doesNotContain("<html");
        assertThat(as(author, mvc.get().uri(base + "/state-machines"))).bodyText().contains("No state machine yet");
    }

    @Test
    void savesAChangeUnlessSomebodyElseDid() {
        create("hello", HELLO);
        var page = as(author, mvc.get().uri(base + "/state-machines/hello/edit")).exchange();
        assertThat(page).hasStatusOk();
        var revision = org.assertj.core.api.Assertions.assertThat(page).bodyText().actual()
                .replaceAll("(?s).*name=\"base\" value=\"(\\d+)\".*", "$1");
        var changed = HELLO.replace("hello", "goodbye");

        assertThat(as(author, mvc.post().uri(base + "/state-machines/hello/edit").with(csrf()).param("base", revision)
                .param("definition", changed).param("act", "save"))).hasStatus(HttpStatus.FOUND);
        assertThat(as(author, mvc.post().uri(base + "/state-machines/hello/edit").with(csrf()).param("base", revision)
                .param("definition", HELLO).param("act", "save"))).hasStatus(HttpStatus.CONFLICT).bodyText()
                .contains("Somebody else", "Say &lt;b&gt;hello");
    }

    @Test
    void keepsAnInputThatIsNotJson() {
        create("hello", HELLO);

        assertThat(
                as(author, mvc.post().uri(base + "/state-machines/hello/start").with(csrf()).param("input", "{oops")))
                .hasStatus(HttpStatus.UNPROCESSABLE_CONTENT).bodyText().contains("{oops", "The input is not JSON");
    }

    @Test
    void deletesAfterAQuestion() {
        create("hello", HELLO);
        assertThat(as(author, mvc.get().uri(base + "/state-machines/hello/delete"))).hasStatusOk().bodyText()
                .contains("Keep it");

        assertThat(as(author, mvc.post().uri(base + "/state-machines/hello/delete").with(csrf())))
                .hasStatus(HttpStatus.FOUND);
        assertThat(as(author, mvc.post().uri(base + "/state-machines/none/delete").with(csrf())))
                .hasStatus(HttpStatus.NOT_FOUND);
    }
}
