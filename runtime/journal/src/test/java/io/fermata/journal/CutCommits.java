// SPDX-License-Identifier: Apache-2.0
package io.fermata.journal;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.SQLNonTransientConnectionException;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.datasource.DelegatingDataSource;

/// A data source whose connections break in a commit when a test wants it: before it took place, or after, when only the
/// answer is lost.
final class CutCommits extends DelegatingDataSource {

    private volatile @Nullable Cut next;

    CutCommits(DataSource target) {
        super(target);
    }

    private record Cut(boolean takesPlace, Runnable meanwhile) {}

    /// Loses the answer to the next commit.
    void cutAfterTheNext() {
        next = new Cut(true, () -> {
        });
    }

    /// Breaks the next commit before it takes place, and does something before the caller hears of it.
    void cutTheNext(Runnable meanwhile) {
        next = new Cut(false, meanwhile);
    }

    @Override
    public Connection getConnection() throws SQLException {
        var real = super.getConnection();
        return (Connection) Proxy.newProxyInstance(CutCommits.class.getClassLoader(), new Class<?>[]{Connection.class},
                (_, method, arguments) -> {
                    var cut = next;
                    if (cut != null && method.getName().equals("commit")) {
                        next = null;
                        breakIn(real, cut);
                    }
                    try {
                        return method.invoke(real, arguments);
                    } catch (InvocationTargetException problem) {
                        throw problem.getCause();
                    }
                });
    }

    private static void breakIn(Connection real, Cut cut) throws SQLException {
        if (cut.takesPlace) {
            real.commit();
        } else {
            real.rollback();
        }
        real.close();
        cut.meanwhile.run();
        throw new SQLNonTransientConnectionException("cut", "08S01");
    }
}
