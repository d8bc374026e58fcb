// SPDX-License-Identifier: Apache-2.0
package io.fermata.language.fuzz;

import static org.assertj.core.api.Assertions.assertThat;

import io.fermata.language.Parsed;
import io.fermata.language.asl.Asl;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class MutationTest {

    private static final int MUTATIONS = 20_000;
    private static final long SEED = 20_260_101;
    private static final String PIECES = "{}[]\",:.$*?@()'\\0123456789-eE \nStatesEndNextnulltrue\u0000\ud83d";

    static final List<String> SOURCES = List.of(
            """
                    {"StartAt":"A","TimeoutSeconds":60,"States":{"A":{"Type":"Task","Resource":"arn:aws:states:::lambda:invoke",
                    "Parameters":{"p.$":"States.Format('{} {}', $.a[0], States.UUID())","q":[{"r.$":"$$.Task.Token"}]},
                    "ResultSelector":{"v.$":"$.x[?(@.y == 'z' && @.n > 1)].w"},"ResultPath":"$.r['s t'][0]",
                    "Retry":[{"ErrorEquals":["States.ALL"],"BackoffRate":1.5,"MaxDelaySeconds":9}],
                    "Catch":[{"ErrorEquals":["E"],"Next":"F","ResultPath":null,"Assign":{"e.$":"$"}}],"Next":"C"},
                    "C":{"Type":"Choice","Choices":[{"And":[{"Variable":"$.x","NumericGreaterThan":1},
                    {"Not":{"Variable":"$y","IsPresent":true}}],"Next":"W"},{"Variable":"$$.a","StringMatches":"a*\\\\*","Next":"F"}],
                    "Default":"W"},"W":{"Type":"Wait","Timestamp":"2024-01-01T00:00:00Z","End":true},
                    "F":{"Type":"Fail","ErrorPath":"$.e","CausePath":"States.JsonToString($)"}}}""",
            """
                    {"StartAt":"M","States":{"M":{"Type":"Map","ItemsPath":"$.items","ItemSelector":{"i.$":"$$.Map.Item.Index"},
                    "MaxConcurrencyPath":"$.n","ItemProcessor":{"ProcessorConfig":{"Mode":"INLINE"},"StartAt":"X",
                    "States":{"X":{"Type":"Pass","Result":[1,2.5,null],"End":true}}},"Next":"P"},
                    "P":{"Type":"Parallel","Branches":[{"StartAt":"Y","States":{"Y":{"Type":"Wait","SecondsPath":"$.s","End":true}}}],
                    "OutputPath":"$..deep[1:2].length()","End":true}}}""");

    @Test
    void neverThrowsOnDamagedDefinitions() {
        var random = new SplittableRandom(SEED);
        var valid = 0;
        var refused = 0;

        for (var i = 0; i < MUTATIONS; i++) {
            var text = damaged(SOURCES.get(random.nextInt(SOURCES.size())), random);
            switch (parse(text, i)) {
                case Parsed.Valid _ -> valid++;
                case Parsed.Invalid invalid -> {
                    assertThat(invalid.diagnostics()).as(text).isNotEmpty();
                    refused++;
                }
            }
        }

        assertThat(valid).isPositive();
        assertThat(refused).isGreaterThan(MUTATIONS / 2);
    }

    @Test
    void acceptsTheDefinitionsThatItDamages() {
        assertThat(SOURCES).allSatisfy(source -> assertThat(Asl.parse(source)).isInstanceOf(Parsed.Valid.class));
    }

    private static Parsed parse(String text, int round) {
        try {
            return Asl.parse(text);
        } catch (RuntimeException e) {
            throw new AssertionError("mutation " + round + " made the parser throw: " + text, e);
        }
    }

    private static String damaged(String source, SplittableRandom random) {
        var text = new StringBuilder(source);
        for (var i = 1 + random.nextInt(3); i > 0; i--) {
            var at = random.nextInt(text.length());
            var piece = PIECES.charAt(random.nextInt(PIECES.length()));
            switch (random.nextInt(4)) {
                case 0 -> text.setCharAt(at, piece);
                case 1 -> text.insert(at, piece);
                case 2 -> text.delete(at, Math.min(text.length(), at + 1 + random.nextInt(12)));
                default -> {
                    var other = random.nextInt(text.length());
                    text.insert(at, text.substring(other, Math.min(text.length(), other + random.nextInt(20))));
                }
            }
        }
        return text.toString();
    }
}
