-- Drafts from Word files.

-- A file that was read and is shown to the person who sent it, who says which heading becomes which part before anything of
-- it is in the text. The file itself is not kept; what was read of it is for a day.
CREATE TABLE word_imports (
    id            identifier PRIMARY KEY,
    submission_id identifier NOT NULL REFERENCES submissions ON DELETE CASCADE,
    user_id       identifier NOT NULL REFERENCES users ON DELETE CASCADE,
    file          text NOT NULL CHECK (char_length(file) <= 200), -- what its owner calls it
    draft         bytea NOT NULL CHECK (octet_length(draft) <= 16777216), -- internal/importer/word, Draft.Encode
    made_at       timestamptz NOT NULL DEFAULT now()
);
CREATE INDEX word_imports_own ON word_imports (submission_id, user_id);
CREATE INDEX word_imports_user_id ON word_imports (user_id);
CREATE INDEX word_imports_age ON word_imports (made_at);
