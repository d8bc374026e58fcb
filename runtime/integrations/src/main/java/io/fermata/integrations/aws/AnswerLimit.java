// SPDX-License-Identifier: Apache-2.0
package io.fermata.integrations.aws;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.Optional;
import software.amazon.awssdk.core.interceptor.Context;
import software.amazon.awssdk.core.interceptor.ExecutionAttributes;
import software.amazon.awssdk.core.interceptor.ExecutionInterceptor;
import software.amazon.awssdk.services.s3.model.GetObjectRequest;

/// Bounds what the SDK reads of an answer from an address that a tenant chose, because it keeps the whole of it in memory.
/// Objects of S3 are read as streams by callers that bound them.
final class AnswerLimit implements ExecutionInterceptor {

    private static final long MOST = 16L * 1024 * 1024;

    @Override
    public Optional<InputStream> modifyHttpResponseContent(Context.ModifyHttpResponse context,
            ExecutionAttributes attributes) {
        return context.request() instanceof GetObjectRequest
                ? context.responseBody()
                : context.responseBody().map(Limited::new);
    }

    private static final class Limited extends FilterInputStream {

        private long left = MOST;

        Limited(InputStream body) {
            super(body);
        }

        @Override
        public int read() throws IOException {
            int next = in.read();
            count(next < 0 ? 0 : 1);
            return next;
        }

        @Override
        public int read(byte[] bytes, int offset, int length) throws IOException {
            int read = in.read(bytes, offset, length);
            count(Math.max(0, read));
            return read;
        }

        private void count(int read) throws IOException {
            left -= read;
            if (left < 0) {
                throw new IOException("The answer is longer than " + MOST + " bytes");
            }
        }
    }
}
