-- Redrives: how often and when an execution that had ended was made to go on, and the token its caller gave.
-- Why in the execution's row too: lists show the count, and must not read a second table for each line.
-- Size: two columns that are 0 and null for nearly all executions; one row for each redrive.
-- Locks: the columns are added in place; the table is new.

ALTER TABLE execution
	ADD COLUMN redrive_count INT NOT NULL DEFAULT 0,
	ADD COLUMN redriven_at DATETIME(6) NULL;

CREATE TABLE execution_redrive (
	execution_no BIGINT NOT NULL,
	redrive_no INT NOT NULL,
	tenant_id BIGINT NOT NULL,
	client_token VARCHAR(64) NULL,
	redriven_at DATETIME(6) NOT NULL,
	PRIMARY KEY (execution_no, redrive_no)
) ENGINE=InnoDB DEFAULT CHARACTER SET utf8mb4 COLLATE ${collation};
