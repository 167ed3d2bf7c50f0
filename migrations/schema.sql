-- What the migrations make together. Written by a test of internal/store (-update); for reading, never run.

CREATE DOMAIN identifier AS text CHECK ((VALUE ~ '^[a-z2-7]{20}$'::text));

CREATE TABLE invitations (
    id identifier NOT NULL,
    token_hash bytea NOT NULL,
    kind text NOT NULL,
    email text NOT NULL DEFAULT ''::text,
    invited_by identifier,
    created_at timestamp with time zone NOT NULL,
    expires_at timestamp with time zone NOT NULL,
    accepted_by identifier,
    accepted_at timestamp with time zone,
    CONSTRAINT invitations_accepted_by_fkey FOREIGN KEY (accepted_by) REFERENCES users(id) ON DELETE SET NULL,
    CONSTRAINT invitations_check CHECK (((kind = 'invitation'::text) OR (email <> ''::text))),
    CONSTRAINT invitations_email_check CHECK (((email = lower(email)) AND (char_length(email) <= 254))),
    CONSTRAINT invitations_invited_by_fkey FOREIGN KEY (invited_by) REFERENCES users(id) ON DELETE SET NULL,
    CONSTRAINT invitations_kind_check CHECK ((kind = ANY (ARRAY['invitation'::text, 'registration'::text]))),
    CONSTRAINT invitations_pkey PRIMARY KEY (id),
    CONSTRAINT invitations_token_hash_check CHECK ((octet_length(token_hash) = 32)),
    CONSTRAINT invitations_token_hash_key UNIQUE (token_hash)
);
CREATE INDEX invitations_created_at ON public.invitations USING btree (created_at DESC, id);

CREATE TABLE manuscript_commits (
    submission_id identifier NOT NULL,
    version bigint NOT NULL,
    ref identifier NOT NULL,
    client identifier NOT NULL,
    user_id identifier,
    base bigint NOT NULL,
    steps jsonb NOT NULL,
    kept jsonb,
    created_at timestamp with time zone NOT NULL DEFAULT now(),
    CONSTRAINT manuscript_commits_base_check CHECK ((base >= 0)),
    CONSTRAINT manuscript_commits_check CHECK ((base < version)),
    CONSTRAINT manuscript_commits_pkey PRIMARY KEY (submission_id, version),
    CONSTRAINT manuscript_commits_ref_key UNIQUE (submission_id, ref),
    CONSTRAINT manuscript_commits_submission_id_fkey FOREIGN KEY (submission_id) REFERENCES manuscripts(submission_id) ON DELETE CASCADE,
    CONSTRAINT manuscript_commits_user_id_fkey FOREIGN KEY (user_id) REFERENCES users(id) ON DELETE SET NULL,
    CONSTRAINT manuscript_commits_version_check CHECK ((version > 0))
);

CREATE TABLE manuscript_snapshots (
    submission_id identifier NOT NULL,
    version bigint NOT NULL,
    doc jsonb NOT NULL,
    created_at timestamp with time zone NOT NULL DEFAULT now(),
    CONSTRAINT manuscript_snapshots_pkey PRIMARY KEY (submission_id, version),
    CONSTRAINT manuscript_snapshots_submission_id_fkey FOREIGN KEY (submission_id) REFERENCES manuscripts(submission_id) ON DELETE CASCADE,
    CONSTRAINT manuscript_snapshots_version_check CHECK ((version >= 0))
);

CREATE TABLE manuscripts (
    submission_id identifier NOT NULL,
    head bigint NOT NULL DEFAULT 0,
    changed_at timestamp with time zone NOT NULL DEFAULT now(),
    schema integer NOT NULL,
    CONSTRAINT manuscripts_head_check CHECK ((head >= 0)),
    CONSTRAINT manuscripts_pkey PRIMARY KEY (submission_id),
    CONSTRAINT manuscripts_schema_check CHECK ((schema > 0)),
    CONSTRAINT manuscripts_submission_id_fkey FOREIGN KEY (submission_id) REFERENCES submissions(id) ON DELETE CASCADE
);

CREATE TABLE organization_logos (
    organization_id identifier NOT NULL,
    data bytea NOT NULL,
    format text NOT NULL,
    width integer NOT NULL,
    height integer NOT NULL,
    CONSTRAINT organization_logos_data_check CHECK ((octet_length(data) <= ((5 * 1024) * 1024))),
    CONSTRAINT organization_logos_format_check CHECK ((format = ANY (ARRAY['png'::text, 'jpeg'::text]))),
    CONSTRAINT organization_logos_height_check CHECK ((height > 0)),
    CONSTRAINT organization_logos_organization_id_fkey FOREIGN KEY (organization_id) REFERENCES organizations(id) ON DELETE CASCADE,
    CONSTRAINT organization_logos_pkey PRIMARY KEY (organization_id),
    CONSTRAINT organization_logos_width_check CHECK ((width > 0))
);

