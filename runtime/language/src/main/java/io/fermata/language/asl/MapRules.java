// SPDX-License-Identifier: Apache-2.0
package io.fermata.language.asl;

import io.fermata.language.MachineType;
import io.fermata.language.QueryLanguage;
import io.fermata.language.text.Source;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// Checks what only Map states have: the processor, the label, and the reader, batcher and writer of a distributed one.
final class MapRules {

    private static final int MAX_LABEL = 40;
    private static final int MAX_POINTER = 2_000;
    private static final Pattern READABLE = Pattern
            .compile("arn:aws[a-z-]*:states:[^:]*:[^:]*:s3:(getObject|listObjectsV2)");
    private static final Pattern WRITABLE = Pattern.compile("arn:aws[a-z-]*:states:[^:]*:[^:]*:s3:putObject");

    private final Findings findings;
    private final FieldRules fields;
    private final MachineType type;

    MapRules(Findings findings, FieldRules fields, MachineType type) {
        this.findings = findings;
        this.fields = fields;
        this.type = type;
    }

    void check(Source state, QueryLanguage language) {
        fields.oneOf(state, true, "ItemProcessor", "Iterator");
        fields.oneOf(state, false, "ItemSelector", "Parameters");
        fields.oneOf(state, false, "MaxConcurrency", "MaxConcurrencyPath");
        fields.oneOf(state, false, "ToleratedFailurePercentage", "ToleratedFailurePercentagePath");
        fields.oneOf(state, false, "ToleratedFailureCount", "ToleratedFailureCountPath");
        label(state);
        reader(state.member("ItemReader"), language);
        batcher(state.member("ItemBatcher"), language);
        writer(state.member("ResultWriter"), language);
        processor(state.member("ItemProcessor"));
        processor(state.member("Iterator"));
    }

    private void label(Source state) {
        var label = state.member("Label");
        var text = state.text("Label");
        if (label == null || text == null) {
            return;
        }
        if (text.codePointCount(0, text.length()) > MAX_LABEL) {
            findings.error("INVALID_LABEL_NAME",
                    "Label '" + text + "' exceeds the 40-character limit allowed by the service",
                    label);
        } else if (text.isEmpty() || text.chars().anyMatch(c -> Character.isWhitespace(c) || Character.isISOControl(c)
                || "?*<>{}[]:;,\\|^~$#%&`\"".indexOf(c) >= 0)) {
            findings.error("INVALID_LABEL_NAME", "Label '" + text + "' is empty or contains invalid characters", label);
        }
    }

    private void reader(@Nullable Source reader, QueryLanguage language) {
        if (reader == null || !reader.value().isObject()) {
            return;
        }
        fields.check(reader, FieldTable.ITEM_READER, language);
        resource(reader, READABLE);
        var config = reader.member("ReaderConfig");
        if (config == null || !config.value().isObject()) {
            return;
        }
        fields.check(config, FieldTable.READER_CONFIG, language);
        fields.oneOf(config, false, "MaxItems", "MaxItemsPath");
        csv(config);
        var pointer = config.text("ItemsPointer");
        if (pointer != null && pointer.length() >= MAX_POINTER) {
            findings.schema("ItemsPointer must have fewer than " + MAX_POINTER + " characters", config);
        }
    }

    private void csv(Source config) {
        var csv = "CSV".equals(config.text("InputType"));
        if (csv && !config.has("CSVHeaderLocation")) {
            findings.schema("The field 'CSVHeaderLocation' is required", config);
        }
        if (!csv && config.has("InputType") && config.has("CSVHeaderLocation")) {
            findings.schema("Field 'CSVHeaderLocation' is not supported", config);
        }
        var headers = config.member("CSVHeaders");
        if ("GIVEN".equals(config.text("CSVHeaderLocation")) && headers == null) {
            findings.schema("These fields are required: [CSVHeaders]", config);
        }
        if (headers != null) {
            headers.items().stream().filter(header -> !header.value().isString())
                    .forEach(header -> findings.schema("Expected value of type [STRING]", header));
        }
    }

    private void batcher(@Nullable Source batcher, QueryLanguage language) {
        if (batcher == null || !batcher.value().isObject()) {
            return;
        }
        fields.check(batcher, FieldTable.ITEM_BATCHER, language);
        fields.oneOf(batcher, false, "MaxItemsPerBatch", "MaxItemsPerBatchPath");
        fields.oneOf(batcher, false, "MaxInputBytesPerBatch", "MaxInputBytesPerBatchPath");
    }

    private void writer(@Nullable Source writer, QueryLanguage language) {
        if (writer == null || !writer.value().isObject()) {
            return;
        }
        fields.check(writer, FieldTable.RESULT_WRITER, language);
        resource(writer, WRITABLE);
        var config = writer.member("WriterConfig");
        if (config != null && config.value().isObject()) {
            fields.check(config, FieldTable.WRITER_CONFIG, language);
        }
    }

    private void resource(Source holder, Pattern allowed) {
        var resource = holder.member("Resource");
        var text = holder.text("Resource");
        if (resource != null && text != null && !allowed.matcher(text).matches()) {
            findings.schema("The field 'Resource' does not match any of the allowed values", resource);
        }
    }

    private void processor(@Nullable Source processor) {
        if (processor == null || !processor.value().isObject()) {
            return;
        }
        fields.check(processor, FieldTable.PROCESSOR, QueryLanguage.JSONPATH);
        var config = processor.member("ProcessorConfig");
        if (config == null || !config.value().isObject()) {
            return;
        }
        fields.check(config, FieldTable.PROCESSOR_CONFIG, QueryLanguage.JSONPATH);
        var mode = config.member("Mode");
        if (mode == null || !"DISTRIBUTED".equals(config.text("Mode"))) {
            if (config.has("ExecutionType")) {
                findings.schema("Field 'ExecutionType' is not supported", config);
            }
        } else if (type == MachineType.EXPRESS) {
            findings.schema(
                    "The field 'Mode' with value 'DISTRIBUTED' is not supported inside 'EXPRESS' state machines", mode);
        } else if (!config.has("ExecutionType")) {
            findings.schema("These fields are required: [ExecutionType]", config);
        }
    }
}
