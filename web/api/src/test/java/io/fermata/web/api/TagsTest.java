// SPDX-License-Identifier: Apache-2.0
package io.fermata.web.api;

import static io.fermata.web.api.OneApi.SECOND;
import static io.fermata.web.api.OneApi.arn;
import static io.fermata.web.api.OneApi.call;
import static io.fermata.web.api.OneApi.machine;
import static io.fermata.web.api.OneApi.refusal;
import static java.util.stream.Collectors.joining;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/// TagResource, UntagResource and ListTagsForResource.
@ExtendWith(OneApi.class)
class TagsTest {

    @Test
    void tagsComeAndGo() {
        machine("tagged", ",\"tags\":[{\"key\":\"a\",\"value\":\"1\"}]");

        call("TagResource", tag(arn("tagged"), "a", "2"));
        call("TagResource", tag(arn("tagged"), "b", ""));
        call("TagResource", "{\"resourceArn\":\"" + arn("tagged") + "\",\"tags\":[]}");
        var both = list(arn("tagged"));
        call("UntagResource", "{\"resourceArn\":\"" + arn("tagged") + "\",\"tagKeys\":[\"a\",\"a\",\"missing\"]}");

        assertThat(both).isEqualTo("[{\"key\":\"a\",\"value\":\"2\"},{\"key\":\"b\",\"value\":\"\"}]");
        assertThat(list(arn("tagged"))).isEqualTo("[{\"key\":\"b\",\"value\":\"\"}]");
    }

    @Test
    void anActivityHasTagsToo() {
        var activity = call("CreateActivity", "{\"name\":\"tagged\"}").path("activityArn").stringValue();

        call("TagResource", tag(activity, "team", "payments"));

        assertThat(list(activity)).isEqualTo("[{\"key\":\"team\",\"value\":\"payments\"}]");
    }

    @Test
    void onlyMachinesAndActivitiesThatExistHaveTags() {
        machine("not-its-version", "");

        assertThat(refusal("TagResource", tag(arn("missing"), "a", "1")))
                .isEqualTo("ResourceNotFound: Resource not found: '" + arn("missing") + "'");
        assertThat(refusal("TagResource", tag(arn("not-its-version:1"), "a", "1")))
                .isEqualTo("ResourceNotFound: Resource not found: '" + arn("not-its-version:1") + "'");
        assertThat(refusal("TagResource", tag("nonsense", "a", "1")))
                .isEqualTo("InvalidArn: Invalid Arn: 'Invalid ARN prefix: nonsense'");
        assertThat(refusal("TagResource", tag(arn("x").replace("stateMachine", "execution"), "a", "1")))
                .isEqualTo("InvalidArn: Invalid Arn: 'Resource type not valid in this context: execution'");
    }

    @Test
    void aMachineOfAnotherAccountIsAnsweredAsAMissingOne() {
        machine("foreign", "");

        for (var operation : new String[]{"TagResource", "UntagResource", "ListTagsForResource"}) {
            var request = "{\"resourceArn\":\"%s\",\"tags\":[],\"tagKeys\":[]}";
            assertThat(refusal(SECOND, operation, request.formatted(arn("foreign"))))
                    .isEqualTo(refusal(SECOND, operation, request.formatted(arn("missing"))).replace("missing",
                            "foreign"));
        }
    }

    @Test
    void keysAndValuesHaveBounds() {
        machine("bounds", "");
        var long257 = "x".repeat(257);

        assertThat(refusal("TagResource", tag(arn("bounds"), "", long257)))
                .isEqualTo(
                        "ValidationException: 2 validation errors detected: Value '' at 'tags.1.member.key' failed to "
                                + "satisfy constraint: Member must have length greater than or equal to 1; Value '"
                                + long257
                                + "' at 'tags.1.member.value' failed to satisfy constraint: Member must have length less than or "
                                + "equal to 256");
        assertThat(refusal("UntagResource", "{\"resourceArn\":\"" + arn("bounds") + "\",\"tagKeys\":[\"\"]}"))
                .contains("at 'tagKeys.1.member'");
        assertThat(refusal("TagResource", "{\"resourceArn\":\"" + arn("bounds") + "\"}"))
                .contains("Value null at 'tags' failed to satisfy constraint: Member must not be null");
        assertThat(refusal("TagResource", tag(arn("bounds"), "aws:x", "1"))).startsWith("ValidationException: ");
    }

    @Test
    void aResourceHasFiftyTags() {
        machine("fifty", "");
        var fifty = IntStream.range(0, 50).mapToObj(i -> "{\"key\":\"k" + i + "\",\"value\":\"\"}")
                .collect(joining(","));
        call("TagResource", "{\"resourceArn\":\"" + arn("fifty") + "\",\"tags\":[" + fifty + "]}");

        assertThat(refusal("TagResource", tag(arn("fifty"), "k0", "again"))).startsWith("no refusal");
        assertThat(refusal("TagResource", tag(arn("fifty"), "more", ""))).startsWith("TooManyTags: ");
        assertThat(refusal("CreateActivity",
                "{\"name\":\"fifty-one\",\"tags\":[" + fifty + ",{\"key\":\"k50\",\"value\":\"\"}]}"))
                .startsWith("TooManyTags: ");
    }

    private static String tag(String arn, String key, String value) {
        return "{\"resourceArn\":\"%s\",\"tags\":[{\"key\":\"%s\",\"value\":\"%s\"}]}".formatted(arn, key, value);
    }

    private static String list(String arn) {
        return call("ListTagsForResource", "{\"resourceArn\":\"" + arn + "\"}").path("tags").toString();
    }
}
