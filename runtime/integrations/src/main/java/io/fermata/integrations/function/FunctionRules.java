// SPDX-License-Identifier: Apache-2.0
package io.fermata.integrations.function;

import io.fermata.integrations.function.Functions.Asked;
import io.fermata.integrations.function.Functions.Unfit;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/// The rules of a function's fields.
final class FunctionRules {

    private static final int LONGEST_TIMEOUT = 60;
    private static final int LONGEST_CODE = 262_144;
    private static final int LONGEST_DESCRIPTION = 512;
    private static final int LONGEST_URL = 2_048;
    private static final int LEAST_MEMORY = 16;
    private static final int MOST_MEMORY = 64;

    private FunctionRules() {}

    static Optional<Unfit> problem(Asked asked) {
        if (!asked.name().matches("[A-Za-z0-9_-]{1,64}")) {
            return unfit("name", "The name has 1 to 64 letters, digits, hyphens and underscores");
        }
        if (asked.timeout() < 1 || asked.timeout() > LONGEST_TIMEOUT) {
            return unfit("timeout", "The timeout is 1 to " + LONGEST_TIMEOUT + " seconds");
        }
        if (asked.description().length() > LONGEST_DESCRIPTION) {
            return unfit("description", "The description has at most " + LONGEST_DESCRIPTION + " characters");
        }
        return switch (asked.target()) {
            case FunctionTarget.Aws(var connection, var function) -> {
                if (!connection.matches("[.\\-_A-Za-z0-9]{0,64}")) {
                    yield unfit("connection", "The AWS connection is one of this tenant's");
                }
                yield function.matches("[A-Za-z0-9_:.$/-]{1,170}")
                        ? Optional.empty()
                        : unfit("function", "The function in AWS is a name or an ARN of up to 170 characters");
            }
            case FunctionTarget.Https(var url) -> isAddress(url)
                    ? Optional.empty()
                    : unfit("url", "The address is one such as https://functions.example.org/resize, of up to "
                            + LONGEST_URL + " characters");
            case FunctionTarget.JavaScript(var code, var memory) -> {
                if (memory < LEAST_MEMORY || memory > MOST_MEMORY) {
                    yield unfit("memory", "The memory is " + LEAST_MEMORY + " to " + MOST_MEMORY + " MiB");
                }
                yield !code.isBlank() && code.getBytes(StandardCharsets.UTF_8).length <= LONGEST_CODE
                        ? Optional.empty()
                        : unfit("code", "The code has 1 to " + LONGEST_CODE + " bytes");
            }
        };
    }

    private static boolean isAddress(String text) {
        try {
            var uri = new URI(text);
            return text.length() <= LONGEST_URL && uri.getHost() != null && uri.getRawUserInfo() == null
                    && uri.getRawFragment() == null
                    && ("https".equals(uri.getScheme()) || "http".equals(uri.getScheme()));
        } catch (URISyntaxException noAddress) {
            return false;
        }
    }

    private static Optional<Unfit> unfit(String field, String sentence) {
        return Optional.of(new Unfit(field, sentence));
    }
}
