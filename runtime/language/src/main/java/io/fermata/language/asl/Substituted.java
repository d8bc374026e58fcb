// SPDX-License-Identifier: Apache-2.0
package io.fermata.language.asl;

import io.fermata.language.Diagnostic;
import io.fermata.language.MachineType;
import io.fermata.language.Parsed;
import io.fermata.language.text.Lines;
import io.fermata.language.text.Reading;
import io.fermata.language.text.Yaml;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/// A text whose tokens were replaced, and the way back to the places of the original. Immutable.
public final class Substituted {

    private final String text;
    private final List<Piece> pieces;
    private final List<Diagnostic> diagnostics;
    private final Lines before;
    private final Lines after;

    private Substituted(String text, List<Piece> pieces, List<Diagnostic> diagnostics, Lines before, Lines after) {
        this.text = text;
        this.pieces = List.copyOf(pieces);
        this.diagnostics = List.copyOf(diagnostics);
        this.before = before;
        this.after = after;
    }

    /// A token and what stands in its place.
    record Piece(int start, int end, int newStart, int newEnd) {}

    /// Something wrong with a token.
    ///
    /// @param offset of the token in the original text
    /// @param newOffset of what stands in its place
    record Problem(String message, int offset, int newOffset) {}

    static Substituted of(String original, String text, List<Piece> pieces, List<Problem> problems,
            List<String> unused) {
        var before = new Lines(original);
        var after = new Lines(text);
        var diagnostics = new ArrayList<Diagnostic>();
        if (!problems.isEmpty()) {
            var reading = Yaml.read(text);
            for (var problem : problems) {
                var location = reading instanceof Reading.Tree(var root)
                        ? root.at(problem.newOffset()).location()
                        : null;
                diagnostics.add(new Diagnostic(Diagnostic.Severity.ERROR, "UNRESOLVED_SUBSTITUTION", problem.message(),
                        location, before.line(problem.offset()), before.column(problem.offset())));
            }
        }
        unused.forEach(name -> diagnostics.add(new Diagnostic(Diagnostic.Severity.WARNING, "UNUSED_SUBSTITUTION",
                "The text has no ${" + name + "}: remove the substitution '" + name + "', or look for a spelling error",
                null, 0, 0)));
        return new Substituted(text, pieces, diagnostics, before, after);
    }

    /// The text with its tokens replaced; those without value stand in it as they were.
    public String text() {
        return text;
    }

    /// Tokens without value as errors (`UNRESOLVED_SUBSTITUTION`), values without token as warnings
    /// (`UNUSED_SUBSTITUTION`).
    public List<Diagnostic> diagnostics() {
        return diagnostics;
    }

    /// Parses the result as JSON. All findings have the line and column of the original text.
    public Parsed parse(MachineType type) {
        return withPlaces(Asl.parse(text, type));
    }

    /// Parses the result as YAML. All findings have the line and column of the original text.
    public Parsed parseYaml(MachineType type) {
        return withPlaces(Asl.parseYaml(text, type));
    }

    /// A finding about the result, with the line and column of the original text: inside a value it is the token's.
    public Diagnostic inOriginal(Diagnostic diagnostic) {
        if (diagnostic.line() == 0) {
            return diagnostic;
        }
        var offset = originalOffset(after.offset(diagnostic.line(), diagnostic.column()));
        return new Diagnostic(diagnostic.severity(), diagnostic.code(), diagnostic.message(), diagnostic.location(),
                before.line(offset), before.column(offset));
    }

    private Parsed withPlaces(Parsed parsed) {
        var all = Stream.concat(diagnostics.stream(), parsed.diagnostics().stream().map(this::inOriginal))
                .sorted(Comparator.comparing((Diagnostic diagnostic) -> diagnostic.line() == 0)
                        .thenComparingInt(Diagnostic::line).thenComparingInt(Diagnostic::column))
                .toList();
        var unresolved = diagnostics.stream().anyMatch(found -> found.severity() == Diagnostic.Severity.ERROR);
        return switch (parsed) {
            case Parsed.Valid(var definition, var _) when !unresolved -> new Parsed.Valid(definition, all);
            case Parsed _ -> new Parsed.Invalid(all);
        };
    }

    private int originalOffset(int offset) {
        var low = 0;
        var high = pieces.size();
        while (low < high) {
            var middle = (low + high) >>> 1;
            if (pieces.get(middle).newStart() <= offset) {
                low = middle + 1;
            } else {
                high = middle;
            }
        }
        if (low == 0) {
            return offset;
        }
        var piece = pieces.get(low - 1);
        return offset < piece.newEnd() ? piece.start() : offset + piece.end() - piece.newEnd();
    }
}
