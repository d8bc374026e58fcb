// SPDX-License-Identifier: Apache-2.0
package io.fermata.integrations.aws;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import software.amazon.awssdk.core.sync.ResponseTransformer;
import software.amazon.awssdk.http.AbortableInputStream;

/// Reads the body beside an answer as text, up to a little more than a task's result may have: the engine refuses the
/// rest by its size, so nobody needs to read it.
final class ReadBody<T> implements ResponseTransformer<T, ReadBody.Read> {

    private final int most;

    /// @param most bytes that a result may have
    ReadBody(int most) {
        this.most = most + 1;
    }

    /// @param text in UTF-8; what is none appears as replacement characters
    record Read(Object response, String text) {}

    @Override
    public Read transform(T response, AbortableInputStream stream) throws IOException {
        var bytes = stream.readNBytes(most);
        if (bytes.length == most) {
            stream.abort();
        }
        return new Read(response, new String(bytes, StandardCharsets.UTF_8));
    }
}
