// SPDX-License-Identifier: Apache-2.0
package io.fermata.integrations.function;

import java.util.Optional;
import java.util.regex.Pattern;

/// A function's name out of what Lambda accepts for one: a name, a partial ARN or an ARN, each with or without a qualifier.
/// Account and region of an ARN are of no importance: a definition that was written elsewhere finds the function.
///
/// @param qualifier a version or an alias
public record FunctionName(String name, Optional<String> qualifier) {

    private static final Pattern FORMS = Pattern.compile(
            "(?:arn:[a-z0-9-]+:lambda:[a-z0-9-]+:\\d{12}:function:|\\d{12}:function:|function:)?([A-Za-z0-9_-]{1,64})(?::([A-Za-z0-9_$-]{1,128}))?");

    /// Reads a function's name; empty when it is none that a tenant's function could have.
    public static Optional<FunctionName> read(String text) {
        var matcher = FORMS.matcher(text);
        return matcher.matches()
                ? Optional.of(new FunctionName(matcher.group(1), Optional.ofNullable(matcher.group(2))))
                : Optional.empty();
    }

    /// The version that a call shows as executed.
    ///
    /// @param asked the qualifier that the call names besides; empty for none
    public String version(String asked) {
        var wanted = asked.isEmpty() ? qualifier.orElse("") : asked;
        return wanted.matches("\\d+") ? wanted : "$LATEST";
    }
}
