-- The part on international solidarity: what people answered to the guiding questions, and the rows of the matrix.

-- The answer to one question: its fields by name.
CREATE TABLE solidarity_answers (
    submission_id identifier NOT NULL REFERENCES submissions ON DELETE CASCADE,
    question      text NOT NULL CHECK (question ~ '^[a-z]{1,20}$'),
    answer        jsonb NOT NULL CHECK (jsonb_typeof(answer) = 'object' AND octet_length(answer::text) <= 200000),
    version       bigint NOT NULL DEFAULT 1 CHECK (version > 0),
    changed_by    identifier REFERENCES users ON DELETE SET NULL,
    changed_at    timestamptz NOT NULL DEFAULT now(),
    PRIMARY KEY (submission_id, question)
);

-- A row of the solidarity matrix, in the terms of the revised draft declaration (A/HRC/53/32, Annex I).
CREATE TABLE solidarity_entries (
    id            identifier PRIMARY KEY,
    submission_id identifier NOT NULL REFERENCES submissions ON DELETE CASCADE,
    position      integer NOT NULL CHECK (position >= 0),
    form          text NOT NULL CHECK (form IN ('', 'preventive', 'reactive', 'cooperation')),
    holders       text NOT NULL CHECK (char_length(holders) <= 2000),
    bearer        text NOT NULL CHECK (bearer IN ('state', 'international-organization', 'non-state-actor')),
    bearer_name   text NOT NULL CHECK (char_length(bearer_name) <= 300),
    duty          text NOT NULL CHECK (duty IN ('respect', 'protect', 'fulfil')),
    enables       text NOT NULL CHECK (char_length(enables) <= 2000), -- the substantive right
    basis         text NOT NULL CHECK (char_length(basis) <= 2000),   -- the binding provision
    measure       text NOT NULL CHECK (char_length(measure) <= 2000),
    indicator     text NOT NULL CHECK (char_length(indicator) <= 2000),
    paragraphs    text[] NOT NULL DEFAULT '{}' CHECK (cardinality(paragraphs) <= 200), -- ids of blocks of the text
    version       bigint NOT NULL DEFAULT 1 CHECK (version > 0),
    CHECK (bearer = 'state' OR duty = 'respect') -- article 6 of the draft: only States protect and fulfil
);
CREATE INDEX solidarity_entries_list ON solidarity_entries (submission_id, position, id);
