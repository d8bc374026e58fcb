// SPDX-License-Identifier: Apache-2.0
package io.fermata.web.api.aws;

import io.fermata.web.api.aws.Shape.Structure;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/// The members of a request, which fit AWS's model once {@link #check} has passed. Every name that is read must be one of
/// the model's. One thread.
public final class Params {

    private static final int PAGE = 100;

    private final JsonNode body;
    private final Structure shape;
    private final List<String> problems;

    private Params(JsonNode body, Structure shape, List<String> problems) {
        this.body = body;
        this.shape = shape;
        this.problems = problems;
    }

    /// Holds a request against the model. What breaks a constraint is refused by {@link #check}.
    ///
    /// @throws ApiError `SerializationException` when a value has another JSON type than the model says
    static Params read(Structure shape, JsonNode body) {
        var problems = new ArrayList<String>(0);
        shape.check(body, Place.REQUEST, problems);
        return new Params(body, shape, problems);
    }

    /// Refuses the request when anything in it breaks a constraint, naming all that does.
    ///
    /// @throws ApiError `ValidationException` in AWS's words (api.md section 1)
    void check() {
        if (!problems.isEmpty()) {
            int count = problems.size();
            throw ApiError.of("ValidationException", count + " validation error" + (count == 1 ? "" : "s")
                    + " detected: " + String.join("; ", problems));
        }
    }

    /// A text that must be there.
    public String text(String member) {
        return optional(member).orElseThrow(() -> new IllegalStateException(member + " can be missing"));
    }

    /// A text, if it is there.
    public Optional<String> optional(String member) {
        return Optional.ofNullable(value(member, Shape.Text.class)).map(JsonNode::stringValue);
    }

    /// A whole number, if it is there.
    public Optional<Integer> number(String member) {
        return Optional.ofNullable(value(member, Shape.Whole.class)).map(JsonNode::intValue);
    }

    /// A whole number of 64 bits, if it is there.
    public Optional<Long> bigNumber(String member) {
        return Optional.ofNullable(value(member, Shape.Whole.class)).map(JsonNode::longValue);
    }

    /// A number, if it is there.
    public Optional<Double> decimal(String member) {
        return Optional.ofNullable(value(member, Shape.Decimal.class)).map(JsonNode::doubleValue);
    }

    /// A flag; false when it is not there.
    public boolean flag(String member) {
        return flag(member, false);
    }

    /// A flag, or what holds when it is not there.
    public boolean flag(String member, boolean otherwise) {
        var value = value(member, Shape.Flag.class);
        return value == null ? otherwise : value.booleanValue();
    }

    /// A structure, if it is there.
    public Optional<Params> structure(String member) {
        return Optional.ofNullable(value(member, Structure.class)).map(value -> inner(value, shapeOf(member)));
    }

    /// The structures in a list; none when it is not there.
    public List<Params> structures(String member) {
        var items = new ArrayList<Params>();
        var list = value(member, Shape.Many.class);
        if (list != null) {
            var item = ((Shape.Many) shapeOf(member)).item();
            list.forEach(value -> items.add(inner(value, item)));
        }
        return items;
    }

    /// The texts in a list; none when it is not there.
    public List<String> texts(String member) {
        var texts = new ArrayList<String>();
        var list = value(member, Shape.Many.class);
        if (list != null) {
            list.forEach(value -> texts.add(value.stringValue()));
        }
        return texts;
    }

    /// Whether a member is there.
    public boolean has(String member) {
        return value(member, Shape.class) != null;
    }

    /// How many items a page of a list is to have: `maxResults`, or 100 where it is 0 or not there (API reference,
    /// ListExecutions).
    public int pageSize() {
        return number("maxResults").filter(given -> given > 0).orElse(PAGE);
    }

    private Params inner(JsonNode value, Shape of) {
        return new Params(value, (Structure) of, problems);
    }

    private Shape shapeOf(String member) {
        var known = shape.members().get(member);
        if (known == null) {
            throw new IllegalStateException("AWS's model of " + shape.name() + " has no member " + member);
        }
        return known.shape();
    }

    private @Nullable JsonNode value(String member, Class<? extends Shape> kind) {
        if (!kind.isInstance(shapeOf(member))) {
            throw new IllegalStateException(shape.name() + "." + member + " is no " + kind.getSimpleName());
        }
        var value = body.get(member);
        return value == null || value.isNull() ? null : value;
    }
}
