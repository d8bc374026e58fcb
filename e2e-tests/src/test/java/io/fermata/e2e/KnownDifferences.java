// SPDX-License-Identifier: Apache-2.0
package io.fermata.e2e;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import tools.jackson.core.util.DefaultIndenter;
import tools.jackson.core.util.DefaultPrettyPrinter;
import tools.jackson.core.type.TypeReference;
import tools.jackson.databind.SerializationFeature;
import tools.jackson.databind.json.JsonMapper;

/// The recorded cases that Fermata answers otherwise than AWS did, each with its reason: `conformance/differences.json`.
///
/// @param all in the order in which the page shows them
record KnownDifferences(List<Difference> all) {

    private static final Path FILE = Path.of("src/test/resources/conformance/differences.json");
    private static final JsonMapper JSON = JsonMapper.builder().enable(SerializationFeature.INDENT_OUTPUT)
            .defaultPrettyPrinter(new DefaultPrettyPrinter()
                    .withArrayIndenter(DefaultIndenter.SYSTEM_LINEFEED_INSTANCE))
            .build();

    /// How a difference is to be read.
    enum Kind {
        /// It will be built.
        NOT_YET,
        /// Fermata answers otherwise, by intent or by defect.
        DIFFERS,
        /// Nothing could give the recorded answer: the recording contradicts itself, or the runner reads it wrongly.
        RECORDING,
        /// It depends on how long something took; such a case may pass or not.
        TIMING
    }

    /// @param fermata what Fermata does, and why
    /// @param aws what AWS does
    /// @param cases ids
    record Difference(String title, Kind kind, String fermata, String aws, List<String> cases) {}

    static KnownDifferences read() throws IOException {
        return new KnownDifferences(
                JSON.readValue(Files.readAllBytes(FILE), new TypeReference<List<Difference>>() {
                }));
    }

    void write() throws IOException {
        Files.writeString(FILE, JSON.writeValueAsString(all) + "\n");
    }

    Optional<Difference> of(String id) {
        return all.stream().filter(difference -> difference.cases().contains(id)).findFirst();
    }

    /// The same without these cases, and without what has none left.
    KnownDifferences without(Set<String> ids) {
        return new KnownDifferences(all.stream()
                .map(difference -> new Difference(difference.title(), difference.kind(), difference.fermata(),
                        difference.aws(), difference.cases().stream().filter(id -> !ids.contains(id)).toList()))
                .filter(difference -> !difference.cases().isEmpty()).toList());
    }
}
