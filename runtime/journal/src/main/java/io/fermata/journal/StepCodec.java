// SPDX-License-Identifier: Apache-2.0
package io.fermata.journal;

import io.fermata.engine.LiveSize;
import io.fermata.engine.Recorded;
import io.fermata.tenancy.TenantId;
import io.fermata.tenancy.keys.KeyAbsentException;
import io.fermata.tenancy.keys.KeyRing;
import io.fermata.tenancy.keys.SealingKey;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.zip.DataFormatException;
import java.util.zip.Deflater;
import java.util.zip.Inflater;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.cfg.JsonNodeFeature;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.NullNode;

/// A step as bytes: a version, a flag for compression, and sealed JSON in which each value stands once. A value of 64 KiB or
/// more stands in a row of its own, once for the execution; a step that names such values is of version 2. The form of an
/// entry is {@link EntryCodec}'s. Thread-safe.
public final class StepCodec {

    private static final byte VERSION = 1;
    private static final byte VERSION_WITH_REFERENCES = 2;

    /// Bytes of JSON from which a value has a row of its own.
    private static final int LARGE = 64 << 10;

    private static final byte PLAIN = 0;
    private static final byte DEFLATED = 1;
    private static final int WORTH_DEFLATING = 256;
    private static final int MOST_BYTES = 64 << 20;
    private static final String CONTEXT = "journal";
    /// Where the number of the data key stands: behind the version of this codec and that of the key ring.
    static final int KEY_NUMBER = 2;

    static final JsonMapper MAPPER = JsonMapper
            .builder(JsonFactory.builder()
                    .streamReadConstraints(StreamReadConstraints.builder().maxNestingDepth(256)
                            .maxStringLength(MOST_BYTES).maxNumberLength(2_000).maxNameLength(1 << 20).build())
                    .build())
            .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
            .disable(JsonNodeFeature.STRIP_TRAILING_BIGDECIMAL_ZEROES).build();

    private final KeyRing keys;
    private final boolean patient;

    /// A codec for loops: bytes whose data key is not in memory are a {@link KeyAbsentException}.
    public StepCodec(KeyRing keys) {
        this(keys, false);
    }

    private StepCodec(KeyRing keys, boolean patient) {
        this.keys = keys;
        this.patient = patient;
    }

    /// The same codec for who may wait: it asks KMS for the keys that it opens with, and passes its refusals on.
    public StepCodec patient() {
        return new StepCodec(keys, true);
    }

    /// The keys that it seals and opens with.
    public KeyRing keys() {
        return keys;
    }

    /// The bytes of one step's entries.
    ///
    /// @param sealing a data key under the customer's key; null for the tenant's own
    /// @param stored what is stored of the execution's large values; takes the new ones in
    public EncodedStep encode(TenantId tenant, @Nullable SealingKey sealing, List<Recorded> entries,
            StoredValues stored) {
        var values = new ValueTable();
        var list = JsonNodeFactory.instance.arrayNode();
        for (var recorded : entries) {
            var fields = JsonNodeFactory.instance.arrayNode();
            fields.add(recorded.id()).add(recorded.previousId()).add(micros(recorded.at())).add(recorded.frame());
            EntryCodec.write(recorded.entry(), fields, values);
            list.add(fields);
        }
        var root = JsonNodeFactory.instance.arrayNode();
        root.add(values.all()).add(list);
        var rows = new ArrayList<LargeValue>();
        var references = takeOut(tenant, sealing, values.all(), stored, rows);
        if (references.isEmpty()) {
            return new EncodedStep(sealed(tenant, sealing, VERSION, MAPPER.writeValueAsBytes(root)), rows);
        }
        root.add(references);
        return new EncodedStep(sealed(tenant, sealing, VERSION_WITH_REFERENCES, MAPPER.writeValueAsBytes(root)), rows);
    }

    /// Puts null in the place of each large value.
    ///
    /// @param rows takes those in that are not stored yet
    /// @return for each its place, its number and its hash
    private ArrayNode takeOut(TenantId tenant, @Nullable SealingKey sealing, ArrayNode values, StoredValues stored,
            List<LargeValue> rows) {
        var references = JsonNodeFactory.instance.arrayNode();
        for (int place = 0; place < values.size(); place++) {
            if (LiveSize.of(values.get(place)) < LARGE) {
                continue;
            }
            var json = MAPPER.writeValueAsBytes(values.get(place));
            var hash = hash(json);
            var number = stored.number(hash);
            if (number == null) {
                number = stored.add(hash);
                rows.add(new LargeValue(number, sealed(tenant, sealing, VERSION, json)));
            }
            references.addArray().add(place).add(number).add(hash);
            values.set(place, NullNode.getInstance());
        }
        return references;
    }

    /// The entries that {@link #encode} was given.
    ///
    /// @param large where the values are found that have rows of their own
    /// @throws IllegalStateException when the bytes are of a later version, or were changed
    List<Recorded> decode(TenantId tenant, byte[] bytes, LargeValues large) {
        var root = MAPPER.readTree(opened(tenant, bytes));
        if (root.size() > 2) {
            putBack((ArrayNode) root.get(0), root.get(2), large);
        }
        var values = new ValueTable(root.get(0));
        var entries = new ArrayList<Recorded>();
        for (var fields : root.get(1)) {
            entries.add(new Recorded(fields.get(0).longValue(), fields.get(1).longValue(),
                    instant(fields.get(2).longValue()), fields.get(3).intValue(), EntryCodec.read(fields, values)));
        }
        return entries;
    }

