// SPDX-License-Identifier: Apache-2.0
package io.fermata.catalog;

import io.fermata.tenancy.keys.CustomerKey;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// The columns `kms_key`, `kms_reuse_seconds` and `kms_resource_arn` of a row. Stateless.
final class EncryptionColumns {

    private EncryptionColumns() {}

    static Encryption read(ResultSet row) throws SQLException {
        var kmsKey = row.getString("kms_key");
        return kmsKey == null
                ? Encryption.OWNED
                : new Encryption.Customer(new CustomerKey(kmsKey, Duration.ofSeconds(row.getInt("kms_reuse_seconds")),
                        row.getString("kms_resource_arn")));
    }

    /// The values in the same order.
    static List<@Nullable Object> values(Encryption encryption) {
        return switch (encryption) {
            case Encryption.Owned _ -> Arrays.asList(null, null, null);
            case Encryption.Customer(var key) ->
                Arrays.asList(key.kmsKeyId(), key.reuse().toSeconds(), key.resourceArn());
        };
    }
}
