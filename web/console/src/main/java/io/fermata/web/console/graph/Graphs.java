// SPDX-License-Identifier: Apache-2.0
package io.fermata.web.console.graph;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.fermata.language.asl.Asl;
import io.fermata.language.Definition;
import io.fermata.language.Flow;
import io.fermata.language.Parsed;
import io.fermata.language.State;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import org.springframework.boot.context.event.ApplicationReadyEvent;
import org.springframework.context.event.EventListener;
import org.springframework.stereotype.Component;

/// Graphs of definitions. A layout costs some ten milliseconds for twenty states and is kept by what it was made of; colours
/// are written for each request. Any thread.
@Component
public final class Graphs {

    /// The greatest number of states that is drawn; above it pages show the list of states alone.
    public static final int MOST_STATES = 200;

    private static final String SAMPLE = """
            {"StartAt":"A","States":{"A":{"Type":"Parallel","End":true,"Branches":[{"StartAt":"B","States":{"B":{"Type":"Pass","End":true}}}]}}}""";

    private final Cache<String, Drawing> drawings = Caffeine.newBuilder().maximumSize(500).build();

    /// The graph of a stored revision, which never changes, or of a distributed Map's processor in it.
    ///
    /// @param name of the machine, or of the machine and the Map's label
    public String ofRevision(long revisionId, String name, Definition definition, Colouring colouring) {
        return draw("revision " + revisionId + " " + name, definition, colouring);
    }

    /// The graph of a text that is being written.
    public String ofText(String text, Definition definition, Colouring colouring) {
        return draw(sha256(text), definition, colouring);
    }

    private String draw(String key, Definition definition, Colouring colouring) {
        if (size(definition.flow()) > MOST_STATES) {
            return "";
        }
        return GraphSvg.write(drawings.get(key, _ -> Layout.of(definition.flow())), colouring);
    }

    /// How many states a flow has, those inside containers counted.
    public static int size(Flow flow) {
        return flow.states().values().stream().mapToInt(state -> 1 + inner(state).stream().mapToInt(Graphs::size).sum())
                .sum();
    }

    /// The flows inside a state.
    public static List<Flow> inner(State state) {
        return switch (state) {
            case State.Parallel parallel -> parallel.branches();
            case State.Map map -> List.of(map.processor());
            case State.Pass _,State.Task _,State.Choice _,State.Wait _,State.Succeed _,State.Fail _ -> List.of();
        };
    }

    /// Draws once in the background, because the first layout loads classes for seconds.
    @EventListener(ApplicationReadyEvent.class)
    void warmUp() {
        Thread.ofVirtual().name("graph-warm-up").start(() -> {
            if (Asl.parse(SAMPLE) instanceof Parsed.Valid(var definition, _)) {
                ofText(SAMPLE, definition, Colouring.PLAIN);
            }
        });
    }

    private static String sha256(String text) {
        try {
            return HexFormat.of().formatHex(
                    MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8)));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("This Java runtime has no SHA-256", e);
        }
    }
}
