// SPDX-License-Identifier: Apache-2.0
package io.fermata.web.api.aws;

import static java.util.stream.Collectors.joining;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;

/// The members of one request, checked as they are read. All that is wrong is gathered and refused together by
/// {@link #check}, in AWS's words (api.md section 1). One thread.
public final class Params {

    // what AWS echoes in full is at most a paging token
    private static final int SHOWN = 4_096;

    private static final int PAGE = 100;
    private static final int LONGEST_PAGE = 1_000;

    private final JsonNode body;
    private final String path;
    private final List<String> problems;

    /// @param body a JSON object
    public Params(JsonNode body) {
        this(body, "", new ArrayList<>());
    }

    private Params(JsonNode body, String path, List<String> problems) {
        this.body = body;
        this.path = path;
        this.problems = problems;
    }

    /// A text member that must be there, of `least` to `most` characters. Answers the empty text when it is not, for
    /// {@link #check} to refuse.
    public String required(String member, int least, int most) {
        var value = body.get(member);
        if (value == null || value.isNull()) {
            missing(member);
            return "";
        }
        return optional(member, least, most).orElse("");
    }

    /// A text member that must be there, of 1 to `most` characters that fit a pattern.
    public String matching(String member, int most, Pattern pattern) {
        var text = required(member, 1, most);
        if (body.has(member) && !pattern.matcher(text).matches()) {
            problems.add(violated(text, member, "Member must satisfy regular expression pattern: " + pattern));
        }
        return text;
    }

    /// A text member of 1 to `most` characters that fit a pattern, if it is there.
    public Optional<String> optional(String member, int most, Pattern pattern) {
        var text = optional(member, 1, most);
        if (text.isPresent() && !pattern.matcher(text.get()).matches()) {
            problems.add(violated(text.get(), member, "Member must satisfy regular expression pattern: " + pattern));
        }
        return text;
    }

    /// A text member of at most that many characters which a refusal does not repeat, because it may be confidential.
    public Optional<String> confidential(String member, int most) {
        var text = optional(member, 0, Integer.MAX_VALUE);
        if (text.isPresent() && text.get().length() > most) {
            problems.add("Value at '" + path + member
                    + "' failed to satisfy constraint: Member must have length less than or equal to " + most);
        }
        return text;
    }

    /// A list member that must be there, of texts of `least` to `most` characters.
    public List<String> texts(String member, int least, int most) {
        var texts = new ArrayList<String>();
        int number = 0;
        for (var item : list(member)) {
            number++;
            var single = JsonNodeFactory.instance.objectNode();
            single.set("member", item);
            texts.add(new Params(single, path + member + "." + number + ".", problems).required("member", least, most));
        }
        return texts;
    }

    /// A list member that must be there, of structures. What is wrong inside them is refused with everything else.
    public List<Params> structures(String member) {
        var structures = new ArrayList<Params>();
        for (var item : list(member)) {
            if (!item.isObject()) {
                throw ApiError.of("SerializationException", "Member '" + member + "' must hold structures");
            }
            structures.add(new Params(item, path + member + "." + (structures.size() + 1) + ".member.", problems));
        }
        return structures;
    }

    /// A member that is a structure, if it is there. What is wrong inside it is refused with everything else.
    public Optional<Params> structure(String member) {
        var value = body.get(member);
        if (value == null || value.isNull()) {
            return Optional.empty();
        }
        if (!value.isObject()) {
            throw ApiError.of("SerializationException", "Member '" + member + "' must be a structure");
        }
        return Optional.of(new Params(value, path + member + ".", problems));
    }

    /// Refuses a list member of structures that has fewer or more than so many.
    ///
    /// @param shape what AWS calls such a structure
    /// @param shown the members of it that AWS prints
    public void count(String member, int least, int most, String shape, List<String> shown) {
        var list = body.get(member);
        int count = list == null ? least : list.size();
        if (count < least || count > most) {
            var printed = new ArrayList<String>();
            list.forEach(item -> printed.add(shape + shown.stream()
                    .map(name -> name + "=" + item.path(name).asString("null")).collect(joining(", ", "(", ")"))));
            problems.add(violated(printed.toString(), member, "Member must have length "
                    + (count < least ? "greater than or equal to " + least : "less than or equal to " + most)));
        }
    }

    private JsonNode list(String member) {
        var value = body.get(member);
        if (value == null || value.isNull()) {
            missing(member);
            return JsonNodeFactory.instance.arrayNode();
        }
        if (!value.isArray()) {
            throw ApiError.of("SerializationException", "Member '" + member + "' must be a list");
        }
        return value;
    }

