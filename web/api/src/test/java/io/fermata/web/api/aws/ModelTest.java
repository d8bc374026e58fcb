// SPDX-License-Identifier: Apache-2.0
package io.fermata.web.api.aws;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.classfile.ClassFile;
import java.lang.classfile.ClassModel;
import java.lang.classfile.CodeElement;
import java.lang.classfile.Instruction;
import java.lang.classfile.instruction.ConstantInstruction;
import java.lang.classfile.instruction.InvokeInstruction;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/// The actions and AWS's model of their requests: each operation has its action, and the actions read members of the model
/// alone. The compiled actions are asked, so that no path through them is left out.
class ModelTest {

    private static final ServiceModel MODEL = ServiceModel.AWS;
    private static final Path CLASSES = Path.of("target/classes/io/fermata/web/api/aws/actions");
    private static final String PARAMS = "io/fermata/web/api/aws/Params";
    private static final Map<String, Class<? extends Shape>> KINDS = Map.of("text", Shape.Text.class, "optional",
            Shape.Text.class, "number", Shape.Whole.class, "bigNumber", Shape.Whole.class, "decimal",
            Shape.Decimal.class, "flag", Shape.Flag.class, "structure", Shape.Structure.class, "structures",
            Shape.Many.class, "texts", Shape.Many.class, "has", Shape.class);

    /// A call of a method of [Params] that takes a member's name.
    private record Read(String reader, String method, String member) {}

    @Test
    void everyOperationOfTheModelHasAnAction() throws IOException {
        var actions = classes().stream()
                .filter(type -> type.interfaces().stream().anyMatch(of -> of.asInternalName().endsWith("/Action")))
                .map(ModelTest::name).collect(Collectors.toSet());

        assertThat(actions).hasSize(37).containsExactlyInAnyOrderElementsOf(MODEL.operations());
    }

    @Test
    void actionsReadWhatTheModelKnows() throws IOException {
        var reads = classes().stream().flatMap(type -> reads(type).stream()).toList();

        assertThat(reads).hasSizeGreaterThan(60)
                .allSatisfy(read -> assertThat(shapes(read)).as(read.toString()).anySatisfy(member -> assertThat(
                        member).isInstanceOf(KINDS.get(read.method))));
    }

    /// The shapes of a member of that name: in the action's own request, or in any where several actions read it.
    private static List<Shape> shapes(Read read) {
        var found = new ArrayList<Shape>();
        var roots = MODEL.operations().contains(read.reader) ? Set.of(read.reader) : MODEL.operations();
        roots.forEach(operation -> gather(MODEL.request(operation), read.member, found));
        return found;
    }

    private static void gather(Shape shape, String member, List<Shape> found) {
        switch (shape) {
            case Shape.Structure structure -> structure.members().forEach((name, inner) -> {
                if (name.equals(member)) {
                    found.add(inner.shape());
                }
                gather(inner.shape(), member, found);
            });
            case Shape.Many list -> gather(list.item(), member, found);
            case Shape.Text _,Shape.Whole _,Shape.Decimal _,Shape.Flag _ -> {
            }
        }
    }

    private static List<Read> reads(ClassModel type) {
        var reads = new ArrayList<Read>();
        type.methods().forEach(method -> method.code().ifPresent(code -> {
            var last = "(not a constant)";
            for (CodeElement element : code) {
                if (element instanceof ConstantInstruction constant
                        && constant.constantValue() instanceof String text) {
                    last = text;
                } else if (element instanceof InvokeInstruction call) {
                    if (call.owner().asInternalName().equals(PARAMS)
                            && call.type().stringValue().startsWith("(Ljava/lang/String;")) {
                        reads.add(new Read(name(type), call.name().stringValue(), last));
                    }
                    last = "(not a constant)";
                } else if (element instanceof Instruction && !(element instanceof ConstantInstruction)) {
                    last = "(not a constant)";
                }
            }
        }));
        return reads;
    }

    private static String name(ClassModel type) {
        var internal = type.thisClass().asInternalName();
        var simple = internal.substring(internal.lastIndexOf('/') + 1);
        int inner = simple.indexOf('$');
        return inner < 0 ? simple : simple.substring(0, inner);
    }

    private static List<ClassModel> classes() throws IOException {
        try (var files = Files.list(CLASSES)) {
            return files.filter(file -> file.toString().endsWith(".class")).map(ModelTest::parse).toList();
        }
    }

    private static ClassModel parse(Path file) {
        try {
            return ClassFile.of().parse(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Test
    void everyMethodThatReadsAMemberIsLookedAt() {
        var readers = new TreeSet<String>();
        for (var method : Params.class.getMethods()) {
            if (method.getParameterCount() > 0 && method.getParameterTypes()[0] == String.class) {
                readers.add(method.getName());
            }
        }

        assertThat(new HashSet<>(readers)).isEqualTo(KINDS.keySet());
    }
}
