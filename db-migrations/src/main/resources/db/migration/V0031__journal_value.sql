-- Large values of executions: what would be written again with each step that names it is here once, sealed.
-- Why not in the step: a value of a megabyte that goes through twenty states would be written twenty times and more.
-- Size: one row for each value of 64 KiB or more that is new in its execution, for the retention time of the execution.
-- Locks: none, the table is new.

-- `value_no` counts in the execution. The step that names a value first is written in the same transaction.
CREATE TABLE journal_value (
	execution_no BIGINT NOT NULL,
	value_no INT NOT NULL,
	tenant_id BIGINT NOT NULL,
	payload MEDIUMBLOB NOT NULL,
	PRIMARY KEY (execution_no, value_no)
) ENGINE=InnoDB DEFAULT CHARACTER SET utf8mb4 COLLATE ${collation};
