-- Status changes of executions that somebody wants to hear of, and the addresses that tenants have them sent to.
-- Why the first table holds no payload: input and output are in the journal, and are read when an event leaves.
-- Size: `execution_event` and `event_delivery` hold what has not left yet, for at most a day, and only of tenants that have
-- an endpoint: empty elsewhere. `event_endpoint` has at most 20 rows for each tenant.
-- Locks: none, all tables are new.

-- Written in the commit of the step that changed the status; taken away in the transaction that hands it to its consumers.
-- `phase` is 0 for an execution that begins or goes on, 1 for one that ends: a step may do both.
CREATE TABLE execution_event (
	execution_no BIGINT NOT NULL,
	step INT NOT NULL,
	phase TINYINT NOT NULL,
	tenant_id BIGINT NOT NULL,
	status VARCHAR(10) NOT NULL,
	at DATETIME(6) NOT NULL,
	attempt INT NOT NULL,
	due_at DATETIME(6) NOT NULL,
	PRIMARY KEY (execution_no, step, phase),
	KEY execution_event_due (due_at)
) ENGINE=InnoDB DEFAULT CHARACTER SET utf8mb4 COLLATE ${collation};

-- `target` is the sealed address and secret. `failures` counts sendings since the last that was taken.
CREATE TABLE event_endpoint (
	id BIGINT NOT NULL AUTO_INCREMENT,
	tenant_id BIGINT NOT NULL,
	name VARCHAR(64) NOT NULL,
	endpoint_uuid VARCHAR(36) NOT NULL,
	target MEDIUMBLOB NOT NULL,
	state_machine_id BIGINT NULL,
	statuses VARCHAR(80) NOT NULL,
	created_at DATETIME(6) NOT NULL,
	resting_until DATETIME(6) NOT NULL,
	failures INT NOT NULL,
	delivered BIGINT NOT NULL,
	given_up BIGINT NOT NULL,
	last_at DATETIME(6) NULL,
	last_result VARCHAR(300) NOT NULL,
	PRIMARY KEY (id),
	UNIQUE KEY event_endpoint_tenant (tenant_id, id),
	UNIQUE KEY event_endpoint_name (tenant_id, name),
	CONSTRAINT event_endpoint_of_tenant FOREIGN KEY (tenant_id) REFERENCES tenant (id),
	CONSTRAINT event_endpoint_of_machine FOREIGN KEY (tenant_id, state_machine_id) REFERENCES state_machine (tenant_id, id)
) ENGINE=InnoDB DEFAULT CHARACTER SET utf8mb4 COLLATE ${collation};

-- One row for each event that an endpoint has not taken yet.
CREATE TABLE event_delivery (
	id BIGINT NOT NULL AUTO_INCREMENT,
	tenant_id BIGINT NOT NULL,
	endpoint_id BIGINT NOT NULL,
	execution_no BIGINT NOT NULL,
	step INT NOT NULL,
	phase TINYINT NOT NULL,
	status VARCHAR(10) NOT NULL,
	at DATETIME(6) NOT NULL,
	attempt INT NOT NULL,
	due_at DATETIME(6) NOT NULL,
	PRIMARY KEY (id),
	UNIQUE KEY event_delivery_tenant (tenant_id, id),
	UNIQUE KEY event_delivery_once (endpoint_id, execution_no, step, phase),
	KEY event_delivery_due (tenant_id, endpoint_id, due_at),
	CONSTRAINT event_delivery_of_endpoint FOREIGN KEY (tenant_id, endpoint_id) REFERENCES event_endpoint (tenant_id, id)
		ON DELETE CASCADE
) ENGINE=InnoDB DEFAULT CHARACTER SET utf8mb4 COLLATE ${collation};
