// SPDX-License-Identifier: Apache-2.0
package io.fermata.web.api.aws.actions;

import io.fermata.web.api.aws.ApiError;
import io.fermata.web.api.aws.Params;
import java.util.LinkedHashMap;
import java.util.Map;

/// The member `tags` of a request: keys of 1 to 128 and values of at most 256 characters.
final class TagList {

    private static final int MOST = 50;

    private TagList() {}

    /// The tags that must be there; a key that occurs twice has its last value.
    static Map<String, String> required(Params params) {
        var tags = new LinkedHashMap<String, String>();
        params.structures("tags")
                .forEach(tag -> tags.put(tag.required("key", 1, 128), tag.required("value", 0, 256)));
        return tags;
    }

    /// The tags of a resource that is to be made, or none.
    static Map<String, String> optional(Params params) {
        return params.node("tags").isPresent() ? required(params) : Map.of();
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
