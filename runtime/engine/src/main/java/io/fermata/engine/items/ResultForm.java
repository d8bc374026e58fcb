// SPDX-License-Identifier: Apache-2.0
package io.fermata.engine.items;

import io.fermata.engine.ExecutionStatus;
import io.fermata.language.ResultWriter;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/// The form of a Map Run's results: `WriterConfig` (asl.md section 7.7).
///
/// @param lines whether files hold a value in each line instead of an array
public record ResultForm(Transformation transformation, boolean lines) {

    /// What becomes of a child's result.
    public enum Transformation {
        /// The whole description of the child execution.
        NONE,
        /// Its output.
        COMPACT,
        /// Its output, or the elements of one that is an array.
        FLATTEN
    }

    /// A child as its run shows it.
    ///
    /// @param status null when it has not ended
    /// @param output null unless it succeeded
    /// @param description what DescribeExecution would say, in the members' spelling of result files
    public record ChildRecord(@Nullable ExecutionStatus status, @Nullable JsonNode output, ObjectNode description) {}

    /// The form that a definition asks for: descriptions where results are exported, outputs where they are the result.
    public static ResultForm of(@Nullable ResultWriter writer) {
        if (writer == null) {
            return new ResultForm(Transformation.COMPACT, false);
        }
        var given = writer.transformation();
        return new ResultForm(given == null ? Transformation.NONE : Transformation.valueOf(given),
                "JSONL".equals(writer.outputType()));
    }

    /// What a child adds to the results. One that did not succeed is described as a whole, whatever the form.
    public List<JsonNode> values(ChildRecord child) {
        var output = child.output();
        if (output == null) {
            return List.of(child.description());
        }
        return switch (transformation) {
            case NONE -> List.of(child.description());
            case COMPACT -> List.of(output);
            case FLATTEN -> {
                if (!output.isArray()) {
                    yield List.of(output);
                }
                var elements = new ArrayList<JsonNode>();
                output.forEach(elements::add);
                yield elements;
            }
        };
    }
}
