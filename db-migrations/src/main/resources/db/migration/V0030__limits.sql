-- The limits of a tenant: AWS's, or Fermata's own; and those under which a Map Run and its children, and an
-- Express execution that may be started anew, were begun.
-- Why not the tenant's alone: whatever is under way keeps the limits it began with, whatever the tenant has set since.
-- An execution has its own in the first step of its journal.
-- Why plan grows: with Fermata's limits a plan may hold several values of 4 MiB and 10 MiB of variables.
-- Size: one short text for each tenant, Map Run and Express execution under way.
-- Locks: the columns are added in place; changing plan copies map_run, which is small, and blocks writes to it meanwhile.

ALTER TABLE tenant
	ADD COLUMN limits VARCHAR(16) NOT NULL DEFAULT 'AWS';

ALTER TABLE express_start
	ADD COLUMN limits VARCHAR(16) NOT NULL DEFAULT 'AWS';

ALTER TABLE map_run
	ADD COLUMN limits VARCHAR(16) NOT NULL DEFAULT 'AWS',
	MODIFY COLUMN plan LONGBLOB NOT NULL;
