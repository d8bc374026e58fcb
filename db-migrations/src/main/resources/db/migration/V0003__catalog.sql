-- Stored definitions: state machines, their immutable revisions, numbered versions, aliases, activities and tags.
-- Why tombstones: executions outlive their machine, so a deleted machine keeps its row and gives its name back.
-- Size: up to 100,000 machines, some revisions each (a definition is up to 1,048,576 characters).
-- Locks: none, all tables are new.

CREATE TABLE state_machine (
	id BIGINT NOT NULL AUTO_INCREMENT,
	tenant_id BIGINT NOT NULL,
	name VARCHAR(80) NOT NULL,
	type VARCHAR(16) NOT NULL,
	status VARCHAR(16) NOT NULL,
	role_arn VARCHAR(256) NOT NULL,
	current_revision INT NOT NULL,
	last_version INT NOT NULL,
	logging TEXT NOT NULL,
	tracing TEXT NOT NULL,
	created_at DATETIME(6) NOT NULL,
	updated_at DATETIME(6) NOT NULL,
	deleted_at DATETIME(6) NULL,
	live_name VARCHAR(80) GENERATED ALWAYS AS (CASE WHEN status = 'DELETED' THEN NULL ELSE name END) STORED,
	PRIMARY KEY (id),
	UNIQUE KEY state_machine_tenant (tenant_id, id),
	UNIQUE KEY state_machine_live_name (tenant_id, live_name),
	KEY state_machine_status (status, tenant_id),
	CONSTRAINT state_machine_of_tenant FOREIGN KEY (tenant_id) REFERENCES tenant (id)
) ENGINE=InnoDB DEFAULT CHARACTER SET utf8mb4 COLLATE ${collation};

-- `revision_uuid` is null for the first revision, which has no public identifier but INITIAL.
CREATE TABLE revision (
	id BIGINT NOT NULL AUTO_INCREMENT,
	tenant_id BIGINT NOT NULL,
	state_machine_id BIGINT NOT NULL,
	number INT NOT NULL,
	revision_uuid VARCHAR(36) NULL,
	definition MEDIUMTEXT NOT NULL,
	sha256 BINARY(32) NOT NULL,
	role_arn VARCHAR(256) NOT NULL,
	created_at DATETIME(6) NOT NULL,
	PRIMARY KEY (id),
	UNIQUE KEY revision_tenant (tenant_id, id),
	UNIQUE KEY revision_number (tenant_id, state_machine_id, number),
	CONSTRAINT revision_of_machine FOREIGN KEY (tenant_id, state_machine_id) REFERENCES state_machine (tenant_id, id)
) ENGINE=InnoDB DEFAULT CHARACTER SET utf8mb4 COLLATE ${collation};

CREATE TABLE version (
	id BIGINT NOT NULL AUTO_INCREMENT,
	tenant_id BIGINT NOT NULL,
	state_machine_id BIGINT NOT NULL,
	number INT NOT NULL,
	revision_id BIGINT NOT NULL,
	description VARCHAR(256) NOT NULL,
	created_at DATETIME(6) NOT NULL,
	PRIMARY KEY (id),
	UNIQUE KEY version_tenant (tenant_id, id),
	UNIQUE KEY version_number (tenant_id, state_machine_id, number),
	CONSTRAINT version_of_machine FOREIGN KEY (tenant_id, state_machine_id) REFERENCES state_machine (tenant_id, id),
	CONSTRAINT version_of_revision FOREIGN KEY (tenant_id, revision_id) REFERENCES revision (tenant_id, id)
) ENGINE=InnoDB DEFAULT CHARACTER SET utf8mb4 COLLATE ${collation};

-- An alias points at one version, or at two whose weights sum to 100.
CREATE TABLE alias (
	id BIGINT NOT NULL AUTO_INCREMENT,
	tenant_id BIGINT NOT NULL,
	state_machine_id BIGINT NOT NULL,
	name VARCHAR(80) NOT NULL,
	description VARCHAR(256) NOT NULL,
	first_version INT NOT NULL,
	first_weight INT NOT NULL,
	second_version INT NULL,
	second_weight INT NULL,
	created_at DATETIME(6) NOT NULL,
	updated_at DATETIME(6) NOT NULL,
	PRIMARY KEY (id),
	UNIQUE KEY alias_tenant (tenant_id, id),
	UNIQUE KEY alias_name (tenant_id, state_machine_id, name),
	CONSTRAINT alias_of_machine FOREIGN KEY (tenant_id, state_machine_id) REFERENCES state_machine (tenant_id, id),
	CONSTRAINT alias_first_version FOREIGN KEY (tenant_id, state_machine_id, first_version) REFERENCES version (tenant_id, state_machine_id, number),
	CONSTRAINT alias_second_version FOREIGN KEY (tenant_id, state_machine_id, second_version) REFERENCES version (tenant_id, state_machine_id, number)
) ENGINE=InnoDB DEFAULT CHARACTER SET utf8mb4 COLLATE ${collation};

CREATE TABLE activity (
	id BIGINT NOT NULL AUTO_INCREMENT,
	tenant_id BIGINT NOT NULL,
	name VARCHAR(80) NOT NULL,
	created_at DATETIME(6) NOT NULL,
	PRIMARY KEY (id),
	UNIQUE KEY activity_tenant (tenant_id, id),
	UNIQUE KEY activity_name (tenant_id, name),
	CONSTRAINT activity_of_tenant FOREIGN KEY (tenant_id) REFERENCES tenant (id)
) ENGINE=InnoDB DEFAULT CHARACTER SET utf8mb4 COLLATE ${collation};

-- Tags of a state machine or of an activity: exactly one of the two ids is set.
CREATE TABLE tag (
	id BIGINT NOT NULL AUTO_INCREMENT,
	tenant_id BIGINT NOT NULL,
	state_machine_id BIGINT NULL,
	activity_id BIGINT NULL,
	tag_key VARCHAR(128) NOT NULL,
	tag_value VARCHAR(256) NOT NULL,
	PRIMARY KEY (id),
	UNIQUE KEY tag_tenant (tenant_id, id),
	UNIQUE KEY tag_of_machine_key (tenant_id, state_machine_id, tag_key),
	UNIQUE KEY tag_of_activity_key (tenant_id, activity_id, tag_key),
	CONSTRAINT tag_of_machine FOREIGN KEY (tenant_id, state_machine_id) REFERENCES state_machine (tenant_id, id),
	CONSTRAINT tag_of_activity FOREIGN KEY (tenant_id, activity_id) REFERENCES activity (tenant_id, id) ON DELETE CASCADE
) ENGINE=InnoDB DEFAULT CHARACTER SET utf8mb4 COLLATE ${collation};