    private void missing(String member) {
        problems.add("Value null at '" + path + member + "' failed to satisfy constraint: Member must not be null");
    }

    /// A text member of `least` to `most` characters, if it is there.
    public Optional<String> optional(String member, int least, int most) {
        var value = body.get(member);
        if (value == null || value.isNull()) {
            return Optional.empty();
        }
        if (!value.isString()) {
            throw ApiError.of("SerializationException", "Member '" + member + "' must be a string");
        }
        var text = value.stringValue();
        if (text.length() < least) {
            problems.add(violated(text, member, "Member must have length greater than or equal to " + least));
        }
        if (text.length() > most) {
            problems.add(violated(text, member, "Member must have length less than or equal to " + most));
        }
        return Optional.of(text);
    }

    /// A text member with at most that many bytes of UTF-8. The text itself is not repeated in the refusal.
    public Optional<String> payload(String member, int mostBytes) {
        var text = optional(member, 0, Integer.MAX_VALUE);
        if (text.isPresent() && text.get().getBytes(StandardCharsets.UTF_8).length > mostBytes) {
            problems.add("Value at '" + path + member
                    + "' failed to satisfy constraint: Member must have size less than or equal to "
                    + mostBytes + " bytes in UTF-8 encoding");
        }
        return text;
    }

    /// A text member that is one of these.
    public Optional<String> oneOf(String member, Set<String> values) {
        var text = optional(member, 0, 1_000);
        if (text.isPresent() && !values.contains(text.get())) {
            problems.add(violated(text.get(), member, "Member must satisfy enum value set: ["
                    + String.join(", ", values) + "]"));
        }
        return text;
    }

    /// A whole number within bounds, if it is there.
    public Optional<Integer> number(String member, int least, int most) {
        var value = body.get(member);
        if (value == null || value.isNull()) {
            return Optional.empty();
        }
        if (!value.isIntegralNumber()) {
            throw ApiError.of("SerializationException", "Member '" + member + "' must be an integer");
        }
        long number = value.longValue();
        if (number < least) {
            problems.add(
                    violated(value.asString(), member, "Member must have value greater than or equal to " + least));
        }
        if (number > most) {
            problems.add(violated(value.asString(), member, "Member must have value less than or equal to " + most));
        }
        return Optional.of(Math.clamp(number, least, most));
    }

    /// A whole number within bounds that must be there. Answers the least when it is not, for {@link #check} to refuse.
    public int requiredNumber(String member, int least, int most) {
        var given = number(member, least, most);
        if (given.isEmpty()) {
            missing(member);
        }
        return given.orElse(least);
    }

    /// A number within bounds, if it is there.
    public Optional<Double> decimal(String member, double least, double most) {
        var value = body.get(member);
        if (value == null || value.isNull()) {
            return Optional.empty();
        }
        if (!value.isNumber()) {
            throw ApiError.of("SerializationException", "Member '" + member + "' must be a number");
        }
        double number = value.doubleValue();
        if (number < least || number > most) {
            problems.add(violated(value.asString(), member, "Member must have value " + (number < least
                    ? "greater than or equal to " + bound(least)
                    : "less than or equal to " + bound(most))));
        }
        return Optional.of(number);
    }

    private static String bound(double bound) {
        return Long.toString((long) bound);
    }

    /// How many items a page of a list is to have: `maxResults`, 1 to 1,000; 100 where it is 0 or not there (API
    /// reference, ListExecutions).
    public int pageSize() {
        return number("maxResults", 0, LONGEST_PAGE).filter(given -> given > 0).orElse(PAGE);
    }

    /// A flag; false when it is not there.
    public boolean flag(String member) {
        var value = body.get(member);
        return value != null && value.asBoolean(false);
    }

    /// A member as it is; empty when it is not there or null.
    public Optional<JsonNode> node(String member) {
        return Optional.ofNullable(body.get(member)).filter(value -> !value.isNull());
    }

    /// Refuses the request if anything read so far was wrong.
    public void check() {
        if (problems.isEmpty()) {
            return;
        }
        int count = problems.size();
        throw ApiError.of("ValidationException", count + " validation error" + (count == 1 ? "" : "s") + " detected: "
                + String.join("; ", problems));
    }

    private String violated(String value, String member, String constraint) {
        var shown = value.length() <= SHOWN ? value : value.substring(0, SHOWN) + "...";
        return "Value '" + shown + "' at '" + path + member + "' failed to satisfy constraint: " + constraint;
    }
}
