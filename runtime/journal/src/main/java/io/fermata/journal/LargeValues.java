// SPDX-License-Identifier: Apache-2.0
package io.fermata.journal;

import io.fermata.journal.LargeValue.Reference;
import io.fermata.tenancy.TenantId;
import java.lang.ref.WeakReference;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import tools.jackson.databind.JsonNode;

/// The large values of one execution, for one reading of its steps. A value that somebody still holds is not read again and
/// is the same node, so that a value that goes through many states stands in memory once. One thread.
final class LargeValues {

    /// How many are read by one statement.
    private static final int PAGE = 8;

    private final JdbcClient jdbc;
    private final StepCodec codec;
    private final TenantId tenant;
    private final long executionNo;
    private final Map<Integer, WeakReference<JsonNode>> held = new HashMap<>();
    private final StoredValues stored = new StoredValues();

    LargeValues(JdbcClient jdbc, StepCodec codec, TenantId tenant, long executionNo) {
        this.jdbc = jdbc;
        this.codec = codec;
        this.tenant = tenant;
        this.executionNo = executionNo;
    }

    /// Those that were named until now.
    StoredValues stored() {
        return stored;
    }

    /// The values that a step names, in the same order.
    ///
    /// @throws IllegalStateException when one is not there, or is not what the step named
    List<JsonNode> read(List<Reference> references) {
        var found = new HashMap<Integer, JsonNode>();
        var missing = new ArrayList<Reference>();
        for (var reference : references) {
            stored.seen(reference);
            var value = held(reference);
            if (value == null) {
                missing.add(reference);
            } else {
                found.put(reference.number(), value);
            }
        }
        for (int from = 0; from < missing.size(); from += PAGE) {
            read(missing.subList(from, Math.min(missing.size(), from + PAGE)), found);
        }
        var values = new ArrayList<JsonNode>();
        for (var reference : references) {
            var value = found.get(reference.number());
            if (value == null) {
                throw new IllegalStateException(
                        "large value " + reference.number() + " of execution " + executionNo + " is not there");
            }
            values.add(value);
        }
        return values;
    }

    private @Nullable JsonNode held(Reference reference) {
        var kept = held.get(reference.number());
        return kept == null ? null : kept.get();
    }

    private void read(List<Reference> page, Map<Integer, JsonNode> into) {
        var hashes = new HashMap<Integer, String>();
        page.forEach(reference -> hashes.put(reference.number(), reference.hash()));
        var places = String.join(",", Collections.nCopies(page.size(), "?"));
        jdbc.sql(
                "SELECT value_no, payload FROM journal_value WHERE execution_no = ? AND tenant_id = ? AND value_no IN ("
                        + places + ")")
                .param(executionNo).param(tenant.value())
                .params(page.stream().map(Reference::number).toList())
                .query((row, _) -> new LargeValue(row.getInt(1), row.getBytes(2))).list().forEach(sealed -> {
                    int number = sealed.number();
                    var value = codec.decodeLarge(tenant, sealed.payload(), String.valueOf(hashes.get(number)));
                    held.put(number, new WeakReference<>(value));
                    into.put(number, value);
                });
    }
}
