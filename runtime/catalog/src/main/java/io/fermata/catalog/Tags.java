// SPDX-License-Identifier: Apache-2.0
package io.fermata.catalog;

import io.fermata.tenancy.TenantId;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.support.TransactionOperations;

/// The tags of state machines and activities: at most 50 for each. Any thread.
public final class Tags {

    private static final int MOST = 50;
    private static final int LONGEST_KEY = 128;
    private static final int LONGEST_VALUE = 256;
    private static final Pattern CHARACTERS = Pattern.compile("[\\p{L}\\p{N}\\p{Zs}_.:/=+\\-@]*");

    private final JdbcClient jdbc;
    private final TransactionOperations transaction;

    public Tags(JdbcClient jdbc, TransactionOperations transaction) {
        this.jdbc = jdbc;
        this.transaction = transaction;
    }

    /// The answer to [#put].
    public sealed interface Answer {}

    /// The tags are stored.
    public record Stored() implements Answer {}

    /// There would be more than 50.
    public record TooMany(int count) implements Answer {}

    /// A tag breaks its rule; the sentence names which.
    public record Unfit(String sentence) implements Answer {}

    /// The tags by key.
    public Map<String, String> list(TenantId tenant, TagOwner owner) {
        Map<String, String> tags = new LinkedHashMap<>();
        jdbc.sql(
                "SELECT tag_key, tag_value FROM tag WHERE tenant_id = ? AND " + column(owner) + " = ? ORDER BY tag_key")
                .param(tenant.value()).param(id(owner))
                .query(row -> {
                    tags.put(row.getString(1), row.getString(2));
                });
        return tags;
    }

    /// Adds tags; a key that is there gets the new value.
    public Answer put(TenantId tenant, TagOwner owner, Map<String, String> tags) {
        Optional<String> problem = problem(tags);
        if (problem.isPresent()) {
            return new Unfit(problem.get());
        }
        return Objects.requireNonNull(transaction.execute(_ -> {
            // The owner's row lock makes two calls count one after the other.
            jdbc.sql("SELECT id FROM " + table(owner) + " WHERE tenant_id = ? AND id = ? FOR UPDATE")
                    .param(tenant.value()).param(id(owner)).query(Long.class).single();
            Set<String> keys = new HashSet<>(list(tenant, owner).keySet());
            keys.addAll(tags.keySet());
            if (keys.size() > MOST) {
                return new TooMany(keys.size());
            }
            tags.forEach((key, value) -> jdbc
                    .sql("INSERT INTO tag (tenant_id, " + column(owner) + ", tag_key, tag_value) VALUES (?, ?, ?, ?) "
                            + "ON DUPLICATE KEY UPDATE tag_value = VALUES(tag_value)")
                    .param(tenant.value()).param(id(owner)).param(key).param(value).update());
            return new Stored();
        }));
    }

    /// Removes tags. A key that is not there is no error.
    public void remove(TenantId tenant, TagOwner owner, Set<String> keys) {
        if (!keys.isEmpty()) {
            jdbc.sql("DELETE FROM tag WHERE tenant_id = :tenant AND " + column(owner)
                    + " = :owner AND tag_key IN (:keys)").param("tenant", tenant.value())
                    .param("owner", id(owner)).param("keys", keys).update();
        }
    }

    /// The sentence that refuses the tags of a new resource, or empty.
    static Optional<String> problem(Map<String, String> tags) {
        if (tags.size() > MOST) {
            return Optional.of("A resource has at most " + MOST + " tags, not " + tags.size());
        }
        for (Map.Entry<String, String> tag : tags.entrySet()) {
            String key = tag.getKey();
            if (key.isEmpty() || key.length() > LONGEST_KEY || !CHARACTERS.matcher(key).matches()) {
                return Optional
                        .of("A tag key has 1 to " + LONGEST_KEY + " letters, digits, spaces and _ . : / = + - @");
            }
            if (key.startsWith("aws:")) {
                return Optional.of("A tag key must not begin with aws:");
            }
            if (tag.getValue().length() > LONGEST_VALUE || !CHARACTERS.matcher(tag.getValue()).matches()) {
                return Optional.of("The value of the tag " + key + " has at most " + LONGEST_VALUE
                        + " letters, digits, spaces and _ . : / = + - @");
            }
        }
        return Optional.empty();
    }

    private static String table(TagOwner owner) {
        return switch (owner) {
            case TagOwner.OfStateMachine _ -> "state_machine";
            case TagOwner.OfActivity _ -> "activity";
        };
    }

    private static String column(TagOwner owner) {
        return table(owner) + "_id";
    }

    private static long id(TagOwner owner) {
        return switch (owner) {
            case TagOwner.OfStateMachine machine -> machine.id();
            case TagOwner.OfActivity activity -> activity.id();
        };
    }
}
