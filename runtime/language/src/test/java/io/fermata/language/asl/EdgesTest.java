// SPDX-License-Identifier: Apache-2.0
package io.fermata.language.asl;

import static org.assertj.core.api.Assertions.assertThat;

import io.fermata.language.testing.Examples;
import io.fermata.language.Edges.Edge;
import io.fermata.language.Edges.Kind;
import io.fermata.language.Edges;
import org.junit.jupiter.api.Test;

class EdgesTest {

    @Test
    void listsEveryTransitionWithItsReason() {
        var flow = Examples
                .definition(
                        """
                                {"StartAt":"C","States":{
                                  "C":{"Type":"Choice","Default":"P","Choices":[
                                    {"And":[{"Variable":"$.x","NumericGreaterThan":5},{"Not":{"Variable":"$.y","IsPresent":true}}],"Next":"T"},
                                    {"Variable":"$.z","StringMatches":"a*","Next":"E"},
                                    {"Variable":"$.z","BooleanEqualsPath":"$.w","Next":"E"}]},
                                  "P":{"Type":"Pass","Next":"E"},
                                  "T":{"Type":"Task","Resource":"arn:aws:states:::lambda:invoke","End":true,
                                    "Catch":[{"ErrorEquals":["A","B"],"Next":"E"}]},
                                  "E":{"Type":"Succeed"}}}""")
                .flow();

        assertThat(Edges.of(flow)).containsExactly(
                new Edge("C", "T", "$.x > 5 and not $.y is present", Kind.CHOICE),
                new Edge("C", "E", "$.z matches \"a*\"", Kind.CHOICE), new Edge("C", "E", "$.z = $.w", Kind.CHOICE),
                new Edge("C", "P", null, Kind.DEFAULT), new Edge("P", "E", null, Kind.NEXT),
                new Edge("T", "E", "A, B", Kind.CATCH));
    }
}
