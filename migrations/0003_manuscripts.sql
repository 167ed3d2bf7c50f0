-- The texts of submissions. A text is its first snapshot and the commits since; later snapshots only save replaying.

CREATE TABLE manuscripts (
    submission_id identifier PRIMARY KEY REFERENCES submissions ON DELETE CASCADE,
    head          bigint NOT NULL DEFAULT 0 CHECK (head >= 0), -- version of the last commit
    changed_at    timestamptz NOT NULL DEFAULT now(), -- when that was
    schema        integer NOT NULL CHECK (schema > 0) -- of the document, as in assets/shared/schema.ts
);

-- A commit is 1 to 200 steps that one person made, and the unit of everything: it is accepted whole, written in one row
-- and never changed.
CREATE TABLE manuscript_commits (
    submission_id identifier NOT NULL REFERENCES manuscripts ON DELETE CASCADE,
    version       bigint NOT NULL CHECK (version > 0), -- of the text after it
    ref           identifier NOT NULL, -- chosen by the client: a commit that is sent again is found by it
    client        identifier NOT NULL, -- one browser tab
    user_id       identifier REFERENCES users ON DELETE SET NULL,
    base          bigint NOT NULL CHECK (base >= 0), -- the version it was made on
    steps         jsonb NOT NULL,
    kept          jsonb, -- null: accepted as sent; else which of the sent steps are left
    created_at    timestamptz NOT NULL DEFAULT now(),
    PRIMARY KEY (submission_id, version),
    CONSTRAINT manuscript_commits_ref_key UNIQUE (submission_id, ref),
    CHECK (base < version)
);

CREATE TABLE manuscript_snapshots (
    submission_id identifier NOT NULL REFERENCES manuscripts ON DELETE CASCADE,
    version       bigint NOT NULL CHECK (version >= 0),
    doc           jsonb NOT NULL,
    created_at    timestamptz NOT NULL DEFAULT now(),
    PRIMARY KEY (submission_id, version)
);
