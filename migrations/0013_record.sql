-- The record of a submission: who did what to whom, when. It holds no word of a text, no address, and no names: who is
-- meant is said by ids, so that a pseudonym stays one. The ids refer to nothing, or a row would change with what it names.

-- The end of each record, which makes writers take turns, and which tells when entries were taken off the end.
CREATE TABLE record_chains (
    submission_id identifier PRIMARY KEY REFERENCES submissions ON DELETE CASCADE,
    length        bigint NOT NULL CHECK (length >= 0),
    sum           bytea NOT NULL CHECK (octet_length(sum) = 32) -- of the last entry
);

CREATE TABLE record_entries (
    submission_id   identifier NOT NULL REFERENCES record_chains ON DELETE CASCADE,
    number          bigint NOT NULL CHECK (number > 0), -- from 1, without gaps
    at              timestamptz NOT NULL,
    kind            text NOT NULL CHECK (char_length(kind) BETWEEN 1 AND 40),
    by_user         identifier, -- null for the server itself, and for who reads with a link
    person          identifier, -- to whom
    organization_id identifier,
    ref             text NOT NULL CHECK (char_length(ref) <= 100),
    value           text NOT NULL CHECK (char_length(value) <= 100),
    sum             bytea NOT NULL CHECK (octet_length(sum) = 32), -- upr.RecordEntry.Sum
    PRIMARY KEY (submission_id, number)
);

CREATE FUNCTION keep_record() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'TRUNCATE' THEN
        IF NOT EXISTS (SELECT FROM submissions) THEN
            RETURN NULL; -- a restore makes sure that the tables are empty
        END IF;
        RAISE EXCEPTION 'the record of a submission only grows' USING ERRCODE = 'restrict_violation';
    END IF;
    IF TG_OP = 'DELETE' AND NOT EXISTS (SELECT FROM submissions WHERE id = OLD.submission_id) THEN
        RETURN OLD; -- it goes with the whole submission
    END IF;
    IF TG_OP = 'UPDATE' AND TG_TABLE_NAME = 'record_chains' THEN
        IF NEW.submission_id = OLD.submission_id AND NEW.length = OLD.length + 1 THEN
            RETURN NEW;
        END IF;
    END IF;
    RAISE EXCEPTION 'the record of a submission only grows' USING ERRCODE = 'restrict_violation';
END $$;

CREATE TRIGGER record_entries_stay BEFORE UPDATE OR DELETE ON record_entries FOR EACH ROW EXECUTE FUNCTION keep_record();
CREATE TRIGGER record_chains_stay BEFORE UPDATE OR DELETE ON record_chains FOR EACH ROW EXECUTE FUNCTION keep_record();
CREATE TRIGGER record_entries_remain BEFORE TRUNCATE ON record_entries FOR EACH STATEMENT EXECUTE FUNCTION keep_record();
CREATE TRIGGER record_chains_remain BEFORE TRUNCATE ON record_chains FOR EACH STATEMENT EXECUTE FUNCTION keep_record();

-- A submission that somebody wants to delete. It goes when a second person confirms, or when the time is over.
CREATE TABLE submission_deletions (
    submission_id identifier PRIMARY KEY REFERENCES submissions ON DELETE CASCADE,
    asked_by      identifier REFERENCES users ON DELETE SET NULL,
    asked_at      timestamptz NOT NULL,
    due_at        timestamptz NOT NULL,
    CHECK (asked_at < due_at)
);

CREATE INDEX ON submission_deletions (due_at);
