// SPDX-License-Identifier: Apache-2.0
package io.fermata.tenancy.keys;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

/// The vector is the one that implementations of Standard Webhooks test with.
class WebhookSignatureTest {

    private static final String SECRET = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw";
    private static final String OTHER = "whsec_C2FVsBQIhrscChlQIMV+b5sSYspob7oD";
    private static final String ID = "msg_p5jXN8AQM9LWM0D4loKWxJek";
    private static final long TIME = 1_614_265_330L;
    private static final byte[] BODY = "{\"test\": 2432232314}".getBytes(StandardCharsets.UTF_8);
    private static final String SIGNATURE = "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=";
    private static final Instant NOW = Instant.ofEpochSecond(TIME);

    @Test
    void signsAsTheStandardSays() {
        assertThat(WebhookSignature.sign(SECRET, ID, TIME, BODY)).isEqualTo(SIGNATURE);
    }

    @Test
    void acceptsOneOfSeveralSignaturesByOneOfSeveralSecrets() {
        assertThat(verify(List.of(SECRET), SIGNATURE, NOW)).isTrue();
        assertThat(verify(List.of(OTHER, SECRET), "v1a,xyz v1,AAAA " + SIGNATURE, NOW)).isTrue();
    }

    @Test
    void refusesAnotherSecretIdTimeBodyOrVersion() {
        assertThat(verify(List.of(OTHER), SIGNATURE, NOW)).isFalse();
        assertThat(WebhookSignature.verify(List.of(SECRET), "msg_other", "" + TIME, SIGNATURE, BODY, NOW)).isFalse();
        assertThat(WebhookSignature.verify(List.of(SECRET), ID, "" + (TIME + 1), SIGNATURE, BODY, NOW)).isFalse();
        assertThat(WebhookSignature.verify(List.of(SECRET), ID, "" + TIME, SIGNATURE, new byte[0], NOW)).isFalse();
        assertThat(verify(List.of(SECRET), SIGNATURE.replace("v1,", "v2,"), NOW)).isFalse();
        assertThat(verify(List.of(SECRET), "", NOW)).isFalse();
        assertThat(WebhookSignature.verify(List.of(SECRET), ID, "soon", SIGNATURE, BODY, NOW)).isFalse();
    }

    @Test
    void refusesWhatIsMoreThanFiveMinutesAway() {
        assertThat(verify(List.of(SECRET), SIGNATURE, NOW.plusSeconds(300))).isTrue();
        assertThat(verify(List.of(SECRET), SIGNATURE, NOW.plusSeconds(301))).isFalse();
        assertThat(verify(List.of(SECRET), SIGNATURE, NOW.minusSeconds(301))).isFalse();
    }

    private static boolean verify(List<String> secrets, String signatures, Instant now) {
        return WebhookSignature.verify(secrets, ID, "" + TIME, signatures, BODY, now);
    }
}
