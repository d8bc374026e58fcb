// SPDX-License-Identifier: Apache-2.0
package io.fermata.web.console;

import static org.assertj.core.api.Assertions.assertThat;
import static org.springframework.security.test.web.servlet.request.SecurityMockMvcRequestPostProcessors.csrf;

import io.fermata.node.testing.TestNode;
import io.fermata.tenancy.Role;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.springframework.http.HttpStatus;

class MapRunPagesTest extends AuthorPagesTest {

    private static final String MANY = """
            {"StartAt":"Orders","States":{"Orders":{"Type":"Map","MaxConcurrency":3,"ToleratedFailurePercentage":50,
            "ItemsPath":"$.orders","ItemProcessor":{"ProcessorConfig":{"Mode":"DISTRIBUTED","ExecutionType":"%s"},
            "StartAt":"Odd","States":{"Odd":{"Type":"Choice","Choices":[{"Variable":"$","NumericGreaterThan":2,
            "Next":"Refuse"}],"Default":"Take"},"Refuse":{"Type":"Fail","Error":"TooMuch","Cause":"over <2>"},
            "Take":{"Type":"Pass","End":true}}},"End":true}}}""";
    private static final Pattern RUN = Pattern.compile("/map-runs/[0-9a-f-]{36}");
    private static final Pattern CHILD = Pattern.compile("/map-runs/[0-9a-f-]{36}/executions/[0-9a-f-]{36}");

    private String text(String page) {
        try {
            return as(author, mvc.get().uri(page)).exchange().getResponse().getContentAsString();
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }

    /// The page of an execution that has run a Map with the orders 1, 2 and 3.
    private String ended(String childType) {
        return ended(childType, "[1,2,3]", "Succeeded after");
    }

    private String ended(String childType, String orders, String end) {
        create("many", MANY.formatted(childType));
        assertThat(as(author, mvc.post().uri(base + "/state-machines/many/start").with(csrf())
                .param("execution", "e").param("input", "{\"orders\":" + orders + "}"))).hasStatus(HttpStatus.FOUND);
        var page = base + "/state-machines/many/executions/e";
        TestNode.await("the end", () -> text(page).contains(end));
        return page;
    }

    private static String first(Pattern pattern, String text) {
        var found = pattern.matcher(text);
        assertThat(found.find()).as(pattern.pattern()).isTrue();
        return found.group();
    }

    @Test
    void anExecutionShowsItsMapRunsWithTheirProgressAndCountsNoStateInside() {
        assertThat(text(ended("STANDARD") + "?s=Orders")).contains("id=\"map-runs\"", "3 of 3 items, 1 failed",
                "1 of 1 states reached");
    }

    @Test
    void aMapRunShowsItsBoundsItsCountsAndItsChildren() {
        var run = base + first(RUN, text(ended("STANDARD")));

        assertThat(text(run)).contains("Map Run of Orders", "at most 3 at once, 50 % failed items tolerated",
                "Children</th><td class=\"r num\">0</td><td class=\"r num\">0</td><td class=\"r num\">2</td>"
                        + "<td class=\"r num\">1</td>");
        assertThat(CHILD.matcher(text(run)).results()).hasSize(3);
        assertThat(CHILD.matcher(text(run + "?status=FAILED")).results()).hasSize(1);
    }

    @Test
    void aChildIsShownAsAnExecutionThatCanNeitherBeStartedAgainNorRedrivenByItself() {
        var run = base + first(RUN, text(ended("STANDARD")));
        var child = base + first(CHILD, text(run + "?status=FAILED"));

        assertThat(text(child)).contains("Map Run of Orders", "TooMuch", "over &lt;2&gt;", "ExecutionFailed")
                .doesNotContain("id=\"again\"", "id=\"redrive\"", "id=\"stop\"");
    }

    @Test
    void aRedriveGoesOnWithTheChildrenThatDidNotEndWell() {
        var page = ended("STANDARD", "[3,1,4]", "Failed at ");

        assertThat(text(page + "/redrive")).contains("Done again", "2 of 3 children");
        assertThat(as(author, mvc.post().uri(page + "/redrive").with(csrf()))).hasStatus(HttpStatus.FOUND);

        TestNode.await("the second end", () -> text(page).contains("MapRunRedriven")
                && text(page).contains("<dt>Redrives</dt><dd>1</dd>") && text(page).contains("Failed at "));
        assertThat(text(base + first(RUN, text(page)))).contains("<dt>Redrives</dt><dd>1</dd>");
    }

    @Test
    void theListOfExecutionsHasNoChildren() {
        ended("STANDARD");

        assertThat(text(base + "/executions")).contains("/state-machines/many/executions/e\"");
        assertThat(Pattern.compile("<td class=\"mono\">").matcher(text(base + "/executions")).results()).hasSize(1);
    }

    @Test
    void expressChildrenAreCountedOnly() {
        var run = base + first(RUN, text(ended("EXPRESS")));

        assertThat(text(run)).contains("Children without a history").doesNotContain("status-filter");
    }

    @Test
    void anotherTenantFindsNeitherRunNorChild() {
        var run = first(RUN, text(ended("STANDARD")));
        var child = first(CHILD, text(base + run));
        var other = tenant();
        var stranger = member(other, Role.ADMIN);

        for (var page : new String[]{run, child}) {
            assertThat(as(stranger, mvc.get().uri("/t/" + other.slug() + page))).hasStatus(HttpStatus.NOT_FOUND);
            assertThat(as(stranger, mvc.get().uri(base + page))).hasStatus(HttpStatus.NOT_FOUND);
        }
    }
}
