-- The KMS key of the customer's own that a revision or an activity names; all null without one.
-- Why the sealed definition has a column of its own: `definition` is text, and is empty where this one is set.
-- Why the ARN is here: it is the encryption context of KMS, and must stay what it was.
-- Size: null for nearly all rows.
-- Locks: the columns are added in place.

ALTER TABLE revision
	ADD COLUMN kms_key VARCHAR(2048) NULL,
	ADD COLUMN kms_reuse_seconds SMALLINT NULL,
	ADD COLUMN kms_resource_arn VARCHAR(512) NULL,
	ADD COLUMN sealed_definition MEDIUMBLOB NULL;

ALTER TABLE activity
	ADD COLUMN kms_key VARCHAR(2048) NULL,
	ADD COLUMN kms_reuse_seconds SMALLINT NULL,
	ADD COLUMN kms_resource_arn VARCHAR(512) NULL;
