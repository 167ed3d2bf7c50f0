-- Recommendations that States got before.

-- One recommendation, as it was imported into a submission, with what the authors say became of it.
CREATE TABLE previous_recommendations (
    id            text NOT NULL CHECK (char_length(id) BETWEEN 1 AND 500),
    submission_id identifier NOT NULL REFERENCES submissions ON DELETE CASCADE,
    identity      text NOT NULL CHECK (char_length(identity) BETWEEN 1 AND 1100), -- upr.PreviousRecommendation.Identity
    position      integer NOT NULL CHECK (position >= 0),                        -- in the list
    symbol        text NOT NULL CHECK (char_length(symbol) <= 500),
    number        text NOT NULL CHECK (char_length(number) <= 500),
    cycle         integer NOT NULL CHECK (cycle BETWEEN 0 AND 99),
    text          text NOT NULL CHECK (char_length(text) BETWEEN 1 AND 20000),
    states        text[] NOT NULL CHECK (cardinality(states) <= 200),
    answer        text NOT NULL CHECK (answer IN ('', 'supported', 'noted', 'partly', 'pending')), -- of the State under review
    themes        text[] NOT NULL CHECK (cardinality(themes) <= 200),
    groups        text[] NOT NULL CHECK (cardinality(groups) <= 200),
    sdgs          integer[] NOT NULL CHECK (cardinality(sdgs) <= 17),
    language      text NOT NULL CHECK (language IN ('', 'en', 'fr', 'es', 'ar', 'ru', 'zh')),
    assessed      text NOT NULL CHECK (assessed IN ('', 'implemented', 'in-part', 'not-implemented', 'reversed', 'no-information')),
    evidence      text NOT NULL CHECK (char_length(evidence) <= 20000),
    comment       text NOT NULL CHECK (char_length(comment) <= 20000),
    paragraphs    text[] NOT NULL CHECK (cardinality(paragraphs) <= 200), -- ids of blocks of the text
    search        tsvector NOT NULL, -- of number, symbol and text, by the rules of the language; see store/previous_search.go
    PRIMARY KEY (submission_id, id)
);
CREATE INDEX previous_recommendations_list ON previous_recommendations (submission_id, position, id);
CREATE UNIQUE INDEX previous_recommendations_identity_key ON previous_recommendations (submission_id, identity);
CREATE INDEX previous_recommendations_search ON previous_recommendations USING gin (search);

-- A file that was read and is shown to the person who sent it before anything of it is taken in. It is kept for a day.
CREATE TABLE previous_imports (
    id            identifier PRIMARY KEY,
    submission_id identifier NOT NULL REFERENCES submissions ON DELETE CASCADE,
    user_id       identifier NOT NULL REFERENCES users ON DELETE CASCADE,
    found         jsonb NOT NULL, -- upr.PreviousImport
    made_at       timestamptz NOT NULL DEFAULT now()
);
CREATE INDEX previous_imports_own ON previous_imports (submission_id, user_id);
CREATE INDEX previous_imports_age ON previous_imports (made_at);
