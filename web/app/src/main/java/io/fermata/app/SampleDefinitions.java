// SPDX-License-Identifier: Apache-2.0
package io.fermata.app;

import io.fermata.integrations.connection.Authorization;
import io.fermata.integrations.connection.Connections;
import io.fermata.integrations.connection.Connections.NewConnection;
import io.fermata.language.Json;
import io.fermata.scheduler.Schedules;
import io.fermata.scheduler.Schedules.NewSchedule;
import io.fermata.tenancy.TenancySettings;
import io.fermata.tenancy.Tenant;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.springframework.core.io.support.PathMatchingResourcePatternResolver;
import org.springframework.stereotype.Component;

/// The sample workflows that come with Fermata, and what they need to run.
@Component
class SampleDefinitions {

    private static final String PLACE = "classpath*:fermata-samples/*.json";

    private final TenancySettings settings;
    private final Connections connections;
    private final Schedules schedules;
    private final List<Sample> samples;

    SampleDefinitions(TenancySettings settings, Connections connections, Schedules schedules) throws IOException {
        this.settings = settings;
        this.connections = connections;
        this.schedules = schedules;
        this.samples = Arrays.stream(new PathMatchingResourcePatternResolver().getResources(PLACE)).map(resource -> {
            try {
                return Sample.read(resource.getContentAsString(StandardCharsets.UTF_8));
            } catch (IOException unreadable) {
                throw new IllegalStateException("sample " + resource, unreadable);
            }
        }).sorted(Comparator.comparing(Sample::name)).toList();
    }

    /// One sample workflow.
    ///
    /// @param definition with `${Token}` for what is known only at run time
    record Sample(String name, String definition) {

        static Sample read(String text) {
            var json = Json.parse(text);
            return new Sample(json.path("name").stringValue(), json.path("definition").toPrettyString());
        }

        String text(Map<String, String> substitutions) {
            var text = definition;
            for (var entry : substitutions.entrySet()) {
                text = text.replace("${" + entry.getKey() + "}", entry.getValue());
            }
            return text;
        }
    }

    List<Sample> all() {
        return samples;
    }

    /// Makes what the samples call, and says what their tokens stand for.
    Map<String, String> prepare(Tenant tenant, String adminEmail) {
        var substitutions = new HashMap<String, String>();
        substitutions.put("PublicUrl", settings.publicUrl());
        substitutions.put("AdminEmail", adminEmail);
        substitutions.put("SampleConnection", connection(tenant));
        return substitutions;
    }

    private String connection(Tenant tenant) {
        var asked = new NewConnection("sample-service", new Authorization.None(), List.of(),
                "Fermata's own sample service, without credentials");
        return switch (connections.create(tenant.id(), asked)) {
            case Connections.Created(var connection) -> connection.arn();
            case Connections.NameTaken(var name) -> throw new IllegalStateException("connection " + name);
            case Connections.Unfit(var field, var sentence) -> throw new IllegalStateException(field + ": " + sentence);
        };
    }

    /// Makes what starts them.
    void finish(Tenant tenant) {
        var asked = new NewSchedule("nightly-report", "cron(0 2 * * ? *)", "UTC", "nightly-report", "{}",
                "Starts the sample report every night");
        if (!(schedules.create(tenant.id(), asked) instanceof Schedules.Created)) {
            throw new IllegalStateException("the sample schedule is not valid");
        }
    }
}
