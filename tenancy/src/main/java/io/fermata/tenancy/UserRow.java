// SPDX-License-Identifier: Apache-2.0
package io.fermata.tenancy;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.GeneratedValue;
import jakarta.persistence.GenerationType;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import jakarta.persistence.Version;
import java.time.LocalDateTime;
import org.jspecify.annotations.Nullable;

/// The row of a person. Times are UTC.
@Entity
@Table(name = "user")
class UserRow {

    @Id
    @GeneratedValue(strategy = GenerationType.IDENTITY)
    @Nullable
    Long id;

    @Column(nullable = false)
    String email;

    @Column(nullable = false)
    String name;

    @Column(name = "password_hash", nullable = false)
    String passwordHash;

    @Column(nullable = false)
    String status = "ACTIVE";

    @Column(name = "failed_sign_ins", nullable = false)
    int failedSignIns;

    @Column(name = "blocked_until")
    @Nullable
    LocalDateTime blockedUntil;

    @Column(name = "reset_hash", columnDefinition = "binary(32)")
    byte @Nullable [] resetHash;

    @Column(name = "reset_expires_at")
    @Nullable
    LocalDateTime resetExpiresAt;

    @Column(name = "security_stamp", nullable = false)
    long securityStamp;

    @Column(name = "created_at", nullable = false)
    LocalDateTime createdAt;

    @Version
    @Column(name = "lock_version", nullable = false)
    long lockVersion;

    /// For Hibernate only.
    @SuppressWarnings("NullAway")
    UserRow() {}

    UserRow(String email, String name, String passwordHash, LocalDateTime createdAt) {
        this.email = email;
        this.name = name;
        this.passwordHash = passwordHash;
        this.createdAt = createdAt;
    }

    User view() {
        if (id == null) {
            throw new IllegalStateException("The user " + email + " was not stored yet");
        }
        return new User(id, email, name, status.equals("ACTIVE"), securityStamp);
    }
}
