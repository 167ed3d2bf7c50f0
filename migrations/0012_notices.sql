-- Notices, and the queue of mails.

-- What one person is told. A row holds no words: who did what where is read from the thing itself when it is shown.
CREATE TABLE notices (
    id              identifier PRIMARY KEY,
    user_id         identifier NOT NULL REFERENCES users ON DELETE CASCADE,
    submission_id   identifier REFERENCES submissions ON DELETE CASCADE,
    organization_id identifier REFERENCES organizations ON DELETE CASCADE, -- where it is about no submission
    kind            text NOT NULL CHECK (kind IN ('mention', 'reply', 'reader', 'assignment', 'joined', 'signoff', 'changed',
        'final', 'reopened', 'deadline', 'due')),
    by_user         identifier REFERENCES users ON DELETE SET NULL,
    ref             text NOT NULL DEFAULT '' CHECK (char_length(ref) <= 100), -- what it is about, by its id
    once            text NOT NULL DEFAULT '' CHECK (char_length(once) <= 200), -- names a reminder, which nobody gets twice
    created_at      timestamptz NOT NULL DEFAULT now(),
    read_at         timestamptz, -- null: not seen yet
    daily           boolean NOT NULL DEFAULT false, -- mailed with all else of the day
    mail_due        timestamptz, -- when it is to be mailed; null: not, or it is in a mail already
    CHECK (num_nonnulls(submission_id, organization_id) = 1)
);
CREATE INDEX notices_list ON notices (user_id, created_at DESC, id DESC);
CREATE INDEX notices_mail_due ON notices (mail_due) WHERE mail_due IS NOT NULL;
-- Who has not seen a notice needs no second one about the same: the first moves up.
CREATE UNIQUE INDEX notices_unread ON notices (user_id, kind, coalesce(submission_id::text, organization_id::text), ref)
    WHERE read_at IS NULL AND once = '';
CREATE UNIQUE INDEX notices_once ON notices (user_id, once) WHERE once <> '';

-- How soon a person wants a mail, where they have chosen.
CREATE TABLE notice_choices (
    user_id identifier NOT NULL REFERENCES users ON DELETE CASCADE,
    kind    text NOT NULL CHECK (char_length(kind) <= 20),
    pace    text NOT NULL CHECK (pace IN ('once', 'daily', 'never')),
    PRIMARY KEY (user_id, kind)
);

-- Mails about notices. They hold no words and no address: both are looked up when a mail is handed over.
CREATE TABLE mails (
    id          identifier PRIMARY KEY, -- also in the mail itself, the same at each try
    user_id     identifier NOT NULL REFERENCES users ON DELETE CASCADE,
    daily       boolean NOT NULL,
    due_at      timestamptz NOT NULL,
    taken_until timestamptz, -- a process is handing it over; once this has passed, that process died
    tries       integer NOT NULL DEFAULT 0 CHECK (tries >= 0),
    answer      integer NOT NULL DEFAULT 0, -- code of the mail server's last refusal; 0: none, or it was not reached
    created_at  timestamptz NOT NULL,
    sent_at     timestamptz,
    failed_at   timestamptz,
    CHECK (sent_at IS NULL OR failed_at IS NULL)
);
CREATE INDEX mails_due_at ON mails (due_at) WHERE sent_at IS NULL AND failed_at IS NULL;
-- One at a time: what happens until it is sent goes into the next.
CREATE UNIQUE INDEX mails_waiting ON mails (user_id, daily) WHERE sent_at IS NULL AND failed_at IS NULL;

CREATE TABLE mail_notices (
    mail_id   identifier NOT NULL REFERENCES mails ON DELETE CASCADE,
    notice_id identifier NOT NULL REFERENCES notices ON DELETE CASCADE,
    PRIMARY KEY (mail_id, notice_id)
);
CREATE INDEX mail_notices_notice_id ON mail_notices (notice_id);

-- How many mails were sent within an hour, of all kinds: to an address, by its hash, and altogether.
CREATE TABLE mail_hours (
    key  bytea NOT NULL CHECK (octet_length(key) = 32),
    hour timestamptz NOT NULL,
    sent integer NOT NULL CHECK (sent >= 0),
    PRIMARY KEY (key, hour)
);

-- Secret addresses of calendars, as hashes.
CREATE TABLE calendar_feeds (
    user_id    identifier PRIMARY KEY REFERENCES users ON DELETE CASCADE,
    token_hash bytea NOT NULL CONSTRAINT calendar_feeds_token_hash_key UNIQUE CHECK (octet_length(token_hash) = 32),
    created_at timestamptz NOT NULL
);

-- Signs the links that end mails. They open nothing else, and are good for as long as a mail is kept.
ALTER TABLE settings ADD COLUMN unsubscribe_key bytea NOT NULL
    DEFAULT decode(replace(gen_random_uuid()::text || gen_random_uuid()::text, '-', ''), 'hex')
    CHECK (octet_length(unsubscribe_key) = 32);
