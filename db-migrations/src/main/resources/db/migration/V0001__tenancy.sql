-- Who may do what: tenants, people, memberships, access keys, keys, audit and the mail outbox.
-- Why first: every other tenant table points at `tenant`.
-- Size: up to some thousands of rows each; `audit` grows by one row for each change a person makes, `mail_outbox` by one for each mail.
-- Locks: none, all tables are new.
-- Every text compares by code point without padding, so that 'a', 'A' and 'a ' are three names.
-- The collation that does so is utf8mb4_0900_bin on MySQL. MariaDB knows that name but pads ('a' equals 'a '), so it gets utf8mb4_nopad_bin.

CREATE TABLE tenant (
	id BIGINT NOT NULL AUTO_INCREMENT,
	account_id VARCHAR(12) NOT NULL,
	slug VARCHAR(63) NOT NULL,
	name VARCHAR(100) NOT NULL,
	status VARCHAR(16) NOT NULL,
	created_at DATETIME(6) NOT NULL,
	PRIMARY KEY (id),
	UNIQUE KEY tenant_account (account_id),
	UNIQUE KEY tenant_slug (slug)
) ENGINE=InnoDB DEFAULT CHARACTER SET utf8mb4 COLLATE ${collation};

-- One row: proves that a node holds the root key with which the tenant keys were wrapped.
CREATE TABLE root_key_check (
	id BIGINT NOT NULL,
	check_value VARBINARY(64) NOT NULL,
	created_at DATETIME(6) NOT NULL,
	PRIMARY KEY (id)
) ENGINE=InnoDB DEFAULT CHARACTER SET utf8mb4 COLLATE ${collation};

-- Data keys of a tenant, wrapped by the root key. `number` is the key id in the header of sealed bytes.
CREATE TABLE tenant_key (
	id BIGINT NOT NULL AUTO_INCREMENT,
	tenant_id BIGINT NOT NULL,
	number INT NOT NULL,
	wrapped VARBINARY(128) NOT NULL,
	created_at DATETIME(6) NOT NULL,
	PRIMARY KEY (id),
	UNIQUE KEY tenant_key_tenant (tenant_id, id),
	UNIQUE KEY tenant_key_number (tenant_id, number),
	CONSTRAINT tenant_key_of_tenant FOREIGN KEY (tenant_id) REFERENCES tenant (id)
) ENGINE=InnoDB DEFAULT CHARACTER SET utf8mb4 COLLATE ${collation};

-- People are global: one sign-in, memberships in several tenants. The e-mail is stored in lower case.
CREATE TABLE user (
	id BIGINT NOT NULL AUTO_INCREMENT,
	email VARCHAR(254) NOT NULL,
	name VARCHAR(100) NOT NULL,
	password_hash VARCHAR(255) NOT NULL,
	status VARCHAR(16) NOT NULL,
	failed_sign_ins INT NOT NULL,
	blocked_until DATETIME(6) NULL,
	reset_hash BINARY(32) NULL,
	reset_expires_at DATETIME(6) NULL,
	security_stamp BIGINT NOT NULL,
	created_at DATETIME(6) NOT NULL,
	lock_version BIGINT NOT NULL,
	PRIMARY KEY (id),
	UNIQUE KEY user_email (email),
	UNIQUE KEY user_reset (reset_hash)
) ENGINE=InnoDB DEFAULT CHARACTER SET utf8mb4 COLLATE ${collation};

CREATE TABLE membership (
	id BIGINT NOT NULL AUTO_INCREMENT,
	tenant_id BIGINT NOT NULL,
	user_id BIGINT NOT NULL,
	role VARCHAR(16) NOT NULL,
	created_at DATETIME(6) NOT NULL,
	lock_version BIGINT NOT NULL,
	PRIMARY KEY (id),
	UNIQUE KEY membership_tenant (tenant_id, id),
	UNIQUE KEY membership_user (tenant_id, user_id),
	KEY membership_by_user (user_id),
	CONSTRAINT membership_of_tenant FOREIGN KEY (tenant_id) REFERENCES tenant (id),
	CONSTRAINT membership_of_user FOREIGN KEY (user_id) REFERENCES user (id)
) ENGINE=InnoDB DEFAULT CHARACTER SET utf8mb4 COLLATE ${collation};

