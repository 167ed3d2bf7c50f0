-- Who writes which part until when, parts that are locked, and who wrote what.

-- A part or paragraph, by its id in the text, that a person or an organization is to see to.
CREATE TABLE assignments (
    id              identifier PRIMARY KEY,
    submission_id   identifier NOT NULL REFERENCES submissions ON DELETE CASCADE,
    block           text NOT NULL CHECK (char_length(block) BETWEEN 1 AND 100),
    user_id         identifier REFERENCES users ON DELETE CASCADE,
    organization_id identifier REFERENCES organizations ON DELETE CASCADE,
    due             date,
    note            text NOT NULL DEFAULT '' CHECK (char_length(note) <= 500),
    made_by         identifier REFERENCES users ON DELETE SET NULL,
    made_at         timestamptz NOT NULL DEFAULT now(),
    done_by         identifier REFERENCES users ON DELETE SET NULL,
    done_at         timestamptz, -- null while it is open
    CHECK (num_nonnulls(user_id, organization_id) = 1)
);
CREATE INDEX assignments_list ON assignments (submission_id, made_at, id);

-- A part that is ready and that nobody but coordinators changes now.
CREATE TABLE part_locks (
    submission_id identifier NOT NULL REFERENCES submissions ON DELETE CASCADE,
    part          text NOT NULL CHECK (char_length(part) BETWEEN 1 AND 100),
    locked_by     identifier REFERENCES users ON DELETE SET NULL,
    coordinated   boolean NOT NULL, -- by a coordinator: then only one takes it back
    locked_at     timestamptz NOT NULL DEFAULT now(),
    PRIMARY KEY (submission_id, part)
);

-- The author of every position of the document, as assets/authority/authors.ts writes it; null in the first snapshot,
-- all of which is by who began the submission.
ALTER TABLE manuscript_snapshots ADD COLUMN authors jsonb CHECK (authors IS NOT NULL OR version = 0);
