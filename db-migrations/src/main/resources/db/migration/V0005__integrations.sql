-- Approvals by people, and connections with the credentials of HTTP endpoints.
-- Why an outbox: the vote that decides and the order to resume the execution are one commit; the order is repeated until the execution took it.
-- Size: one task for each approval state entered, some candidates, votes and links each; kept for the retention time of evidence.
-- Locks: none, all tables are new. No foreign key points into the journal.

CREATE TABLE approval_task (
	id BIGINT NOT NULL AUTO_INCREMENT,
	tenant_id BIGINT NOT NULL,
	public_id VARCHAR(30) NOT NULL,
	execution_no BIGINT NOT NULL,
	scheduled_event_id BIGINT NOT NULL,
	execution_arn VARCHAR(2000) NOT NULL,
	state_name VARCHAR(80) NOT NULL,
	task_token VARBINARY(4096) NOT NULL,
	title VARCHAR(200) NOT NULL,
	content MEDIUMBLOB NOT NULL,
	rule TEXT NOT NULL,
	requester VARCHAR(300) NOT NULL,
	status VARCHAR(16) NOT NULL,
	outcome VARCHAR(100) NULL,
	subject_sha256 BINARY(32) NOT NULL,
	due_at DATETIME(6) NULL,
	timeout_at DATETIME(6) NULL,
	created_at DATETIME(6) NOT NULL,
	decided_at DATETIME(6) NULL,
	lock_version BIGINT NOT NULL,
	PRIMARY KEY (id),
	UNIQUE KEY approval_task_tenant (tenant_id, id),
	UNIQUE KEY approval_task_public (public_id),
	UNIQUE KEY approval_task_source (tenant_id, execution_no, scheduled_event_id),
	KEY approval_task_open (tenant_id, status, created_at),
	KEY approval_task_timeout (status, timeout_at),
	CONSTRAINT approval_task_of_tenant FOREIGN KEY (tenant_id) REFERENCES tenant (id)
) ENGINE=InnoDB DEFAULT CHARACTER SET utf8mb4 COLLATE ${collation};

CREATE TABLE approval_candidate (
	id BIGINT NOT NULL AUTO_INCREMENT,
	tenant_id BIGINT NOT NULL,
	approval_task_id BIGINT NOT NULL,
	stage INT NOT NULL,
	email VARCHAR(254) NOT NULL,
	user_id BIGINT NULL,
	source VARCHAR(16) NOT NULL,
	state VARCHAR(16) NOT NULL,
	PRIMARY KEY (id),
	UNIQUE KEY approval_candidate_tenant (tenant_id, id),
	UNIQUE KEY approval_candidate_person (tenant_id, approval_task_id, stage, email),
	KEY approval_candidate_by_user (tenant_id, user_id),
	CONSTRAINT approval_candidate_of_task FOREIGN KEY (tenant_id, approval_task_id) REFERENCES approval_task (tenant_id, id),
	CONSTRAINT approval_candidate_of_user FOREIGN KEY (user_id) REFERENCES user (id)
) ENGINE=InnoDB DEFAULT CHARACTER SET utf8mb4 COLLATE ${collation};

-- One person counts once in a stage, however often the button is pressed.
CREATE TABLE approval_vote (
	id BIGINT NOT NULL AUTO_INCREMENT,
	tenant_id BIGINT NOT NULL,
	approval_task_id BIGINT NOT NULL,
	stage INT NOT NULL,
	email VARCHAR(254) NOT NULL,
	user_id BIGINT NULL,
	choice VARCHAR(100) NOT NULL,
	comment MEDIUMBLOB NULL,
	network VARCHAR(64) NOT NULL,
	subject_sha256 BINARY(32) NOT NULL,
	at DATETIME(6) NOT NULL,
	PRIMARY KEY (id),
	UNIQUE KEY approval_vote_tenant (tenant_id, id),
	UNIQUE KEY approval_vote_person (tenant_id, approval_task_id, stage, email),
	CONSTRAINT approval_vote_of_task FOREIGN KEY (tenant_id, approval_task_id) REFERENCES approval_task (tenant_id, id),
	CONSTRAINT approval_vote_of_user FOREIGN KEY (user_id) REFERENCES user (id)
) ENGINE=InnoDB DEFAULT CHARACTER SET utf8mb4 COLLATE ${collation};

-- Only the SHA-256 of a link's token is stored: a copy of the table opens nothing.
CREATE TABLE approval_link (
	id BIGINT NOT NULL AUTO_INCREMENT,
	tenant_id BIGINT NOT NULL,
	approval_task_id BIGINT NOT NULL,
	email VARCHAR(254) NOT NULL,
	token_hash BINARY(32) NOT NULL,
	expires_at DATETIME(6) NOT NULL,
	revoked_at DATETIME(6) NULL,
	created_at DATETIME(6) NOT NULL,
	PRIMARY KEY (id),
	UNIQUE KEY approval_link_tenant (tenant_id, id),
	UNIQUE KEY approval_link_token (token_hash),
	CONSTRAINT approval_link_of_task FOREIGN KEY (tenant_id, approval_task_id) REFERENCES approval_task (tenant_id, id)
) ENGINE=InnoDB DEFAULT CHARACTER SET utf8mb4 COLLATE ${collation};

CREATE TABLE approval_outbox (
	id BIGINT NOT NULL AUTO_INCREMENT,
	tenant_id BIGINT NOT NULL,
	approval_task_id BIGINT NOT NULL,
	result MEDIUMBLOB NOT NULL,
	attempts INT NOT NULL,
	next_attempt_at DATETIME(6) NULL,
	last_error VARCHAR(1000) NOT NULL,
	created_at DATETIME(6) NOT NULL,
	done_at DATETIME(6) NULL,
	PRIMARY KEY (id),
	UNIQUE KEY approval_outbox_tenant (tenant_id, id),
	UNIQUE KEY approval_outbox_task (tenant_id, approval_task_id),
	KEY approval_outbox_due (next_attempt_at),
	CONSTRAINT approval_outbox_of_task FOREIGN KEY (tenant_id, approval_task_id) REFERENCES approval_task (tenant_id, id)
) ENGINE=InnoDB DEFAULT CHARACTER SET utf8mb4 COLLATE ${collation};

CREATE TABLE connection (
	id BIGINT NOT NULL AUTO_INCREMENT,
	tenant_id BIGINT NOT NULL,
	name VARCHAR(64) NOT NULL,
	connection_uuid VARCHAR(36) NOT NULL,
	authorization_type VARCHAR(32) NOT NULL,
	secret MEDIUMBLOB NOT NULL,
	allowed_hosts TEXT NOT NULL,
	description VARCHAR(512) NOT NULL,
	created_at DATETIME(6) NOT NULL,
	updated_at DATETIME(6) NOT NULL,
	lock_version BIGINT NOT NULL,
	PRIMARY KEY (id),
	UNIQUE KEY connection_tenant (tenant_id, id),
	UNIQUE KEY connection_name (tenant_id, name),
	CONSTRAINT connection_of_tenant FOREIGN KEY (tenant_id) REFERENCES tenant (id)
) ENGINE=InnoDB DEFAULT CHARACTER SET utf8mb4 COLLATE ${collation};
