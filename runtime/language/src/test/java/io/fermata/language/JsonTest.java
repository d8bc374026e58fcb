// SPDX-License-Identifier: Apache-2.0
package io.fermata.language;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class JsonTest {

    @ParameterizedTest
    @ValueSource(strings = {"{\"b\":1,\"a\":[true,null,\"x\"]}", "1.10", "12345678901234567890123", "\"text\"", "null",
            "[]"})
    void writesWhatItRead(String text) {
        assertThat(Json.write(Json.parse(text))).isEqualTo(text);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", " ", "{", "{} {}", "{\"a\":1,\"a\":2}", "NaN", "'x'", "01"})
    void refusesWhatIsNoJson(String text) {
        assertThatIllegalArgumentException().isThrownBy(() -> Json.parse(text));
    }

    @Test
    void refusesNestingOverSixtyFour() {
        assertThat(Json.parse("[".repeat(64) + "]".repeat(64)).size()).isEqualTo(1);
        assertThatIllegalArgumentException().isThrownBy(() -> Json.parse("[".repeat(65) + "]".repeat(65)));
    }

    @Test
    void refusesNumbersOverAThousandDigits() {
        assertThatIllegalArgumentException().isThrownBy(() -> Json.parse("1".repeat(1_001)));
    }

    @ParameterizedTest
    @ValueSource(strings = {"[1,2,{\"a\":\"b\",\"c\":null}]", "\"\\u0001\\n\\\"ä€😀\"", "{}", "[]",
            "{\"ä\":[true,1.5]}"})
    void countsTheBytesThatItWrites(String text) {
        var value = Json.parse(text);
        var bytes = Json.write(value).getBytes(StandardCharsets.UTF_8).length;
        var room = Json.MAX_BYTES - bytes - "[\"\",]".length();

        assertThat(Json.fits(Json.parse("[\"" + "x".repeat(room) + "\"," + text + "]"))).isTrue();
        assertThat(Json.fits(Json.parse("[\"" + "x".repeat(room + 1) + "\"," + text + "]"))).isFalse();
    }

    @Test
    void findsNestingTooDeepToBeReadAgain() {
        var deepest = Json.parse("[".repeat(64) + "]".repeat(64));

        assertThat(Json.fits(deepest)).isTrue();
        assertThat(Json.fits(Json.MAPPER.createArrayNode().add(deepest))).isFalse();
    }

    @Test
    void refusesAnExponentThatNoNumberHas() {
        assertThatIllegalArgumentException().isThrownBy(() -> Json.parse("1e99999999999"));
    }
}
