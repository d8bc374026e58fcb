// SPDX-License-Identifier: Apache-2.0
package io.fermata.tenancy;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.EnumType;
import jakarta.persistence.Enumerated;
import jakarta.persistence.GeneratedValue;
import jakarta.persistence.GenerationType;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import jakarta.persistence.Version;
import java.time.LocalDateTime;
import org.hibernate.annotations.JdbcTypeCode;
import org.hibernate.annotations.PartitionKey;
import org.hibernate.annotations.TenantId;
import org.hibernate.type.SqlTypes;
import org.jspecify.annotations.Nullable;

/// The row of a membership.
@Entity
@Table(name = "membership")
class MembershipRow {

    @Id
    @GeneratedValue(strategy = GenerationType.IDENTITY)
    @Nullable
    Long id;

    // The partition key puts the tenant into the condition of updates and deletes too.
    @TenantId
    @PartitionKey
    @Column(name = "tenant_id", nullable = false)
    @Nullable
    Long tenantId;

    @Column(name = "user_id", nullable = false)
    long userId;

    @Enumerated(EnumType.STRING)
    @JdbcTypeCode(SqlTypes.VARCHAR)
    @Column(nullable = false)
    Role role;

    @Column(name = "created_at", nullable = false)
    LocalDateTime createdAt;

    @Version
    @Column(name = "lock_version", nullable = false)
    long lockVersion;

    /// For Hibernate only.
    @SuppressWarnings("NullAway")
    MembershipRow() {}

    MembershipRow(long userId, Role role, LocalDateTime createdAt) {
        this.userId = userId;
        this.role = role;
        this.createdAt = createdAt;
    }
}
