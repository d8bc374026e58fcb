// SPDX-License-Identifier: Apache-2.0
package io.fermata.tenancy.egress;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;
import java.util.List;
import org.junit.jupiter.api.Test;

class EgressGuardTest {

    private static final String PUBLIC = "93.184.215.14";

    private final Deque<List<InetAddress>> answers = new ArrayDeque<>();
    private final EgressGuard guard = new EgressGuard(
            AllowList.of(List.of("inside.example.org:8443", "10.1.0.0/16"), ""), _ -> answers.removeFirst());

    @Test
    void aNameThatTurnsInsideAfterItsCheckIsNotConnectedTo() throws UnknownHostException {
        named(PUBLIC);
        named(PUBLIC);
        named("169.254.169.254");

        assertThat(guard.refusal("https://aws.example.org/")).isEmpty();
        assertThat(guard.resolve("aws.example.org")).containsExactly(InetAddress.ofLiteral(PUBLIC));
        assertThatThrownBy(() -> guard.resolve("aws.example.org")).isInstanceOf(UnknownHostException.class)
                .hasMessageContaining("does not lead to the public internet");
    }

    @Test
    void oneInsideAddressAmongPublicOnesRefusesTheName() {
        named(PUBLIC, "127.0.0.1");
        named(PUBLIC, "127.0.0.1");

        assertThat(guard.refusal("https://aws.example.org/")).isPresent();
        assertThatThrownBy(() -> guard.resolve("aws.example.org")).isInstanceOf(UnknownHostException.class);
    }

    @Test
    void whatTheOperatorListedIsOpenAtThatPortOnly() throws UnknownHostException {
        named("192.168.0.7");
        named("192.168.0.7");
        named("192.168.0.7");

        assertThat(guard.refusal("http://inside.example.org:8443/")).isEmpty();
        assertThat(guard.resolve("Inside.example.org")).hasSize(1);
        assertThat(guard.refusal("https://inside.example.org/")).isPresent();
    }

    @Test
    void anOpenedRangeIsOpenForEveryName() throws UnknownHostException {
        named("10.1.2.3");
        named("10.1.2.3");

        assertThat(guard.refusal("http://sqs.example.org:9000/")).isEmpty();
        assertThat(guard.resolve("sqs.example.org")).hasSize(1);
    }

    @Test
    void aNameWithoutAddressIsUnreachable() {
        answers.add(List.of());

        assertThat(guard.refusal("https://nothing.example.org/").orElseThrow())
                .isInstanceOf(EgressRefusal.Unreachable.class);
    }

    private void named(String... addresses) {
        answers.add(Arrays.stream(addresses).map(InetAddress::ofLiteral).toList());
    }
}
