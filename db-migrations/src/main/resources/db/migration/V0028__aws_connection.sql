-- Connections to AWS, with which a tenant's tasks call AWS services.
-- Why a table of its own: region, role and endpoints are columns that lists show; only the secret access key is sealed.
-- is_default is 1 or NULL, so that its unique key lets each tenant have one default and any number of others.
-- Size: a handful for each tenant.
-- Locks: none, the table is new.

CREATE TABLE aws_connection (
	id BIGINT NOT NULL AUTO_INCREMENT,
	tenant_id BIGINT NOT NULL,
	name VARCHAR(64) NOT NULL,
	connection_uuid VARCHAR(36) NOT NULL,
	is_default TINYINT NULL,
	region VARCHAR(30) NOT NULL,
	access_key_id VARCHAR(128) NOT NULL,
	secret MEDIUMBLOB NOT NULL,
	role_arn VARCHAR(2048) NOT NULL,
	external_id VARCHAR(1224) NOT NULL,
	endpoint VARCHAR(2048) NOT NULL,
	service_endpoints TEXT NOT NULL,
	description VARCHAR(512) NOT NULL,
	created_at DATETIME(6) NOT NULL,
	updated_at DATETIME(6) NOT NULL,
	lock_version BIGINT NOT NULL,
	PRIMARY KEY (id),
	UNIQUE KEY aws_connection_tenant (tenant_id, id),
	UNIQUE KEY aws_connection_name (tenant_id, name),
	UNIQUE KEY aws_connection_default (tenant_id, is_default),
	CONSTRAINT aws_connection_of_tenant FOREIGN KEY (tenant_id) REFERENCES tenant (id)
) ENGINE=InnoDB DEFAULT CHARACTER SET utf8mb4 COLLATE ${collation};
