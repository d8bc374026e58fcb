-- Logging and tracing belong to a revision, as definition and role do: a version and an execution keep those they had.
-- Revisions that are there already get what their machine has now; what it had before was not kept.
-- Size: two small texts for each revision.
-- Locks: the columns are added in place; the update locks the rows of revisions for its time, which executions only read.

ALTER TABLE revision ADD COLUMN logging TEXT NULL, ADD COLUMN tracing TEXT NULL;

UPDATE revision r JOIN state_machine m ON m.tenant_id = r.tenant_id AND m.id = r.state_machine_id
SET r.logging = m.logging, r.tracing = m.tracing;

ALTER TABLE revision MODIFY COLUMN logging TEXT NOT NULL, MODIFY COLUMN tracing TEXT NOT NULL;
