// SPDX-License-Identifier: Apache-2.0
package io.fermata.language.edit;

import io.fermata.language.Json;
import io.fermata.language.text.Reading;
import io.fermata.language.text.Source;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.StringNode;

/// A definition's JSON text that edits are made for: knows how its neighbours are written.
final class JsonText {

    private static final String BLANKS = " \t\r\n";

    private final String text;
    private final Source root;
    private final Layout.Style style;

    private JsonText(String text, Source root) {
        this.text = text;
        this.root = root;
        this.style = style(text, root);
    }

    /// The text opened, or why it cannot be.
    sealed interface Opened {

        record Text(JsonText json) implements Opened {}

        record Closed(Edit.Refused refusal) implements Opened {}
    }

    static Opened open(String text) {
        return switch (Reading.ofJson(text)) {
            case Reading.Tree(var root) -> new Opened.Text(new JsonText(text, root));
            case Reading.Refused(var diagnostic) -> new Opened.Closed(new Edit.Refused(
                    text.stripLeading().startsWith("{")
                            ? "The text is not JSON (line " + diagnostic.line() + "): correct it first"
                            : "Only JSON can be changed in place: convert YAML to JSON first, or change it by hand"));
        };
    }

    Source root() {
        return root;
    }

    /// A text as JSON.
    static String quoted(String name) {
        return Json.write(StringNode.valueOf(name));
    }

    /// Replaces a member's value, or adds the member behind the last one.
    Edit set(Source object, String name, JsonNode value) {
        var member = object.member(name);
        if (member != null && member.value().equals(value)) {
            return Edit.Change.of();
        }
        var written = Layout.written(value);
        if (written == null) {
            return new Edit.Refused("The value is too large or nested too deep for a definition");
        }
        if (member != null) {
            return Edit.Change.of(TextEdit.replace(member.start(), member.end(), beside(member, written)));
        }
        return Edit.Change.of(object.members().isEmpty()
                ? TextEdit.replace(object.start(), object.end(), only(object, name, written))
                : behind(last(object), name, written));
    }

    /// A new member behind another one, written like it.
    TextEdit behind(Source sibling, String name, Layout.Written value) {
        var gap = gap(sibling);
        var colon = colon(sibling);
        var blank = gap.isEmpty() && !colon.equals(":") ? " " : gap;
        return TextEdit.replace(sibling.end(), sibling.end(),
                "," + blank + quoted(name) + colon + beside(sibling, value));
    }

    /// Takes a member out together with one comma.
    TextEdit without(Source object, Source member) {
        var all = object.members().values().stream().toList();
        var at = all.indexOf(member);
        if (at + 1 < all.size()) {
            return TextEdit.replace(member.keyStart(), all.get(at + 1).keyStart(), "");
        }
        return at > 0
                ? TextEdit.replace(all.get(at - 1).end(), member.end(), "")
                : TextEdit.replace(object.start(), object.end(), "{}");
    }

    /// A whole member in the place of another.
    TextEdit instead(Source member, String name, JsonNode scalar) {
        return TextEdit.replace(member.keyStart(), member.end(), quoted(name) + colon(member) + Json.write(scalar));
    }

    TextEdit value(Source member, String name) {
        return TextEdit.replace(member.start(), member.end(), quoted(name));
    }

    /// The value written like the values of the object that the member stands in.
    private String beside(Source member, Layout.Written value) {
        if (gap(member).indexOf('\n') < 0) {
            var colon = colon(member);
            return Layout.line(value.text(), value.value(), colon.equals(":") ? "," : ", ", colon);
        }
        return Layout.lines(value.text(), value.value(), style, indent(member.keyStart()));
    }

    private String only(Source object, String name, Layout.Written value) {
        var key = quoted(name);
        if (text.indexOf('\n') < 0) {
            var compact = colon(root.members().isEmpty() ? root : last(root)).equals(":");
            return "{" + key + (compact ? ":" : ": ") + Layout.line(value.text(), value.value(), compact ? "," : ", ",
                    compact ? ":" : ": ") + "}";
        }
        var indent = indent(object.start());
        var inner = indent + style.unit();
        return "{" + style.newline() + inner + key + ": "
                + Layout.lines(value.text(), value.value(), style, inner) + style.newline() + indent + "}";
    }

    private String gap(Source member) {
        var start = member.keyStart();
        while (start > 0 && BLANKS.indexOf(text.charAt(start - 1)) >= 0) {
            start--;
        }
        return text.substring(start, member.keyStart());
    }

    private String colon(Source member) {
        if (member.keyEnd() < 0) {
            return ": ";
        }
        var between = text.substring(member.keyEnd(), member.start());
        return between.indexOf('\n') < 0 ? between : ": ";
    }

    /// The blanks at the start of the line that holds the offset.
    private String indent(int offset) {
        var start = text.lastIndexOf('\n', offset - 1) + 1;
        var end = start;
        while (end < offset && (text.charAt(end) == ' ' || text.charAt(end) == '\t')) {
            end++;
        }
        return text.substring(start, end);
    }

    private static Source last(Source object) {
        return object.members().values().stream().reduce((_, second) -> second).orElseThrow();
    }

    private static Layout.Style style(String text, Source root) {
        var newline = text.contains("\r\n") ? "\r\n" : "\n";
        var unit = root.members().values().stream().findFirst().map(first -> {
            var start = text.lastIndexOf('\n', first.keyStart()) + 1;
            return text.substring(start, first.keyStart());
        }).filter(blanks -> !blanks.isEmpty() && blanks.isBlank()).orElse("  ");
        return new Layout.Style(unit, newline);
    }
}