CREATE TABLE organization_members (
    user_id identifier NOT NULL,
    organization_id identifier NOT NULL,
    role text NOT NULL,
    CONSTRAINT organization_members_organization_id_fkey FOREIGN KEY (organization_id) REFERENCES organizations(id) ON DELETE CASCADE,
    CONSTRAINT organization_members_pkey PRIMARY KEY (user_id, organization_id),
    CONSTRAINT organization_members_role_check CHECK ((role = ANY (ARRAY['administrator'::text, 'member'::text]))),
    CONSTRAINT organization_members_user_id_fkey FOREIGN KEY (user_id) REFERENCES users(id) ON DELETE CASCADE
);
CREATE INDEX organization_members_organization_id ON public.organization_members USING btree (organization_id);

CREATE TABLE organizations (
    id identifier NOT NULL,
    name text NOT NULL,
    acronym text NOT NULL DEFAULT ''::text,
    city text NOT NULL DEFAULT ''::text,
    country text NOT NULL DEFAULT ''::text,
    founded integer NOT NULL DEFAULT 0,
    description text NOT NULL DEFAULT ''::text,
    consultative_status text NOT NULL DEFAULT ''::text,
    website text NOT NULL DEFAULT ''::text,
    email text NOT NULL DEFAULT ''::text,
    phone text NOT NULL DEFAULT ''::text,
    address text NOT NULL DEFAULT ''::text,
    example boolean NOT NULL DEFAULT false,
    updated_at timestamp with time zone NOT NULL DEFAULT now(),
    CONSTRAINT organizations_acronym_check CHECK ((char_length(acronym) <= 30)),
    CONSTRAINT organizations_address_check CHECK ((char_length(address) <= 500)),
    CONSTRAINT organizations_city_check CHECK ((char_length(city) <= 100)),
    CONSTRAINT organizations_consultative_status_check CHECK ((consultative_status = ANY (ARRAY[''::text, 'general'::text, 'special'::text, 'roster'::text]))),
    CONSTRAINT organizations_country_check CHECK ((country ~ '^([A-Z]{3})?$'::text)),
    CONSTRAINT organizations_description_check CHECK ((char_length(description) <= 3000)),
    CONSTRAINT organizations_email_check CHECK ((char_length(email) <= 254)),
    CONSTRAINT organizations_founded_check CHECK (((founded = 0) OR ((founded >= 1000) AND (founded <= 9999)))),
    CONSTRAINT organizations_name_check CHECK (((char_length(name) >= 1) AND (char_length(name) <= 300))),
    CONSTRAINT organizations_phone_check CHECK ((char_length(phone) <= 50)),
    CONSTRAINT organizations_pkey PRIMARY KEY (id),
    CONSTRAINT organizations_website_check CHECK ((char_length(website) <= 300))
);

CREATE TABLE password_resets (
    token_hash bytea NOT NULL,
    user_id identifier NOT NULL,
    expires_at timestamp with time zone NOT NULL,
    CONSTRAINT password_resets_pkey PRIMARY KEY (token_hash),
    CONSTRAINT password_resets_token_hash_check CHECK ((octet_length(token_hash) = 32)),
    CONSTRAINT password_resets_user_id_fkey FOREIGN KEY (user_id) REFERENCES users(id) ON DELETE CASCADE
);
CREATE INDEX password_resets_user_id ON public.password_resets USING btree (user_id);

CREATE TABLE schema_migrations (
    number integer NOT NULL,
    name text NOT NULL,
    applied_at timestamp with time zone NOT NULL DEFAULT now(),
    CONSTRAINT schema_migrations_pkey PRIMARY KEY (number)
);

CREATE TABLE sessions (
    token_hash bytea NOT NULL,
    user_id identifier NOT NULL,
    agent text NOT NULL DEFAULT ''::text,
    created_at timestamp with time zone NOT NULL,
    seen_at timestamp with time zone NOT NULL,
    expires_at timestamp with time zone NOT NULL,
    CONSTRAINT sessions_agent_check CHECK ((char_length(agent) <= 100)),
    CONSTRAINT sessions_pkey PRIMARY KEY (token_hash),
    CONSTRAINT sessions_token_hash_check CHECK ((octet_length(token_hash) = 32)),
    CONSTRAINT sessions_user_id_fkey FOREIGN KEY (user_id) REFERENCES users(id) ON DELETE CASCADE
);
CREATE INDEX sessions_expires_at ON public.sessions USING btree (expires_at);
CREATE INDEX sessions_user_id ON public.sessions USING btree (user_id);

CREATE TABLE settings (
    only_row boolean NOT NULL DEFAULT true,
    registration text NOT NULL DEFAULT 'invitation'::text,
    set_up boolean NOT NULL DEFAULT false,
    CONSTRAINT settings_only_row_check CHECK (only_row),
    CONSTRAINT settings_pkey PRIMARY KEY (only_row),
    CONSTRAINT settings_registration_check CHECK ((registration = ANY (ARRAY['open'::text, 'invitation'::text])))
);

CREATE TABLE setup_tokens (
    token_hash bytea NOT NULL,
    created_at timestamp with time zone NOT NULL,
    CONSTRAINT setup_tokens_pkey PRIMARY KEY (token_hash),
    CONSTRAINT setup_tokens_token_hash_check CHECK ((octet_length(token_hash) = 32))
);

