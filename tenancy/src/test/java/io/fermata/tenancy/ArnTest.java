// SPDX-License-Identifier: Apache-2.0
package io.fermata.tenancy;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ArnTest {

    private static final String REGION = "us-east-1";
    private static final String ACCOUNT = "123456789012";

    @Test
    void eachResourceHasItsForm() {
        UUID id = UUID.fromString("0197c1f0-0000-7000-8000-000000000001");

        assertThat(Arn.stateMachine(REGION, ACCOUNT, "m"))
                .hasToString("arn:aws:states:us-east-1:123456789012:stateMachine:m");
        assertThat(Arn.qualified(REGION, ACCOUNT, "m", "7"))
                .hasToString("arn:aws:states:us-east-1:123456789012:stateMachine:m:7");
        assertThat(Arn.execution(REGION, ACCOUNT, "m", "e"))
                .hasToString("arn:aws:states:us-east-1:123456789012:execution:m:e");
        assertThat(Arn.expressExecution(REGION, ACCOUNT, "m", "e", "r"))
                .hasToString("arn:aws:states:us-east-1:123456789012:express:m:e:r");
        assertThat(Arn.mapRun(REGION, ACCOUNT, "m", "l", "r"))
                .hasToString("arn:aws:states:us-east-1:123456789012:mapRun:m/l:r");
        assertThat(Arn.activity(REGION, ACCOUNT, "a")).hasToString("arn:aws:states:us-east-1:123456789012:activity:a");
        assertThat(Arn.connection(REGION, ACCOUNT, "c", id))
                .hasToString("arn:aws:events:us-east-1:123456789012:connection/c/" + id);
    }

    @ParameterizedTest
    @ValueSource(strings = {"arn:aws:states:us-east-1:123456789012:stateMachine:m", "arn:aws:states:::lambda:invoke",
            "arn:aws-cn:s3:::bucket/key:with:colons"})
    void whatIsParsedPrintsAgain(String text) {
        assertThat(Arn.parse(text)).hasValueSatisfying(arn -> assertThat(arn).hasToString(text));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "arn", "arn:aws:states:us-east-1:123456789012",
            "arn:aws:states:us-east-1:123456789012:", "urn:aws:states:r:a:x", "arn::states:r:a:x", "arn:aws::r:a:x"})
    void refusesWhatIsNoArn(String text) {
        assertThat(Arn.parse(text)).isEmpty();
    }

    @Test
    void theResourceHasATypeAndAName() {
        Arn version = Arn.qualified(REGION, ACCOUNT, "m", "7");

        assertThat(version.resourceType()).isEqualTo("stateMachine");
        assertThat(version.resourceName()).isEqualTo("m:7");
    }
}
