-- Asynchronous Express executions that run: one row each, made when it starts and deleted when it has ended. Whoever owns
-- the shard after a crash starts what is still here anew; there is no journal of it.
-- Why not in `execution`: an Express execution has no status, no journal and no unique name, and its row must not stay.
-- Size: one row for each asynchronous Express execution under way, five minutes at most; empty when none runs.
-- Locks: none, the table is new.

-- `start_no` is made as an execution's number is: time, shard, sequence. `restarts` counts the owners that started it anew.
CREATE TABLE express_start (
	start_no BIGINT NOT NULL,
	tenant_id BIGINT NOT NULL,
	shard SMALLINT NOT NULL,
	state_machine_id BIGINT NOT NULL,
	revision_id BIGINT NOT NULL,
	name VARCHAR(80) NOT NULL,
	run_id VARCHAR(36) NOT NULL,
	started_at DATETIME(6) NOT NULL,
	started_by VARCHAR(200) NOT NULL,
	restarts INT NOT NULL,
	input MEDIUMBLOB NOT NULL,
	PRIMARY KEY (start_no),
	KEY express_start_of_shard (shard, start_no)
) ENGINE=InnoDB DEFAULT CHARACTER SET utf8mb4 COLLATE ${collation};