CREATE TABLE submission_organizations (
    submission_id identifier NOT NULL,
    organization_id identifier NOT NULL,
    position integer NOT NULL,
    created_at timestamp with time zone NOT NULL DEFAULT now(),
    CONSTRAINT submission_organizations_organization_id_fkey FOREIGN KEY (organization_id) REFERENCES organizations(id) ON DELETE RESTRICT,
    CONSTRAINT submission_organizations_pkey PRIMARY KEY (submission_id, organization_id),
    CONSTRAINT submission_organizations_position_check CHECK (("position" >= 0)),
    CONSTRAINT submission_organizations_position_key UNIQUE (submission_id, "position"),
    CONSTRAINT submission_organizations_submission_id_fkey FOREIGN KEY (submission_id) REFERENCES submissions(id) ON DELETE CASCADE
);
CREATE INDEX submission_organizations_list ON public.submission_organizations USING btree (organization_id, created_at DESC, submission_id DESC);

CREATE TABLE submissions (
    id identifier NOT NULL,
    state text NOT NULL,
    session integer NOT NULL,
    cycle integer NOT NULL,
    kind text NOT NULL,
    language text NOT NULL,
    title text NOT NULL,
    keywords text[] NOT NULL DEFAULT '{}'::text[],
    deadline timestamp with time zone,
    deadline_source text NOT NULL DEFAULT ''::text,
    date date,
    rule_set text NOT NULL,
    ready text[] NOT NULL DEFAULT '{}'::text[],
    version bigint NOT NULL DEFAULT 1,
    created_by identifier,
    created_at timestamp with time zone NOT NULL DEFAULT now(),
    updated_at timestamp with time zone NOT NULL DEFAULT now(),
    CONSTRAINT submissions_check CHECK (((deadline IS NULL) = (deadline_source = ''::text))),
    CONSTRAINT submissions_created_by_fkey FOREIGN KEY (created_by) REFERENCES users(id) ON DELETE SET NULL,
    CONSTRAINT submissions_cycle_check CHECK (((cycle >= 1) AND (cycle <= 99))),
    CONSTRAINT submissions_deadline_source_check CHECK ((deadline_source = ANY (ARRAY[''::text, 'calendar'::text, 'own'::text]))),
    CONSTRAINT submissions_keywords_check CHECK ((cardinality(keywords) <= 30)),
    CONSTRAINT submissions_kind_check CHECK ((kind = ANY (ARRAY['individual'::text, 'joint'::text]))),
    CONSTRAINT submissions_language_check CHECK ((language = ANY (ARRAY['en'::text, 'fr'::text, 'es'::text, 'ar'::text, 'ru'::text, 'zh'::text]))),
    CONSTRAINT submissions_pkey PRIMARY KEY (id),
    CONSTRAINT submissions_ready_check CHECK ((cardinality(ready) <= 100)),
    CONSTRAINT submissions_rule_set_check CHECK (((char_length(rule_set) >= 1) AND (char_length(rule_set) <= 100))),
    CONSTRAINT submissions_session_check CHECK (((session >= 1) AND (session <= 999))),
    CONSTRAINT submissions_state_check CHECK ((state ~ '^[A-Z]{3}$'::text)),
    CONSTRAINT submissions_title_check CHECK (((char_length(title) >= 1) AND (char_length(title) <= 300))),
    CONSTRAINT submissions_version_check CHECK ((version > 0))
);

CREATE TABLE throttle (
    key bytea NOT NULL,
    failures integer NOT NULL,
    failed_at timestamp with time zone NOT NULL,
    CONSTRAINT throttle_failures_check CHECK ((failures > 0)),
    CONSTRAINT throttle_key_check CHECK ((octet_length(key) = 32)),
    CONSTRAINT throttle_pkey PRIMARY KEY (key)
);
CREATE INDEX throttle_failed_at ON public.throttle USING btree (failed_at);

CREATE TABLE users (
    id identifier NOT NULL,
    name text NOT NULL,
    email text NOT NULL,
    password_hash text NOT NULL,
    language text NOT NULL DEFAULT ''::text,
    timezone text NOT NULL DEFAULT ''::text,
    admin boolean NOT NULL DEFAULT false,
    created_at timestamp with time zone NOT NULL DEFAULT now(),
    CONSTRAINT users_email_check CHECK (((email = lower(email)) AND (char_length(email) <= 254))),
    CONSTRAINT users_email_key UNIQUE (email),
    CONSTRAINT users_language_check CHECK ((language = ANY (ARRAY[''::text, 'en'::text, 'fr'::text, 'es'::text]))),
    CONSTRAINT users_name_check CHECK (((char_length(name) >= 1) AND (char_length(name) <= 200))),
    CONSTRAINT users_pkey PRIMARY KEY (id),
    CONSTRAINT users_timezone_check CHECK ((char_length(timezone) <= 64))
);
CREATE INDEX users_created_at ON public.users USING btree (created_at, id);
