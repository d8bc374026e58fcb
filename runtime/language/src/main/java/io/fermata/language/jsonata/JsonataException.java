// SPDX-License-Identifier: Apache-2.0
package io.fermata.language.jsonata;
import org.jspecify.annotations.Nullable;
public final class JsonataException extends RuntimeException {

    public @Nullable String code() {
        return null;
    }
    public String reason() {
        return "";
    }
    public int position() {
        return -1;
    }
}
