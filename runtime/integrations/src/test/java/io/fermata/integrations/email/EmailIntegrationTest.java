// SPDX-License-Identifier: Apache-2.0
package io.fermata.integrations.email;

import static org.assertj.core.api.Assertions.assertThat;

import io.fermata.engine.TaskOutcome.Answered;
import io.fermata.engine.TaskOutcome.Failed;
import io.fermata.integrations.IntegrationsFixture;
import io.fermata.language.TaskResource;
import io.fermata.tenancy.mail.Outbox;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class EmailIntegrationTest {

    private static final TaskResource RESOURCE = IntegrationsFixture.resource("fermata", "email",
            TaskResource.Pattern.REQUEST_RESPONSE);

    private static IntegrationsFixture fixture;
    private static EmailIntegration email;

    @BeforeAll
    static void start() {
        fixture = new IntegrationsFixture(EmailIntegrationTest.class);
        email = fixture.get(EmailIntegration.class);
    }

    @AfterAll
    static void stop() {
        fixture.close();
    }

    @Test
    void putsOneMailForEachRecipientIntoTheOutbox() {
        var request = IntegrationsFixture.request(fixture.acme, RESOURCE,
                """
                        {"to":["a@example.org","b@example.org"],"cc":["b@example.org","c@example.org"],"subject":"Hello","text":"Hi"}""",
                "key:K", null);

        var outcome = email.call(request);
        var again = email.call(request);

        assertThat(outcome).isInstanceOfSatisfying(Answered.class, answered -> assertThat(
                answered.output().path("MessageId").stringValue()).matches("[0-9a-f-]{36}"));
        assertThat(again).isEqualTo(outcome);
        assertThat(fixture.get(Outbox.class).page(fixture.acme.id(), Long.MAX_VALUE, 3)).extracting(Outbox.Entry::to)
                .containsExactly("c@example.org", "b@example.org", "a@example.org");
    }

    @Test
    void refusesHeadersInTheSubjectAndWrongAddresses() {
        assertThat(cause("""
                {"to":"a@example.org","subject":"Hello\\r\\nBcc: x@example.org","text":"Hi"}"""))
                .contains("The subject of a mail is one line");
        assertThat(cause("""
                {"to":"nobody","subject":"Hello","text":"Hi"}""")).contains("one address of the form name@host");
        assertThat(cause("""
                {"subject":"Hello","text":"Hi"}""")).contains("The field 'to' is required but was missing");
        assertThat(fixture.get(Outbox.class).page(fixture.other.id(), Long.MAX_VALUE, 10)).isEmpty();
    }

    private static String cause(String parameters) {
        var outcome = (Failed) email.call(IntegrationsFixture.request(fixture.other, RESOURCE, parameters, "key:K",
                null));
        return String.valueOf(outcome.cause());
    }
}
