// SPDX-License-Identifier: Apache-2.0
package io.fermata.engine.items;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.fermata.engine.MapRunBounds;
import io.fermata.engine.MapRunPlan;
import io.fermata.language.ItemReader;
import io.fermata.language.Json;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.zip.GZIPOutputStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;

/// What an ItemReader makes of files and listings.
class ItemSourcesTest {

    private static final String GET = "arn:aws:states:::s3:getObject";
    private static final String LIST = "arn:aws:states:::s3:listObjectsV2";

    private final Map<String, byte[]> objects = new TreeMap<>();

    @ParameterizedTest
    @CsvSource(delimiter = '~', quoteCharacter = '`', value = {
            "`a,b\\n1,2\\n`~`[{\"a\":\"1\",\"b\":\"2\"}]`", "`a,b\\r\\n1\\r\\n`~`[{\"a\":\"1\",\"b\":\"\"}]`",
            "`a\\n\"x, \"\"y\"\"\\nz\"`~`[{\"a\":\"x, \\\"y\\\"\\nz\"}]`",
            "`a,\\n1,2,3\\n,,,\\n`~`[{\"a\":\"1\",\"\":\"2\"},{\"a\":\"\",\"\":\"\"}]`",
            "`a\\n   \\n`~`[{\"a\":\"   \"}]`", "`\\uFEFFa\\n1`~`[{\"a\":\"1\"}]`", "`a\\n`~`[]`", "``~`[]`"})
    void readsRowsOfCsv(String file, String items) {
        put("f", file.replace("\\n", "\n").replace("\\r", "\r").replace("\\uFEFF", "\uFEFF"));

        assertThat(read(reader(GET, "CSV", null, new ItemReader.Csv(',', null)), "f")).isEqualTo(Json.parse(items));
    }

    @Test
    void takesHeadersThatAreGivenAndAnotherDelimiter() {
        put("f", "1|2\n3|4\n");

        assertThat(read(reader(GET, "CSV", null, new ItemReader.Csv('|', List.of("x", "y"))), "f"))
                .isEqualTo(Json.parse("[{\"x\":\"1\",\"y\":\"2\"},{\"x\":\"3\",\"y\":\"4\"}]"));
    }

    @Test
    void refusesHeadersThatAreThereTwice() {
        put("f", "a,a\n1,2\n");

        refused(reader(GET, "CSV", null, new ItemReader.Csv(',', null)), "CSV headers cannot contain duplicates.");
    }

    @Test
    void readsTheElementsOfAnArray() {
        put("f", "[1,{\"a\":[2]},\"x\"]");

        assertThat(read(reader(GET, "JSON", null, null), "f")).isEqualTo(Json.parse("[1,{\"a\":[2]},\"x\"]"));
    }

    @ParameterizedTest
    @CsvSource(delimiter = ';', value = {"/a/b;[1,2]", "/list/1;[3]", "/x~1y;[4]"})
    void readsTheArrayThatAPointerPointsTo(String pointer, String items) {
        put("f", "{\"skip\":{\"b\":[9]},\"a\":{\"b\":[1,2]},\"list\":[0,[3]],\"x/y\":[4]}");

        assertThat(read(reader(GET, "JSON", pointer, null), "f")).isEqualTo(Json.parse(items));
    }

    @Test
    void refusesWhatIsNoArrayOrNoJson() {
        put("f", "{\"Hello\":\"world\"}");
        refused(reader(GET, "JSON", null, null), "Attempting to map over non-iterable node.");

        refused(reader(GET, "JSON", "/nowhere", null), "The ItemsPointer '/nowhere' points to nothing in the file.");

        put("f", "[1,");
        refused(reader(GET, "JSON", null, null), "The file is not valid JSON");
    }

    @Test
    void readsLinesOfJsonAndNamesTheOneThatIsNone() {
        put("f", "{\"a\":1}\n\n[2]\r\n3");
        assertThat(read(reader(GET, "JSONL", null, null), "f")).isEqualTo(Json.parse("[{\"a\":1},[2],3]"));

        put("f", "1\nx\n");
        refused(reader(GET, "JSONL", null, null), "Line 2 of the file is not valid JSON");
    }

    @Test
    void unpacksFilesByTheirName() {
        objects.put("f.gz", gzip("[1,2]"));

        assertThat(read(reader(GET, "JSON", null, null), "f.gz")).isEqualTo(Json.parse("[1,2]"));
    }

    @Test
    void readsTheFilesThatAnInventoryNames() {
        put("m", "{\"destinationBucket\":\"arn:aws:s3:::b\",\"fileFormat\":\"CSV\",\"fileSchema\":\"Bucket, Key\","
                + "\"files\":[{\"key\":\"1.csv.gz\"},{\"key\":\"2.csv\"}]}");
        objects.put("1.csv.gz", gzip("\"x\",\"k1\"\n"));
        put("2.csv", "\"x\",\"k2\"\n");

        assertThat(read(reader(GET, "MANIFEST", null, null), "m"))
                .isEqualTo(Json.parse("[{\"Bucket\":\"x\",\"Key\":\"k1\"},{\"Bucket\":\"x\",\"Key\":\"k2\"}]"));
    }

