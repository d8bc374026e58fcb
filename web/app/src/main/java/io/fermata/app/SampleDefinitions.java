package io.fermata.app;

import io.fermata.language.Json;
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
    private final List<Sample> samples;

    SampleDefinitions(TenancySettings settings) throws IOException {
        this.settings = settings;
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
        return substitutions;
    }

    /// Makes what starts them.
    void finish(Tenant tenant) {
    }
}
