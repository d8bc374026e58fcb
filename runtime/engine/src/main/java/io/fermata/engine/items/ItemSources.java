// SPDX-License-Identifier: Apache-2.0
package io.fermata.engine.items;

import io.fermata.engine.MapRunPlan;
import io.fermata.language.ItemReader;
import io.fermata.language.Json;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import java.util.zip.GZIPInputStream;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/// Opens the items of a Map Run: those of its plan, or those that its `ItemReader` reads (asl.md section 7.7).
/// Thread-safe.
public final class ItemSources {

    /// A manifest names data files; it holds no data itself.
    private static final int MOST_MANIFEST_BYTES = 16 << 20;

    private final ObjectStorage storage;

    public ItemSources(ObjectStorage storage) {
        this.storage = storage;
    }

    /// The items from the first one on.
    ///
    /// @param reader null when the plan holds the items
    /// @throws ItemReaderException when they cannot be read as the definition says
    /// @throws ObjectStorage.Refused when the storage does not give them
    public ItemStream open(long tenant, MapRunPlan plan, @Nullable ItemReader reader) {
        if (reader == null) {
            return new InMemory(Objects.requireNonNull(plan.items()));
        }
        var maxItems = plan.maxItems();
        if (maxItems != null && maxItems < 0) {
            throw new ItemReaderException("field MaxItems must be positive");
        }
        var request = Objects.requireNonNull(plan.reader());
        if (reader.resource().endsWith(":s3:listObjectsV2")) {
            var listed = new ListedObjects(storage, tenant, request);
            return "LOAD_AND_FLATTEN".equals(reader.transformation())
                    ? new Chained(listed, object -> file(tenant, object(request, object.path("Key")), reader,
                            reader.inputType()))
                    : listed;
        }
        return reader.manifestType() != null || "MANIFEST".equals(reader.inputType())
                ? manifest(tenant, request, reader)
                : file(tenant, request, reader, reader.inputType());
    }

    /// Where the items come from, as `$$.Map.Item.Source` shows it.
    public static String source(MapRunPlan plan, @Nullable ItemReader reader) {
        var request = plan.reader();
        if (request == null || reader == null) {
            return "STATE_DATA";
        }
        var bucket = "S3://" + request.path("Bucket").asString("");
        boolean listing = reader.resource().endsWith(":s3:listObjectsV2");
        return listing ? bucket : bucket + "/" + request.path("Key").asString("");
    }

    private static ObjectNode object(JsonNode request, JsonNode key) {
        var one = JsonNodeFactory.instance.objectNode();
        one.set("Bucket", request.path("Bucket"));
        one.set("Key", key);
        if (request.has("ExpectedBucketOwner")) {
            one.set("ExpectedBucketOwner", request.get("ExpectedBucketOwner"));
        }
        return one;
    }

    private ItemStream file(long tenant, JsonNode request, ItemReader reader, @Nullable String type) {
        var key = request.path("Key").asString("");
        if ("PARQUET".equals(type)) {
            throw new ItemReaderException("This Fermata does not read files of InputType PARQUET; it reads CSV, JSON, "
                    + "JSONL and MANIFEST.");
        }
        var in = unpacked(key, storage.read(tenant, request));
        return switch (type) {
            case "CSV" -> new CsvItems(in, csv(reader));
            case "JSONL" -> new JsonLines(in);
            case null -> byName(key, in, reader);
            case String _ -> new JsonItems(in, reader.itemsPointer());
        };
    }

    private static ItemStream byName(String key, InputStream in, ItemReader reader) {
        return reader.csv() != null || key.endsWith(".csv")
                ? new CsvItems(in, csv(reader))
                : key.endsWith(".jsonl") ? new JsonLines(in) : new JsonItems(in, reader.itemsPointer());
    }

    private static ItemReader.Csv csv(ItemReader reader) {
        var csv = reader.csv();
        return csv == null ? new ItemReader.Csv(',', null) : csv;
    }

