-- Comments beside the text. They are no marks in it: the text, its hash and its files never change through a comment,
-- and people without a right to edit can write them.

-- A thread stands at a place: the words from from_pos to to_pos of a version of the text, or a whole block. Whoever
-- reads the threads moves the place on over the commits since (internal/collab/anchor).
CREATE TABLE comment_threads (
    id            identifier PRIMARY KEY,
    submission_id identifier NOT NULL REFERENCES submissions ON DELETE CASCADE,
    block         text NOT NULL CHECK (char_length(block) BETWEEN 1 AND 100), -- id of the block or endnote it was put on
    ranged        boolean NOT NULL, -- on words, and not on the whole block
    version       bigint NOT NULL CHECK (version >= 0), -- that the positions are of
    from_pos      integer NOT NULL CHECK (from_pos >= 0),
    to_pos        integer NOT NULL CHECK (to_pos >= from_pos),
    quote         text NOT NULL CHECK (char_length(quote) <= 1000),
    lost          boolean NOT NULL DEFAULT false, -- the words are gone from the text
    shown         text NOT NULL CHECK (char_length(shown) <= 100), -- id of the block it stands at now
    part          text NOT NULL CHECK (char_length(part) <= 100),
    resolved_at   timestamptz, -- null: open
    resolved_by   identifier REFERENCES users ON DELETE SET NULL,
    created_at    timestamptz NOT NULL DEFAULT now()
);
CREATE INDEX comment_threads_submission_id ON comment_threads (submission_id, from_pos, created_at);

-- A deleted comment that was answered stays as a stone without words.
CREATE TABLE comments (
    id         identifier PRIMARY KEY, -- chosen by the client: one that is sent again is found by it
    thread_id  identifier NOT NULL REFERENCES comment_threads ON DELETE CASCADE,
    user_id    identifier REFERENCES users ON DELETE SET NULL,
    reader     text NOT NULL DEFAULT '' CHECK (char_length(reader) <= 200), -- the name given by somebody without account
    body       text NOT NULL CHECK (char_length(body) <= 5000),
    created_at timestamptz NOT NULL DEFAULT now(),
    edited_at  timestamptz,
    deleted_at timestamptz,
    CHECK ((body = '') = (deleted_at IS NOT NULL)),
    CHECK (reader = '' OR user_id IS NULL)
);
CREATE INDEX comments_thread_id ON comments (thread_id, created_at, id);
CREATE INDEX comments_user_id ON comments (user_id, created_at); -- for the rate at which one person writes

-- Who is named in a comment, and whether they have seen it.
CREATE TABLE comment_mentions (
    comment_id identifier NOT NULL REFERENCES comments ON DELETE CASCADE,
    user_id    identifier NOT NULL REFERENCES users ON DELETE CASCADE,
    read_at    timestamptz, -- null: not seen yet
    PRIMARY KEY (comment_id, user_id)
);
CREATE INDEX comment_mentions_unread ON comment_mentions (user_id) WHERE read_at IS NULL;
