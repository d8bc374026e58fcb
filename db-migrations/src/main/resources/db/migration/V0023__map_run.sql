-- Map Runs of distributed Maps and their children.
-- Why tables of their own: a run may have millions of children, which must not grow the history of the execution that
-- began it; and a run goes on from these rows alone after the death of any node.
-- Size: one map_run row for each run and one map_item row for each child, for the retention time of the execution.
-- Locks: none, both tables are new. The table execution is not changed: a child's row has the negative number of its run
-- in the place of the state machine's id, and the number of its item in the place of the parent's event.

-- Written by the owner of the shard alone, save the bounds, which UpdateMapRun writes, and `stop_wanted`, which is written
-- in the commit that ends the waiting of the execution. `map_run_no` is a number as executions have them, on the same
-- shard as the execution that began the run.
CREATE TABLE map_run (
	map_run_no BIGINT NOT NULL,
	tenant_id BIGINT NOT NULL,
	shard SMALLINT NOT NULL,
	execution_no BIGINT NOT NULL,
	started_event BIGINT NOT NULL,
	state_machine_id BIGINT NOT NULL,
	revision_id BIGINT NOT NULL,
	state_name VARCHAR(80) NOT NULL,
	label VARCHAR(80) NOT NULL,
	uuid CHAR(36) NOT NULL,
	plan MEDIUMBLOB NOT NULL,
	status VARCHAR(10) NOT NULL,
	started_at DATETIME(6) NOT NULL,
	stopped_at DATETIME(6) NULL,
	stop_wanted BOOLEAN NOT NULL,
	failure MEDIUMBLOB NULL,
	max_concurrency BIGINT NOT NULL,
	tolerated_count BIGINT NOT NULL,
	tolerated_percentage DOUBLE NOT NULL,
	read_items BIGINT NOT NULL,
	read_children BIGINT NOT NULL,
	complete BOOLEAN NOT NULL,
	released_children BIGINT NOT NULL,
	succeeded_children BIGINT NOT NULL,
	failed_children BIGINT NOT NULL,
	timed_out_children BIGINT NOT NULL,
	aborted_children BIGINT NOT NULL,
	succeeded_items BIGINT NOT NULL,
	failed_items BIGINT NOT NULL,
	timed_out_items BIGINT NOT NULL,
	aborted_items BIGINT NOT NULL,
	results_written BIGINT NOT NULL,
	redrive_count INT NOT NULL,
	PRIMARY KEY (map_run_no),
	UNIQUE KEY map_run_uuid (tenant_id, uuid),
	KEY map_run_by_execution (tenant_id, execution_no, started_event),
	KEY map_run_by_shard (shard, status)
) ENGINE=InnoDB DEFAULT CHARACTER SET utf8mb4 COLLATE ${collation};

-- One row for each child. `phase`: 0 read, 1 may start, 2 started under `execution_no`, 3 ended, 4 ended and counted in its
-- run. Phases 0, 1 and 4 are written by the owner of the run's shard, 2 and 3 by that of the child's shard.
CREATE TABLE map_item (
	map_run_no BIGINT NOT NULL,
	item BIGINT NOT NULL,
	tenant_id BIGINT NOT NULL,
	shard SMALLINT NOT NULL,
	phase TINYINT NOT NULL,
	items INT NOT NULL,
	execution_no BIGINT NULL,
	status VARCHAR(10) NULL,
	started_at DATETIME(6) NULL,
	stopped_at DATETIME(6) NULL,
	input MEDIUMBLOB NOT NULL,
	result MEDIUMBLOB NULL,
	PRIMARY KEY (map_run_no, item),
	KEY map_item_work (shard, phase, map_run_no, item),
	KEY map_item_phase (map_run_no, phase, item)
) ENGINE=InnoDB DEFAULT CHARACTER SET utf8mb4 COLLATE ${collation};
