// SPDX-License-Identifier: Apache-2.0
package io.fermata.integrations.aws;

import software.amazon.awssdk.awscore.AwsResponse;
import tools.jackson.databind.node.ObjectNode;

/// What the optimized integrations add to a result about the HTTP exchange (integrations.md section 3).
final class SdkMetadata {

    private SdkMetadata() {}

    static void add(ObjectNode result, AwsResponse response) {
        var http = result.putObject("SdkHttpMetadata");
        var all = http.putObject("AllHttpHeaders");
        var single = http.putObject("HttpHeaders");
        response.sdkHttpResponse().headers().forEach((name, values) -> {
            var list = all.putArray(name);
            values.forEach(list::add);
            single.put(name, String.join(",", values));
        });
        http.put("HttpStatusCode", response.sdkHttpResponse().statusCode());
        result.putObject("SdkResponseMetadata").put("RequestId", response.responseMetadata().requestId());
    }
}