    private static void putBack(ArrayNode values, JsonNode references, LargeValues large) {
        var wanted = new ArrayList<LargeValue.Reference>();
        references
                .forEach(one -> wanted.add(new LargeValue.Reference(one.get(1).intValue(), one.get(2).stringValue())));
        var found = large.read(wanted);
        for (int i = 0; i < found.size(); i++) {
            values.set(references.get(i).get(0).intValue(), found.get(i));
        }
    }

    /// A large value.
    ///
    /// @throws IllegalStateException when its content has another hash
    JsonNode decodeLarge(TenantId tenant, byte[] bytes, String hash) {
        var json = opened(tenant, bytes);
        if (!hash(json).equals(hash)) {
            throw new IllegalStateException("a large value of the journal is not the one that its step names");
        }
        return MAPPER.readTree(json);
    }

    private static String hash(byte[] json) {
        try {
            return Base64.getEncoder().encodeToString(MessageDigest.getInstance("SHA-256").digest(json));
        } catch (NoSuchAlgorithmException everyPlatformHasIt) {
            throw new IllegalStateException(everyPlatformHasIt);
        }
    }

    /// Any other JSON of the journal, sealed the same way.
    ///
    /// @param sealing a data key under the customer's key; null for the tenant's own
    public byte[] encodeValue(TenantId tenant, @Nullable SealingKey sealing, JsonNode value) {
        return sealed(tenant, sealing, VERSION, MAPPER.writeValueAsBytes(value));
    }

    /// The number of the data key that opens bytes of this codec.
    public static int keyNumber(byte[] bytes) {
        return ByteBuffer.wrap(bytes, KEY_NUMBER, Integer.BYTES).getInt();
    }

    /// The value that {@link #encodeValue} was given.
    public JsonNode decodeValue(TenantId tenant, byte[] bytes) {
        return MAPPER.readTree(opened(tenant, bytes));
    }

    private byte[] sealed(TenantId tenant, @Nullable SealingKey sealing, byte version, byte[] json) {
        boolean deflate = json.length >= WORTH_DEFLATING;
        var out = new ByteArrayOutputStream(json.length / 2 + 16);
        out.write(deflate ? DEFLATED : PLAIN);
        out.writeBytes(deflate ? deflated(json) : json);
        var sealed = sealing == null
                ? keys.seal(tenant, CONTEXT, out.toByteArray())
                : keys.seal(sealing, CONTEXT, out.toByteArray());
        var bytes = new byte[sealed.length + 1];
        bytes[0] = version;
        System.arraycopy(sealed, 0, bytes, 1, sealed.length);
        return bytes;
    }

    private byte[] opened(TenantId tenant, byte[] bytes) {
        if (bytes[0] != VERSION && bytes[0] != VERSION_WITH_REFERENCES) {
            throw new IllegalStateException("journal row of version " + bytes[0] + ", this Fermata reads " + VERSION
                    + " and " + VERSION_WITH_REFERENCES);
        }
        var sealed = new byte[bytes.length - 1];
        System.arraycopy(bytes, 1, sealed, 0, sealed.length);
        var plain = patient
                ? keys.whenThere(() -> keys.open(tenant, CONTEXT, sealed))
                : keys.open(tenant, CONTEXT, sealed);
        var body = new byte[plain.length - 1];
        System.arraycopy(plain, 1, body, 0, body.length);
        return plain[0] == DEFLATED ? inflated(body) : body;
    }

    private static byte[] deflated(byte[] plain) {
        var deflater = new Deflater(Deflater.BEST_SPEED, true);
        try {
            deflater.setInput(plain);
            deflater.finish();
            var out = new ByteArrayOutputStream(plain.length / 2);
            var buffer = new byte[8192];
            while (!deflater.finished()) {
                out.write(buffer, 0, deflater.deflate(buffer));
            }
            return out.toByteArray();
        } finally {
            deflater.end();
        }
    }

    private static byte[] inflated(byte[] deflated) {
        var inflater = new Inflater(true);
        try {
            inflater.setInput(deflated);
            var out = new ByteArrayOutputStream(deflated.length * 3);
            var buffer = new byte[8192];
            while (!inflater.finished()) {
                int read = inflater.inflate(buffer);
                if (read == 0 && inflater.needsInput()) {
                    throw new IllegalStateException("journal row ends too early");
                }
                out.write(buffer, 0, read);
            }
            return out.toByteArray();
        } catch (DataFormatException broken) {
            throw new IllegalStateException("journal row does not inflate", broken);
        } finally {
            inflater.end();
        }
    }

    static long micros(Instant at) {
        return ChronoUnit.MICROS.between(Instant.EPOCH, at);
    }

    static Instant instant(long micros) {
        return Instant.EPOCH.plus(micros, ChronoUnit.MICROS);
    }

    static String text(byte[] bytes) {
        return new String(bytes, StandardCharsets.UTF_8);
    }
}
