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

/// The row of an access key. The secret is sealed.
@Entity
@Table(name = "access_key")
class AccessKeyRow {

    @Id
    @GeneratedValue(strategy = GenerationType.IDENTITY)
    @Nullable
    Long id;

    @TenantId
    @PartitionKey
    @Column(name = "tenant_id", nullable = false)
    @Nullable
    Long tenantId;

    @Column(name = "access_key_id", nullable = false)
    String accessKeyId;

    @Column(nullable = false)
    byte[] secret;

    @Column(nullable = false)
    String label;

    @Enumerated(EnumType.STRING)
    @JdbcTypeCode(SqlTypes.VARCHAR)
    @Column(nullable = false)
    Role role;

    @Column(nullable = false)
    String status = "ACTIVE";

    @Column(name = "created_at", nullable = false)
    LocalDateTime createdAt;

    @Version
    @Column(name = "lock_version", nullable = false)
    long lockVersion;

    /// For Hibernate only.
    @SuppressWarnings("NullAway")
    AccessKeyRow() {}

    AccessKeyRow(String accessKeyId, byte[] secret, String label, Role role, LocalDateTime createdAt) {
        this.accessKeyId = accessKeyId;
        this.secret = secret;
        this.label = label;
        this.role = role;
        this.createdAt = createdAt;
    }
}
