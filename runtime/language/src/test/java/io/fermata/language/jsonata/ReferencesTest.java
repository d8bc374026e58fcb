// SPDX-License-Identifier: Apache-2.0
package io.fermata.language.jsonata;

import static org.assertj.core.api.Assertions.assertThat;

import io.fermata.language.jsonata.References.Use;
import java.util.List;
import org.junit.jupiter.api.Test;

class ReferencesTest {

    private static References of(String text) {
        return Jsonata.compile(text).references();
    }

    @Test
    void tellsTheMembersReadFromAVariable() {
        var references = of("$states.result.a.b & $states.input[0].c & $sum($states.result.list)");

        assertThat(references.variables()).containsExactly(new Use("states", List.of("result", "a", "b")),
                new Use("states", List.of("input", "c")), new Use("states", List.of("result", "list")));
        assertThat(references.firstMembers("states")).containsExactly("result", "input");
        assertThat(references.calls()).containsExactly("sum");
    }

    @Test
    void leavesOutWhatTheExpressionBindsItself() {
        var references = of("($x := $given; $f := function($a) { $a > 0 ? $f($a - $x) : $b }; $f($x))");

        assertThat(references.variables()).containsExactly(new Use("given", List.of()), new Use("b", List.of()));
        assertThat(references.calls()).isEmpty();
    }

    @Test
    void forgetsWhatABlockBindsBehindIt() {
        assertThat(of("(($x := 1; $x) + $x)").variables()).containsExactly(new Use("x", List.of()));
    }

    @Test
    void knowsTheNamesThatPathsBind() {
        assertThat(of("$states.input.list@$l#$i.{'l': $l, 'i': $i, 'o': $o}").variables())
                .containsExactly(new Use("states", List.of("input", "list")), new Use("o", List.of()));
    }

    @Test
    void findsBareNamesAtTheTopOnly() {
        assertThat(of("phone & $states.input.list[price > 1]^(price).name & other.phone").names())
                .containsExactly("phone", "other");
        assertThat(of("$states.input{key: value}").names()).isEmpty();
        assertThat(of("{'a': inObject}").names()).containsExactly("inObject");
        assertThat(of("$map($x, function($v) { inLambda })").names()).containsExactly("inLambda");
        assertThat(of("$x ~> |pattern|{'a': b}|").names()).isEmpty();
    }

    @Test
    void findsTheContextAndTheRoot() {
        assertThat(of("$").context()).isTrue();
        assertThat(of("*.a").context()).isTrue();
        assertThat(of("$x.$").context()).isFalse();
        assertThat(of("$x[$ > 1]").context()).isFalse();
        assertThat(of("$x[$$.a]").root()).isTrue();
        assertThat(of("$x").root()).isFalse();
    }

    @Test
    void countsNoFunctionOfTheLibraryAsAVariable() {
        assertThat(of("$map($x, $uppercase)").variables()).containsExactly(new Use("x", List.of()));
    }
}
