-- Rule sets in versions: those that came with the program or lay in its folder, and those that an administrator made. A
-- version never changes and never goes, so that whoever has read one may keep it; which one is in force, the last choice
-- says.

CREATE TABLE rule_set_versions (
    set_id  text NOT NULL CHECK (set_id ~ '^[a-z0-9-]{1,100}$'),
    version integer NOT NULL CHECK (version BETWEEN 1 AND 1000000),
    content text NOT NULL CHECK (octet_length(content) BETWEEN 2 AND 1048576), -- JSON, without the rules of Upright itself
    sum     bytea NOT NULL CHECK (octet_length(sum) = 32), -- SHA-256 of the content
    origin  text NOT NULL CHECK (origin IN ('program', 'folder', 'upload', 'change')),
    base    integer, -- the version that it was made from
    made_by identifier REFERENCES users ON DELETE SET NULL, -- null for the server itself
    made_at timestamptz NOT NULL DEFAULT now(),
    PRIMARY KEY (set_id, version),
    UNIQUE (set_id, sum)
);

CREATE TABLE rule_set_choices (
    set_id  text NOT NULL,
    number  integer NOT NULL CHECK (number > 0), -- from 1, without gaps
    version integer NOT NULL,
    by_user identifier REFERENCES users ON DELETE SET NULL, -- null for the server itself
    own     boolean NOT NULL, -- the server chose it, because it came with the program
    at      timestamptz NOT NULL DEFAULT now(),
    PRIMARY KEY (set_id, number),
    FOREIGN KEY (set_id, version) REFERENCES rule_set_versions
);

-- The version that a submission was begun with, or came to; and the newer one that its coordinators left aside.
ALTER TABLE submissions ADD COLUMN rule_version integer NOT NULL DEFAULT 1 CHECK (rule_version > 0);
ALTER TABLE submissions ADD COLUMN left_set text CHECK (char_length(left_set) BETWEEN 1 AND 100);
ALTER TABLE submissions ADD COLUMN left_version integer CHECK (left_version > 0);
ALTER TABLE submissions ADD CHECK ((left_set IS NULL) = (left_version IS NULL));

-- What a person confirmed of the rules that no program can check. Who took one back, the record tells.
CREATE TABLE checklist_ticks (
    submission_id identifier NOT NULL REFERENCES submissions ON DELETE CASCADE,
    rule          text NOT NULL CHECK (char_length(rule) BETWEEN 1 AND 100),
    by_user       identifier REFERENCES users ON DELETE SET NULL,
    at            timestamptz NOT NULL DEFAULT now(),
    text_sum      bytea NOT NULL CHECK (octet_length(text_sum) = 32), -- SHA-256 of the text that they had before them
    PRIMARY KEY (submission_id, rule)
);

-- As what an organization takes part in the review; rules can be for some of them.
ALTER TABLE organizations ADD COLUMN type text NOT NULL DEFAULT '' CHECK (type IN ('', 'nhri-a', 'nhri', 'regional'));
