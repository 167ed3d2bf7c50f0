-- Frozen revisions, what each organization says to them, final texts and what became of them.

-- The revision that is final; null while the text is written. It stands here so that a commit, which locks this row, can
-- never slip past it.
ALTER TABLE manuscripts ADD COLUMN final integer CHECK (final > 0);

-- A request asks all organizations of a submission to sign off one revision. The latest is the one that counts.
CREATE TABLE signoff_requests (
    submission_id identifier NOT NULL REFERENCES submissions ON DELETE CASCADE,
    revision      integer NOT NULL,
    same_as       integer NOT NULL CHECK (same_as BETWEEN 1 AND revision), -- sign-offs of revisions from this one on hold
    message       text NOT NULL DEFAULT '' CHECK (char_length(message) <= 2000),
    until         date NOT NULL,
    asked_by      identifier REFERENCES users ON DELETE SET NULL,
    asked_at      timestamptz NOT NULL DEFAULT now(),
    is_open       boolean NOT NULL DEFAULT true,
    PRIMARY KEY (submission_id, revision),
    FOREIGN KEY (submission_id, revision) REFERENCES manuscript_revisions (submission_id, number) ON DELETE CASCADE
);
CREATE UNIQUE INDEX signoff_requests_open ON signoff_requests (submission_id) WHERE is_open;

-- What organizations said. Rows are only added: the last of an organization is what it says now.
CREATE TABLE signoff_answers (
    submission_id   identifier NOT NULL,
    number          integer NOT NULL CHECK (number > 0), -- within the submission
    revision        integer NOT NULL,
    organization_id identifier NOT NULL REFERENCES organizations ON DELETE CASCADE,
    answer          text NOT NULL CHECK (answer IN ('endorsed', 'position', 'declined', 'withdrawn')),
    words           text NOT NULL DEFAULT '' CHECK (char_length(words) <= 6000), -- of the position, or why not
    paragraphs      text[] NOT NULL DEFAULT '{}' CHECK (cardinality(paragraphs) <= 50), -- ids of blocks a position is about
    answered_by     identifier REFERENCES users ON DELETE SET NULL,
    answered_at     timestamptz NOT NULL DEFAULT now(),
    PRIMARY KEY (submission_id, number),
    FOREIGN KEY (submission_id, revision) REFERENCES signoff_requests ON DELETE CASCADE,
    CHECK (answer NOT IN ('position', 'declined') OR words <> '')
);

-- Revisions that were made final, with the whole submission as it was: its files are made from that and never change.
CREATE TABLE signoff_finals (
    submission_id identifier NOT NULL,
    revision      integer NOT NULL,
    portable      bytea NOT NULL CHECK (octet_length(portable) <= 256 * 1024 * 1024), -- importer.Write
    sum           text NOT NULL CHECK (sum ~ '^[0-9a-f]{64}$'), -- importer.Sum of it, printed in its files
    made_by       identifier REFERENCES users ON DELETE SET NULL,
    made_at       timestamptz NOT NULL DEFAULT now(),
    reopened_by   identifier REFERENCES users ON DELETE SET NULL,
    reopened_at   timestamptz,
    handed_in_at  timestamptz, -- as the person says who records it
    confirmation  text NOT NULL DEFAULT '' CHECK (char_length(confirmation) <= 1000),
    recorded_by   identifier REFERENCES users ON DELETE SET NULL,
    recorded_at   timestamptz,
    receipt       bytea CHECK (octet_length(receipt) BETWEEN 1 AND 5 * 1024 * 1024),
    receipt_type  text NOT NULL DEFAULT '' CHECK (receipt_type IN ('', 'pdf', 'png', 'txt')),
    PRIMARY KEY (submission_id, revision),
    FOREIGN KEY (submission_id, revision) REFERENCES manuscript_revisions (submission_id, number) ON DELETE CASCADE,
    CHECK ((handed_in_at IS NULL) = (recorded_at IS NULL)),
    CHECK ((receipt IS NULL) = (receipt_type = ''))
);
CREATE UNIQUE INDEX signoff_finals_one ON signoff_finals (submission_id) WHERE reopened_at IS NULL;
