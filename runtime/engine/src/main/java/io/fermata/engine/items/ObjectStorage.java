// SPDX-License-Identifier: Apache-2.0
package io.fermata.engine.items;

import java.io.InputStream;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/// Storage of objects in buckets, with the requests of S3. Calls block their thread; thread-safe.
public interface ObjectStorage {

    /// No storage is configured: every call is refused.
    ObjectStorage NONE = new NoStorage();

    /// Opens an object.
    ///
    /// @param request members of `GetObject`: `Bucket`, `Key`, `VersionId` …
    /// @throws Refused when there is none, or it may not be read
    InputStream read(long tenant, JsonNode request);

    /// Lists objects, a page at a time, in the order of their keys.
    ///
    /// @param request members of `ListObjectsV2`: `Bucket`, `Prefix` …
    /// @param token what the page before gave; null for the first
    /// @throws Refused when they may not be listed
    Page list(long tenant, JsonNode request, @Nullable String token);

    /// Writes an object as a whole, over any that has its key.
    ///
    /// @param request members of `PutObject` without the body
    /// @throws Refused when it may not be written
    void write(long tenant, JsonNode request, byte[] body);

    /// Some objects of a listing, each with `Etag`, `LastModified`, `Key`, `Size`, `StorageClass`.
    ///
    /// @param next asks for the page that follows; null when there is none
    record Page(List<JsonNode> objects, @Nullable String next) {

        public Page {
            objects = List.copyOf(objects);
        }
    }

    /// The storage did not do what was asked. The message says why, in words for the author of the definition.
    final class Refused extends RuntimeException {

        private static final long serialVersionUID = 1L;

        private final boolean passing;

        /// @param passing whether the same request may be answered later
        public Refused(String message, boolean passing) {
            super(message, null, false, false);
            this.passing = passing;
        }

        /// Whether the same request may be answered later.
        public boolean passing() {
            return passing;
        }
    }
}
