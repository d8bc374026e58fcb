// SPDX-License-Identifier: Apache-2.0
package io.fermata.app;

import static org.assertj.core.api.Assertions.assertThat;

import io.fermata.node.RuntimeSettings;
import io.fermata.tenancy.TenancySettings;
import java.io.IOException;
import java.lang.reflect.RecordComponent;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/// The page of settings names each one with its default, and none that is not there.
class ConfigurationPageTest {

    private static final Path PAGE = Path.of("../../docs/reference/configuration.md");
    private static final Pattern ROW = Pattern.compile("\\| `(fermata\\.[a-z.-]+)` \\| ([^|]*) \\|.*");
    private static final List<Class<? extends Record>> SETTINGS = List.of(TenancySettings.class, RuntimeSettings.class);
    /// Read from the environment by their names, because they decide what is wired.
    private static final List<String> WITHOUT_RECORD = List.of(SampleMode.PROPERTY, "fermata.database.pool-size");

    @Test
    void thePageNamesEverySettingAndNoOther() throws IOException {
        var settings = SETTINGS.stream()
                .flatMap(type -> settings(prefix(type), type)).map(Setting::name);

        var told = Files.readAllLines(PAGE).stream().map(ROW::matcher).filter(row -> row.matches())
                .map(row -> row.group(1)).toList();

        assertThat(told)
                .containsExactlyInAnyOrderElementsOf(Stream.concat(settings, WITHOUT_RECORD.stream()).toList());
    }

    @Test
    void thePageTellsTheDefaults() throws IOException {
        var lines = Files.readAllLines(PAGE);

        var defaults = SETTINGS.stream().flatMap(type -> settings(prefix(type), type))
                .filter(setting -> setting.preset().filter(text -> !text.isEmpty()).isPresent()).toList();

        assertThat(defaults).hasSizeGreaterThan(4).allSatisfy(setting -> assertThat(lines)
                .anyMatch(line -> line.startsWith(
                        "| `" + setting.name() + "` | `" + setting.preset().orElseThrow() + "` |")));
    }

    private record Setting(String name, Optional<String> preset) {}

    private static String prefix(Class<?> type) {
        return type.getAnnotation(ConfigurationProperties.class).value();
    }

    private static Stream<Setting> settings(String prefix, Class<?> type) {
        return Arrays.stream(type.getRecordComponents()).flatMap(component -> {
            var name = prefix + "." + dashed(component.getName());
            return component.getType().isRecord()
                    ? settings(name, component.getType())
                    : Stream.of(new Setting(name, preset(type, component)));
        });
    }

    private static Optional<String> preset(Class<?> type, RecordComponent component) {
        var components = type.getRecordComponents();
        var parameters = type.getDeclaredConstructors()[0].getParameters();
        for (int i = 0; i < components.length; i++) {
            if (components[i].getName().equals(component.getName())) {
                return Optional.ofNullable(parameters[i].getAnnotation(DefaultValue.class))
                        .map(preset -> String.join(",", preset.value()));
            }
        }
        throw new IllegalStateException(component.toString());
    }

    private static String dashed(String name) {
        return name.replaceAll("([A-Z])", "-$1").toLowerCase(Locale.ROOT);
    }
}
