// SPDX-License-Identifier: Apache-2.0
package io.fermata.web.console.machines;

import io.fermata.integrations.connection.Connections;
import io.fermata.language.Json;
import io.fermata.tenancy.TenancySettings;
import io.fermata.tenancy.TenantId;
import io.fermata.web.console.text.Pretty;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.springframework.core.io.Resource;
import org.springframework.core.io.support.PathMatchingResourcePatternResolver;
import org.springframework.stereotype.Component;
import tools.jackson.databind.JsonNode;

/// The definitions that a new state machine may begin with, from `fermata-samples/*.json` on the class path. Read once.
@Component
class Samples {

    private final TenancySettings settings;
    private final Connections connections;
    private final List<Sample> samples;

    Samples(TenancySettings settings, Connections connections) throws IOException {
        this.settings = settings;
        this.connections = connections;
        this.samples = Arrays
                .stream(new PathMatchingResourcePatternResolver().getResources("classpath*:fermata-samples/*.json"))
                .map(Samples::read).sorted(Comparator.comparing(Sample::name)).toList();
    }

    /// A definition to begin with.
    ///
    /// @param input an input for which it does something
    record Sample(String name, String title, String description, String definition, String input) {}

    List<Sample> all() {
        return samples;
    }

    Optional<Sample> find(String name) {
        return samples.stream().filter(sample -> sample.name().equals(name)).findFirst();
    }

    /// The sample's definition with what its tokens stand for: this Fermata's address, the author's own mail, and a
    /// connection without credentials if the tenant has one.
    String definition(Sample sample, TenantId tenant, String email) {
        var connection = connections.list(tenant).stream().filter(one -> one.type().equals("NONE")).findFirst();
        var text = sample.definition().replace("${PublicUrl}", settings.publicUrl()).replace("${AdminEmail}", email);
        return connection.map(one -> text.replace("${SampleConnection}", one.arn())).orElse(text);
    }

    private static Sample read(Resource file) {
        try {
            var json = Json.parse(file.getContentAsString(StandardCharsets.UTF_8));
            return new Sample(json.path("name").asString(""), json.path("title").asString(""),
                    json.path("description").asString(""), text(json.path("definition")), text(json.path("input")));
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }

    private static String text(JsonNode value) {
        return value.isString() ? value.asString() : value.isMissingNode() ? "{}" : Pretty.text(value);
    }
}
