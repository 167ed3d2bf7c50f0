-- Submissions without their text, which 0003 adds.

CREATE TABLE submissions (
    id              identifier PRIMARY KEY,
    state           text NOT NULL CHECK (state ~ '^[A-Z]{3}$'), -- under review, ISO 3166-1 alpha-3
    session         integer NOT NULL CHECK (session BETWEEN 1 AND 999),
    cycle           integer NOT NULL CHECK (cycle BETWEEN 1 AND 99),
    kind            text NOT NULL CHECK (kind IN ('individual', 'joint')),
    language        text NOT NULL CHECK (language IN ('en', 'fr', 'es', 'ar', 'ru', 'zh')), -- of the text
    title           text NOT NULL CHECK (char_length(title) BETWEEN 1 AND 300),
    keywords        text[] NOT NULL DEFAULT '{}' CHECK (cardinality(keywords) <= 30),
    deadline        timestamptz,
    deadline_source text NOT NULL DEFAULT '' CHECK (deadline_source IN ('', 'calendar', 'own')),
    date            date, -- printed on the cover
    rule_set        text NOT NULL CHECK (char_length(rule_set) BETWEEN 1 AND 100),
    ready           text[] NOT NULL DEFAULT '{}' CHECK (cardinality(ready) <= 100), -- ids of parts
    version         bigint NOT NULL DEFAULT 1 CHECK (version > 0),
    created_by      identifier REFERENCES users ON DELETE SET NULL,
    created_at      timestamptz NOT NULL DEFAULT now(),
    updated_at      timestamptz NOT NULL DEFAULT now(),
    CHECK ((deadline IS NULL) = (deadline_source = ''))
);

-- Who submits; position 0 leads. created_at is the submission's, copied so that an organization's list is read in order
-- from one index, however many submissions there are.
CREATE TABLE submission_organizations (
    submission_id   identifier NOT NULL REFERENCES submissions ON DELETE CASCADE,
    organization_id identifier NOT NULL REFERENCES organizations ON DELETE RESTRICT,
    position        integer NOT NULL CHECK (position >= 0),
    created_at      timestamptz NOT NULL DEFAULT now(),
    PRIMARY KEY (submission_id, organization_id),
    CONSTRAINT submission_organizations_position_key UNIQUE (submission_id, position)
);
CREATE INDEX submission_organizations_list ON submission_organizations
    (organization_id, created_at DESC, submission_id DESC);
