// SPDX-License-Identifier: Apache-2.0
package io.fermata.language.edit;

import io.fermata.language.text.Source;
import java.util.function.BiFunction;
import tools.jackson.databind.JsonNode;

/// Sets or removes one field in the JSON text of a definition, valid or not, and leaves every other character as it is. New
/// text is written like its neighbours. Pure; thread-safe.
public final class FieldEdit {

    private FieldEdit() {}

    /// Gives a field a value.
    ///
    /// @param location of the object that holds the field, as findings and the outline name it: `/States/Pay`,
    /// `/States/Pay/Catch[0]`, `/`
    public static Edit set(String text, String location, String field, JsonNode value) {
        return on(text, location, (json, object) -> json.set(object, field, value));
    }

    /// Removes a field; no edit when it is not there.
    public static Edit remove(String text, String location, String field) {
        return on(text, location, (json, object) -> {
            var member = object.member(field);
            return member == null ? Edit.Change.of() : Edit.Change.of(json.without(object, member));
        });
    }

    private static Edit on(String text, String location, BiFunction<JsonText, Source, Edit> change) {
        return switch (JsonText.open(text)) {
            case JsonText.Opened.Closed(var refusal) -> refusal;
            case JsonText.Opened.Text(var json) -> {
                var object = json.root().find(location);
                yield object == null || !object.value().isObject()
                        ? new Edit.Refused("There is no object at " + location)
                        : change.apply(json, object);
            }
        };
    }
}