    private static InputStream unpacked(String key, InputStream in) {
        if (key.endsWith(".zst") || key.endsWith(".zstd")) {
            throw new ItemReaderException("This Fermata does not read files compressed with ZSTD; use GZIP (.gz).");
        }
        try {
            return key.endsWith(".gz") ? new GZIPInputStream(in, 1 << 16) : in;
        } catch (IOException broken) {
            throw new ItemReaderException("The file '" + key + "' is not in the format GZIP.");
        }
    }

    private ItemStream manifest(long tenant, JsonNode request, ItemReader reader) {
        return "ATHENA_DATA".equals(reader.manifestType())
                ? athena(tenant, request, reader)
                : inventory(tenant, request, reader);
    }

    /// `manifest.json` of an S3 inventory: its schema gives the headers, its files are CSV, compressed with GZIP.
    private ItemStream inventory(long tenant, JsonNode request, ItemReader reader) {
        JsonNode manifest;
        try {
            manifest = Json.MAPPER.readTree(bytes(tenant, request));
        } catch (JacksonException broken) {
            throw JsonItems.notJson(broken);
        }
        var files = manifest.path("files");
        var format = manifest.path("fileFormat").asString("CSV");
        if (!files.isArray() || !manifest.path("fileSchema").isString()) {
            throw new ItemReaderException(
                    "The manifest is not one of an S3 inventory: it has no 'files' and 'fileSchema'.");
        }
        if (!format.equals("CSV")) {
            throw new ItemReaderException("This Fermata reads S3 inventories in the format CSV, not " + format + ".");
        }
        var headers = Stream.of(manifest.get("fileSchema").stringValue().split(",")).map(String::strip).toList();
        var bucket = manifest.path("destinationBucket").asString("").replaceFirst("^arn:[^:]*:s3:::", "");
        var csv = new ItemReader.Csv(reader.csv() == null ? ',' : reader.csv().delimiter(), headers);
        return new Chained(new InMemory(files), file -> {
            var at = object(request, file.path("key"));
            if (!bucket.isEmpty()) {
                at.put("Bucket", bucket);
            }
            return new CsvItems(unpacked(at.path("Key").asString(""), storage.read(tenant, at)), csv);
        });
    }

    /// What Athena's UNLOAD leaves: a CSV file with the address of a data file in each line.
    private ItemStream athena(long tenant, JsonNode request, ItemReader reader) {
        var text = new String(bytes(tenant, request), StandardCharsets.UTF_8);
        List<JsonNode> files = text.lines().map(String::strip).filter(line -> !line.isEmpty())
                .<JsonNode>map(line -> JsonNodeFactory.instance.stringNode(line.replace("\"", ""))).toList();
        return new Chained(new InMemory(files), file -> {
            var address = file.stringValue();
            int slash = address.indexOf('/', "s3://".length());
            if (!address.startsWith("s3://") || slash < 0) {
                throw new ItemReaderException("The manifest names '" + address + "', which is no address in S3.");
            }
            var at = JsonNodeFactory.instance.objectNode();
            at.put("Bucket", address.substring("s3://".length(), slash));
            at.put("Key", address.substring(slash + 1));
            var type = "MANIFEST".equals(reader.inputType()) ? null : reader.inputType();
            return file(tenant, at, reader, type);
        });
    }

    private byte[] bytes(long tenant, JsonNode request) {
        try (var in = unpacked(request.path("Key").asString(""), storage.read(tenant, request))) {
            var bytes = in.readNBytes(MOST_MANIFEST_BYTES + 1);
            if (bytes.length > MOST_MANIFEST_BYTES) {
                throw new ItemReaderException("The manifest has more than " + MOST_MANIFEST_BYTES + " bytes.");
            }
            return bytes;
        } catch (IOException broken) {
            throw new UncheckedIOException(broken);
        }
    }
}
