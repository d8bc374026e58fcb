// SPDX-License-Identifier: Apache-2.0
package io.fermata.catalog;

import io.fermata.language.asl.Asl;
import io.fermata.language.Definition;
import io.fermata.language.Diagnostic;
import io.fermata.language.Flow;
import io.fermata.language.MachineType;
import io.fermata.language.Parsed;
import io.fermata.language.State;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/// Whether a definition can be stored: it is valid by AWS's rules, and holds nothing that this release cannot run. The
/// language knows more than the engine runs, and nobody shall find that out in production (ADR 15).
public final class Acceptance {

    private Acceptance() {}

    /// The definition, or what keeps it from being stored.
    public static Parsed of(String text, MachineType type) {
        return switch (Asl.parse(text, type)) {
            case Parsed.Invalid invalid -> invalid;
            case Parsed.Valid valid -> {
                var findings = new ArrayList<Diagnostic>();
                unread(valid.definition(), valid.definition().flow(), "", findings);
                yield findings.isEmpty() ? valid : new Parsed.Invalid(findings);
            }
        };
    }

    private static void unread(Definition definition, Flow flow, String at, List<Diagnostic> findings) {
        flow.states().forEach((name, state) -> {
            var location = at + "/States/" + name;
            switch (state) {
                case State.Map map -> {
                    if (map.distribution() != null && map.distribution().reader() != null
                            && "PARQUET".equals(map.distribution().reader().inputType())) {
                        var extent = Objects.requireNonNull(definition.extents().get(name));
                        findings.add(new Diagnostic(Diagnostic.Severity.ERROR, "SCHEMA_VALIDATION_FAILED",
                                "This version of Fermata reads items from CSV, JSON, JSONL and MANIFEST; InputType 'PARQUET' is not there yet",
                                location + "/ItemReader/ReaderConfig", extent.line(), extent.column()));
                    }
                    unread(definition, map.processor(), location + "/ItemProcessor", findings);
                }
                case State.Parallel parallel -> {
                    for (int i = 0; i < parallel.branches().size(); i++) {
                        unread(definition, parallel.branches().get(i), location + "/Branches[" + i + "]",
                                findings);
                    }
                }
                case State.Pass _,State.Task _,State.Choice _,State.Wait _,State.Succeed _,State.Fail _ -> {
                }
            }
        });
    }
}
