-- Through which version and alias an execution was started; null where it was started by the machine's own name.
-- Why not looked up: a version may be deleted and an alias may point elsewhere while the execution is still shown.
-- Size: two nullable columns, and two indexes for the lists of ListExecutions; executions are added at the right edge of
-- each group of an index, as in execution_by_machine.
-- Locks: the columns are added in place; the indexes are built online, with time in proportion to the executions kept.

ALTER TABLE execution
	ADD COLUMN version_number INT NULL,
	ADD COLUMN alias_name VARCHAR(80) NULL,
	ADD KEY execution_by_version (tenant_id, state_machine_id, version_number, execution_no),
	ADD KEY execution_by_alias (tenant_id, state_machine_id, alias_name, execution_no);
