// SPDX-License-Identifier: Apache-2.0
package io.fermata.journal;

import io.fermata.engine.Recorded;
import io.fermata.tenancy.TenantId;
import io.fermata.tenancy.keys.KeyRing;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.DataFormatException;
import java.util.zip.Deflater;
import java.util.zip.Inflater;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.cfg.JsonNodeFeature;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.JsonNodeFactory;

/// A step as bytes: a version, a flag for compression, and sealed JSON in which each value stands once. The form of an
/// entry is {@link EntryCodec}'s. Thread-safe.
public final class StepCodec {

    private static final byte VERSION = 1;
    private static final byte PLAIN = 0;
    private static final byte DEFLATED = 1;
    private static final int WORTH_DEFLATING = 256;
    private static final int MOST_BYTES = 64 << 20;
    private static final String CONTEXT = "journal";

    static final JsonMapper MAPPER = JsonMapper
            .builder(JsonFactory.builder()
                    .streamReadConstraints(StreamReadConstraints.builder().maxNestingDepth(256)
                            .maxStringLength(MOST_BYTES).maxNumberLength(2_000).maxNameLength(1 << 20).build())
                    .build())
            .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
            .disable(JsonNodeFeature.STRIP_TRAILING_BIGDECIMAL_ZEROES).build();

    private final KeyRing keys;

    public StepCodec(KeyRing keys) {
        this.keys = keys;
    }

    /// The bytes of one step's entries.
    public byte[] encode(TenantId tenant, List<Recorded> entries) {
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
        return sealed(tenant, MAPPER.writeValueAsBytes(root));
    }

    /// The entries that {@link #encode} was given.
    ///
    /// @throws IllegalStateException when the bytes are of a later version, or were changed
    public List<Recorded> decode(TenantId tenant, byte[] bytes) {
        var root = MAPPER.readTree(opened(tenant, bytes));
        var values = new ValueTable(root.get(0));
        var entries = new ArrayList<Recorded>();
        for (var fields : root.get(1)) {
            entries.add(new Recorded(fields.get(0).longValue(), fields.get(1).longValue(),
                    instant(fields.get(2).longValue()), fields.get(3).intValue(), EntryCodec.read(fields, values)));
        }
        return entries;
    }

    /// Any other JSON of the journal, sealed the same way.
    public byte[] encodeValue(TenantId tenant, JsonNode value) {
        return sealed(tenant, MAPPER.writeValueAsBytes(value));
    }

    /// The value that {@link #encodeValue} was given.
    public JsonNode decodeValue(TenantId tenant, byte[] bytes) {
        return MAPPER.readTree(opened(tenant, bytes));
    }

    private byte[] sealed(TenantId tenant, byte[] json) {
        boolean deflate = json.length >= WORTH_DEFLATING;
        var out = new ByteArrayOutputStream(json.length / 2 + 16);
        out.write(deflate ? DEFLATED : PLAIN);
        out.writeBytes(deflate ? deflated(json) : json);
        var sealed = keys.seal(tenant, CONTEXT, out.toByteArray());
        var bytes = new byte[sealed.length + 1];
        bytes[0] = VERSION;
        System.arraycopy(sealed, 0, bytes, 1, sealed.length);
        return bytes;
    }

    private byte[] opened(TenantId tenant, byte[] bytes) {
        if (bytes[0] != VERSION) {
            throw new IllegalStateException("journal row of version " + bytes[0] + ", this Fermata reads " + VERSION);
        }
        var sealed = new byte[bytes.length - 1];
        System.arraycopy(bytes, 1, sealed, 0, sealed.length);
        var plain = keys.open(tenant, CONTEXT, sealed);
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
