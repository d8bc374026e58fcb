// SPDX-License-Identifier: Apache-2.0
package io.fermata.journal;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.SQLException;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Which failures are an execution's own, and which are the server's and pass.
class SqlErrorsTest {

    @ParameterizedTest
    @CsvSource({"23000,1062,true,a key that is taken", "22001,1406,true,a value that is too long",
            "42S22,1054,true,an unknown column", "08S01,1153,true,a packet that is too large",
            "HY000,1114,false,a full disk", "HY000,1290,false,a read-only server",
            "HY000,1836,false,a read-only server after a failover", "40001,1213,false,a deadlock",
            "HY000,1205,false,a lock wait", "HY000,3024,false,a statement that took too long"})
    void tellsRefusedDataFromTroubleThatPasses(String state, int code, boolean refused, String what) {
        assertThat(SqlErrors.dataRefused(new SQLException(what, state, code))).as(what).isEqualTo(refused);
    }

    @ParameterizedTest
    @CsvSource({"40001,1213,true", "HY000,1205,true", "HY000,1114,false"})
    void sendsConflictsAgainAtOnce(String state, int code, boolean conflict) {
        assertThat(SqlErrors.conflict(new SQLException("x", state, code))).isEqualTo(conflict);
    }
}
