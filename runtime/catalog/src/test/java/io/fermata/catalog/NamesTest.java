// SPDX-License-Identifier: Apache-2.0
package io.fermata.catalog;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class NamesTest {

    @ParameterizedTest
    @ValueSource(strings = {"a", "A-b_c.d", "0", "name(1)", "é", "日本", "😀", "a'b!@+=",
            "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa"})
    void allows(String name) {
        assertThat(Names.isValid(name)).isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", " ", "a b", "a\tb", "a\u00a0b", "<", ">", "{", "}", "[", "]", "?", "*", "\"", "#", "%",
            "\\", "^", "|", "~", "`", "$", "&", ",", ";", ":", "/", "\u0000", "\u007f",
            "\u009f", "\ufffe", "\uffff", "\ud800",
            "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa"})
    void refuses(String name) {
        assertThat(Names.isValid(name)).isFalse();
    }
}
