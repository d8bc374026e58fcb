// SPDX-License-Identifier: Apache-2.0
package io.fermata.tenancy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.fermata.tenancy.TenancySettings.Bootstrap;
import io.fermata.tenancy.TenancySettings.Second;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.source.MapConfigurationPropertySource;

class TenancySettingsTest {

    @Test
    void theDefaultsAre() {
        TenancySettings settings = bind(Map.of());

        assertThat(settings.directory()).isEqualTo(Path.of(System.getProperty("user.home"), ".fermata"));
        assertThat(settings.region()).isEqualTo("us-east-1");
        assertThat(settings.publicUrl()).isEqualTo("http://localhost:8080");
        assertThat(settings.configuredRootKey()).isEmpty();
        assertThat(settings.egress().allow()).isEmpty();
        assertThat(settings.mail().from()).isEqualTo("fermata@localhost");
        assertThat(settings.bootstrap())
                .isEqualTo(new Bootstrap("", "", "", "", "", "", new Second("", "", "", "", "")))
                .matches(bootstrap -> !bootstrap.isGiven());
        assertThat(settings.bootstrap().second().isGiven()).isFalse();
    }

    @Test
    void theNamesAre() {
        TenancySettings settings = bind(Map.ofEntries(Map.entry("fermata.data-directory", "/var/lib/fermata"),
                Map.entry("fermata.region", "eu-central-1"),
                Map.entry("fermata.public-url", "https://flows.example.org/"), Map.entry("fermata.root-key", "a2V5"),
                Map.entry("fermata.egress.allow", "localhost:4566,10.0.0.0/8"),
                Map.entry("fermata.mail.from", "flows@example.org"),
                Map.entry("fermata.bootstrap.account-id", "123456789012"),
                Map.entry("fermata.bootstrap.access-key-id", "AK"),
                Map.entry("fermata.bootstrap.secret-access-key", "SK"),
                Map.entry("fermata.bootstrap.admin-email", "a@example.org"),
                Map.entry("fermata.bootstrap.admin-password", "p"),
                Map.entry("fermata.bootstrap.aws-endpoint-url", "http://localhost:4566"),
                Map.entry("fermata.bootstrap.second.account-id", "210987654321"),
                Map.entry("fermata.bootstrap.second.access-key-id", "AK2"),
                Map.entry("fermata.bootstrap.second.secret-access-key", "SK2"),
                Map.entry("fermata.bootstrap.second.admin-email", "b@example.org"),
                Map.entry("fermata.bootstrap.second.admin-password", "p2")));

        assertThat(settings.directory()).isEqualTo(Path.of("/var/lib/fermata"));
        assertThat(settings.region()).isEqualTo("eu-central-1");
        assertThat(settings.publicUrl()).isEqualTo("https://flows.example.org");
        assertThat(settings.configuredRootKey()).contains("a2V5");
        assertThat(settings.egress().allow()).isEqualTo(List.of("localhost:4566", "10.0.0.0/8"));
        assertThat(settings.mail().from()).isEqualTo("flows@example.org");
        assertThat(settings.bootstrap()).isEqualTo(new Bootstrap("123456789012", "AK", "SK", "a@example.org", "p",
                "http://localhost:4566", new Second("210987654321", "AK2", "SK2", "b@example.org", "p2")));
    }

    @Test
    void noSecretIsPrinted() {
        TenancySettings settings = bind(Map.of("fermata.root-key", "hidden-root", "fermata.bootstrap.admin-password",
                "hidden-pass", "fermata.bootstrap.secret-access-key", "hidden-key"));

        assertThat(settings.toString() + settings.bootstrap()).doesNotContain("hidden");
    }

    @Test
    void aPublicUrlWithAPathIsRefused() {
        assertThatThrownBy(() -> bind(Map.of("fermata.public-url", "https://example.org/flows"))).rootCause()
                .hasMessageContaining("fermata.public-url");
    }

    private static TenancySettings bind(Map<String, String> properties) {
        return new Binder(new MapConfigurationPropertySource(properties)).bindOrCreate("fermata",
                TenancySettings.class);
    }
}
