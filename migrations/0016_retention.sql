-- How long submissions are kept: what the administrator decides for all, and what coordinators answer to a warning.

ALTER TABLE settings
    -- how long a deletion that was asked for waits for a second person, in days
    ADD COLUMN deletion_days integer NOT NULL DEFAULT 7 CHECK (deletion_days BETWEEN 1 AND 90),
    -- how long a submission stays after its session of the Working Group, in months; 0: for ever
    ADD COLUMN retention_months integer NOT NULL DEFAULT 0 CHECK (retention_months BETWEEN 0 AND 120);

-- A submission whose people were warned that it goes. One that stays has no row.
CREATE TABLE submission_retentions (
    submission_id identifier PRIMARY KEY REFERENCES submissions ON DELETE CASCADE,
    warned_at     timestamptz NOT NULL, -- when a server last looked while the warning stood
    due_at        timestamptz NOT NULL, -- when it goes; it moves away, never nearer
    CHECK (warned_at < due_at)
);

-- Until when coordinators want a submission to stay, and why.
CREATE TABLE submission_extensions (
    id            identifier PRIMARY KEY,
    submission_id identifier NOT NULL REFERENCES submissions ON DELETE CASCADE,
    by_user       identifier REFERENCES users ON DELETE SET NULL,
    at            timestamptz NOT NULL,
    until         timestamptz NOT NULL,
    reason        text NOT NULL CHECK (char_length(reason) BETWEEN 1 AND 500),
    CHECK (at < until)
);
CREATE INDEX ON submission_extensions (submission_id, until);

-- People are told when somebody asks for a deletion, when a submission stays after all, and when its time is over.
ALTER TABLE notices DROP CONSTRAINT notices_kind_check;
ALTER TABLE notices ADD CONSTRAINT notices_kind_check CHECK (kind IN ('mention', 'reply', 'reader', 'assignment', 'joined',
    'signoff', 'changed', 'final', 'reopened', 'deadline', 'due', 'deletion', 'retention', 'kept'));