-- Signature keys. The secret must be recoverable to check a signature, hence sealed and not hashed.
CREATE TABLE access_key (
	id BIGINT NOT NULL AUTO_INCREMENT,
	tenant_id BIGINT NOT NULL,
	access_key_id VARCHAR(128) NOT NULL,
	secret VARBINARY(512) NOT NULL,
	label VARCHAR(100) NOT NULL,
	role VARCHAR(16) NOT NULL,
	status VARCHAR(16) NOT NULL,
	created_at DATETIME(6) NOT NULL,
	lock_version BIGINT NOT NULL,
	PRIMARY KEY (id),
	UNIQUE KEY access_key_tenant (tenant_id, id),
	UNIQUE KEY access_key_name (access_key_id),
	CONSTRAINT access_key_of_tenant FOREIGN KEY (tenant_id) REFERENCES tenant (id)
) ENGINE=InnoDB DEFAULT CHARACTER SET utf8mb4 COLLATE ${collation};

-- Append-only. `hash` covers `previous`, so that a changed or missing row breaks the chain of its tenant.
CREATE TABLE audit (
	id BIGINT NOT NULL AUTO_INCREMENT,
	tenant_id BIGINT NOT NULL,
	sequence BIGINT NOT NULL,
	at DATETIME(6) NOT NULL,
	actor VARCHAR(300) NOT NULL,
	action VARCHAR(100) NOT NULL,
	object VARCHAR(2000) NOT NULL,
	outcome VARCHAR(16) NOT NULL,
	network VARCHAR(64) NOT NULL,
	detail VARCHAR(2000) NOT NULL,
	previous BINARY(32) NOT NULL,
	hash BINARY(32) NOT NULL,
	PRIMARY KEY (id),
	UNIQUE KEY audit_tenant (tenant_id, id),
	UNIQUE KEY audit_sequence (tenant_id, sequence),
	KEY audit_at (tenant_id, at),
	CONSTRAINT audit_of_tenant FOREIGN KEY (tenant_id) REFERENCES tenant (id)
) ENGINE=InnoDB DEFAULT CHARACTER SET utf8mb4 COLLATE ${collation};

-- The end of each tenant's chain. Its row lock puts the writers of one tenant in a line.
CREATE TABLE audit_head (
	id BIGINT NOT NULL AUTO_INCREMENT,
	tenant_id BIGINT NOT NULL,
	sequence BIGINT NOT NULL,
	hash BINARY(32) NOT NULL,
	PRIMARY KEY (id),
	UNIQUE KEY audit_head_tenant (tenant_id, id),
	UNIQUE KEY audit_head_only (tenant_id),
	CONSTRAINT audit_head_of_tenant FOREIGN KEY (tenant_id) REFERENCES tenant (id)
) ENGINE=InnoDB DEFAULT CHARACTER SET utf8mb4 COLLATE ${collation};

-- Mail waits here until a server took it. Bodies are sealed, because they carry links that open an approval.
CREATE TABLE mail_outbox (
	id BIGINT NOT NULL AUTO_INCREMENT,
	tenant_id BIGINT NOT NULL,
	recipient VARCHAR(254) NOT NULL,
	subject VARCHAR(500) NOT NULL,
	list_id VARCHAR(200) NOT NULL,
	body MEDIUMBLOB NOT NULL,
	status VARCHAR(16) NOT NULL,
	attempts INT NOT NULL,
	next_attempt_at DATETIME(6) NULL,
	last_error VARCHAR(1000) NOT NULL,
	created_at DATETIME(6) NOT NULL,
	sent_at DATETIME(6) NULL,
	PRIMARY KEY (id),
	UNIQUE KEY mail_outbox_tenant (tenant_id, id),
	KEY mail_outbox_due (status, next_attempt_at),
	KEY mail_outbox_list (tenant_id, created_at),
	CONSTRAINT mail_outbox_of_tenant FOREIGN KEY (tenant_id) REFERENCES tenant (id)
) ENGINE=InnoDB DEFAULT CHARACTER SET utf8mb4 COLLATE ${collation};
