// SPDX-License-Identifier: Apache-2.0
package io.fermata.web.api.aws;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.fermata.language.Json;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.mock.web.MockHttpServletRequest;

/// Signatures of real clients, captured from the AWS CLI and boto3, and every way of spoiling one.
class SigV4Test {

    private static final String SECRET = "wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY";
    private static final Instant SIGNED_AT = Instant.parse("2026-11-22T15:06:41Z");

    @ParameterizedTest
    @ValueSource(strings = {"aws-cli", "boto3"})
    void acceptsWhatRealClientsSign(String client) throws IOException {
        var captured = Captured.read(client);

        assertThatCode(() -> captured.verify(SIGNED_AT, SECRET)).doesNotThrowAnyException();
    }

    @ParameterizedTest
    @ValueSource(strings = {"aws-cli", "boto3"})
    void acceptsARequestLineInAbsoluteForm(String client) throws IOException {
        var captured = Captured.read(client);
        captured.request.setRequestURI("http://127.0.0.1:18777/");

        assertThatCode(() -> captured.verify(SIGNED_AT, SECRET)).doesNotThrowAnyException();
    }

    @Test
    void refusesAnotherSecret() throws IOException {
        var captured = Captured.read("aws-cli");

        assertThatThrownBy(() -> captured.verify(SIGNED_AT, SECRET + "x")).hasMessageContaining("does not match");
    }

    @Test
    void refusesAChangedBody() throws IOException {
        var captured = Captured.read("boto3").withBody("{\"maxResults\": 6}");

        assertThatThrownBy(() -> captured.verify(SIGNED_AT, SECRET)).hasMessageContaining("does not match");
    }

    @ParameterizedTest
    @ValueSource(strings = {"X-Amz-Target", "Host", "Content-Type"})
    void refusesAChangedSignedHeader(String header) throws IOException {
        var captured = Captured.read("aws-cli");
        captured.request.removeHeader(header);
        captured.request.addHeader(header, "AWSStepFunctions.StopExecution");

        assertThatThrownBy(() -> captured.verify(SIGNED_AT, SECRET)).hasMessageContaining("does not match");
    }

    @Test
    void refusesATargetThatIsNotSigned() throws IOException {
        var captured = Captured.read("aws-cli").withAuthorization(text -> text.replace(";x-amz-target", ""));

        assertThatThrownBy(() -> captured.verify(SIGNED_AT, SECRET)).hasMessageContaining("'x-amz-target' must be");
    }

    @Test
    void refusesAnotherService() throws IOException {
        var captured = Captured.read("aws-cli").withAuthorization(text -> text.replace("/states/", "/sns/"));

        assertThatThrownBy(() -> captured.verify(SIGNED_AT, SECRET)).hasMessageContaining("'states'");
    }

    @Test
    void refusesARequestOlderOrNewerThanFiveMinutes() throws IOException {
        var captured = Captured.read("aws-cli");

        assertThatThrownBy(() -> captured.verify(SIGNED_AT.plus(Duration.ofMinutes(6)), SECRET))
                .hasMessageContaining("Signature expired");
        assertThatThrownBy(() -> captured.verify(SIGNED_AT.minus(Duration.ofMinutes(6)), SECRET))
                .hasMessageContaining("not yet current");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "Bearer x", "AWS4-HMAC-SHA256 Credential=a/b/c", "AWS4-HMAC-SHA256 Signature=x",
            "AWS4-HMAC-SHA256 Credential=k/20261122/r/states/aws4_request, SignedHeaders=host, Signature=x, Extra=1"})
    void saysWhatAnIncompleteHeaderLacks(String header) {
        assertThatThrownBy(() -> SigV4.claim(header)).isInstanceOfSatisfying(ApiError.class,
                refused -> assertThatCode(() -> {
                    if (!refused.code().endsWith("TokenException") && !refused.code().startsWith("Incomplete")) {
                        throw new AssertionError(refused.code());
                    }
                }).doesNotThrowAnyException());
    }

    private record Captured(MockHttpServletRequest request, byte[] body) {

        static Captured read(String client) throws IOException {
            var told = Json.parse(Files.readString(Path.of("src/test/resources/signed", client + ".json")));
            var request = new MockHttpServletRequest("POST", "/");
            told.path("headers").properties()
                    .forEach(header -> request.addHeader(header.getKey(), header.getValue().stringValue()));
            return new Captured(request, told.path("body").stringValue().getBytes(StandardCharsets.UTF_8));
        }

        Captured withBody(String text) {
            return new Captured(request, text.getBytes(StandardCharsets.UTF_8));
        }

        Captured withAuthorization(UnaryOperator<String> change) {
            var changed = change.apply(request.getHeader("Authorization"));
            request.removeHeader("Authorization");
            request.addHeader("Authorization", changed);
            return this;
        }

        void verify(Instant now, String secret) {
            new SigV4(InstantSource.fixed(now)).verify(SigV4.claim(request.getHeader("Authorization")), request, body,
                    secret);
        }
    }
}
