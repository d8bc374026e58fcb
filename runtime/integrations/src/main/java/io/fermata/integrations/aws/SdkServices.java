// SPDX-License-Identifier: Apache-2.0
package io.fermata.integrations.aws;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Collectors;

/// The service part of an `aws-sdk:` resource and the name that the SDK gives the service, which is also the prefix of its
/// errors: `dynamodb`, `DynamoDb`. Lists more services than have their module bundled, so that adding a module is enough.
/// `sfn` is not among them: its calls would have to be answered by this server itself.
final class SdkServices {

    private static final Map<String, String> NAMES = read();

    private SdkServices() {}

    static Optional<String> name(String part) {
        return Optional.ofNullable(NAMES.get(part));
    }

    /// All services of the list, bundled or not, by the part of the resource.
    static Map<String, String> all() {
        return NAMES;
    }

    private static Map<String, String> read() {
        try (InputStream file = Objects.requireNonNull(SdkServices.class.getResourceAsStream("services.tsv"))) {
            return new String(file.readAllBytes(), StandardCharsets.UTF_8).lines().map(line -> line.split("\t"))
                    .collect(Collectors.toUnmodifiableMap(row -> row[0], row -> row[1]));
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }
}
