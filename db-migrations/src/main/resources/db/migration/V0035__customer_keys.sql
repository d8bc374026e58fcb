-- Data keys that a KMS key of the customer's own wraps. Theirs are the negative numbers of a tenant, so that the newest of
-- the tenant's own data keys stays the one with the greatest number, for earlier releases on other nodes too.
-- Why the columns: the KMS key and the resource are what KMS is asked with to open the data key again, and the period says
-- how long its answer may be used. They are null for a tenant's own data keys. `wrapped` holds KMS's ciphertext, wrapped
-- once more by the root key, and KMS's ciphertexts may have 6,144 bytes.
-- Size: a few rows for each tenant until now.
-- Locks: the table is rebuilt, which takes milliseconds.

ALTER TABLE tenant_key
	ADD COLUMN kms_key VARCHAR(2048) NULL,
	ADD COLUMN resource_arn VARCHAR(512) NULL,
	ADD COLUMN reuse_seconds SMALLINT NULL,
	MODIFY COLUMN wrapped VARBINARY(8192) NOT NULL;
