-- The key of what the people of a submission are called in what browsers receive of it: who is in two submissions cannot
-- tell by an identifier that a pseudonym in one is a name in the other.
ALTER TABLE submissions
    ADD COLUMN people_key bytea NOT NULL DEFAULT uuid_send(gen_random_uuid()) CHECK (octet_length(people_key) = 16);
