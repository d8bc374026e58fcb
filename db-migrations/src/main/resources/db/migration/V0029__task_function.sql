-- Functions of tenants: what a name in a Lambda task stands for.
-- Why one sealed column: code, addresses and the signing secret are read together, by name, for one call.
-- aws_connection is the name of an AWS connection or empty, so that a connection that is used can be found.
-- Size: at most 200 for each tenant, code of up to 256 KiB.
-- Locks: none, the table is new.

CREATE TABLE task_function (
	id BIGINT NOT NULL AUTO_INCREMENT,
	tenant_id BIGINT NOT NULL,
	name VARCHAR(64) NOT NULL,
	function_uuid VARCHAR(36) NOT NULL,
	content MEDIUMBLOB NOT NULL,
	aws_connection VARCHAR(64) NOT NULL,
	timeout_seconds INT NOT NULL,
	description VARCHAR(512) NOT NULL,
	created_at DATETIME(6) NOT NULL,
	updated_at DATETIME(6) NOT NULL,
	lock_version BIGINT NOT NULL,
	PRIMARY KEY (id),
	UNIQUE KEY task_function_tenant (tenant_id, id),
	UNIQUE KEY task_function_name (tenant_id, name),
	CONSTRAINT task_function_of_tenant FOREIGN KEY (tenant_id) REFERENCES tenant (id)
) ENGINE=InnoDB DEFAULT CHARACTER SET utf8mb4 COLLATE ${collation};
