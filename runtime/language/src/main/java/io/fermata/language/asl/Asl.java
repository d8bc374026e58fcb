// SPDX-License-Identifier: Apache-2.0
package io.fermata.language.asl;

import io.fermata.language.Json;
import io.fermata.language.MachineType;
import io.fermata.language.Parsed;
import io.fermata.language.text.Reading;
import io.fermata.language.text.Source;
import io.fermata.language.text.SourceReader;
import io.fermata.language.text.Yaml;
import java.util.List;
import tools.jackson.databind.node.StringNode;

/// The door of this module: text in, definition or findings out. Never throws for any text; thread-safe.
///
/// Limits: 1,048,576 characters, 64 levels of nesting, 2,000 states. Rules: validation.md. A definition in YAML is held to the
/// same limits and rules, see [Yaml].
public final class Asl {

    private Asl() {}

    /// Parses the definition of a STANDARD machine.
    public static Parsed parse(String text) {
        return parse(text, MachineType.STANDARD);
    }

    /// Parses a definition; the type decides which resources and modes are allowed.
    public static Parsed parse(String text, MachineType type) {
        return parse(SourceReader.read(text), type);
    }

    /// Parses a definition written in YAML; every finding has the line and column of the YAML text.
    public static Parsed parseYaml(String text, MachineType type) {
        return parse(Yaml.read(text), type);
    }

    /// Parses one state of a STANDARD machine, without the states that it leads to. The definition then has that state alone,
    /// under the name given, and findings say so in their locations: `/States/<name>/...`.
    public static Parsed parseState(String name, String text) {
        if (SourceReader.read(text) instanceof Reading.Refused(var diagnostic)) {
            return new Parsed.Invalid(List.of(diagnostic));
        }
        var key = Json.write(StringNode.valueOf(name));
        var reading = SourceReader.read("{\"StartAt\":" + key + ",\"States\":{" + key + ":" + text + "}}");
        return switch (reading) {
            case Reading.Refused(var diagnostic) -> new Parsed.Invalid(List.of(diagnostic));
            case Reading.Tree(var root) -> {
                var findings = new Findings();
                new DefinitionRules(findings, MachineType.STANDARD).checkAlone(root);
                yield parsed(root, findings);
            }
        };
    }

    private static Parsed parse(Reading reading, MachineType type) {
        return switch (reading) {
            case Reading.Refused(var diagnostic) -> new Parsed.Invalid(List.of(diagnostic));
            case Reading.Tree(var root) -> parse(root, type);
        };
    }

    private static Parsed parse(Source root, MachineType type) {
        var findings = new Findings();
        new DefinitionRules(findings, type).check(root);
        return parsed(root, findings);
    }

    private static Parsed parsed(Source root, Findings findings) {
        if (findings.hasErrors()) {
            return new Parsed.Invalid(findings.inOrder());
        }
        return new Parsed.Valid(DefinitionReader.read(root), findings.inOrder());
    }
}
