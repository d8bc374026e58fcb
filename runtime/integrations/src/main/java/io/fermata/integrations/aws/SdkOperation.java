// SPDX-License-Identifier: Apache-2.0
package io.fermata.integrations.aws;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import software.amazon.awssdk.awscore.AwsRequest;
import software.amazon.awssdk.awscore.AwsResponse;
import software.amazon.awssdk.core.SdkClient;
import software.amazon.awssdk.core.SdkPojo;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.core.sync.ResponseTransformer;

/// One operation of a service's client, found by its names. Thread-safe.
///
/// @param service as the SDK spells its client, for instance `DynamoDb`
/// @param name in camelCase
/// @param method of the client
/// @param stream whether a body travels beside the request or the answer
record SdkOperation(String service, String name, Class<?> request, Method method, Stream stream) {

    private static final String PACKAGE = "software.amazon.awssdk.services.";
    private static final Map<String, SdkOperation> FOUND = new ConcurrentHashMap<>();

    /// Where a body of any length travels.
    enum Stream {
        NONE,
        UP,
        DOWN
    }

    /// The operation; empty when the service's module is not on the class path, or has none of that name that a definition
    /// could call.
    static Optional<SdkOperation> find(String service, String name) {
        var key = service + "." + name;
        var known = FOUND.get(key);
        if (known != null) {
            return Optional.of(known);
        }
        var found = look(service, name);
        found.ifPresent(operation -> FOUND.put(key, operation));
        return found;
    }

    private static Optional<SdkOperation> look(String service, String name) {
        Class<?> client;
        Class<?> request;
        try {
            client = client(service);
            request = Class.forName(packageOf(service) + ".model." + Character.toUpperCase(name.charAt(0))
                    + name.substring(1) + "Request");
        } catch (ClassNotFoundException | NoClassDefFoundError absent) {
            // on a file system that ignores case, a name in the wrong case is an error and not an absence
            return Optional.empty();
        }
        for (var method : client.getMethods()) {
            if (method.getName().equals(name) && method.getParameterCount() > 0
                    && method.getParameterTypes()[0].equals(request)) {
                var stream = stream(method);
                if (stream.isPresent()) {
                    return Optional.of(new SdkOperation(service, name, request, method, stream.get()));
                }
            }
        }
        return Optional.empty();
    }

    private static Optional<Stream> stream(Method method) {
        var types = method.getParameterTypes();
        if (types.length == 1) {
            return AwsResponse.class.isAssignableFrom(method.getReturnType())
                    ? Optional.of(Stream.NONE)
                    : Optional.empty();
        }
        if (types.length == 2 && types[1].equals(RequestBody.class)) {
            return Optional.of(Stream.UP);
        }
        return types.length == 2 && types[1].equals(ResponseTransformer.class)
                ? Optional.of(Stream.DOWN)
                : Optional.empty();
    }

    static Class<?> client(String service) throws ClassNotFoundException {
        return Class.forName(packageOf(service) + "." + service + "Client");
    }

    private static String packageOf(String service) {
        return PACKAGE + service.toLowerCase(Locale.ROOT);
    }

    /// A new request to fill.
    AwsRequest.Builder newRequest() {
        try {
            return (AwsRequest.Builder) request.getMethod("builder").invoke(null);
        } catch (ReflectiveOperationException absent) {
            throw new IllegalStateException(this + " has no builder", absent);
        }
    }

    /// The same, to ask for its fields.
    SdkPojo shape() {
        return (SdkPojo) newRequest();
    }

    /// The answer, to ask for its fields.
    SdkPojo answer() {
        var name = request.getName();
        try {
            var type = Class.forName(name.substring(0, name.length() - "Request".length()) + "Response");
            return (SdkPojo) type.getMethod("builder").invoke(null);
        } catch (ReflectiveOperationException absent) {
            throw new IllegalStateException(this + " has no answer", absent);
        }
    }

    /// The member under which a definition gives or gets the body.
    String bodyMember() {
        return name.equals("synthesizeSpeech") ? "AudioStream" : "Body";
    }

    /// @param body what goes beside the request; absent for an operation without
    Object invoke(SdkClient client, Object filled, Object... body) throws InvocationTargetException {
        try {
            return body.length == 0 ? method.invoke(client, filled) : method.invoke(client, filled, body[0]);
        } catch (IllegalAccessException hidden) {
            throw new IllegalStateException(this + " cannot be called", hidden);
        }
    }

    @Override
    public String toString() {
        return service + "." + name;
    }
}
