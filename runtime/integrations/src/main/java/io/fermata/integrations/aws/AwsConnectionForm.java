// SPDX-License-Identifier: Apache-2.0
package io.fermata.integrations.aws;

import java.net.URI;
import java.net.URISyntaxException;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Pattern;

/// The fields of a connection to AWS as a person gives them, and their rules.
///
/// @param secretAccessKey empty keeps the one that is stored
/// @param endpoints of single services: lines of a name, `=` and an address
public record AwsConnectionForm(String name, String region, String accessKeyId, String secretAccessKey, String roleArn,
        String externalId, String endpoint, String endpoints, String description) {

    private static final Pattern ROLE = Pattern.compile("arn:[a-z0-9-]{1,20}:iam::\\d{12}:role/[\\w+=,.@/-]{1,512}");
    private static final int LONGEST_DESCRIPTION = 512;
    private static final int LONGEST_ADDRESS = 2_048;
    private static final int MOST_ENDPOINTS = 50;

    /// Does not print the secret.
    @Override
    public String toString() {
        return name + " " + accessKeyId;
    }

    /// What is wrong with a field.
    ///
    /// @param sentence names the limit and the fix
    public record Unfit(String field, String sentence) {}

    /// @param stored whether there is a secret that an empty one keeps
    Optional<Unfit> problem(boolean stored) {
        if (!name.matches("[.\\-_A-Za-z0-9]{1,64}")) {
            return unfit("name", "The name has 1 to 64 letters, digits and the signs . - _");
        }
        if (!region.matches("[a-z0-9-]{1,30}")) {
            return unfit("region", "The region has 1 to 30 lower-case letters, digits and hyphens, such as eu-west-1");
        }
        if (!accessKeyId.matches("\\w{16,128}")) {
            return unfit("accessKeyId", "The access key id has 16 to 128 letters and digits");
        }
        if (secretAccessKey.isEmpty() ? !stored : !secretAccessKey.matches("[\\x21-\\x7e]{1,256}")) {
            return unfit("secretAccessKey", "The secret access key has 1 to 256 characters without blanks");
        }
        if (!roleArn.isEmpty() && !ROLE.matcher(roleArn).matches()) {
            return unfit("roleArn", "The role is an ARN such as arn:aws:iam::123456789012:role/name");
        }
        if (!externalId.isEmpty() && (roleArn.isEmpty() || !externalId.matches("[\\w+=,.@:/-]{2,1224}"))) {
            return unfit("externalId",
                    "The external id has 2 to 1224 letters, digits and the signs +=,.@:/-, and needs a role");
        }
        if (!endpoint.isEmpty() && !isAddress(endpoint)) {
            return unfit("endpoint", "The endpoint is an address such as https://aws.example.org, without a path");
        }
        if (description.length() > LONGEST_DESCRIPTION) {
            return unfit("description", "The description has at most " + LONGEST_DESCRIPTION + " characters");
        }
        return endpointsProblem();
    }

    private Optional<Unfit> endpointsProblem() {
        var lines = endpoints.lines().map(String::strip).filter(line -> !line.isEmpty()).toList();
        if (lines.size() > MOST_ENDPOINTS) {
            return unfit("endpoints", "There are at most " + MOST_ENDPOINTS + " endpoints of single services");
        }
        for (var line : lines) {
            var parts = line.split("=", 2);
            if (parts.length < 2 || SdkServices.name(parts[0].strip()).isEmpty() || !isAddress(parts[1].strip())) {
                return unfit("endpoints",
                        "Each line is the name of a service as in aws-sdk resources, = and an address,"
                                + " such as s3=https://s3.example.org; this one is not: "
                                + line.substring(0, Math.min(100, line.length())));
            }
        }
        return Optional.empty();
    }

    /// The endpoints of single services by name.
    Map<String, String> byService() {
        var all = new TreeMap<String, String>();
        endpoints.lines().map(line -> line.split("=", 2)).filter(parts -> parts.length == 2)
                .forEach(parts -> all.put(parts[0].strip().toLowerCase(Locale.ROOT), parts[1].strip()));
        return all;
    }

    private static boolean isAddress(String text) {
        try {
            var uri = new URI(text);
            return text.length() <= LONGEST_ADDRESS && uri.getHost() != null && uri.getRawUserInfo() == null
                    && uri.getRawQuery() == null && uri.getRawFragment() == null
                    && ("https".equals(uri.getScheme()) || "http".equals(uri.getScheme()));
        } catch (URISyntaxException noAddress) {
            return false;
        }
    }

    private static Optional<Unfit> unfit(String field, String sentence) {
        return Optional.of(new Unfit(field, sentence));
    }
}
