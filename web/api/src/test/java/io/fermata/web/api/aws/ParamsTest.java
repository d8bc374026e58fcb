// SPDX-License-Identifier: Apache-2.0
package io.fermata.web.api.aws;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.fermata.language.Json;
import java.util.Set;
import org.junit.jupiter.api.Test;

/// Constraints of requests, refused together and in AWS's words.
class ParamsTest {

    @Test
    void namesAMissingMember() {
        var params = params("{}");
        params.required("name", 1, 80);

        assertThatThrownBy(params::check).hasMessage("1 validation error detected: Value null at 'name' failed to "
                + "satisfy constraint: Member must not be null");
    }

    @Test
    void gathersAllThatIsWrong() {
        var params = params("{\"name\":\"abc\",\"maxResults\":1001}");
        params.required("name", 1, 2);
        params.number("maxResults", 0, 1000);

        assertThatThrownBy(params::check).hasMessageStartingWith("2 validation errors detected: ")
                .hasMessageContaining(
                        "Value 'abc' at 'name' failed to satisfy constraint: Member must have length less "
                                + "than or equal to 2")
                .hasMessageContaining(
                        "Value '1001' at 'maxResults' failed to satisfy constraint: Member must have value "
                                + "less than or equal to 1000");
    }

    @Test
    void countsAPayloadInBytesAndDoesNotRepeatIt() {
        var params = params("{\"input\":\"\u00e4\u00e4\"}");
        params.payload("input", 3);

        assertThatThrownBy(params::check).hasMessage("1 validation error detected: Value at 'input' failed to satisfy "
                + "constraint: Member must have size less than or equal to 3 bytes in UTF-8 encoding");
    }

    @Test
    void listsTheValuesOfAnEnum() {
        var params = params("{\"type\":\"OTHER\"}");
        params.oneOf("type", Set.of("STANDARD"));

        assertThatThrownBy(params::check).hasMessageContaining("Member must satisfy enum value set: [STANDARD]");
    }

    @Test
    void refusesAMemberOfTheWrongKind() {
        assertThatThrownBy(() -> params("{\"name\":1}").optional("name", 0, 9))
                .hasMessage("Member 'name' must be a string");
    }

    @Test
    void givesWhatIsThere() {
        var params = params("{\"name\":\"n\",\"maxResults\":0,\"reverseOrder\":true}");

        assertThat(params.required("name", 1, 80)).isEqualTo("n");
        assertThat(params.number("maxResults", 0, 1000)).contains(0);
        assertThat(params.flag("reverseOrder")).isTrue();
        assertThat(params.flag("missing")).isFalse();
        params.check();
    }

    private static Params params(String json) {
        return new Params(Json.parse(json));
    }
}
