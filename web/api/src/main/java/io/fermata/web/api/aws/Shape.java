// SPDX-License-Identifier: Apache-2.0
package io.fermata.web.api.aws;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/// What AWS's service model demands of a value in a request. Made once by [ServiceModel]; immutable.
sealed interface Shape {

    /// Looks at a value and adds to the problems what a refusal says of it.
    ///
    /// @param place where the value stands, as AWS writes it: `tags.1.member.key`
    /// @throws ApiError `SerializationException` when the value is of another JSON type than the model says
    void check(JsonNode value, Place place, List<String> problems);

    /// The value as AWS shows it in a refusal.
    default String show(JsonNode value) {
        return value.asString();
    }

    /// A text.
    ///
    /// @param least the least length, in characters
    /// @param most the greatest length
    /// @param values what it can be, in the order in which AWS lists it; empty when it can be anything
    /// @param sensitive whether a refusal must not repeat it
    /// @param bytes whether the length is that in UTF-8
    record Text(int least, int most, @Nullable Pattern pattern, List<String> values, boolean sensitive, boolean bytes)
            implements
                Shape {

        @Override
        public void check(JsonNode value, Place place, List<String> problems) {
            if (!value.isString()) {
                throw place.unlike("a string");
            }
            var text = value.stringValue();
            if (bytes ? Utf8.isLonger(text, most) : text.length() > most) {
                add(problems, place, text, bytes
                        ? "size less than or equal to " + most + " bytes in UTF-8 encoding"
                        : "length less than or equal to " + most);
            } else if (text.length() < least) {
                add(problems, place, text, "length greater than or equal to " + least);
            }
            if (pattern != null && !pattern.matcher(text).matches()) {
                problems.add(place.violated(sensitive ? null : text,
                        "Member must satisfy regular expression pattern: " + pattern));
            }
            if (!values.isEmpty() && !values.contains(text)) {
                problems.add(place.violated(sensitive ? null : text, "Member must satisfy enum value set: " + values));
            }
        }

        private void add(List<String> problems, Place place, String text, String bound) {
            problems.add(place.violated(sensitive ? null : text, "Member must have " + bound));
        }

        @Override
        public String show(JsonNode value) {
            return sensitive ? "*** Sensitive Data Redacted ***" : value.asString();
        }
    }

    /// A whole number of 32 or 64 bits, its bounds included.
    record Whole(boolean isLong, long least, long most) implements Shape {

        @Override
        public void check(JsonNode value, Place place, List<String> problems) {
            if (!value.isIntegralNumber() || !(isLong ? value.canConvertToLong() : value.canConvertToInt())) {
                throw place.unlike(isLong ? "an integer of 64 bits" : "an integer of 32 bits");
            }
            long number = value.longValue();
            if (number < least || number > most) {
                problems.add(place.violated(value.asString(), bound(number < least, Long.toString(least),
                        Long.toString(most))));
            }
        }
    }

    /// A number, its bounds included.
    record Decimal(double least, double most) implements Shape {

        @Override
        public void check(JsonNode value, Place place, List<String> problems) {
            if (!value.isNumber()) {
                throw place.unlike("a number");
            }
            double number = value.doubleValue();
            if (number < least || number > most) {
                problems.add(place.violated(value.asString(), bound(number < least, whole(least), whole(most))));
            }
        }

        private static String whole(double bound) {
            return Long.toString((long) bound);
        }
    }

    private static String bound(boolean tooSmall, String least, String most) {
        return "Member must have value " + (tooSmall
                ? "greater than or equal to " + least
                : "less than or equal to " + most);
    }

    /// True or false.
    record Flag() implements Shape {

        @Override
        public void check(JsonNode value, Place place, List<String> problems) {
            if (!value.isBoolean()) {
                throw place.unlike("a boolean");
            }
        }
    }

    /// A list of values of one shape.
    ///
    /// @param least the least number of items
    /// @param most the greatest number of items
    record Many(int least, int most, Shape item) implements Shape {

        @Override
        public void check(JsonNode value, Place place, List<String> problems) {
            if (!value.isArray()) {
                throw place.unlike("a list");
            }
            int count = value.size();
            if (count < least || count > most) {
                problems.add(place.violated(show(value), "Member must have length "
                        + (count < least ? "greater than or equal to " + least : "less than or equal to " + most)));
            }
            int number = 0;
            for (var each : value) {
                number++;
                var at = place.item(number);
                if (each.isNull()) {
                    problems.add(at.missing());
                } else {
                    item.check(each, at, problems);
                }
            }
        }

        @Override
        public String show(JsonNode value) {
            var shown = new ArrayList<String>();
            value.forEach(each -> shown.add(each.isNull() ? "null" : item.show(each)));
            return shown.toString();
        }
    }

    /// A structure. Members that the model does not know are not looked at.
    ///
    /// @param name what AWS calls it
    /// @param members in the model's order
    record Structure(String name, Map<String, Member> members) implements Shape {

        record Member(Shape shape, boolean required) {}

        public Structure {
            members = new LinkedHashMap<>(members);
        }

        @Override
        public void check(JsonNode value, Place place, List<String> problems) {
            if (!value.isObject()) {
                throw place.unlike("a structure");
            }
            members.forEach((name, member) -> {
                var inner = value.get(name);
                if (inner != null && !inner.isNull()) {
                    member.shape.check(inner, place.member(name), problems);
                } else if (member.required) {
                    problems.add(place.member(name).missing());
                }
            });
        }

        @Override
        public String show(JsonNode value) {
            var shown = new ArrayList<String>();
            members.forEach((name, member) -> {
                var inner = value.get(name);
                shown.add(name + "=" + (inner == null || inner.isNull() ? "null" : member.shape.show(inner)));
            });
            return name + "(" + String.join(", ", shown) + ")";
        }
    }
}
