-- People of a submission, with their roles, how its organizations appear, and invitations to both.

-- How a member of a coalition is named in the files. The lead stands for all and appears in full: OHCHR
-- takes no anonymous submission.
ALTER TABLE submission_organizations
    ADD COLUMN appearance     text NOT NULL DEFAULT 'full' CHECK (appearance IN ('full', 'acronym', 'represented')),
    ADD COLUMN represented_by identifier REFERENCES organizations ON DELETE RESTRICT,
    ADD COLUMN joined_at      timestamptz NOT NULL DEFAULT now(),
    ADD CONSTRAINT submission_organizations_represented_check CHECK (
        (appearance = 'represented') = (represented_by IS NOT NULL)
        AND (position > 0 OR appearance = 'full') AND represented_by <> organization_id),
    DROP CONSTRAINT submission_organizations_position_key,
    -- Checked at the end of a statement, so that one statement can put all in another order.
    ADD CONSTRAINT submission_organizations_position_key UNIQUE (submission_id, position) DEFERRABLE INITIALLY IMMEDIATE;

-- What a person is in one submission. A row outlives the role: what a former member wrote keeps its name and
-- organization. Members of the lead organization need no row; they have one for a pseudonym, and once they left.
CREATE TABLE submission_people (
    submission_id   identifier NOT NULL REFERENCES submissions ON DELETE CASCADE,
    user_id         identifier NOT NULL REFERENCES users ON DELETE CASCADE,
    organization_id identifier REFERENCES organizations ON DELETE SET NULL, -- for which they write
    role            text NOT NULL DEFAULT '' CHECK (role IN ('', 'reader', 'commenter', 'suggester', 'editor', 'coordinator')),
    pseudonym       text NOT NULL DEFAULT '' CHECK (char_length(pseudonym) <= 200),
    note            text NOT NULL DEFAULT '' CHECK (char_length(note) <= 500), -- for who manages people
    ends_at         timestamptz, -- of the role; null: it lasts
    added_by        identifier REFERENCES users ON DELETE SET NULL,
    created_at      timestamptz NOT NULL DEFAULT now(),
    left_at         timestamptz, -- null while they are part of it
    began_at        timestamptz NOT NULL, -- created_at of the submission: the order of a person's list
    PRIMARY KEY (submission_id, user_id)
);
CREATE INDEX submission_people_list ON submission_people (user_id, began_at DESC, submission_id DESC);

-- An invitation to a submission, or to an organization where submission_id is null. It stays when it was accepted or
-- withdrawn, to be told.
CREATE TABLE people_invitations (
    id                identifier PRIMARY KEY,
    submission_id     identifier REFERENCES submissions ON DELETE CASCADE,
    organization_id   identifier REFERENCES organizations ON DELETE CASCADE, -- null: the one whom the person brings
    organization_name text NOT NULL DEFAULT '' CHECK (char_length(organization_name) <= 300), -- of that, as a proposal
    role              text NOT NULL,
    email             text NOT NULL DEFAULT '' CHECK (email = lower(email) AND char_length(email) <= 254), -- '': whoever holds the link
    ends_at           timestamptz, -- of the role
    note              text NOT NULL DEFAULT '' CHECK (char_length(note) <= 500),
    invited_by        identifier REFERENCES users ON DELETE SET NULL,
    created_at        timestamptz NOT NULL,
    expires_at        timestamptz NOT NULL,
    accepted_by       identifier REFERENCES users ON DELETE SET NULL,
    accepted_at       timestamptz,
    withdrawn_at      timestamptz,
    CHECK (CASE WHEN submission_id IS NULL
        THEN organization_id IS NOT NULL AND role IN ('member', 'administrator')
        ELSE role IN ('reader', 'commenter', 'suggester', 'editor', 'coordinator') END),
    CHECK (accepted_at IS NULL OR withdrawn_at IS NULL)
);
CREATE INDEX people_invitations_submission_id ON people_invitations (submission_id, created_at DESC, id);
CREATE INDEX people_invitations_organization_id ON people_invitations (organization_id, created_at DESC, id);

-- The links of an invitation, as hashes. Renewing adds one; the older ones stay, to say why they no longer work.
CREATE TABLE people_invitation_tokens (
    token_hash    bytea PRIMARY KEY CHECK (octet_length(token_hash) = 32),
    invitation_id identifier NOT NULL REFERENCES people_invitations ON DELETE CASCADE,
    replaced      boolean NOT NULL DEFAULT false
);
CREATE INDEX people_invitation_tokens_invitation_id ON people_invitation_tokens (invitation_id);
