-- What starts executions by itself: schedules with their fired moments, and webhooks with their deliveries.
-- Why slots and deliveries are rows: their unique keys make a second firing and a repeated delivery start nothing.
-- Size: up to 500 schedules for a tenant; slots and deliveries grow with use and are purged by age.
-- Locks: none, all tables are new.

CREATE TABLE schedule (
	id BIGINT NOT NULL AUTO_INCREMENT,
	tenant_id BIGINT NOT NULL,
	name VARCHAR(64) NOT NULL,
	expression VARCHAR(256) NOT NULL,
	zone VARCHAR(50) NOT NULL,
	state_machine_id BIGINT NOT NULL,
	qualifier VARCHAR(80) NULL,
	input MEDIUMBLOB NOT NULL,
	state VARCHAR(16) NOT NULL,
	overlap VARCHAR(16) NOT NULL,
	catch_up VARCHAR(16) NOT NULL,
	flexible_minutes INT NOT NULL,
	starts_at DATETIME(6) NULL,
	ends_at DATETIME(6) NULL,
	description VARCHAR(512) NOT NULL,
	created_at DATETIME(6) NOT NULL,
	updated_at DATETIME(6) NOT NULL,
	lock_version BIGINT NOT NULL,
	PRIMARY KEY (id),
	UNIQUE KEY schedule_tenant (tenant_id, id),
	UNIQUE KEY schedule_name (tenant_id, name),
	CONSTRAINT schedule_of_machine FOREIGN KEY (tenant_id, state_machine_id) REFERENCES state_machine (tenant_id, id)
) ENGINE=InnoDB DEFAULT CHARACTER SET utf8mb4 COLLATE ${collation};

CREATE TABLE schedule_slot (
	id BIGINT NOT NULL AUTO_INCREMENT,
	tenant_id BIGINT NOT NULL,
	schedule_id BIGINT NOT NULL,
	due_at DATETIME(6) NOT NULL,
	status VARCHAR(16) NOT NULL,
	execution_name VARCHAR(80) NULL,
	reason VARCHAR(1000) NOT NULL,
	fired_at DATETIME(6) NULL,
	PRIMARY KEY (id),
	UNIQUE KEY schedule_slot_tenant (tenant_id, id),
	UNIQUE KEY schedule_slot_due (tenant_id, schedule_id, due_at),
	CONSTRAINT schedule_slot_of_schedule FOREIGN KEY (tenant_id, schedule_id) REFERENCES schedule (tenant_id, id) ON DELETE CASCADE
) ENGINE=InnoDB DEFAULT CHARACTER SET utf8mb4 COLLATE ${collation};

CREATE TABLE webhook (
	id BIGINT NOT NULL AUTO_INCREMENT,
	tenant_id BIGINT NOT NULL,
	name VARCHAR(64) NOT NULL,
	token_hash BINARY(32) NOT NULL,
	token MEDIUMBLOB NOT NULL,
	scheme VARCHAR(32) NOT NULL,
	secrets MEDIUMBLOB NOT NULL,
	state_machine_id BIGINT NOT NULL,
	qualifier VARCHAR(80) NULL,
	state VARCHAR(16) NOT NULL,
	description VARCHAR(512) NOT NULL,
	created_at DATETIME(6) NOT NULL,
	updated_at DATETIME(6) NOT NULL,
	lock_version BIGINT NOT NULL,
	PRIMARY KEY (id),
	UNIQUE KEY webhook_tenant (tenant_id, id),
	UNIQUE KEY webhook_name (tenant_id, name),
	UNIQUE KEY webhook_token (token_hash),
	CONSTRAINT webhook_of_machine FOREIGN KEY (tenant_id, state_machine_id) REFERENCES state_machine (tenant_id, id)
) ENGINE=InnoDB DEFAULT CHARACTER SET utf8mb4 COLLATE ${collation};

CREATE TABLE webhook_delivery (
	id BIGINT NOT NULL AUTO_INCREMENT,
	tenant_id BIGINT NOT NULL,
	webhook_id BIGINT NOT NULL,
	delivery_key VARCHAR(255) NOT NULL,
	received_at DATETIME(6) NOT NULL,
	status VARCHAR(16) NOT NULL,
	execution_name VARCHAR(80) NULL,
	reason VARCHAR(1000) NOT NULL,
	body MEDIUMBLOB NOT NULL,
	PRIMARY KEY (id),
	UNIQUE KEY webhook_delivery_tenant (tenant_id, id),
	UNIQUE KEY webhook_delivery_once (tenant_id, webhook_id, delivery_key),
	KEY webhook_delivery_age (received_at),
	CONSTRAINT webhook_delivery_of_webhook FOREIGN KEY (tenant_id, webhook_id) REFERENCES webhook (tenant_id, id) ON DELETE CASCADE
) ENGINE=InnoDB DEFAULT CHARACTER SET utf8mb4 COLLATE ${collation};
