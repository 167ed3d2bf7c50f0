-- Compaction of the log ("upright compact"): the oldest commits of a text go, and what they told stays in short.

-- The commits up to the floor are gone. What can still be read of that time are the versions that have a snapshot.
ALTER TABLE manuscripts ADD COLUMN floor bigint NOT NULL DEFAULT 0;
ALTER TABLE manuscripts ADD COLUMN compacted_at timestamptz;
ALTER TABLE manuscripts ADD CHECK (floor BETWEEN 0 AND head), ADD CHECK ((floor = 0) = (compacted_at IS NULL));

-- When a version was reached and by whom, which its commit told. A snapshot that has it is never thinned out.
ALTER TABLE manuscript_snapshots ADD COLUMN reached_at timestamptz;
ALTER TABLE manuscript_snapshots ADD COLUMN reached_by identifier REFERENCES users ON DELETE SET NULL;

-- When people wrote what is gone: the sittings as they were listed while their commits were there.
CREATE TABLE manuscript_sittings (
    submission_id identifier NOT NULL REFERENCES manuscripts ON DELETE CASCADE,
    first         bigint NOT NULL CHECK (first > 0), -- version of the first commit
    last          bigint NOT NULL, -- and of the last
    began         timestamptz NOT NULL,
    ended         timestamptz NOT NULL,
    commits       integer NOT NULL CHECK (commits > 0),
    PRIMARY KEY (submission_id, first),
    CHECK (first <= last AND began <= ended)
);

CREATE TABLE manuscript_sitting_writers (
    submission_id identifier NOT NULL,
    first         bigint NOT NULL,
    user_id       identifier NOT NULL REFERENCES users ON DELETE CASCADE,
    PRIMARY KEY (submission_id, first, user_id),
    FOREIGN KEY (submission_id, first) REFERENCES manuscript_sittings ON DELETE CASCADE
);
