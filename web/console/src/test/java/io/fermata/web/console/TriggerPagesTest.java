// SPDX-License-Identifier: Apache-2.0
package io.fermata.web.console;

import static org.assertj.core.api.Assertions.assertThat;
import static org.springframework.security.test.web.servlet.request.SecurityMockMvcRequestPostProcessors.csrf;

import io.fermata.tenancy.Role;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.http.HttpStatus;

class TriggerPagesTest extends AuthorPagesTest {

    @BeforeEach
    void makeMachine() {
        create("report", "{\"StartAt\":\"A\",\"States\":{\"A\":{\"Type\":\"Pass\",\"End\":true}}}");
    }

    @Test
    void makesPausesAndDeletesASchedule() {
        assertThat(as(author,
                mvc.post().uri(base + "/schedules").with(csrf()).param("name", "nightly").param("machine", "report")
                        .param("expression", "cron(0 2 * * ? *)").param("zone", "Europe/Berlin").param("input", "{}")))
                .hasStatus(HttpStatus.FOUND).hasRedirectedUrl(base + "/schedules/nightly");
        assertThat(as(author, mvc.get().uri(base + "/schedules/nightly"))).bodyText().contains("02:00:00 CE", "Pause");

        assertThat(as(author, mvc.post().uri(base + "/schedules/nightly").with(csrf()).param("act", "pause")))
                .hasStatus(HttpStatus.FOUND);
        assertThat(as(author, mvc.get().uri(base + "/schedules"))).bodyText().contains("Paused");
        assertThat(as(author, mvc.post().uri(base + "/schedules/nightly").with(csrf()).param("act", "delete")))
                .hasStatus(HttpStatus.FOUND);
        assertThat(as(author, mvc.get().uri(base + "/schedules/nightly"))).hasStatus(HttpStatus.NOT_FOUND);
    }

    @Test
    void showsTheNextMomentsOfAnExpressionThatIsNotStored() {
        assertThat(as(author, mvc.post().uri(base + "/schedules").with(csrf()).param("expression", "rate(5 minutes)")
                .param("zone", "UTC").param("act", "preview"))).hasStatusOk().bodyText()
                .contains("Next moments", "No schedule yet");
    }

    @Test
    void keepsTheFormWhenTheExpressionIsWrong() {
        assertThat(as(author,
                mvc.post().uri(base + "/schedules").with(csrf()).param("name", "n").param("machine", "report")
                        .param("expression", "every day").param("zone", "UTC")))
                .hasStatus(HttpStatus.UNPROCESSABLE_CONTENT).bodyText()
                .contains("every day", "class=\"note bad\"");
    }

    @Test
    void showsTheSecretOfAWebhookOnceAndItsAddressToAuthorsOnly() {
        assertThat(as(author,
                mvc.post().uri(base + "/webhooks").with(csrf()).param("name", "shop").param("machine", "report")))
                .hasStatusOk().bodyText().contains("not shown again", "/hooks/");

        assertThat(as(author, mvc.get().uri(base + "/webhooks/shop"))).bodyText().contains("/hooks/")
                .doesNotContain("not shown again");
        assertThat(as(member(tenant, Role.VIEWER), mvc.get().uri(base + "/webhooks/shop"))).hasStatusOk().bodyText()
                .doesNotContain("/hooks/");
        var other = tenant();
        assertThat(as(member(other, Role.ADMIN), mvc.get().uri("/t/" + other.slug() + "/webhooks/shop")))
                .hasStatus(HttpStatus.NOT_FOUND);
    }
}
