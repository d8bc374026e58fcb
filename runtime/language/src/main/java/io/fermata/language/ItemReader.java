// SPDX-License-Identifier: Apache-2.0
package io.fermata.language;

import java.util.List;
import org.jspecify.annotations.Nullable;

/// Where a distributed Map reads its items: `ItemReader`.
///
/// @param resource `arn:aws:states:::s3:getObject` or `…:s3:listObjectsV2`
/// @param arguments `Parameters` or `Arguments`; null when absent
/// @param inputType `CSV`, `JSON`, `JSONL`, `PARQUET` or `MANIFEST`; null when absent
/// @param transformation `NONE` or `LOAD_AND_FLATTEN`; null when absent
/// @param manifestType `ATHENA_DATA` or `S3_INVENTORY`; null when absent
/// @param csv how a CSV file is cut; null unless the items are CSV
/// @param itemsPointer JSON Pointer to the array in a JSON file; null when absent
/// @param maxItems gives the greatest number of items, 0 meaning all; null when absent
public record ItemReader(String resource, @Nullable Expression arguments, @Nullable String inputType,
        @Nullable String transformation, @Nullable String manifestType, @Nullable Csv csv,
        @Nullable String itemsPointer, @Nullable Expression maxItems) {

    /// How a CSV file is cut.
    ///
    /// @param delimiter the character between columns
    /// @param headers the names of the columns; null when the first row holds them
    public record Csv(char delimiter, @Nullable List<String> headers) {

        public Csv {
            headers = headers == null ? null : List.copyOf(headers);
        }
    }
}
