-- Links for reviewers without an account.

-- What a link opens, for how long, and how often. It stays when it was withdrawn, to be told.
CREATE TABLE reader_links (
    id            identifier PRIMARY KEY,
    submission_id identifier NOT NULL REFERENCES submissions ON DELETE CASCADE,
    kind          text NOT NULL CHECK (kind IN ('pdf', 'read', 'comment')),
    label         text NOT NULL CHECK (char_length(label) BETWEEN 1 AND 120), -- for whom it is; printed in the foot of each PDF
    revision      integer, -- null: always the newest text
    others        boolean NOT NULL DEFAULT false, -- its readers see each other's comments and the answers
    phrase_hash   text NOT NULL DEFAULT '', -- argon2id; '': none is asked for
    max_uses      integer CHECK (max_uses BETWEEN 1 AND 1000), -- null: no limit
    uses          integer NOT NULL DEFAULT 0 CHECK (uses >= 0 AND (max_uses IS NULL OR uses <= max_uses)),
    made_by       identifier REFERENCES users ON DELETE SET NULL,
    created_at    timestamptz NOT NULL DEFAULT now(),
    ends_at       timestamptz, -- null: it lasts
    withdrawn_at  timestamptz,
    FOREIGN KEY (submission_id, revision) REFERENCES manuscript_revisions (submission_id, number) ON DELETE CASCADE
);
CREATE INDEX reader_links_submission_id ON reader_links (submission_id, created_at DESC, id);

-- The address of a link, as a hash. A restored backup has none of them.
CREATE TABLE reader_link_tokens (
    token_hash bytea PRIMARY KEY CHECK (octet_length(token_hash) = 32),
    link_id    identifier NOT NULL REFERENCES reader_links ON DELETE CASCADE
);
CREATE INDEX reader_link_tokens_link_id ON reader_link_tokens (link_id);

-- A visit is one browser in which a link was opened: one use. Nothing is kept of the browser or of where it is.
CREATE TABLE reader_visits (
    id         identifier PRIMARY KEY,
    link_id    identifier NOT NULL REFERENCES reader_links ON DELETE CASCADE,
    token_hash bytea NOT NULL CONSTRAINT reader_visits_token_hash_key UNIQUE CHECK (octet_length(token_hash) = 32),
    name       text NOT NULL DEFAULT '' CHECK (char_length(name) <= 200), -- given with the first comment
    ends_at    timestamptz NOT NULL
);
CREATE INDEX reader_visits_link_id ON reader_visits (link_id);
CREATE INDEX reader_visits_ends_at ON reader_visits (ends_at);

-- What was opened when, and nothing else; as long as the link is kept.
CREATE TABLE reader_link_events (
    link_id identifier NOT NULL REFERENCES reader_links ON DELETE CASCADE,
    kind    text NOT NULL CHECK (kind IN ('open', 'read', 'pdf', 'comment')),
    at      timestamptz NOT NULL DEFAULT clock_timestamp()
);
CREATE INDEX reader_link_events_link_id ON reader_link_events (link_id, at DESC);

-- Comments by readers know their link, and the visit to which they are its own. The visit may have been forgotten.
ALTER TABLE comments
    ADD COLUMN link_id  identifier REFERENCES reader_links ON DELETE SET NULL,
    ADD COLUMN visit_id identifier;
CREATE INDEX comments_link_id ON comments (link_id, created_at) WHERE link_id IS NOT NULL;
