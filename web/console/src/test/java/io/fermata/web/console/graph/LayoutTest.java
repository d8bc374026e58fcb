// SPDX-License-Identifier: Apache-2.0
package io.fermata.web.console.graph;

import static org.assertj.core.api.Assertions.assertThat;

import io.fermata.language.asl.Asl;
import io.fermata.language.Definition;
import io.fermata.language.Parsed;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

class LayoutTest {

    private static final String NESTED = """
            {"StartAt":"Ask","States":{
            "Ask":{"Type":"Choice","Choices":[{"Variable":"$.n","NumericGreaterThan":1,"Next":"Fork"}],"Default":"Ask again"},
            "Ask again":{"Type":"Pass","Next":"Ask"},
            "Fork":{"Type":"Parallel","Next":"Each","Branches":[
            {"StartAt":"L1","States":{"L1":{"Type":"Pass","Next":"L2"},"L2":{"Type":"Pass","End":true}}},
            {"StartAt":"R1","States":{"R1":{"Type":"Pass","End":true}}}]},
            "Each":{"Type":"Map","End":true,"ItemProcessor":{"StartAt":"I1","States":{"I1":{"Type":"Pass","End":true}}}}}}""";

    private static Definition definition(String text) {
        return ((Parsed.Valid) Asl.parse(text)).definition();
    }

    @Test
    void placesEveryStateWithoutOverlapAndInsideItsContainer() {
        var drawing = Layout.of(definition(NESTED).flow());

        assertThat(drawing.boxes()).extracting(Drawing.Box::state).containsExactlyInAnyOrder("Ask", "Ask again", "L1",
                "L2", "R1", "I1");
        assertThat(drawing.containers()).extracting(Drawing.Container::state).containsExactly("Fork", "Each");
        for (var a : drawing.boxes()) {
            assertThat(drawing.boxes()).filteredOn(b -> b != a)
                    .noneMatch(b -> Math.abs(a.x() - b.x()) < Layout.BOX_WIDTH
                            && Math.abs(a.y() - b.y()) < Layout.BOX_HEIGHT);
        }
        var fork = drawing.containers().getFirst();
        assertThat(drawing.boxes()).filteredOn(box -> Set.of("L1", "L2", "R1").contains(box.state()))
                .allMatch(box -> box.x() >= fork.x()
                        && box.x() + Layout.BOX_WIDTH <= fork.x() + fork.width() && box.y() >= fork.y()
                        && box.y() + Layout.BOX_HEIGHT <= fork.y() + fork.height());
    }

    @Test
    void keepsTheOrderOfBranches() {
        var drawing = Layout.of(definition(NESTED).flow());

        double left = drawing.boxes().stream().filter(box -> box.state().equals("L1")).findFirst().orElseThrow().x();
        double right = drawing.boxes().stream().filter(box -> box.state().equals("R1")).findFirst().orElseThrow().x();
        assertThat(left).isLessThan(right);
    }

    @Test
    void drawsTheSameTwice() {
        assertThat(Layout.of(definition(NESTED).flow())).isEqualTo(Layout.of(definition(NESTED).flow()));
    }

    @Test
    void escapesNamesAndMarksWhatRan() {
        var definition = definition(
                "{\"StartAt\":\"<img src=x>\",\"States\":{\"<img src=x>\":{\"Type\":\"Pass\",\"End\":true}}}");
        var colouring = new Colouring(Map.of("<img src=x>", new Mark("ok", "i-check", "succeeded", "4 ms", 3)),
                Set.of(), "<img src=x>", "?s=", true);

        var svg = new Graphs().ofText("one", definition, colouring);

        assertThat(svg).doesNotContain("<img").contains("class=\"ok sel\"", "×3", "href=\"?s=%3Cimg+src%3Dx%3E\"",
                "aria-current=\"true\"");
    }
}
