// SPDX-License-Identifier: Apache-2.0
package io.fermata.web.api.aws.actions;

import io.fermata.web.api.aws.ApiError;
import io.fermata.web.api.aws.Params;
import java.util.LinkedHashMap;
import java.util.Map;

/// The member `tags` of a request.
final class TagList {

    private static final int MOST = 50;

    private TagList() {}

    /// The tags, or none; a key that occurs twice has its last value.
    static Map<String, String> read(Params params) {
        var tags = new LinkedHashMap<String, String>();
        params.structures("tags")
                .forEach(tag -> tags.put(tag.text("key"), tag.text("value")));
        return tags;
    }

    /// Refuses more tags than a new resource may have.
    static void check(String resource, Map<String, String> tags) {
        if (tags.size() > MOST) {
            throw tooMany(resource, tags.size());
        }
    }

    /// Refuses a resource with so many tags.
    static ApiError tooMany(String resource, int count) {
        return ApiError.about(resource, "TooManyTags", "A resource has at most " + MOST + " tags, not " + count + ".");
    }
}
