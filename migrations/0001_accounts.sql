-- People, how they sign in, the organizations they belong to, and the settings of this installation.
--
-- Secrets (session tokens, links) are kept as SHA-256 hashes: who reads this database cannot sign in with it.
-- No table holds an address of the network: who wrote from where can get somebody hurt.

CREATE DOMAIN identifier AS text COLLATE "C" CHECK (VALUE ~ '^[a-z2-7]{20}$');

CREATE TABLE users (
    id            identifier PRIMARY KEY,
    name          text NOT NULL CHECK (char_length(name) BETWEEN 1 AND 200),
    email         text NOT NULL CONSTRAINT users_email_key UNIQUE CHECK (email = lower(email) AND char_length(email) <= 254),
    password_hash text NOT NULL,
    language      text NOT NULL DEFAULT '' CHECK (language IN ('', 'en', 'fr', 'es', 'ar', 'ru', 'zh')),
    timezone      text NOT NULL DEFAULT '' CHECK (char_length(timezone) <= 64),
    admin         boolean NOT NULL DEFAULT false,
    created_at    timestamptz NOT NULL DEFAULT now()
);
CREATE INDEX users_created_at ON users (created_at, id);

CREATE TABLE sessions (
    token_hash bytea PRIMARY KEY CHECK (octet_length(token_hash) = 32),
    user_id    identifier NOT NULL REFERENCES users ON DELETE CASCADE,
    agent      text NOT NULL DEFAULT '' CHECK (char_length(agent) <= 100), -- "Firefox, Linux", for the person's own list
    created_at timestamptz NOT NULL,
    seen_at    timestamptz NOT NULL,
    expires_at timestamptz NOT NULL -- the absolute limit; the idle limit counts from seen_at
);
CREATE INDEX sessions_user_id ON sessions (user_id);
CREATE INDEX sessions_expires_at ON sessions (expires_at);

CREATE TABLE password_resets (
    token_hash bytea PRIMARY KEY CHECK (octet_length(token_hash) = 32),
    user_id    identifier NOT NULL REFERENCES users ON DELETE CASCADE,
    expires_at timestamptz NOT NULL
);
CREATE INDEX password_resets_user_id ON password_resets (user_id);

CREATE TABLE invitations (
    id          identifier PRIMARY KEY,
    token_hash  bytea NOT NULL CONSTRAINT invitations_token_hash_key UNIQUE CHECK (octet_length(token_hash) = 32),
    kind        text NOT NULL CHECK (kind IN ('invitation', 'registration')), -- registration: asked for by the person
    email       text NOT NULL DEFAULT '' CHECK (email = lower(email) AND char_length(email) <= 254), -- '': whoever holds the link
    invited_by  identifier REFERENCES users ON DELETE SET NULL,
    created_at  timestamptz NOT NULL,
    expires_at  timestamptz NOT NULL,
    accepted_by identifier REFERENCES users ON DELETE SET NULL,
    accepted_at timestamptz,
    CHECK (kind = 'invitation' OR email <> '')
);
CREATE INDEX invitations_created_at ON invitations (created_at DESC, id);

CREATE TABLE settings (
    only_row     boolean PRIMARY KEY DEFAULT true CHECK (only_row),
    registration text NOT NULL DEFAULT 'invitation' CHECK (registration IN ('open', 'invitation')),
    set_up       boolean NOT NULL DEFAULT false -- the first administrator's account was made
);
INSERT INTO settings DEFAULT VALUES;

-- Each start prints a set-up link until one of them is used; with several servers each prints its own.
CREATE TABLE setup_tokens (
    token_hash bytea PRIMARY KEY CHECK (octet_length(token_hash) = 32),
    created_at timestamptz NOT NULL
);

-- Failed attempts, by the hash of the account's address or of the name of a bucket: no list of who was tried.
CREATE TABLE throttle (
    key        bytea PRIMARY KEY CHECK (octet_length(key) = 32),
    failures   integer NOT NULL CHECK (failures > 0),
    failed_at  timestamptz NOT NULL
);
CREATE INDEX throttle_failed_at ON throttle (failed_at);

CREATE TABLE organizations (
    id                  identifier PRIMARY KEY,
    name                text NOT NULL CHECK (char_length(name) BETWEEN 1 AND 300),
    acronym             text NOT NULL DEFAULT '' CHECK (char_length(acronym) <= 30),
    city                text NOT NULL DEFAULT '' CHECK (char_length(city) <= 100),
    country             text NOT NULL DEFAULT '' CHECK (country ~ '^([A-Z]{3})?$'),
    founded             integer NOT NULL DEFAULT 0 CHECK (founded = 0 OR founded BETWEEN 1000 AND 9999),
    description         text NOT NULL DEFAULT '' CHECK (char_length(description) <= 3000),
    consultative_status text NOT NULL DEFAULT '' CHECK (consultative_status IN ('', 'general', 'special', 'roster')),
    website             text NOT NULL DEFAULT '' CHECK (char_length(website) <= 300),
    email               text NOT NULL DEFAULT '' CHECK (char_length(email) <= 254),
    phone               text NOT NULL DEFAULT '' CHECK (char_length(phone) <= 50),
    address             text NOT NULL DEFAULT '' CHECK (char_length(address) <= 500),
    example             boolean NOT NULL DEFAULT false,
    updated_at          timestamptz NOT NULL DEFAULT now()
);

-- Apart from organizations, so that a list of organizations never reads pictures.
CREATE TABLE organization_logos (
    organization_id identifier PRIMARY KEY REFERENCES organizations ON DELETE CASCADE,
    data            bytea NOT NULL CHECK (octet_length(data) <= 5 * 1024 * 1024),
    format          text NOT NULL CHECK (format IN ('png', 'jpeg')),
    width           integer NOT NULL CHECK (width > 0),
    height          integer NOT NULL CHECK (height > 0)
);

CREATE TABLE organization_members (
    user_id         identifier NOT NULL REFERENCES users ON DELETE CASCADE,
    organization_id identifier NOT NULL REFERENCES organizations ON DELETE CASCADE,
    role            text NOT NULL CHECK (role IN ('administrator', 'member')),
    PRIMARY KEY (user_id, organization_id)
);
CREATE INDEX organization_members_organization_id ON organization_members (organization_id);
