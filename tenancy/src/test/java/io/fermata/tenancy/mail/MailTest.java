// SPDX-License-Identifier: Apache-2.0
package io.fermata.tenancy.mail;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.fermata.tenancy.TenantId;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class MailTest {

    @ParameterizedTest
    @ValueSource(strings = {"x\r\nBcc: all@example.org", "x\nBcc: all@example.org", "x\u2028y", "", "\u0000"})
    void refusesASubjectWithALineBreak(String subject) {
        assertThatThrownBy(() -> new Mail(new TenantId(1), "a@example.org", subject, "t", "approvals"))
                .isInstanceOf(IllegalArgumentException.class).hasMessageContaining("subject");
    }

    @ParameterizedTest
    @ValueSource(strings = {"a@example.org\r\nBcc: b@example.org", "a@example.org, b@example.org",
            "Ada <a@example.org>", "a", ""})
    void refusesAnAddressThatIsNotOne(String to) {
        assertThatThrownBy(() -> new Mail(new TenantId(1), to, "s", "t", "approvals"))
                .isInstanceOf(IllegalArgumentException.class).hasMessageContaining("one address");
    }
}