    @Test
    void readsTheFilesThatAManifestOfAthenaNames() {
        put("m", "s3://b/one\ns3://b/two\n");
        put("one", "{\"n\":1}\n");
        put("two", "{\"n\":2}\n");

        assertThat(read(new ItemReader(GET, null, "JSONL", null, "ATHENA_DATA", null, null, null), "m"))
                .isEqualTo(Json.parse("[{\"n\":1},{\"n\":2}]"));
    }

    @Test
    void listsObjectsPageByPageOrReadsWhatIsInThem() {
        put("a", "[1]");
        put("b", "[2,3]");
        put("c", "[]");

        assertThat(read(reader(LIST, null, null, null), "").valueStream().map(item -> item.get("Key").stringValue()))
                .containsExactly("a", "b", "c");
        assertThat(read(new ItemReader(LIST, null, "JSON", "LOAD_AND_FLATTEN", null, null, null, null), ""))
                .isEqualTo(Json.parse("[1,2,3]"));
    }

    @Test
    void refusesANegativeNumberOfItems() {
        assertThatThrownBy(
                () -> new ItemSources(new Objects()).open(1, plan("f", -1L), reader(GET, "JSON", null, null)))
                .isInstanceOf(ItemReaderException.class).hasMessage("field MaxItems must be positive");
    }

    @ParameterizedTest
    @CsvSource({"0,0,1,10,true,true", "0,0,0,10,true,false", "2,0,2,10,true,false", "2,0,3,10,false,true",
            "0,50,5,10,true,false", "0,50,6,10,true,true", "0,50,6,10,false,false", "9,10,2,10,true,true"})
    void judgesFailuresByNumberAndByShare(long count, double percentage, long failed, long total, boolean complete,
            boolean exceeded) {
        assertThat(new MapRunBounds(0, count, percentage).exceeded(failed, total, complete)).isEqualTo(exceeded);
    }

    @Test
    void aPlanIsTheSameAfterItWasKept() {
        var plan = new MapRunPlan("M", 3, "label", "id", Json.parse("{\"a\":1}"), Map.of("v", Json.parse("[2]")),
                Json.parse("{}"), Json.parse("[1]"), null, 5L,
                new MapRunPlan.Batch(2L, null, Json.parse("{\"b\":1}")), Json.parse("{\"Bucket\":\"b\"}"));

        assertThat(MapRunPlan.of(Json.parse(Json.write(plan.toJson())))).isEqualTo(plan);
    }

    private static ItemReader reader(String resource, @Nullable String type, @Nullable String pointer,
            ItemReader.@Nullable Csv csv) {
        return new ItemReader(resource, null, type, null, null, csv, pointer, null);
    }

    private static MapRunPlan plan(String key, @Nullable Long maxItems) {
        return new MapRunPlan("M", 2, "l", "u", Json.parse("{}"), Map.of(), Json.parse("{}"), null,
                Json.parse("{\"Bucket\":\"b\",\"Key\":\"" + key + "\"}"), maxItems, null, null);
    }

    private JsonNode read(ItemReader reader, String key) {
        var items = JsonNodeFactory.instance.arrayNode();
        try (var stream = new ItemSources(new Objects()).open(1, plan(key, null), reader)) {
            for (var item = stream.next(); item != null; item = stream.next()) {
                items.add(item);
            }
        }
        return items;
    }

    private void refused(ItemReader reader, String cause) {
        assertThatThrownBy(() -> read(reader, "f")).isInstanceOf(ItemReaderException.class)
                .hasMessageStartingWith(cause);
    }

    private void put(String key, String text) {
        objects.put(key, text.getBytes(StandardCharsets.UTF_8));
    }

    private static byte[] gzip(String text) {
        var bytes = new ByteArrayOutputStream();
        try (var out = new GZIPOutputStream(bytes)) {
            out.write(text.getBytes(StandardCharsets.UTF_8));
        } catch (IOException impossible) {
            throw new UncheckedIOException(impossible);
        }
        return bytes.toByteArray();
    }

    /// Two objects in a page.
    private final class Objects implements ObjectStorage {

        @Override
        public InputStream read(long tenant, JsonNode request) {
            var bytes = objects.get(request.path("Key").asString(""));
            if (bytes == null) {
                throw new Refused("absent", false);
            }
            return new ByteArrayInputStream(bytes);
        }

        @Override
        public Page list(long tenant, JsonNode request, @Nullable String token) {
            var keys = objects.keySet().stream().filter(key -> token == null || key.compareTo(token) > 0).toList();
            return new Page(
                    keys.stream().limit(2).<JsonNode>map(key -> JsonNodeFactory.instance.objectNode().put("Key", key))
                            .toList(),
                    keys.size() > 2 ? keys.get(1) : null);
        }

        @Override
        public void write(long tenant, JsonNode request, byte[] body) {
            objects.put(request.path("Key").asString(""), body);
        }
    }
}
