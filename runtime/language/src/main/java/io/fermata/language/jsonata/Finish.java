// SPDX-License-Identifier: Apache-2.0
package io.fermata.language.jsonata;

import java.util.ArrayList;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.DoubleNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/// Makes a value of the evaluation one of the outside: computed fractions become decimals, and `Infinity` and `NaN` the
/// texts that AWS gives for them. Sequences become ordinary arrays. What needs no change is not copied. A value that names one part many times is walked as
/// often, and refused when it would be too large.
final class Finish {

    private final Fuel fuel;
    private long bytes;
    private boolean unsupported;

    private Finish(Fuel fuel) {
        this.fuel = fuel;
    }

    static Outcome of(JsonNode value, Fuel fuel) {
        var finish = new Finish(fuel);
        var finished = finish.value(value);
        return finish.unsupported ? new Outcome.Unsupported() : new Outcome.Value(finished);
    }

    private JsonNode value(JsonNode value) {
        fuel.step();
        charge(8);
        return switch (value) {
            case DoubleNode number -> Numeric.finished(number.doubleValue());
            case ArrayNode array -> array(array);
            case ObjectNode object -> object(object);
            case Internal _ -> {
                unsupported = true;
                yield value;
            }
            default -> {
                charge(value.isString() ? value.stringValue().length() : 0);
                yield value;
            }
        };
    }

    private JsonNode array(ArrayNode array) {
        fuel.enter();
        ArrayList<JsonNode> changed = null;
        for (var i = 0; i < array.size(); i++) {
            var old = array.get(i);
            var item = value(old);
            if (item != old && changed == null) {
                changed = new ArrayList<>(array.elements());
            }
            if (changed != null) {
                changed.set(i, item);
            }
        }
        fuel.leave();
        return changed == null ? plain(array) : new ArrayNode(JsonNodeFactory.instance, changed);
    }

    /// The value, and as an ordinary array when it is a sequence: it has to behave the same when it is read again.
    static JsonNode plain(JsonNode value) {
        return value instanceof Sequence || value instanceof Constructed
                ? new ArrayNode(JsonNodeFactory.instance, new ArrayList<>(((ArrayNode) value).elements()))
                : value;
    }

    private JsonNode object(ObjectNode object) {
        fuel.enter();
        ObjectNode changed = null;
        for (var entry : object.properties()) {
            charge(entry.getKey().length());
            var item = value(entry.getValue());
            if (item != entry.getValue()) {
                changed = changed == null ? shallowCopy(object) : changed;
                changed.set(entry.getKey(), item);
            }
        }
        fuel.leave();
        return changed == null ? object : changed;
    }

    static ObjectNode shallowCopy(ObjectNode object) {
        var copy = Values.object();
        copy.setAll(object);
        return copy;
    }

    private void charge(long count) {
        bytes += count;
        fuel.result(bytes);
    }
}
