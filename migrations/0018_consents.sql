-- What persons agreed to of whom the text tells, and who made sure of it before a text that names somebody became final.

-- A case. Its label is the organization's own; the words that lead to the person stand in names alone.
CREATE TABLE consents (
    id            identifier PRIMARY KEY,
    submission_id identifier NOT NULL REFERENCES submissions ON DELETE CASCADE,
    label         text NOT NULL CHECK (char_length(label) BETWEEN 1 AND 100),
    extent        text NOT NULL CHECK (extent IN ('named', 'partly', 'anonymous', 'withdrawn', 'public')),
    terms         text NOT NULL CHECK (char_length(terms) BETWEEN 1 AND 2000),
    obtainer      text NOT NULL CHECK (char_length(obtainer) <= 2000),
    obtained      date,
    kept          text NOT NULL CHECK (char_length(kept) <= 2000),
    review        date CHECK (review >= obtained),
    names         text[] NOT NULL DEFAULT '{}' CHECK (cardinality(names) <= 50),
    version       bigint NOT NULL DEFAULT 1 CHECK (version > 0),
    changed_by    identifier REFERENCES users ON DELETE SET NULL,
    changed_at    timestamptz NOT NULL DEFAULT now(),
    seen_by       identifier REFERENCES users ON DELETE SET NULL, -- a second person, of this version
    seen_at       timestamptz,
    UNIQUE (submission_id, label),
    CHECK (extent = 'public' OR obtained IS NOT NULL),
    CHECK (seen_by IS NULL OR seen_at IS NOT NULL),
    CHECK (seen_by <> changed_by)
);

-- Who looked at whom a text names, at one version of it. Any change of the cases takes them back.
CREATE TABLE naming_confirmations (
    submission_id identifier NOT NULL REFERENCES submissions ON DELETE CASCADE,
    user_id       identifier NOT NULL REFERENCES users ON DELETE CASCADE,
    version       bigint NOT NULL CHECK (version >= 0), -- of the text
    confirmed_at  timestamptz NOT NULL DEFAULT now(),
    PRIMARY KEY (submission_id, user_id)
);
