-- The history of texts.

-- A named revision is a version of a text that somebody gave a name: its number and content never change.
CREATE TABLE manuscript_revisions (
    submission_id identifier NOT NULL REFERENCES manuscripts ON DELETE CASCADE,
    number        integer NOT NULL CHECK (number > 0), -- within the submission
    version       bigint NOT NULL CHECK (version >= 0),
    name          text NOT NULL CHECK (char_length(name) BETWEEN 1 AND 200),
    made_by       identifier REFERENCES users ON DELETE SET NULL,
    made_at       timestamptz NOT NULL DEFAULT now(),
    sha256        bytea NOT NULL CHECK (octet_length(sha256) = 32), -- of the text in its canonical form (prose.Encode)
    PRIMARY KEY (submission_id, number)
);

-- A text has another epoch after each restore of a backup. Browsers may be ahead of the backup, or have other commits
-- under the same versions: by the epoch they are told to begin anew instead of forking the history.
ALTER TABLE manuscripts ADD COLUMN epoch text NOT NULL
    DEFAULT replace(gen_random_uuid()::text, '-', '') CHECK (char_length(epoch) = 32);
