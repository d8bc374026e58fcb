// SPDX-License-Identifier: Apache-2.0
package io.fermata.engine.items;

import io.fermata.language.ItemReader;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.HashSet;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;

/// The rows of a CSV file as objects from header to text. Columns beyond the headers are dropped, missing ones are empty
/// texts (recorded).
final class CsvItems implements ItemStream {

    private static final int MOST_HEADER_BYTES = 10 << 10;

    private final CsvRows rows;
    private final List<String> headers;

    CsvItems(InputStream in, ItemReader.Csv csv) {
        this.rows = new CsvRows(in, csv.delimiter());
        var given = csv.headers();
        this.headers = given != null ? given : firstRow(rows);
        if (new HashSet<>(headers).size() < headers.size()) {
            throw new ItemReaderException("CSV headers cannot contain duplicates.");
        }
        if (headers.stream().mapToInt(header -> header.getBytes(StandardCharsets.UTF_8).length)
                .sum() > MOST_HEADER_BYTES) {
            throw new ItemReaderException("CSV headers cannot have more than " + MOST_HEADER_BYTES + " bytes.");
        }
    }

    private static List<String> firstRow(CsvRows rows) {
        var first = rows.next();
        return first == null ? List.of() : first;
    }

    @Override
    public @Nullable JsonNode next() {
        var row = rows.next();
        if (row == null) {
            return null;
        }
        var item = JsonNodeFactory.instance.objectNode();
        for (int i = 0; i < headers.size(); i++) {
            item.put(headers.get(i), i < row.size() ? row.get(i) : "");
        }
        return item;
    }

    @Override
    public void close() {
        rows.close();
    }
}
