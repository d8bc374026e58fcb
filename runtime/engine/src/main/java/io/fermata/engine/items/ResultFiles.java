// SPDX-License-Identifier: Apache-2.0
package io.fermata.engine.items;

import io.fermata.engine.ExecutionStatus;
import io.fermata.language.Json;
import java.io.ByteArrayOutputStream;
import java.util.EnumMap;
import java.util.Map;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/// The files of `ResultWriter`: `SUCCEEDED_n`, `FAILED_n` and `PENDING_n` with the results, and a manifest that names
/// them. A file is written as soon as it is as large as one is held in memory. Used by one thread.
public final class ResultFiles {

    private static final int FULL = 8 << 20;

    private final ObjectStorage storage;
    private final long tenant;
    private final JsonNode arguments;
    private final String folder;
    private final ResultForm form;
    private final Map<Group, Open> open = new EnumMap<>(Group.class);

    /// @param arguments `Bucket`, and `Prefix` if given
    /// @param id names the folder of the run below the prefix
    public ResultFiles(ObjectStorage storage, long tenant, JsonNode arguments, String id, ResultForm form) {
        this.storage = storage;
        this.tenant = tenant;
        this.arguments = arguments;
        this.form = form;
        var prefix = arguments.path("Prefix").asString("");
        this.folder = prefix.isEmpty() ? id : prefix.endsWith("/") ? prefix + id : prefix + "/" + id;
        for (var group : Group.values()) {
            open.put(group, new Open());
        }
    }

    private enum Group {

        FAILED,
        PENDING,
        SUCCEEDED;

        static Group of(ResultForm.ChildRecord child) {
            if (child.status() == null) {
                return PENDING;
            }
            return child.status() == ExecutionStatus.SUCCEEDED ? SUCCEEDED : FAILED;
        }
    }

    private static final class Open {

        private final ArrayNode written = JsonNodeFactory.instance.arrayNode();
        private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    }

    /// Adds the result of a child.
    ///
    /// @throws ObjectStorage.Refused when a file cannot be written
    public void add(ResultForm.ChildRecord child) {
        var group = Group.of(child);
        var file = open.get(group);
        if (file == null) {
            throw new IllegalStateException(group.name());
        }
        for (var value : form.values(child)) {
            if (!form.lines()) {
                file.bytes.write(file.bytes.size() == 0 ? '[' : ',');
            }
            file.bytes.writeBytes(Json.bytes(value));
            if (form.lines()) {
                file.bytes.write('\n');
            }
        }
        if (file.bytes.size() >= FULL) {
            flush(group, file);
        }
    }

    /// Writes what is left and the manifest.
    ///
    /// @return the result of the Map state
    /// @throws ObjectStorage.Refused when a file cannot be written
    public ObjectNode finish(String mapRunArn) {
        var manifest = JsonNodeFactory.instance.objectNode();
        manifest.set("DestinationBucket", arguments.path("Bucket"));
        manifest.put("MapRunArn", mapRunArn);
        var files = manifest.putObject("ResultFiles");
        open.forEach((group, file) -> {
            flush(group, file);
            files.set(group.name(), file.written);
        });
        var key = folder + "/manifest.json";
        write(key, "application/json", Json.bytes(manifest));
        var result = JsonNodeFactory.instance.objectNode();
        result.put("MapRunArn", mapRunArn);
        var details = result.putObject("ResultWriterDetails");
        details.set("Bucket", arguments.path("Bucket"));
        details.put("Key", key);
        return result;
    }

    private void flush(Group group, Open file) {
        if (file.bytes.size() == 0) {
            return;
        }
        if (!form.lines()) {
            file.bytes.write(']');
        }
        var key = folder + "/" + group + "_" + file.written.size() + (form.lines() ? ".jsonl" : ".json");
        var bytes = file.bytes.toByteArray();
        write(key, form.lines() ? "application/jsonl" : "application/json", bytes);
        file.written.addObject().put("Key", key).put("Size", bytes.length);
        file.bytes.reset();
    }

    private void write(String key, String contentType, byte[] bytes) {
        var request = arguments instanceof ObjectNode given ? given.deepCopy() : JsonNodeFactory.instance.objectNode();
        request.remove("Prefix");
        storage.write(tenant, request.put("Key", key).put("ContentType", contentType), bytes);
    }
}
