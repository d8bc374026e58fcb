// SPDX-License-Identifier: Apache-2.0
package io.fermata.language.jsonata;

import io.fermata.language.jsonata.Function.Builtin;
import java.util.List;
import tools.jackson.databind.JsonNode;

/// The functions that ask what a value is, and those that fail on purpose.
final class ValueFunctions {

    static final List<Builtin> TABLE = List.of(
            Builtin.of("boolean", "<x-:b>", call -> Values.truth(Values.isTrue(call.at(0), call.fuel()))),
            Builtin.of("not", "<x-:b>", call -> Values.truth(!Values.isTrue(call.at(0), call.fuel()))),
            Builtin.total("exists", "<x:b>", call -> Values.truth(call.has(0))),
            Builtin.of("type", "<x:s>", call -> Values.text(Values.kind(call.at(0)))),
            Builtin.of("clone", "<(oa)-:o>", call -> new Copying(call.fuel()).copy(call.at(0))),
            Builtin.total("error", "<s?:x>", ValueFunctions::error),
            Builtin.total("assert", "<bs?:x>", ValueFunctions::affirm));

    private ValueFunctions() {}

    private static JsonNode error(Arguments call) {
        throw Fault.D3137.with(call.has(0) && !call.text(0).isEmpty()
                ? call.text(0)
                : "$error() function evaluated");
    }

    private static JsonNode affirm(Arguments call) {
        if (!call.has(0) || !call.at(0).booleanValue()) {
            throw Fault.D3141.with(call.has(1) && !call.text(1).isEmpty()
                    ? call.text(1)
                    : "$assert() statement failed");
        }
        return Values.NOTHING;
    }
}
