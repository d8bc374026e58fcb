// SPDX-License-Identifier: Apache-2.0
package io.fermata.language.jsonata;

import java.util.List;
import org.jspecify.annotations.Nullable;

/// An expression that does not compile, or an evaluation that failed or went past a bound. Carries no stack trace: it is
/// the author of the expression who reads it.
public final class JsonataException extends RuntimeException {

    private final @Nullable String code;
    private final String template;
    private final List<String> values;
    private final int position;
    private final @Nullable String token;

    JsonataException(@Nullable String code, String template, List<String> values, int position,
            @Nullable String token) {
        super(null, null, false, false);
        this.code = code;
        this.template = template;
        this.values = values;
        this.position = position;
        this.token = token;
    }

    /// The code of JSONata, as `T2001`; null for what JSONata has no code for, the bounds foremost.
    public @Nullable String code() {
        return code;
    }

    /// Where in the text the failing part begins, counted in characters from 0; -1 when unknown.
    public int position() {
        return position;
    }

    /// The operator, symbol or function that failed.
    public @Nullable String token() {
        return token;
    }

    /// One sentence, without the code.
    @Override
    public String getMessage() {
        var text = template.replace("{token}", token == null ? "\"\"" : Quoted.of(token));
        text = text.replace("${name}", "$" + token);
        for (var i = 0; i < values.size(); i++) {
            text = text.replace("{" + i + "}", values.get(i));
        }
        return text;
    }

    /// The same failure, placed where it happened unless it already is.
    JsonataException at(int place, @Nullable String name) {
        if (position >= 0 && token != null) {
            return this;
        }
        return new JsonataException(code, template, values, position >= 0 ? position : place,
                token != null ? token : name);
    }
}
