// SPDX-License-Identifier: Apache-2.0
package io.fermata.language.text;

import static org.assertj.core.api.Assertions.assertThat;

import io.fermata.language.testing.Conformance;
import io.fermata.language.Json;
import java.util.ArrayList;
import org.junit.jupiter.api.Test;

class YamlCorpusTest {

    @Test
    void readsRealDefinitionsInYaml() {
        var folder = Conformance.folder().resolve("definitions");
        var read = new ArrayList<String>();

        for (var line : Conformance.text(folder.resolve("index.jsonl")).lines().toList()) {
            var file = Conformance.read(folder.resolve(Conformance.parse(line).get("file").stringValue()));
            var id = file.get("id").stringValue();
            if ("yaml".equals(file.get("format").stringValue()) && !id.endsWith("duplicate-key")
                    && file.get("substitutions").isEmpty()) {
                var reading = Yaml.read(file.get("definition").stringValue());
                assertThat(reading).as(id).isInstanceOf(Reading.Tree.class);
                assertThat(Json.write(((Reading.Tree) reading).root().value())).as(id)
                        .isEqualTo(file.get("resolvedDefinition").toString());
                read.add(id);
            }
        }

        assertThat(read).hasSizeGreaterThan(15);
    }
}
