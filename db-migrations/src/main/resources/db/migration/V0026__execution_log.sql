-- What was logged of Express executions, for the console: they have no journal, so this is all that is kept of them.
-- Why a row holds several lines: an execution writes many events in one go, and a row for each would cost as many writes.
-- Size: as much as the machines' logging asks for, at most 100,000 rows for each tenant, for 14 days unless set otherwise.
-- Locks: none, the table is new.

CREATE TABLE execution_log (
	log_no BIGINT NOT NULL AUTO_INCREMENT,
	tenant_id BIGINT NOT NULL,
	state_machine VARCHAR(200) NOT NULL,
	name VARCHAR(80) NOT NULL,
	run_id VARCHAR(36) NOT NULL,
	first_at DATETIME(6) NOT NULL,
	last_at DATETIME(6) NOT NULL,
	status VARCHAR(10) NOT NULL,
	line_count INT NOT NULL,
	payload MEDIUMBLOB NOT NULL,
	PRIMARY KEY (log_no),
	KEY execution_log_of_tenant (tenant_id, log_no),
	KEY execution_log_of_machine (tenant_id, state_machine, log_no),
	KEY execution_log_of_run (tenant_id, state_machine, run_id, log_no)
) ENGINE=InnoDB DEFAULT CHARACTER SET utf8mb4 COLLATE ${collation};
