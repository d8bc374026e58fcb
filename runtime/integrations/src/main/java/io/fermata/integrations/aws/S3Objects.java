// SPDX-License-Identifier: Apache-2.0
package io.fermata.integrations.aws;

import io.fermata.engine.items.ObjectStorage;
import io.fermata.tenancy.TenantId;
import java.io.InputStream;
import java.time.Instant;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.core.SdkPojo;
import software.amazon.awssdk.core.exception.SdkClientException;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.GetObjectRequest;
import software.amazon.awssdk.services.s3.model.ListObjectsV2Request;
import software.amazon.awssdk.services.s3.model.PutObjectRequest;
import software.amazon.awssdk.services.s3.model.S3Object;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/// S3, and any storage that speaks its protocol, for distributed Maps. Objects are read as they come and never held whole.
/// Any thread.
public final class S3Objects implements ObjectStorage {

    private static final String SERVICE = "S3";

    private final AwsCalls calls;

    public S3Objects(AwsCalls calls) {
        this.calls = calls;
    }

    @Override
    public InputStream read(long tenant, JsonNode request) {
        return call(tenant, client -> {
            var builder = GetObjectRequest.builder();
            fill(builder, request);
            return client.getObject(builder.build());
        });
    }

    @Override
    public Page list(long tenant, JsonNode request, @Nullable String token) {
        return call(tenant, client -> {
            var builder = ListObjectsV2Request.builder();
            fill(builder, request);
            if (token != null) {
                builder.continuationToken(token);
            }
            var listed = client.listObjectsV2(builder.build());
            boolean more = Boolean.TRUE.equals(listed.isTruncated());
            return new Page(listed.contents().stream().map(S3Objects::item).toList(),
                    more ? listed.nextContinuationToken() : null);
        });
    }

    @Override
    public void write(long tenant, JsonNode request, byte[] body) {
        call(tenant, client -> {
            var builder = PutObjectRequest.builder();
            fill(builder, request);
            return client.putObject(builder.build(), RequestBody.fromBytes(body));
        });
    }

    /// An object as a Map's item (recorded: these members in this order).
    private static JsonNode item(S3Object object) {
        ObjectNode item = JsonNodeFactory.instance.objectNode();
        item.put("Etag", object.eTag());
        Instant modified = object.lastModified();
        if (modified != null) {
            item.put("LastModified", modified.getEpochSecond());
        }
        item.put("Key", object.key());
        item.put("Size", object.size());
        item.put("StorageClass", object.storageClassAsString());
        return item;
    }

    private static void fill(SdkPojo builder, JsonNode request) {
        try {
            SdkJson.fill(builder, request);
        } catch (IllegalArgumentException unfit) {
            throw new Refused(String.valueOf(unfit.getMessage()), false);
        }
    }

    private <T> T call(long tenant, Function<S3Client, T> work) {
        return switch (calls.access(new TenantId(tenant))) {
            case AwsAccess.Answer.Missing(var sentence) -> throw new Refused(sentence, false);
            case AwsAccess.Answer.Ready ready -> {
                var refusal = calls.refusal(ready, SERVICE);
                if (refusal.isPresent()) {
                    throw new Refused(refusal.get(), false);
                }
                try {
                    yield work.apply((S3Client) calls.client(ready, SERVICE));
                } catch (AwsServiceException refused) {
                    throw new Refused(String.valueOf(refused.getMessage()), refused.statusCode() >= 500);
                } catch (SdkClientException none) {
                    throw new Refused(String.valueOf(none.getMessage()), true);
                }
            }
        };
    }
}
