// SPDX-License-Identifier: Apache-2.0
package io.fermata.language.jsonata;

import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/// Does what `|pattern|update,delete|` says: copies a value, and in the copy changes the objects that the pattern finds.
/// Part of one evaluation.
final class Transformation {

    private static final Signature SIGNATURE = Signature.parse("<(oa):o>");

    private final Evaluator evaluator;

    Transformation(Evaluator evaluator) {
        this.evaluator = evaluator;
    }

    JsonNode apply(Function.Transformer transformer, JsonNode[] arguments, JsonNode context) {
        var given = SIGNATURE.check(arguments, context)[0];
        if (given.isMissingNode()) {
            return given;
        }
        var copying = new Copying(evaluator.fuel());
        var copy = copying.copy(given);
        var transform = transformer.transform;
        var found = evaluator.evaluate(transform.pattern(), copy, transformer.frame);
        if (found.isMissingNode()) {
            return copy;
        }
        var matches = Values.array(found);
        for (var i = 0; i < matches.size(); i++) {
            change(transformer, matches.get(i), copying);
        }
        return copy;
    }

    private void change(Function.Transformer transformer, JsonNode match, Copying copying) {
        var transform = transformer.transform;
        var update = evaluator.evaluate(transform.update(), match, transformer.frame);
        if (!update.isMissingNode()) {
            if (!(update instanceof ObjectNode members)) {
                throw Fault.T2011.at(transform.position(), "|", update);
            }
            if (match instanceof ObjectNode object && copying.owns(object)) {
                members.properties().forEach(entry -> put(object, entry.getKey(), entry.getValue(), copying));
            }
        }
        if (transform.delete() != null) {
            var deletions = evaluator.evaluate(transform.delete(), match, transformer.frame);
            if (!deletions.isMissingNode()) {
                delete(transform, match, deletions, copying);
            }
        }
    }

    private void put(ObjectNode object, String key, JsonNode value, Copying copying) {
        evaluator.fuel().step();
        evaluator.fuel().bytes(48);
        // a copy, since a later match may lie inside the value, which belongs to somebody else
        object.set(key, copying.copy(value));
    }

    private static void delete(Expression.Transform transform, JsonNode match, JsonNode deletions,
            Copying copying) {
        ArrayNode names = Values.array(deletions);
        for (var i = 0; i < names.size(); i++) {
            if (!names.get(i).isString()) {
                throw Fault.T2012.at(transform.position(), "|", deletions);
            }
        }
        if (match instanceof ObjectNode object && copying.owns(object)) {
            for (var i = 0; i < names.size(); i++) {
                object.remove(names.get(i).stringValue());
            }
        }
    }
}
