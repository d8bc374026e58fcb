// SPDX-License-Identifier: Apache-2.0
package io.fermata.node;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.source.MapConfigurationPropertySource;

/// Names and defaults of the runtime's settings, so that none changes by accident.
class RuntimeSettingsTest {

    @Test
    void theDefaultsAre() {
        var settings = bind(Map.of());

        assertThat(settings.node().id()).isEmpty();
        assertThat(settings.shard().lease()).isEqualTo(Duration.ofSeconds(10));
        assertThat(settings.retention().executions()).isEqualTo(Duration.ofDays(90));
        assertThat(settings.retention().logs()).isEqualTo(Duration.ofDays(14));
    }

    @Test
    void theNamesAre() {
        var settings = bind(Map.of("fermata.node.id", "a", "fermata.shard.lease", "3s", "fermata.retention.executions",
                "30d", "fermata.retention.logs", "2d"));

        assertThat(settings.node().id()).isEqualTo("a");
        assertThat(settings.shard().lease()).isEqualTo(Duration.ofSeconds(3));
        assertThat(settings.retention().executions()).isEqualTo(Duration.ofDays(30));
        assertThat(settings.retention().logs()).isEqualTo(Duration.ofDays(2));
    }

    @Test
    void aLeaseUnderTwoSecondsIsRefused() {
        assertThatThrownBy(() -> bind(Map.of("fermata.shard.lease", "1s"))).rootCause()
                .hasMessageContaining("fermata.shard.lease is 2s or more");
    }

    private static RuntimeSettings bind(Map<String, String> properties) {
        return new Binder(new MapConfigurationPropertySource(properties)).bindOrCreate("fermata",
                RuntimeSettings.class);
    }
}
