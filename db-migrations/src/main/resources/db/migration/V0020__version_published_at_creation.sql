-- Whether a machine was created together with its first version, and how that version was described: a repeated
-- CreateStateMachine is the same request only if it publishes in the same way. Null = created without publishing.
-- Size: one nullable column; up to 100,000 rows.
-- Locks: none, a nullable column at the end is added in place.

ALTER TABLE state_machine ADD COLUMN created_version_description VARCHAR(256) NULL;
