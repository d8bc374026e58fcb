// SPDX-License-Identifier: Apache-2.0
package io.fermata.tenancy;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/// The settings `fermata.*` that belong to nobody else.
///
/// @param dataDirectory where the root key and the embedded database are kept; `.fermata` in the home directory if not given
/// @param region the region in every ARN
/// @param publicUrl the address under which people reach the console; all links begin with it, none with the Host header
/// @param rootKey Base64 of 32 bytes, the same on all nodes; made in the data directory if not given
/// @param egress which inside addresses tenants may call
/// @param mail the sender of mail
/// @param bootstrap the first tenant, made at the first start
@ConfigurationProperties("fermata")
public record TenancySettings(@Nullable Path dataDirectory, @DefaultValue("us-east-1") String region,
        @DefaultValue("http://localhost:8080") String publicUrl,
        @Nullable String rootKey, @DefaultValue Egress egress, @DefaultValue Mail mail,
        @DefaultValue Bootstrap bootstrap) {

    /// Fills in the data directory, and takes the slash from the end of the public address.
    public TenancySettings {
        if (dataDirectory == null) {
            dataDirectory = Path.of(System.getProperty("user.home"), ".fermata");
        }
        if (!publicUrl.matches("https?://[^/\\s?#]+/?")) {
            throw new IllegalArgumentException(
                    "fermata.public-url is http:// or https:// and a host, without a path, not: " + publicUrl);
        }
        publicUrl = publicUrl.replaceFirst("/$", "");
        if (!region.matches("[a-z0-9-]{1,30}")) {
            throw new IllegalArgumentException(
                    "fermata.region has 1 to 30 lower-case letters, digits and hyphens, not: " + region);
        }
    }

    /// The data directory, never null.
    public Path directory() {
        if (dataDirectory == null) {
            throw new IllegalStateException("The data directory is filled in at the start");
        }
        return dataDirectory;
    }

    /// The configured root key. Blank counts as not given.
    public Optional<String> configuredRootKey() {
        return Optional.ofNullable(rootKey).filter(key -> !key.isBlank());
    }

    /// Does not print the root key.
    @Override
    public String toString() {
        return "fermata.data-directory=" + dataDirectory + " region=" + region + " public-url=" + publicUrl;
    }

    /// @param allow `host:port`, an address range such as `10.1.0.0/16`, or one with a port; these may be called, and by http
    public record Egress(@DefaultValue List<String> allow) {}

    /// @param from the sender's address
    public record Mail(@DefaultValue("fermata@localhost") String from) {}

    /// The tenant that is made on an empty database. Without an account id none is.
    ///
    /// @param accountId 12 digits; the tenant's account in all ARNs
    /// @param accessKeyId the id of the tenant's first access key
    /// @param secretAccessKey its secret
    /// @param adminEmail who signs in to the console as admin
    /// @param adminPassword 12 characters or more
    /// @param awsEndpointUrl where calls of that tenant to AWS services go, `states` excepted; may be http, or `aws`
    /// @param second one more tenant, for tests of what tenants can see of each other
    public record Bootstrap(@DefaultValue("") String accountId, @DefaultValue("") String accessKeyId,
            @DefaultValue("") String secretAccessKey, @DefaultValue("") String adminEmail,
            @DefaultValue("") String adminPassword, @DefaultValue("") String awsEndpointUrl,
            @DefaultValue Second second) {

        /// Whether a tenant is to be made.
        public boolean isGiven() {
            return !accountId.isEmpty();
        }

        /// Does not print the secrets.
        @Override
        public String toString() {
            return "account " + accountId;
        }
    }

    /// The second tenant; its members mean what those of the first do.
    public record Second(@DefaultValue("") String accountId, @DefaultValue("") String accessKeyId,
            @DefaultValue("") String secretAccessKey, @DefaultValue("") String adminEmail,
            @DefaultValue("") String adminPassword) {

        /// Whether a second tenant is to be made.
        public boolean isGiven() {
            return !accountId.isEmpty();
        }

        /// Does not print the secrets.
        @Override
        public String toString() {
            return "account " + accountId;
        }
    }
}
