-- Linked submissions: the same evidence for two States, and what was taken over from one text into the other.

-- A pair that a coordinator linked. The smaller id stands first, so that a pair is there once.
CREATE TABLE related_submissions (
    id       identifier PRIMARY KEY,
    one_id   identifier NOT NULL REFERENCES submissions ON DELETE CASCADE,
    other_id identifier NOT NULL REFERENCES submissions ON DELETE CASCADE,
    made_by  identifier REFERENCES users ON DELETE SET NULL,
    made_at  timestamptz NOT NULL DEFAULT now(),
    UNIQUE (one_id, other_id),
    CHECK (one_id COLLATE "C" < other_id COLLATE "C")
);
CREATE INDEX related_submissions_other ON related_submissions (other_id);

-- A paragraph, recommendation or note that came from a linked submission. What is known of its source stands apart, since
-- that goes when the source is deleted.
CREATE TABLE taken_passages (
    id            identifier PRIMARY KEY,
    submission_id identifier NOT NULL REFERENCES submissions ON DELETE CASCADE, -- that it was taken into
    kind          text NOT NULL CHECK (kind IN ('paragraph', 'recommendation', 'note')),
    block         text NOT NULL CHECK (char_length(block) BETWEEN 1 AND 40), -- its id in the text of the submission
    taken_by      identifier REFERENCES users ON DELETE SET NULL,
    taken_at      timestamptz NOT NULL DEFAULT now(),
    UNIQUE (submission_id, block)
);

-- Where a passage came from, and the words of the source that its own were compared with last: those that were taken, or
-- newer ones that were taken or left since.
CREATE TABLE taken_sources (
    passage_id identifier PRIMARY KEY REFERENCES taken_passages ON DELETE CASCADE,
    source_id  identifier NOT NULL REFERENCES submissions ON DELETE CASCADE,
    block      text NOT NULL CHECK (char_length(block) BETWEEN 1 AND 40), -- its id in the text of the source
    label      text NOT NULL DEFAULT '' CHECK (char_length(label) <= 20), -- the number it had there then: "12", "R3"
    version    bigint NOT NULL CHECK (version >= 0),                        -- of the source
    words      text NOT NULL CHECK (octet_length(words) <= 262144),         -- a manuscript with this passage only
    seen_by    identifier REFERENCES users ON DELETE SET NULL,               -- who took or left newer words
    seen_at    timestamptz
);
CREATE INDEX taken_sources_source ON taken_sources (source_id);
