-- What administrators add to the calendar that is part of the program, as OHCHR publishes it.

CREATE TABLE calendar_entries (
    id         identifier PRIMARY KEY,
    kind       text NOT NULL CHECK (kind IN ('session', 'review', 'deadline')),
    session    integer NOT NULL CHECK (session BETWEEN 1 AND 999),
    state      text NOT NULL DEFAULT '' CHECK (state = '' OR state ~ '^[A-Z]{3}$'),
    instead    integer NOT NULL DEFAULT 0 CHECK (instead BETWEEN 0 AND 999), -- session from which the review was put off
    symbol     text NOT NULL DEFAULT '' CHECK (char_length(symbol) <= 50),   -- of the Working Group's report
    starts     date,
    ends       date,
    day        date,                                                         -- of a deadline, in Geneva
    hour       text NOT NULL DEFAULT '' CHECK (hour = '' OR hour ~ '^\d\d:\d\d$'),
    confidence text NOT NULL CHECK (confidence IN ('confirmed', 'partly-confirmed', 'conflicting', 'unconfirmed')),
    source     text NOT NULL CHECK (char_length(source) BETWEEN 1 AND 300),
    url        text NOT NULL DEFAULT '' CHECK (char_length(url) <= 500),
    made_by    identifier REFERENCES users ON DELETE SET NULL,
    made_at    timestamptz NOT NULL,
    CHECK ((kind = 'session') = (starts IS NOT NULL) AND (kind = 'deadline') = (day IS NOT NULL) AND (kind = 'review') = (state <> '')),
    CHECK (ends >= starts)
);
CREATE UNIQUE INDEX calendar_entries_key ON calendar_entries (kind, session, state);
CREATE INDEX calendar_entries_list ON calendar_entries (session, kind, state);

-- Counts the changes, so that each process sees when what it knows is old.
ALTER TABLE settings ADD COLUMN calendar_version bigint NOT NULL DEFAULT 0;

-- Entries that an administrator looks at before they count. They are kept for a day.
CREATE TABLE calendar_changes (
    id      identifier PRIMARY KEY,
    user_id identifier NOT NULL REFERENCES users ON DELETE CASCADE,
    changes jsonb NOT NULL, -- a list of upr.CalendarChange
    made_at timestamptz NOT NULL
);
CREATE INDEX calendar_changes_age ON calendar_changes (made_at);

-- What administrators of the installation did: who, when, and what stood there before and after. It only grows.
CREATE TABLE administration_log (
    id      identifier PRIMARY KEY,
    at      timestamptz NOT NULL,
    by_user identifier, -- refers to nothing: the entry stays when the account goes
    kind    text NOT NULL CHECK (char_length(kind) BETWEEN 1 AND 40),
    before  jsonb,
    after   jsonb
);
CREATE INDEX administration_log_list ON administration_log (at DESC, id DESC);

CREATE FUNCTION keep_administration_log() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'TRUNCATE' AND NOT EXISTS (SELECT FROM users) THEN
        RETURN NULL; -- a restore makes sure that the tables are empty
    END IF;
    RAISE EXCEPTION 'the log of the administration only grows' USING ERRCODE = 'restrict_violation';
END $$;
CREATE TRIGGER administration_log_stays BEFORE UPDATE OR DELETE ON administration_log
    FOR EACH ROW EXECUTE FUNCTION keep_administration_log();
CREATE TRIGGER administration_log_remains BEFORE TRUNCATE ON administration_log
    FOR EACH STATEMENT EXECUTE FUNCTION keep_administration_log();

-- That the deadline of a submission moved with OHCHR's, and from when.
ALTER TABLE submissions ADD COLUMN deadline_moved_at timestamptz, ADD COLUMN deadline_before timestamptz;
CREATE INDEX submissions_session ON submissions (session);

-- Which kinds of notices there are, the program knows.
ALTER TABLE notices DROP CONSTRAINT notices_kind_check;
ALTER TABLE notices ADD CONSTRAINT notices_kind_check CHECK (kind ~ '^[a-z-]{1,20}$');

-- A file with recommendations is read while the person who sent it looks at how far that is. It is kept, if it is small,
-- so that it can be read again when they say what its columns are.
ALTER TABLE previous_imports
    ALTER COLUMN found DROP NOT NULL, -- null while it is read
    ADD COLUMN name text NOT NULL DEFAULT '' CHECK (char_length(name) <= 100),
    ADD COLUMN file bytea CHECK (octet_length(file) <= 8 * 1024 * 1024),
    ADD COLUMN read_rows integer NOT NULL DEFAULT 0 CHECK (read_rows >= 0),
    ADD COLUMN seen_at timestamptz NOT NULL DEFAULT now(), -- the process that reads it was alive
    ADD COLUMN failure text NOT NULL DEFAULT '' CHECK (char_length(failure) <= 100); -- message key
