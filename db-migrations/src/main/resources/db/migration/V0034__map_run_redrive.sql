-- Redrives of Map Runs: when a run was made to go on last, how many of its redrives have let children start, and how
-- often each child was made to run again.
-- Why redrives_begun: a redrive changes one row, whatever the number of children; the owner of the run's shard then takes
-- back those that did not end well, some hundred in each transaction, and notes here that it is through. A node that dies
-- in the middle leaves the two counts of redrives different, and the next owner goes on.
-- Why the child's count is here: Express children have no row of their own, and result files show it.
-- Size: two numbers and a time that is null for nearly all runs; one number for each child.
-- Locks: the columns are added in place.

ALTER TABLE map_run
	ADD COLUMN redriven_at DATETIME(6) NULL,
	ADD COLUMN redrives_begun INT NOT NULL DEFAULT 0;

ALTER TABLE map_item
	ADD COLUMN redrives INT NOT NULL DEFAULT 0;
