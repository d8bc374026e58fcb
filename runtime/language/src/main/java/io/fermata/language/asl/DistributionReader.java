// SPDX-License-Identifier: Apache-2.0
package io.fermata.language.asl;

import io.fermata.language.Distribution;
import io.fermata.language.ItemBatcher;
import io.fermata.language.ItemReader;
import io.fermata.language.MachineType;
import io.fermata.language.ResultWriter;
import org.jspecify.annotations.Nullable;

/// Reads what only a distributed Map has.
final class DistributionReader {

    private DistributionReader() {}

    /// @return null when the Map is inline
    static @Nullable Distribution read(Fields map, Fields processor, ExpressionReader expressions) {
        if (!processor.has("ProcessorConfig")) {
            return null;
        }
        var config = Fields.of(processor.member("ProcessorConfig"));
        if (!"DISTRIBUTED".equals(config.textOrNull("Mode"))) {
            return null;
        }
        return new Distribution(MachineType.valueOf(config.text("ExecutionType")), map.textOrNull("Label"),
                reader(map, expressions), batcher(map, expressions), writer(map, expressions));
    }

    private static @Nullable ItemReader reader(Fields map, ExpressionReader expressions) {
        var reader = map.part("ItemReader");
        if (reader == null) {
            return null;
        }
        var config = reader.part("ReaderConfig");
        if (config == null) {
            return new ItemReader(reader.text("Resource"), expressions.arguments(reader), null, null, null, null, null,
                    null);
        }
        return new ItemReader(reader.text("Resource"), expressions.arguments(reader), config.textOrNull("InputType"),
                config.textOrNull("Transformation"), config.textOrNull("ManifestType"), csv(config),
                config.textOrNull("ItemsPointer"), expressions.count(config, "MaxItems"));
    }

    private static ItemReader.@Nullable Csv csv(Fields config) {
        if (!config.has("CSVHeaderLocation")) {
            return null;
        }
        var headers = "GIVEN".equals(config.text("CSVHeaderLocation"))
                ? config.member("CSVHeaders").items().stream().map(header -> header.value().stringValue()).toList()
                : null;
        var delimiter = config.textOrNull("CSVDelimiter");
        return new ItemReader.Csv(delimiter == null ? ',' : character(delimiter), headers);
    }

    private static char character(String delimiter) {
        return switch (delimiter) {
            case "PIPE" -> '|';
            case "SEMICOLON" -> ';';
            case "SPACE" -> ' ';
            case "TAB" -> '\t';
            default -> ',';
        };
    }

    private static @Nullable ItemBatcher batcher(Fields map, ExpressionReader expressions) {
        var batcher = map.part("ItemBatcher");
        return batcher == null
                ? null
                : new ItemBatcher(expressions.count(batcher, "MaxItemsPerBatch"),
                        expressions.count(batcher, "MaxInputBytesPerBatch"),
                        expressions.template(batcher, "BatchInput"));
    }

    private static @Nullable ResultWriter writer(Fields map, ExpressionReader expressions) {
        var writer = map.part("ResultWriter");
        if (writer == null) {
            return null;
        }
        var config = writer.part("WriterConfig");
        return new ResultWriter(writer.textOrNull("Resource"), expressions.arguments(writer),
                config == null ? null : config.textOrNull("Transformation"),
                config == null ? null : config.textOrNull("OutputType"));
    }
}
