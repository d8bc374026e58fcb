// SPDX-License-Identifier: Apache-2.0
package io.fermata.integrations.connection;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;

/// Something that a connection adds to a request beside its credentials, as EventBridge's connections do.
///
/// @param place where it goes
/// @param isSecret whether its value is never shown again
public record Parameter(Place place, String name, String value, boolean isSecret) {

    private static final int MOST = 100;
    private static final int LONGEST = 2_048;

    /// A part of a request.
    public enum Place {

        HEADER,
        QUERY,
        BODY;

        String word() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /// What is wrong with one; a sentence without a stop at its end.
    Optional<String> problem() {
        if (value.length() > LONGEST || name.isEmpty() || name.length() > LONGEST
                || (name + value).chars().anyMatch(Character::isISOControl)) {
            return Optional.of("A parameter has a name and a value of at most " + LONGEST
                    + " characters, none of them a control character");
        }
        return place == Place.HEADER && !name.matches("[!#$%&'*+.^_`|~0-9A-Za-z-]{1,128}")
                ? Optional.of("The header " + name + " is no name of 1 to 128 letters, digits and hyphens")
                : Optional.empty();
    }

    /// What came of reading parameters from text.
    public sealed interface Reading {}

    /// All lines were read.
    public record Read(List<Parameter> parameters) implements Reading {

        public Read {
            parameters = List.copyOf(parameters);
        }
    }

    /// A line is none; the sentence shows the form, not the line, which may hold a secret.
    public record Unreadable(String sentence) implements Reading {}

    /// Reads lines such as `header X-Shop=7`, `query region=eu` or `secret body token=...`. The value of a secret may be
    /// left empty, which keeps the one that is stored.
    public static Reading read(String text) {
        var all = new ArrayList<Parameter>();
        int number = 0;
        for (var line : text.lines().toList()) {
            number++;
            if (line.isBlank()) {
                continue;
            }
            var rest = line.strip();
            boolean secret = rest.startsWith("secret ");
            var words = (secret ? rest.substring("secret ".length()).strip() : rest).split("\\s+", 2);
            int equals = words.length < 2 ? -1 : words[1].indexOf('=');
            var place = place(words[0]);
            if (place.isEmpty() || equals < 1) {
                return new Unreadable("Line " + number + " of the parameters is not of the form header X-Name=value,"
                        + " query name=value or body name=value, each also with the word secret before it");
            }
            all.add(new Parameter(place.get(), words[1].substring(0, equals).strip(),
                    words[1].substring(equals + 1).strip(), secret));
        }
        return all.size() > MOST
                ? new Unreadable("A connection has at most " + MOST + " parameters")
                : new Read(all);
    }

    /// The lines that [#read] reads, without the values of secrets.
    public static String write(List<Parameter> parameters) {
        return parameters.stream().map(one -> (one.isSecret ? "secret " : "") + one.place.word() + " " + one.name + "="
                + (one.isSecret ? "" : one.value)).collect(Collectors.joining("\n"));
    }

    /// The parameters with the stored values of those secrets that came empty.
    static List<Parameter> keeping(List<Parameter> asked, List<Parameter> stored) {
        return asked.stream().map(one -> one.isSecret && one.value.isEmpty()
                ? stored.stream().filter(old -> old.isSecret && old.place == one.place && old.name.equals(one.name))
                        .findFirst().orElse(one)
                : one).toList();
    }

    /// Those that go to one place.
    static List<Parameter> at(Place place, List<Parameter> parameters) {
        return parameters.stream().filter(one -> one.place == place).toList();
    }

    private static Optional<Place> place(String word) {
        for (var place : Place.values()) {
            if (place.word().equals(word)) {
                return Optional.of(place);
            }
        }
        return Optional.empty();
    }

    /// Does not print the value.
    @Override
    public String toString() {
        return place.word() + " " + name;
    }
}
