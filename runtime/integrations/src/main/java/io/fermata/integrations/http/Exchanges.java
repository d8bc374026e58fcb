// SPDX-License-Identifier: Apache-2.0
package io.fermata.integrations.http;

import io.fermata.engine.TriedCall.Exchange;
import io.fermata.engine.TriedCall.Request;
import io.fermata.engine.TriedCall.Response;
import io.fermata.tenancy.egress.Egress;
import io.fermata.tenancy.egress.EgressRequest;
import io.fermata.tenancy.egress.EgressResponse;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/// What a test of an HTTP task tells of the request and the response. Stateless.
final class Exchanges {

    private Exchanges() {}

    /// @param hidden headers that are left out, in lower case
    /// @param answers blots the secrets out of all texts
    static Exchange of(EgressRequest request, Egress answer, Set<String> hidden, Answers answers) {
        var protocol = request.url().startsWith("http:") ? "http" : "https";
        var sent = new Request(protocol, request.method(), answers.blotted(request.url()),
                headers(request.headers(), hidden, answers), text(request.body(), answers));
        return answer instanceof EgressResponse response
                ? new Exchange(sent, new Response(protocol, response.status(), Answers.reason(response.status()),
                        headers(response.headers(), Set.of(), answers), text(response.body(), answers)))
                : new Exchange(sent, null);
    }

    private static Map<String, List<String>> headers(Map<String, List<String>> headers, Set<String> hidden,
            Answers answers) {
        var shown = new TreeMap<String, List<String>>(String.CASE_INSENSITIVE_ORDER);
        headers.forEach((name, values) -> {
            if (!hidden.contains(name.toLowerCase(Locale.ROOT))) {
                shown.put(name, values.stream().map(answers::blotted).toList());
            }
        });
        return shown;
    }

    private static String text(byte[] body, Answers answers) {
        return Answers.text(body).map(answers::blotted).orElse("(" + body.length + " bytes that are no text)");
    }
}
