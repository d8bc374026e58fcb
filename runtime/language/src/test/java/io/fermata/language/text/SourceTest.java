// SPDX-License-Identifier: Apache-2.0
package io.fermata.language.text;

import static org.assertj.core.api.Assertions.assertThat;

import io.fermata.language.Json;
import org.junit.jupiter.api.Test;

class SourceTest {

    private static final String TEXT = """
            {
              "a\\"b" : [1.50, -2e3 ,"x\\\\", true],
              "c": { "d" :null},
              "long": "%s", "e": {}
            }
             """.formatted("\ud83d\ude00".repeat(9_000));

    @Test
    void knowsWhereEveryKeyAndValueStands() {
        assertCovers(tree(TEXT), TEXT);
    }

    @Test
    void keepsTheSpellingOfNumbers() {
        var item = tree(TEXT).member("a\"b").items().get(1);

        assertThat(TEXT.substring(item.start(), item.end())).isEqualTo("-2e3");
    }

    @Test
    void coversTheWholeObjectWithTheRoot() {
        var root = tree(TEXT);

        assertThat(TEXT.substring(root.start(), root.end())).isEqualTo(TEXT.strip());
    }

    @Test
    void findsTheInnermostValueAtAnOffset() {
        var root = tree(TEXT);

        assertThat(root.at(TEXT.indexOf("true")).location()).isEqualTo("/a\"b[3]");
        assertThat(root.at(TEXT.indexOf("\"d\"")).location()).isEqualTo("/c/d");
        assertThat(root.at(0).location()).isEqualTo("/");
    }

    /// Every value's characters are the JSON of the value, every key's the JSON of the key.
    static void assertCovers(Source source, String text) {
        assertThat(Json.MAPPER.readTree(text.substring(source.start(), source.end()))).isEqualTo(source.value());
        source.members().forEach((name, member) -> {
            var key = text.substring(member.keyStart(), member.keyEnd());
            assertThat(Json.MAPPER.readTree(key).stringValue()).isEqualTo(name);
            assertCovers(member, text);
        });
        source.items().forEach(item -> assertCovers(item, text));
    }

    static Source tree(String text) {
        return switch (Reading.ofJson(text)) {
            case Reading.Tree(var root) -> root;
            case Reading.Refused(var diagnostic) -> throw new AssertionError(diagnostic.toString());
        };
    }
}
