-- Executions and their journal: what runs, what has happened, who owns it, and what waits to be told.
-- Why no foreign keys: the journal is written in group commits that must not lock catalog rows, and is purged by key.
-- Size: one execution row and some journal rows for each execution, for the retention time; everything else is small.
-- Locks: none, all tables are new.

-- One row for each shard, for ever. The owner fences its commits with its epoch; a taker raises the epoch.
CREATE TABLE shard (
	id SMALLINT NOT NULL,
	owner VARCHAR(64) NULL,
	epoch BIGINT NOT NULL,
	connection_id BIGINT NULL,
	expires_at DATETIME(6) NOT NULL,
	last_execution_no BIGINT NOT NULL,
	PRIMARY KEY (id)
) ENGINE=InnoDB DEFAULT CHARACTER SET utf8mb4 COLLATE ${collation};

INSERT INTO shard (id, owner, epoch, connection_id, expires_at, last_execution_no)
WITH RECURSIVE n AS (SELECT 0 AS id UNION ALL SELECT id + 1 FROM n WHERE id < 63)
SELECT id, NULL, 0, NULL, '1970-01-01 00:00:00', 0 FROM n;

CREATE TABLE node (
	id VARCHAR(64) NOT NULL,
	started_at DATETIME(6) NOT NULL,
	seen_at DATETIME(6) NOT NULL,
	version VARCHAR(80) NOT NULL,
	PRIMARY KEY (id)
) ENGINE=InnoDB DEFAULT CHARACTER SET utf8mb4 COLLATE ${collation};

-- `wake_at`: 1970-01-01 while the execution is in its owner's memory, a later time when it is due then, null when it
-- waits for the outside alone or is closed. `execution_no` holds time, shard and sequence, so live rows lie together.
CREATE TABLE execution (
	execution_no BIGINT NOT NULL,
	tenant_id BIGINT NOT NULL,
	shard SMALLINT NOT NULL,
	state_machine_id BIGINT NOT NULL,
	revision_id BIGINT NOT NULL,
	name VARCHAR(80) NOT NULL,
	status VARCHAR(10) NOT NULL,
	started_at DATETIME(6) NOT NULL,
	stopped_at DATETIME(6) NULL,
	wake_at DATETIME(6) NULL,
	started_by VARCHAR(200) NOT NULL,
	parent_execution_no BIGINT NULL,
	parent_event BIGINT NULL,
	last_event BIGINT NOT NULL,
	quarantined_at DATETIME(6) NULL,
	quarantine_reason VARCHAR(1000) NULL,
	PRIMARY KEY (execution_no),
	UNIQUE KEY execution_name (tenant_id, state_machine_id, name),
	KEY execution_wake (shard, wake_at),
	KEY execution_by_tenant (tenant_id, execution_no),
	KEY execution_by_machine (tenant_id, state_machine_id, execution_no),
	KEY execution_by_status (tenant_id, status, execution_no),
	KEY execution_quarantined (tenant_id, quarantined_at)
) ENGINE=InnoDB DEFAULT CHARACTER SET utf8mb4 COLLATE ${collation};

-- One row for each step: all that one turn recorded, sealed under the tenant's key.
CREATE TABLE journal (
	execution_no BIGINT NOT NULL,
	step INT NOT NULL,
	tenant_id BIGINT NOT NULL,
	first_event BIGINT NOT NULL,
	last_event BIGINT NOT NULL,
	at DATETIME(6) NOT NULL,
	payload MEDIUMBLOB NOT NULL,
	PRIMARY KEY (execution_no, step)
) ENGINE=InnoDB DEFAULT CHARACTER SET utf8mb4 COLLATE ${collation};

-- Signals for executions of another node, and what their owner answered.
CREATE TABLE inbox (
	id BIGINT NOT NULL AUTO_INCREMENT,
	shard SMALLINT NOT NULL,
	tenant_id BIGINT NOT NULL,
	execution_no BIGINT NOT NULL,
	message MEDIUMBLOB NOT NULL,
	awaited BOOLEAN NOT NULL,
	arrived_at DATETIME(6) NOT NULL,
	answer VARCHAR(16) NULL,
	answered_at DATETIME(6) NULL,
	PRIMARY KEY (id),
	KEY inbox_open (shard, answer, id)
) ENGINE=InnoDB DEFAULT CHARACTER SET utf8mb4 COLLATE ${collation};

-- Activity tasks that wait for a worker.
CREATE TABLE activity_task (
	id BIGINT NOT NULL AUTO_INCREMENT,
	tenant_id BIGINT NOT NULL,
	activity_id BIGINT NOT NULL,
	execution_no BIGINT NOT NULL,
	scheduled_event BIGINT NOT NULL,
	input MEDIUMBLOB NOT NULL,
	offered_at DATETIME(6) NOT NULL,
	claimed_until DATETIME(6) NOT NULL,
	PRIMARY KEY (id),
	UNIQUE KEY activity_task_source (execution_no, scheduled_event),
	KEY activity_task_queue (tenant_id, activity_id, id)
) ENGINE=InnoDB DEFAULT CHARACTER SET utf8mb4 COLLATE ${collation};
