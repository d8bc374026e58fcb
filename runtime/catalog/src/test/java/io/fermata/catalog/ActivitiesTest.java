// SPDX-License-Identifier: Apache-2.0
package io.fermata.catalog;

import static org.assertj.core.api.Assertions.assertThat;

import io.fermata.catalog.Activities.InvalidName;
import io.fermata.catalog.Activities.InvalidTags;
import io.fermata.catalog.Activities.Stored;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ActivitiesTest {

    private CatalogFixture fixture;

    @BeforeAll
    void start() {
        fixture = new CatalogFixture(ActivitiesTest.class);
    }

    @AfterAll
    void stop() {
        fixture.close();
    }

    @Test
    void theSameNameFindsTheSameActivityAndKeepsItsTags() {
        Activity first = create("a", Map.of("team", "one"));

        assertThat(create("a", Map.of("team", "two"))).isEqualTo(first);
        assertThat(fixture.tags.list(fixture.acme, new TagOwner.OfActivity(first.id())))
                .isEqualTo(Map.of("team", "one"));
    }

    @Test
    void refusesWhatIsInvalid() {
        assertThat(fixture.activities.create(fixture.acme, "a/b", Map.of())).isEqualTo(new InvalidName("a/b"));
        assertThat(fixture.activities.create(fixture.acme, "ok", Map.of("", "v"))).isInstanceOf(InvalidTags.class);
    }

    @Test
    void aDeletedActivityIsGoneWithItsTags() {
        create("gone", Map.of("k", "v"));

        assertThat(fixture.activities.delete(fixture.other, "gone")).isFalse();
        assertThat(fixture.activities.delete(fixture.acme, "gone")).isTrue();
        assertThat(fixture.activities.delete(fixture.acme, "gone")).isFalse();
        assertThat(fixture.activities.find(fixture.acme, "gone")).isEmpty();
    }

    @Test
    void listsInPagesOfOneTenant() {
        for (String name : new String[]{"p3", "p1", "p2"}) {
            fixture.activities.create(fixture.other, name, Map.of());
        }

        Page<Activity> first = fixture.activities.list(fixture.other, Optional.empty(), 2);

        assertThat(first.items()).extracting(Activity::name).containsExactly("p1", "p2");
        assertThat(fixture.activities.list(fixture.other, first.next(), 2).items()).extracting(Activity::name)
                .containsExactly("p3");
    }

    @Test
    void fiftyTagsAreTheLimit() {
        TagOwner owner = new TagOwner.OfActivity(create("many", Map.of()).id());
        Map<String, String> tags = new HashMap<>();
        for (int i = 0; i < 50; i++) {
            tags.put("k" + i, "v");
        }

        assertThat(fixture.tags.put(fixture.acme, owner, tags)).isEqualTo(new Tags.Stored());
        assertThat(fixture.tags.put(fixture.acme, owner, Map.of("k1", "new"))).isEqualTo(new Tags.Stored());
        assertThat(fixture.tags.put(fixture.acme, owner, Map.of("one-more", "v"))).isEqualTo(new Tags.TooMany(51));
    }

    @Test
    void tagsAreReplacedAndRemovedByKey() {
        TagOwner owner = new TagOwner.OfActivity(create("tagged", Map.of("a", "1", "b", "2")).id());

        fixture.tags.put(fixture.acme, owner, Map.of("b", "3", "c ", "4"));
        fixture.tags.remove(fixture.acme, owner, Set.of("a", "unknown"));

        assertThat(fixture.tags.list(fixture.acme, owner)).isEqualTo(Map.of("b", "3", "c ", "4"));
        assertThat(fixture.tags.list(fixture.other, owner)).isEmpty();
    }

    private Activity create(String name, Map<String, String> tags) {
        return ((Stored) fixture.activities.create(fixture.acme, name, tags)).activity();
    }
}
