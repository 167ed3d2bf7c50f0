-- What the migrations make together. Written by a test of internal/store (-update); for reading, never run.

CREATE DOMAIN identifier AS text CHECK ((VALUE ~ '^[a-z2-7]{20}$'::text));

CREATE TABLE administration_log (
    id identifier NOT NULL,
    at timestamp with time zone NOT NULL,
    by_user identifier,
    kind text NOT NULL,
    before jsonb,
    after jsonb,
    CONSTRAINT administration_log_kind_check CHECK (((char_length(kind) >= 1) AND (char_length(kind) <= 40))),
    CONSTRAINT administration_log_pkey PRIMARY KEY (id)
);
CREATE INDEX administration_log_list ON public.administration_log USING btree (at DESC, id DESC);

CREATE TABLE assignments (
    id identifier NOT NULL,
    submission_id identifier NOT NULL,
    block text NOT NULL,
    user_id identifier,
    organization_id identifier,
    due date,
    note text NOT NULL DEFAULT ''::text,
    made_by identifier,
    made_at timestamp with time zone NOT NULL DEFAULT now(),
    done_by identifier,
    done_at timestamp with time zone,
    CONSTRAINT assignments_block_check CHECK (((char_length(block) >= 1) AND (char_length(block) <= 100))),
    CONSTRAINT assignments_check CHECK ((num_nonnulls(user_id, organization_id) = 1)),
    CONSTRAINT assignments_done_by_fkey FOREIGN KEY (done_by) REFERENCES users(id) ON DELETE SET NULL,
    CONSTRAINT assignments_made_by_fkey FOREIGN KEY (made_by) REFERENCES users(id) ON DELETE SET NULL,
    CONSTRAINT assignments_note_check CHECK ((char_length(note) <= 500)),
    CONSTRAINT assignments_organization_id_fkey FOREIGN KEY (organization_id) REFERENCES organizations(id) ON DELETE CASCADE,
    CONSTRAINT assignments_pkey PRIMARY KEY (id),
    CONSTRAINT assignments_submission_id_fkey FOREIGN KEY (submission_id) REFERENCES submissions(id) ON DELETE CASCADE,
    CONSTRAINT assignments_user_id_fkey FOREIGN KEY (user_id) REFERENCES users(id) ON DELETE CASCADE
);
CREATE INDEX assignments_list ON public.assignments USING btree (submission_id, made_at, id);

CREATE TABLE calendar_changes (
    id identifier NOT NULL,
    user_id identifier NOT NULL,
    changes jsonb NOT NULL,
    made_at timestamp with time zone NOT NULL,
    CONSTRAINT calendar_changes_pkey PRIMARY KEY (id),
    CONSTRAINT calendar_changes_user_id_fkey FOREIGN KEY (user_id) REFERENCES users(id) ON DELETE CASCADE
);
CREATE INDEX calendar_changes_age ON public.calendar_changes USING btree (made_at);

CREATE TABLE calendar_entries (
    id identifier NOT NULL,
    kind text NOT NULL,
    session integer NOT NULL,
    state text NOT NULL DEFAULT ''::text,
    instead integer NOT NULL DEFAULT 0,
    symbol text NOT NULL DEFAULT ''::text,
    starts date,
    ends date,
    day date,
    hour text NOT NULL DEFAULT ''::text,
    confidence text NOT NULL,
    source text NOT NULL,
    url text NOT NULL DEFAULT ''::text,
    made_by identifier,
    made_at timestamp with time zone NOT NULL,
    CONSTRAINT calendar_entries_check CHECK ((((kind = 'session'::text) = (starts IS NOT NULL)) AND ((kind = 'deadline'::text) = (day IS NOT NULL)) AND ((kind = 'review'::text) = (state <> ''::text)))),
    CONSTRAINT calendar_entries_check1 CHECK ((ends >= starts)),
    CONSTRAINT calendar_entries_confidence_check CHECK ((confidence = ANY (ARRAY['confirmed'::text, 'partly-confirmed'::text, 'conflicting'::text, 'unconfirmed'::text]))),
    CONSTRAINT calendar_entries_hour_check CHECK (((hour = ''::text) OR (hour ~ '^\d\d:\d\d$'::text))),
    CONSTRAINT calendar_entries_instead_check CHECK (((instead >= 0) AND (instead <= 999))),
    CONSTRAINT calendar_entries_kind_check CHECK ((kind = ANY (ARRAY['session'::text, 'review'::text, 'deadline'::text]))),
    CONSTRAINT calendar_entries_made_by_fkey FOREIGN KEY (made_by) REFERENCES users(id) ON DELETE SET NULL,
    CONSTRAINT calendar_entries_pkey PRIMARY KEY (id),
    CONSTRAINT calendar_entries_session_check CHECK (((session >= 1) AND (session <= 999))),
    CONSTRAINT calendar_entries_source_check CHECK (((char_length(source) >= 1) AND (char_length(source) <= 300))),
    CONSTRAINT calendar_entries_state_check CHECK (((state = ''::text) OR (state ~ '^[A-Z]{3}$'::text))),
    CONSTRAINT calendar_entries_symbol_check CHECK ((char_length(symbol) <= 50)),
    CONSTRAINT calendar_entries_url_check CHECK ((char_length(url) <= 500))
);
CREATE UNIQUE INDEX calendar_entries_key ON public.calendar_entries USING btree (kind, session, state);
CREATE INDEX calendar_entries_list ON public.calendar_entries USING btree (session, kind, state);

CREATE TABLE calendar_feeds (
    user_id identifier NOT NULL,
    token_hash bytea NOT NULL,
    created_at timestamp with time zone NOT NULL,
    CONSTRAINT calendar_feeds_pkey PRIMARY KEY (user_id),
    CONSTRAINT calendar_feeds_token_hash_check CHECK ((octet_length(token_hash) = 32)),
    CONSTRAINT calendar_feeds_token_hash_key UNIQUE (token_hash),
    CONSTRAINT calendar_feeds_user_id_fkey FOREIGN KEY (user_id) REFERENCES users(id) ON DELETE CASCADE
);

CREATE TABLE checklist_ticks (
    submission_id identifier NOT NULL,
    rule text NOT NULL,
    by_user identifier,
    at timestamp with time zone NOT NULL DEFAULT now(),
    text_sum bytea NOT NULL,
    CONSTRAINT checklist_ticks_by_user_fkey FOREIGN KEY (by_user) REFERENCES users(id) ON DELETE SET NULL,
    CONSTRAINT checklist_ticks_pkey PRIMARY KEY (submission_id, rule),
    CONSTRAINT checklist_ticks_rule_check CHECK (((char_length(rule) >= 1) AND (char_length(rule) <= 100))),
    CONSTRAINT checklist_ticks_submission_id_fkey FOREIGN KEY (submission_id) REFERENCES submissions(id) ON DELETE CASCADE,
    CONSTRAINT checklist_ticks_text_sum_check CHECK ((octet_length(text_sum) = 32))
);

CREATE TABLE comment_mentions (
    comment_id identifier NOT NULL,
    user_id identifier NOT NULL,
    read_at timestamp with time zone,
    CONSTRAINT comment_mentions_comment_id_fkey FOREIGN KEY (comment_id) REFERENCES comments(id) ON DELETE CASCADE,
    CONSTRAINT comment_mentions_pkey PRIMARY KEY (comment_id, user_id),
    CONSTRAINT comment_mentions_user_id_fkey FOREIGN KEY (user_id) REFERENCES users(id) ON DELETE CASCADE
);
CREATE INDEX comment_mentions_unread ON public.comment_mentions USING btree (user_id) WHERE (read_at IS NULL);

CREATE TABLE comment_threads (
    id identifier NOT NULL,
    submission_id identifier NOT NULL,
    block text NOT NULL,
    ranged boolean NOT NULL,
    version bigint NOT NULL,
    from_pos integer NOT NULL,
    to_pos integer NOT NULL,
    quote text NOT NULL,
    lost boolean NOT NULL DEFAULT false,
    shown text NOT NULL,
    part text NOT NULL,
    resolved_at timestamp with time zone,
    resolved_by identifier,
    created_at timestamp with time zone NOT NULL DEFAULT now(),
    CONSTRAINT comment_threads_block_check CHECK (((char_length(block) >= 1) AND (char_length(block) <= 100))),
    CONSTRAINT comment_threads_check CHECK ((to_pos >= from_pos)),
    CONSTRAINT comment_threads_from_pos_check CHECK ((from_pos >= 0)),
    CONSTRAINT comment_threads_part_check CHECK ((char_length(part) <= 100)),
    CONSTRAINT comment_threads_pkey PRIMARY KEY (id),
    CONSTRAINT comment_threads_quote_check CHECK ((char_length(quote) <= 1000)),
    CONSTRAINT comment_threads_resolved_by_fkey FOREIGN KEY (resolved_by) REFERENCES users(id) ON DELETE SET NULL,
    CONSTRAINT comment_threads_shown_check CHECK ((char_length(shown) <= 100)),
    CONSTRAINT comment_threads_submission_id_fkey FOREIGN KEY (submission_id) REFERENCES submissions(id) ON DELETE CASCADE,
    CONSTRAINT comment_threads_version_check CHECK ((version >= 0))
);
CREATE INDEX comment_threads_submission_id ON public.comment_threads USING btree (submission_id, from_pos, created_at);

CREATE TABLE comments (
    id identifier NOT NULL,
    thread_id identifier NOT NULL,
    user_id identifier,
    reader text NOT NULL DEFAULT ''::text,
    body text NOT NULL,
    created_at timestamp with time zone NOT NULL DEFAULT now(),
    edited_at timestamp with time zone,
    deleted_at timestamp with time zone,
    link_id identifier,
    visit_id identifier,
    CONSTRAINT comments_body_check CHECK ((char_length(body) <= 5000)),
    CONSTRAINT comments_check CHECK (((body = ''::text) = (deleted_at IS NOT NULL))),
    CONSTRAINT comments_check1 CHECK (((reader = ''::text) OR (user_id IS NULL))),
    CONSTRAINT comments_link_id_fkey FOREIGN KEY (link_id) REFERENCES reader_links(id) ON DELETE SET NULL,
    CONSTRAINT comments_pkey PRIMARY KEY (id),
    CONSTRAINT comments_reader_check CHECK ((char_length(reader) <= 200)),
    CONSTRAINT comments_thread_id_fkey FOREIGN KEY (thread_id) REFERENCES comment_threads(id) ON DELETE CASCADE,
    CONSTRAINT comments_user_id_fkey FOREIGN KEY (user_id) REFERENCES users(id) ON DELETE SET NULL
);
CREATE INDEX comments_link_id ON public.comments USING btree (link_id, created_at) WHERE (link_id IS NOT NULL);
CREATE INDEX comments_thread_id ON public.comments USING btree (thread_id, created_at, id);
CREATE INDEX comments_user_id ON public.comments USING btree (user_id, created_at);

CREATE TABLE consents (
    id identifier NOT NULL,
    submission_id identifier NOT NULL,
    label text NOT NULL,
    extent text NOT NULL,
    terms text NOT NULL,
    obtainer text NOT NULL,
    obtained date,
    kept text NOT NULL,
    review date,
    names text[] NOT NULL DEFAULT '{}'::text[],
    version bigint NOT NULL DEFAULT 1,
    changed_by identifier,
    changed_at timestamp with time zone NOT NULL DEFAULT now(),
    seen_by identifier,
    seen_at timestamp with time zone,
    CONSTRAINT consents_changed_by_fkey FOREIGN KEY (changed_by) REFERENCES users(id) ON DELETE SET NULL,
    CONSTRAINT consents_check CHECK ((review >= obtained)),
    CONSTRAINT consents_check1 CHECK (((extent = 'public'::text) OR (obtained IS NOT NULL))),
    CONSTRAINT consents_check2 CHECK (((seen_by IS NULL) OR (seen_at IS NOT NULL))),
    CONSTRAINT consents_check3 CHECK (((seen_by)::text <> (changed_by)::text)),
    CONSTRAINT consents_extent_check CHECK ((extent = ANY (ARRAY['named'::text, 'partly'::text, 'anonymous'::text, 'withdrawn'::text, 'public'::text]))),
    CONSTRAINT consents_kept_check CHECK ((char_length(kept) <= 2000)),
    CONSTRAINT consents_label_check CHECK (((char_length(label) >= 1) AND (char_length(label) <= 100))),
    CONSTRAINT consents_names_check CHECK ((cardinality(names) <= 50)),
    CONSTRAINT consents_obtainer_check CHECK ((char_length(obtainer) <= 2000)),
    CONSTRAINT consents_pkey PRIMARY KEY (id),
    CONSTRAINT consents_seen_by_fkey FOREIGN KEY (seen_by) REFERENCES users(id) ON DELETE SET NULL,
    CONSTRAINT consents_submission_id_fkey FOREIGN KEY (submission_id) REFERENCES submissions(id) ON DELETE CASCADE,
    CONSTRAINT consents_submission_id_label_key UNIQUE (submission_id, label),
    CONSTRAINT consents_terms_check CHECK (((char_length(terms) >= 1) AND (char_length(terms) <= 2000))),
    CONSTRAINT consents_version_check CHECK ((version > 0))
);

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

CREATE TABLE mail_hours (
    key bytea NOT NULL,
    hour timestamp with time zone NOT NULL,
    sent integer NOT NULL,
    CONSTRAINT mail_hours_key_check CHECK ((octet_length(key) = 32)),
    CONSTRAINT mail_hours_pkey PRIMARY KEY (key, hour),
    CONSTRAINT mail_hours_sent_check CHECK ((sent >= 0))
);

CREATE TABLE mail_notices (
    mail_id identifier NOT NULL,
    notice_id identifier NOT NULL,
    CONSTRAINT mail_notices_mail_id_fkey FOREIGN KEY (mail_id) REFERENCES mails(id) ON DELETE CASCADE,
    CONSTRAINT mail_notices_notice_id_fkey FOREIGN KEY (notice_id) REFERENCES notices(id) ON DELETE CASCADE,
    CONSTRAINT mail_notices_pkey PRIMARY KEY (mail_id, notice_id)
);
CREATE INDEX mail_notices_notice_id ON public.mail_notices USING btree (notice_id);

CREATE TABLE mails (
    id identifier NOT NULL,
    user_id identifier NOT NULL,
    daily boolean NOT NULL,
    due_at timestamp with time zone NOT NULL,
    taken_until timestamp with time zone,
    tries integer NOT NULL DEFAULT 0,
    answer integer NOT NULL DEFAULT 0,
    created_at timestamp with time zone NOT NULL,
    sent_at timestamp with time zone,
    failed_at timestamp with time zone,
    CONSTRAINT mails_check CHECK (((sent_at IS NULL) OR (failed_at IS NULL))),
    CONSTRAINT mails_pkey PRIMARY KEY (id),
    CONSTRAINT mails_tries_check CHECK ((tries >= 0)),
    CONSTRAINT mails_user_id_fkey FOREIGN KEY (user_id) REFERENCES users(id) ON DELETE CASCADE
);
CREATE INDEX mails_due_at ON public.mails USING btree (due_at) WHERE ((sent_at IS NULL) AND (failed_at IS NULL));
CREATE UNIQUE INDEX mails_waiting ON public.mails USING btree (user_id, daily) WHERE ((sent_at IS NULL) AND (failed_at IS NULL));

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

CREATE TABLE manuscript_revisions (
    submission_id identifier NOT NULL,
    number integer NOT NULL,
    version bigint NOT NULL,
    name text NOT NULL,
    made_by identifier,
    made_at timestamp with time zone NOT NULL DEFAULT now(),
    sha256 bytea NOT NULL,
    CONSTRAINT manuscript_revisions_made_by_fkey FOREIGN KEY (made_by) REFERENCES users(id) ON DELETE SET NULL,
    CONSTRAINT manuscript_revisions_name_check CHECK (((char_length(name) >= 1) AND (char_length(name) <= 200))),
    CONSTRAINT manuscript_revisions_number_check CHECK ((number > 0)),
    CONSTRAINT manuscript_revisions_pkey PRIMARY KEY (submission_id, number),
    CONSTRAINT manuscript_revisions_sha256_check CHECK ((octet_length(sha256) = 32)),
    CONSTRAINT manuscript_revisions_submission_id_fkey FOREIGN KEY (submission_id) REFERENCES manuscripts(submission_id) ON DELETE CASCADE,
    CONSTRAINT manuscript_revisions_version_check CHECK ((version >= 0))
);

CREATE TABLE manuscript_sitting_writers (
    submission_id identifier NOT NULL,
    first bigint NOT NULL,
    user_id identifier NOT NULL,
    CONSTRAINT manuscript_sitting_writers_pkey PRIMARY KEY (submission_id, first, user_id),
    CONSTRAINT manuscript_sitting_writers_submission_id_first_fkey FOREIGN KEY (submission_id, first) REFERENCES manuscript_sittings(submission_id, first) ON DELETE CASCADE,
    CONSTRAINT manuscript_sitting_writers_user_id_fkey FOREIGN KEY (user_id) REFERENCES users(id) ON DELETE CASCADE
);

CREATE TABLE manuscript_sittings (
    submission_id identifier NOT NULL,
    first bigint NOT NULL,
    last bigint NOT NULL,
    began timestamp with time zone NOT NULL,
    ended timestamp with time zone NOT NULL,
    commits integer NOT NULL,
    CONSTRAINT manuscript_sittings_check CHECK (((first <= last) AND (began <= ended))),
    CONSTRAINT manuscript_sittings_commits_check CHECK ((commits > 0)),
    CONSTRAINT manuscript_sittings_first_check CHECK ((first > 0)),
    CONSTRAINT manuscript_sittings_pkey PRIMARY KEY (submission_id, first),
    CONSTRAINT manuscript_sittings_submission_id_fkey FOREIGN KEY (submission_id) REFERENCES manuscripts(submission_id) ON DELETE CASCADE
);

CREATE TABLE manuscript_snapshots (
    submission_id identifier NOT NULL,
    version bigint NOT NULL,
    doc jsonb NOT NULL,
    created_at timestamp with time zone NOT NULL DEFAULT now(),
    authors jsonb,
    reached_at timestamp with time zone,
    reached_by identifier,
    CONSTRAINT manuscript_snapshots_check CHECK (((authors IS NOT NULL) OR (version = 0))),
    CONSTRAINT manuscript_snapshots_pkey PRIMARY KEY (submission_id, version),
    CONSTRAINT manuscript_snapshots_reached_by_fkey FOREIGN KEY (reached_by) REFERENCES users(id) ON DELETE SET NULL,
    CONSTRAINT manuscript_snapshots_submission_id_fkey FOREIGN KEY (submission_id) REFERENCES manuscripts(submission_id) ON DELETE CASCADE,
    CONSTRAINT manuscript_snapshots_version_check CHECK ((version >= 0))
);

CREATE TABLE manuscripts (
    submission_id identifier NOT NULL,
    head bigint NOT NULL DEFAULT 0,
    changed_at timestamp with time zone NOT NULL DEFAULT now(),
    schema integer NOT NULL,
    epoch text NOT NULL DEFAULT replace((gen_random_uuid())::text, '-'::text, ''::text),
    final integer,
    floor bigint NOT NULL DEFAULT 0,
    compacted_at timestamp with time zone,
    CONSTRAINT manuscripts_check CHECK (((floor >= 0) AND (floor <= head))),
    CONSTRAINT manuscripts_check1 CHECK (((floor = 0) = (compacted_at IS NULL))),
    CONSTRAINT manuscripts_epoch_check CHECK ((char_length(epoch) = 32)),
    CONSTRAINT manuscripts_final_check CHECK ((final > 0)),
    CONSTRAINT manuscripts_head_check CHECK ((head >= 0)),
    CONSTRAINT manuscripts_pkey PRIMARY KEY (submission_id),
    CONSTRAINT manuscripts_schema_check CHECK ((schema > 0)),
    CONSTRAINT manuscripts_submission_id_fkey FOREIGN KEY (submission_id) REFERENCES submissions(id) ON DELETE CASCADE
);

CREATE TABLE naming_confirmations (
    submission_id identifier NOT NULL,
    user_id identifier NOT NULL,
    version bigint NOT NULL,
    confirmed_at timestamp with time zone NOT NULL DEFAULT now(),
    CONSTRAINT naming_confirmations_pkey PRIMARY KEY (submission_id, user_id),
    CONSTRAINT naming_confirmations_submission_id_fkey FOREIGN KEY (submission_id) REFERENCES submissions(id) ON DELETE CASCADE,
    CONSTRAINT naming_confirmations_user_id_fkey FOREIGN KEY (user_id) REFERENCES users(id) ON DELETE CASCADE,
    CONSTRAINT naming_confirmations_version_check CHECK ((version >= 0))
);

CREATE TABLE notice_choices (
    user_id identifier NOT NULL,
    kind text NOT NULL,
    pace text NOT NULL,
    CONSTRAINT notice_choices_kind_check CHECK ((char_length(kind) <= 20)),
    CONSTRAINT notice_choices_pace_check CHECK ((pace = ANY (ARRAY['once'::text, 'daily'::text, 'never'::text]))),
    CONSTRAINT notice_choices_pkey PRIMARY KEY (user_id, kind),
    CONSTRAINT notice_choices_user_id_fkey FOREIGN KEY (user_id) REFERENCES users(id) ON DELETE CASCADE
);

CREATE TABLE notices (
    id identifier NOT NULL,
    user_id identifier NOT NULL,
    submission_id identifier,
    organization_id identifier,
    kind text NOT NULL,
    by_user identifier,
    ref text NOT NULL DEFAULT ''::text,
    once text NOT NULL DEFAULT ''::text,
    created_at timestamp with time zone NOT NULL DEFAULT now(),
    read_at timestamp with time zone,
    daily boolean NOT NULL DEFAULT false,
    mail_due timestamp with time zone,
    CONSTRAINT notices_by_user_fkey FOREIGN KEY (by_user) REFERENCES users(id) ON DELETE SET NULL,
    CONSTRAINT notices_check CHECK ((num_nonnulls(submission_id, organization_id) = 1)),
    CONSTRAINT notices_kind_check CHECK ((kind ~ '^[a-z-]{1,20}$'::text)),
    CONSTRAINT notices_once_check CHECK ((char_length(once) <= 200)),
    CONSTRAINT notices_organization_id_fkey FOREIGN KEY (organization_id) REFERENCES organizations(id) ON DELETE CASCADE,
    CONSTRAINT notices_pkey PRIMARY KEY (id),
    CONSTRAINT notices_ref_check CHECK ((char_length(ref) <= 100)),
    CONSTRAINT notices_submission_id_fkey FOREIGN KEY (submission_id) REFERENCES submissions(id) ON DELETE CASCADE,
    CONSTRAINT notices_user_id_fkey FOREIGN KEY (user_id) REFERENCES users(id) ON DELETE CASCADE
);
CREATE INDEX notices_list ON public.notices USING btree (user_id, created_at DESC, id DESC);
CREATE INDEX notices_mail_due ON public.notices USING btree (mail_due) WHERE (mail_due IS NOT NULL);
CREATE UNIQUE INDEX notices_once ON public.notices USING btree (user_id, once) WHERE (once <> ''::text);
CREATE UNIQUE INDEX notices_unread ON public.notices USING btree (user_id, kind, COALESCE((submission_id)::text, (organization_id)::text), ref) WHERE ((read_at IS NULL) AND (once = ''::text));

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
    type text NOT NULL DEFAULT ''::text,
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
    CONSTRAINT organizations_type_check CHECK ((type = ANY (ARRAY[''::text, 'nhri-a'::text, 'nhri'::text, 'regional'::text]))),
    CONSTRAINT organizations_website_check CHECK ((char_length(website) <= 300))
);

CREATE TABLE part_locks (
    submission_id identifier NOT NULL,
    part text NOT NULL,
    locked_by identifier,
    coordinated boolean NOT NULL,
    locked_at timestamp with time zone NOT NULL DEFAULT now(),
    CONSTRAINT part_locks_locked_by_fkey FOREIGN KEY (locked_by) REFERENCES users(id) ON DELETE SET NULL,
    CONSTRAINT part_locks_part_check CHECK (((char_length(part) >= 1) AND (char_length(part) <= 100))),
    CONSTRAINT part_locks_pkey PRIMARY KEY (submission_id, part),
    CONSTRAINT part_locks_submission_id_fkey FOREIGN KEY (submission_id) REFERENCES submissions(id) ON DELETE CASCADE
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

CREATE TABLE people_invitation_tokens (
    token_hash bytea NOT NULL,
    invitation_id identifier NOT NULL,
    replaced boolean NOT NULL DEFAULT false,
    CONSTRAINT people_invitation_tokens_invitation_id_fkey FOREIGN KEY (invitation_id) REFERENCES people_invitations(id) ON DELETE CASCADE,
    CONSTRAINT people_invitation_tokens_pkey PRIMARY KEY (token_hash),
    CONSTRAINT people_invitation_tokens_token_hash_check CHECK ((octet_length(token_hash) = 32))
);
CREATE INDEX people_invitation_tokens_invitation_id ON public.people_invitation_tokens USING btree (invitation_id);

CREATE TABLE people_invitations (
    id identifier NOT NULL,
    submission_id identifier,
    organization_id identifier,
    organization_name text NOT NULL DEFAULT ''::text,
    role text NOT NULL,
    email text NOT NULL DEFAULT ''::text,
    ends_at timestamp with time zone,
    note text NOT NULL DEFAULT ''::text,
    invited_by identifier,
    created_at timestamp with time zone NOT NULL,
    expires_at timestamp with time zone NOT NULL,
    accepted_by identifier,
    accepted_at timestamp with time zone,
    withdrawn_at timestamp with time zone,
    CONSTRAINT people_invitations_accepted_by_fkey FOREIGN KEY (accepted_by) REFERENCES users(id) ON DELETE SET NULL,
    CONSTRAINT people_invitations_check CHECK (
CASE
    WHEN (submission_id IS NULL) THEN ((organization_id IS NOT NULL) AND (role = ANY (ARRAY['member'::text, 'administrator'::text])))
    ELSE (role = ANY (ARRAY['reader'::text, 'commenter'::text, 'suggester'::text, 'editor'::text, 'coordinator'::text]))
END),
    CONSTRAINT people_invitations_check1 CHECK (((accepted_at IS NULL) OR (withdrawn_at IS NULL))),
    CONSTRAINT people_invitations_email_check CHECK (((email = lower(email)) AND (char_length(email) <= 254))),
    CONSTRAINT people_invitations_invited_by_fkey FOREIGN KEY (invited_by) REFERENCES users(id) ON DELETE SET NULL,
    CONSTRAINT people_invitations_note_check CHECK ((char_length(note) <= 500)),
    CONSTRAINT people_invitations_organization_id_fkey FOREIGN KEY (organization_id) REFERENCES organizations(id) ON DELETE CASCADE,
    CONSTRAINT people_invitations_organization_name_check CHECK ((char_length(organization_name) <= 300)),
    CONSTRAINT people_invitations_pkey PRIMARY KEY (id),
    CONSTRAINT people_invitations_submission_id_fkey FOREIGN KEY (submission_id) REFERENCES submissions(id) ON DELETE CASCADE
);
CREATE INDEX people_invitations_organization_id ON public.people_invitations USING btree (organization_id, created_at DESC, id);
CREATE INDEX people_invitations_submission_id ON public.people_invitations USING btree (submission_id, created_at DESC, id);

CREATE TABLE previous_imports (
    id identifier NOT NULL,
    submission_id identifier NOT NULL,
    user_id identifier NOT NULL,
    found jsonb,
    made_at timestamp with time zone NOT NULL DEFAULT now(),
    name text NOT NULL DEFAULT ''::text,
    file bytea,
    read_rows integer NOT NULL DEFAULT 0,
    seen_at timestamp with time zone NOT NULL DEFAULT now(),
    failure text NOT NULL DEFAULT ''::text,
    CONSTRAINT previous_imports_failure_check CHECK ((char_length(failure) <= 100)),
    CONSTRAINT previous_imports_file_check CHECK ((octet_length(file) <= ((8 * 1024) * 1024))),
    CONSTRAINT previous_imports_name_check CHECK ((char_length(name) <= 100)),
    CONSTRAINT previous_imports_pkey PRIMARY KEY (id),
    CONSTRAINT previous_imports_read_rows_check CHECK ((read_rows >= 0)),
    CONSTRAINT previous_imports_submission_id_fkey FOREIGN KEY (submission_id) REFERENCES submissions(id) ON DELETE CASCADE,
    CONSTRAINT previous_imports_user_id_fkey FOREIGN KEY (user_id) REFERENCES users(id) ON DELETE CASCADE
);
CREATE INDEX previous_imports_age ON public.previous_imports USING btree (made_at);
CREATE INDEX previous_imports_own ON public.previous_imports USING btree (submission_id, user_id);

CREATE TABLE previous_recommendations (
    id text NOT NULL,
    submission_id identifier NOT NULL,
    identity text NOT NULL,
    position integer NOT NULL,
    symbol text NOT NULL,
    number text NOT NULL,
    cycle integer NOT NULL,
    text text NOT NULL,
    states text[] NOT NULL,
    answer text NOT NULL,
    themes text[] NOT NULL,
    groups text[] NOT NULL,
    sdgs integer[] NOT NULL,
    language text NOT NULL,
    assessed text NOT NULL,
    evidence text NOT NULL,
    comment text NOT NULL,
    paragraphs text[] NOT NULL,
    search tsvector NOT NULL,
    CONSTRAINT previous_recommendations_answer_check CHECK ((answer = ANY (ARRAY[''::text, 'supported'::text, 'noted'::text, 'partly'::text, 'pending'::text]))),
    CONSTRAINT previous_recommendations_assessed_check CHECK ((assessed = ANY (ARRAY[''::text, 'implemented'::text, 'in-part'::text, 'not-implemented'::text, 'reversed'::text, 'no-information'::text]))),
    CONSTRAINT previous_recommendations_comment_check CHECK ((char_length(comment) <= 20000)),
    CONSTRAINT previous_recommendations_cycle_check CHECK (((cycle >= 0) AND (cycle <= 99))),
    CONSTRAINT previous_recommendations_evidence_check CHECK ((char_length(evidence) <= 20000)),
    CONSTRAINT previous_recommendations_groups_check CHECK ((cardinality(groups) <= 200)),
    CONSTRAINT previous_recommendations_id_check CHECK (((char_length(id) >= 1) AND (char_length(id) <= 500))),
    CONSTRAINT previous_recommendations_identity_check CHECK (((char_length(identity) >= 1) AND (char_length(identity) <= 1100))),
    CONSTRAINT previous_recommendations_language_check CHECK ((language = ANY (ARRAY[''::text, 'en'::text, 'fr'::text, 'es'::text, 'ar'::text, 'ru'::text, 'zh'::text]))),
    CONSTRAINT previous_recommendations_number_check CHECK ((char_length(number) <= 500)),
    CONSTRAINT previous_recommendations_paragraphs_check CHECK ((cardinality(paragraphs) <= 200)),
    CONSTRAINT previous_recommendations_pkey PRIMARY KEY (submission_id, id),
    CONSTRAINT previous_recommendations_position_check CHECK (("position" >= 0)),
    CONSTRAINT previous_recommendations_sdgs_check CHECK ((cardinality(sdgs) <= 17)),
    CONSTRAINT previous_recommendations_states_check CHECK ((cardinality(states) <= 200)),
    CONSTRAINT previous_recommendations_submission_id_fkey FOREIGN KEY (submission_id) REFERENCES submissions(id) ON DELETE CASCADE,
    CONSTRAINT previous_recommendations_symbol_check CHECK ((char_length(symbol) <= 500)),
    CONSTRAINT previous_recommendations_text_check CHECK (((char_length(text) >= 1) AND (char_length(text) <= 20000))),
    CONSTRAINT previous_recommendations_themes_check CHECK ((cardinality(themes) <= 200))
);
CREATE UNIQUE INDEX previous_recommendations_identity_key ON public.previous_recommendations USING btree (submission_id, identity);
CREATE INDEX previous_recommendations_list ON public.previous_recommendations USING btree (submission_id, "position", id);
CREATE INDEX previous_recommendations_search ON public.previous_recommendations USING gin (search);

CREATE TABLE reader_link_events (
    link_id identifier NOT NULL,
    kind text NOT NULL,
    at timestamp with time zone NOT NULL DEFAULT clock_timestamp(),
    CONSTRAINT reader_link_events_kind_check CHECK ((kind = ANY (ARRAY['open'::text, 'read'::text, 'pdf'::text, 'comment'::text]))),
    CONSTRAINT reader_link_events_link_id_fkey FOREIGN KEY (link_id) REFERENCES reader_links(id) ON DELETE CASCADE
);
CREATE INDEX reader_link_events_link_id ON public.reader_link_events USING btree (link_id, at DESC);

CREATE TABLE reader_link_tokens (
    token_hash bytea NOT NULL,
    link_id identifier NOT NULL,
    CONSTRAINT reader_link_tokens_link_id_fkey FOREIGN KEY (link_id) REFERENCES reader_links(id) ON DELETE CASCADE,
    CONSTRAINT reader_link_tokens_pkey PRIMARY KEY (token_hash),
    CONSTRAINT reader_link_tokens_token_hash_check CHECK ((octet_length(token_hash) = 32))
);
CREATE INDEX reader_link_tokens_link_id ON public.reader_link_tokens USING btree (link_id);

CREATE TABLE reader_links (
    id identifier NOT NULL,
    submission_id identifier NOT NULL,
    kind text NOT NULL,
    label text NOT NULL,
    revision integer,
    others boolean NOT NULL DEFAULT false,
    phrase_hash text NOT NULL DEFAULT ''::text,
    max_uses integer,
    uses integer NOT NULL DEFAULT 0,
    made_by identifier,
    created_at timestamp with time zone NOT NULL DEFAULT now(),
    ends_at timestamp with time zone,
    withdrawn_at timestamp with time zone,
    CONSTRAINT reader_links_check CHECK (((uses >= 0) AND ((max_uses IS NULL) OR (uses <= max_uses)))),
    CONSTRAINT reader_links_kind_check CHECK ((kind = ANY (ARRAY['pdf'::text, 'read'::text, 'comment'::text]))),
    CONSTRAINT reader_links_label_check CHECK (((char_length(label) >= 1) AND (char_length(label) <= 120))),
    CONSTRAINT reader_links_made_by_fkey FOREIGN KEY (made_by) REFERENCES users(id) ON DELETE SET NULL,
    CONSTRAINT reader_links_max_uses_check CHECK (((max_uses >= 1) AND (max_uses <= 1000))),
    CONSTRAINT reader_links_pkey PRIMARY KEY (id),
    CONSTRAINT reader_links_submission_id_fkey FOREIGN KEY (submission_id) REFERENCES submissions(id) ON DELETE CASCADE,
    CONSTRAINT reader_links_submission_id_revision_fkey FOREIGN KEY (submission_id, revision) REFERENCES manuscript_revisions(submission_id, number) ON DELETE CASCADE
);
CREATE INDEX reader_links_submission_id ON public.reader_links USING btree (submission_id, created_at DESC, id);

CREATE TABLE reader_visits (
    id identifier NOT NULL,
    link_id identifier NOT NULL,
    token_hash bytea NOT NULL,
    name text NOT NULL DEFAULT ''::text,
    ends_at timestamp with time zone NOT NULL,
    CONSTRAINT reader_visits_link_id_fkey FOREIGN KEY (link_id) REFERENCES reader_links(id) ON DELETE CASCADE,
    CONSTRAINT reader_visits_name_check CHECK ((char_length(name) <= 200)),
    CONSTRAINT reader_visits_pkey PRIMARY KEY (id),
    CONSTRAINT reader_visits_token_hash_check CHECK ((octet_length(token_hash) = 32)),
    CONSTRAINT reader_visits_token_hash_key UNIQUE (token_hash)
);
CREATE INDEX reader_visits_ends_at ON public.reader_visits USING btree (ends_at);
CREATE INDEX reader_visits_link_id ON public.reader_visits USING btree (link_id);

CREATE TABLE record_chains (
    submission_id identifier NOT NULL,
    length bigint NOT NULL,
    sum bytea NOT NULL,
    CONSTRAINT record_chains_length_check CHECK ((length >= 0)),
    CONSTRAINT record_chains_pkey PRIMARY KEY (submission_id),
    CONSTRAINT record_chains_submission_id_fkey FOREIGN KEY (submission_id) REFERENCES submissions(id) ON DELETE CASCADE,
    CONSTRAINT record_chains_sum_check CHECK ((octet_length(sum) = 32))
);

CREATE TABLE record_entries (
    submission_id identifier NOT NULL,
    number bigint NOT NULL,
    at timestamp with time zone NOT NULL,
    kind text NOT NULL,
    by_user identifier,
    person identifier,
    organization_id identifier,
    ref text NOT NULL,
    value text NOT NULL,
    sum bytea NOT NULL,
    CONSTRAINT record_entries_kind_check CHECK (((char_length(kind) >= 1) AND (char_length(kind) <= 40))),
    CONSTRAINT record_entries_number_check CHECK ((number > 0)),
    CONSTRAINT record_entries_pkey PRIMARY KEY (submission_id, number),
    CONSTRAINT record_entries_ref_check CHECK ((char_length(ref) <= 100)),
    CONSTRAINT record_entries_submission_id_fkey FOREIGN KEY (submission_id) REFERENCES record_chains(submission_id) ON DELETE CASCADE,
    CONSTRAINT record_entries_sum_check CHECK ((octet_length(sum) = 32)),
    CONSTRAINT record_entries_value_check CHECK ((char_length(value) <= 100))
);

CREATE TABLE related_submissions (
    id identifier NOT NULL,
    one_id identifier NOT NULL,
    other_id identifier NOT NULL,
    made_by identifier,
    made_at timestamp with time zone NOT NULL DEFAULT now(),
    CONSTRAINT related_submissions_check CHECK ((((one_id)::text COLLATE "C") < ((other_id)::text COLLATE "C"))),
    CONSTRAINT related_submissions_made_by_fkey FOREIGN KEY (made_by) REFERENCES users(id) ON DELETE SET NULL,
    CONSTRAINT related_submissions_one_id_fkey FOREIGN KEY (one_id) REFERENCES submissions(id) ON DELETE CASCADE,
    CONSTRAINT related_submissions_one_id_other_id_key UNIQUE (one_id, other_id),
    CONSTRAINT related_submissions_other_id_fkey FOREIGN KEY (other_id) REFERENCES submissions(id) ON DELETE CASCADE,
    CONSTRAINT related_submissions_pkey PRIMARY KEY (id)
);
CREATE INDEX related_submissions_other ON public.related_submissions USING btree (other_id);

CREATE TABLE rule_set_choices (
    set_id text NOT NULL,
    number integer NOT NULL,
    version integer NOT NULL,
    by_user identifier,
    own boolean NOT NULL,
    at timestamp with time zone NOT NULL DEFAULT now(),
    CONSTRAINT rule_set_choices_by_user_fkey FOREIGN KEY (by_user) REFERENCES users(id) ON DELETE SET NULL,
    CONSTRAINT rule_set_choices_number_check CHECK ((number > 0)),
    CONSTRAINT rule_set_choices_pkey PRIMARY KEY (set_id, number),
    CONSTRAINT rule_set_choices_set_id_version_fkey FOREIGN KEY (set_id, version) REFERENCES rule_set_versions(set_id, version)
);

CREATE TABLE rule_set_versions (
    set_id text NOT NULL,
    version integer NOT NULL,
    content text NOT NULL,
    sum bytea NOT NULL,
    origin text NOT NULL,
    base integer,
    made_by identifier,
    made_at timestamp with time zone NOT NULL DEFAULT now(),
    CONSTRAINT rule_set_versions_content_check CHECK (((octet_length(content) >= 2) AND (octet_length(content) <= 1048576))),
    CONSTRAINT rule_set_versions_made_by_fkey FOREIGN KEY (made_by) REFERENCES users(id) ON DELETE SET NULL,
    CONSTRAINT rule_set_versions_origin_check CHECK ((origin = ANY (ARRAY['program'::text, 'folder'::text, 'upload'::text, 'change'::text]))),
    CONSTRAINT rule_set_versions_pkey PRIMARY KEY (set_id, version),
    CONSTRAINT rule_set_versions_set_id_check CHECK ((set_id ~ '^[a-z0-9-]{1,100}$'::text)),
    CONSTRAINT rule_set_versions_set_id_sum_key UNIQUE (set_id, sum),
    CONSTRAINT rule_set_versions_sum_check CHECK ((octet_length(sum) = 32)),
    CONSTRAINT rule_set_versions_version_check CHECK (((version >= 1) AND (version <= 1000000)))
);

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
    unsubscribe_key bytea NOT NULL DEFAULT decode(replace(((gen_random_uuid())::text || (gen_random_uuid())::text), '-'::text, ''::text), 'hex'::text),
    deletion_days integer NOT NULL DEFAULT 7,
    retention_months integer NOT NULL DEFAULT 0,
    calendar_version bigint NOT NULL DEFAULT 0,
    CONSTRAINT settings_deletion_days_check CHECK (((deletion_days >= 1) AND (deletion_days <= 90))),
    CONSTRAINT settings_only_row_check CHECK (only_row),
    CONSTRAINT settings_pkey PRIMARY KEY (only_row),
    CONSTRAINT settings_registration_check CHECK ((registration = ANY (ARRAY['open'::text, 'invitation'::text]))),
    CONSTRAINT settings_retention_months_check CHECK (((retention_months >= 0) AND (retention_months <= 120))),
    CONSTRAINT settings_unsubscribe_key_check CHECK ((octet_length(unsubscribe_key) = 32))
);

CREATE TABLE setup_tokens (
    token_hash bytea NOT NULL,
    created_at timestamp with time zone NOT NULL,
    CONSTRAINT setup_tokens_pkey PRIMARY KEY (token_hash),
    CONSTRAINT setup_tokens_token_hash_check CHECK ((octet_length(token_hash) = 32))
);

CREATE TABLE signoff_answers (
    submission_id identifier NOT NULL,
    number integer NOT NULL,
    revision integer NOT NULL,
    organization_id identifier NOT NULL,
    answer text NOT NULL,
    words text NOT NULL DEFAULT ''::text,
    paragraphs text[] NOT NULL DEFAULT '{}'::text[],
    answered_by identifier,
    answered_at timestamp with time zone NOT NULL DEFAULT now(),
    CONSTRAINT signoff_answers_answer_check CHECK ((answer = ANY (ARRAY['endorsed'::text, 'position'::text, 'declined'::text, 'withdrawn'::text]))),
    CONSTRAINT signoff_answers_answered_by_fkey FOREIGN KEY (answered_by) REFERENCES users(id) ON DELETE SET NULL,
    CONSTRAINT signoff_answers_check CHECK (((answer <> ALL (ARRAY['position'::text, 'declined'::text])) OR (words <> ''::text))),
    CONSTRAINT signoff_answers_number_check CHECK ((number > 0)),
    CONSTRAINT signoff_answers_organization_id_fkey FOREIGN KEY (organization_id) REFERENCES organizations(id) ON DELETE CASCADE,
    CONSTRAINT signoff_answers_paragraphs_check CHECK ((cardinality(paragraphs) <= 50)),
    CONSTRAINT signoff_answers_pkey PRIMARY KEY (submission_id, number),
    CONSTRAINT signoff_answers_submission_id_revision_fkey FOREIGN KEY (submission_id, revision) REFERENCES signoff_requests(submission_id, revision) ON DELETE CASCADE,
    CONSTRAINT signoff_answers_words_check CHECK ((char_length(words) <= 6000))
);

CREATE TABLE signoff_finals (
    submission_id identifier NOT NULL,
    revision integer NOT NULL,
    portable bytea NOT NULL,
    sum text NOT NULL,
    made_by identifier,
    made_at timestamp with time zone NOT NULL DEFAULT now(),
    reopened_by identifier,
    reopened_at timestamp with time zone,
    handed_in_at timestamp with time zone,
    confirmation text NOT NULL DEFAULT ''::text,
    recorded_by identifier,
    recorded_at timestamp with time zone,
    receipt bytea,
    receipt_type text NOT NULL DEFAULT ''::text,
    CONSTRAINT signoff_finals_check CHECK (((handed_in_at IS NULL) = (recorded_at IS NULL))),
    CONSTRAINT signoff_finals_check1 CHECK (((receipt IS NULL) = (receipt_type = ''::text))),
    CONSTRAINT signoff_finals_confirmation_check CHECK ((char_length(confirmation) <= 1000)),
    CONSTRAINT signoff_finals_made_by_fkey FOREIGN KEY (made_by) REFERENCES users(id) ON DELETE SET NULL,
    CONSTRAINT signoff_finals_pkey PRIMARY KEY (submission_id, revision),
    CONSTRAINT signoff_finals_portable_check CHECK ((octet_length(portable) <= ((256 * 1024) * 1024))),
    CONSTRAINT signoff_finals_receipt_check CHECK (((octet_length(receipt) >= 1) AND (octet_length(receipt) <= ((5 * 1024) * 1024)))),
    CONSTRAINT signoff_finals_receipt_type_check CHECK ((receipt_type = ANY (ARRAY[''::text, 'pdf'::text, 'png'::text, 'txt'::text]))),
    CONSTRAINT signoff_finals_recorded_by_fkey FOREIGN KEY (recorded_by) REFERENCES users(id) ON DELETE SET NULL,
    CONSTRAINT signoff_finals_reopened_by_fkey FOREIGN KEY (reopened_by) REFERENCES users(id) ON DELETE SET NULL,
    CONSTRAINT signoff_finals_submission_id_revision_fkey FOREIGN KEY (submission_id, revision) REFERENCES manuscript_revisions(submission_id, number) ON DELETE CASCADE,
    CONSTRAINT signoff_finals_sum_check CHECK ((sum ~ '^[0-9a-f]{64}$'::text))
);
CREATE UNIQUE INDEX signoff_finals_one ON public.signoff_finals USING btree (submission_id) WHERE (reopened_at IS NULL);

CREATE TABLE signoff_requests (
    submission_id identifier NOT NULL,
    revision integer NOT NULL,
    message text NOT NULL DEFAULT ''::text,
    until date NOT NULL,
    asked_by identifier,
    asked_at timestamp with time zone NOT NULL DEFAULT now(),
    is_open boolean NOT NULL DEFAULT true,
    words bytea NOT NULL,
    cover jsonb NOT NULL,
    annexes json NOT NULL,
    annexes_sum bytea NOT NULL,
    wordless boolean NOT NULL DEFAULT false,
    compared_at timestamp with time zone NOT NULL DEFAULT now(),
    CONSTRAINT signoff_requests_annexes_sum_check CHECK ((octet_length(annexes_sum) = 32)),
    CONSTRAINT signoff_requests_asked_by_fkey FOREIGN KEY (asked_by) REFERENCES users(id) ON DELETE SET NULL,
    CONSTRAINT signoff_requests_message_check CHECK ((char_length(message) <= 2000)),
    CONSTRAINT signoff_requests_pkey PRIMARY KEY (submission_id, revision),
    CONSTRAINT signoff_requests_submission_id_fkey FOREIGN KEY (submission_id) REFERENCES submissions(id) ON DELETE CASCADE,
    CONSTRAINT signoff_requests_submission_id_revision_fkey FOREIGN KEY (submission_id, revision) REFERENCES manuscript_revisions(submission_id, number) ON DELETE CASCADE,
    CONSTRAINT signoff_requests_words_check CHECK ((octet_length(words) = 32))
);
CREATE UNIQUE INDEX signoff_requests_open ON public.signoff_requests USING btree (submission_id) WHERE is_open;

CREATE TABLE solidarity_answers (
    submission_id identifier NOT NULL,
    question text NOT NULL,
    answer jsonb NOT NULL,
    version bigint NOT NULL DEFAULT 1,
    changed_by identifier,
    changed_at timestamp with time zone NOT NULL DEFAULT now(),
    CONSTRAINT solidarity_answers_answer_check CHECK (((jsonb_typeof(answer) = 'object'::text) AND (octet_length((answer)::text) <= 200000))),
    CONSTRAINT solidarity_answers_changed_by_fkey FOREIGN KEY (changed_by) REFERENCES users(id) ON DELETE SET NULL,
    CONSTRAINT solidarity_answers_pkey PRIMARY KEY (submission_id, question),
    CONSTRAINT solidarity_answers_question_check CHECK ((question ~ '^[a-z]{1,20}$'::text)),
    CONSTRAINT solidarity_answers_submission_id_fkey FOREIGN KEY (submission_id) REFERENCES submissions(id) ON DELETE CASCADE,
    CONSTRAINT solidarity_answers_version_check CHECK ((version > 0))
);

CREATE TABLE solidarity_entries (
    id identifier NOT NULL,
    submission_id identifier NOT NULL,
    position integer NOT NULL,
    form text NOT NULL,
    holders text NOT NULL,
    bearer text NOT NULL,
    bearer_name text NOT NULL,
    duty text NOT NULL,
    enables text NOT NULL,
    basis text NOT NULL,
    measure text NOT NULL,
    indicator text NOT NULL,
    paragraphs text[] NOT NULL DEFAULT '{}'::text[],
    version bigint NOT NULL DEFAULT 1,
    CONSTRAINT solidarity_entries_basis_check CHECK ((char_length(basis) <= 2000)),
    CONSTRAINT solidarity_entries_bearer_check CHECK ((bearer = ANY (ARRAY['state'::text, 'international-organization'::text, 'non-state-actor'::text]))),
    CONSTRAINT solidarity_entries_bearer_name_check CHECK ((char_length(bearer_name) <= 300)),
    CONSTRAINT solidarity_entries_check CHECK (((bearer = 'state'::text) OR (duty = 'respect'::text))),
    CONSTRAINT solidarity_entries_duty_check CHECK ((duty = ANY (ARRAY['respect'::text, 'protect'::text, 'fulfil'::text]))),
    CONSTRAINT solidarity_entries_enables_check CHECK ((char_length(enables) <= 2000)),
    CONSTRAINT solidarity_entries_form_check CHECK ((form = ANY (ARRAY[''::text, 'preventive'::text, 'reactive'::text, 'cooperation'::text]))),
    CONSTRAINT solidarity_entries_holders_check CHECK ((char_length(holders) <= 2000)),
    CONSTRAINT solidarity_entries_indicator_check CHECK ((char_length(indicator) <= 2000)),
    CONSTRAINT solidarity_entries_measure_check CHECK ((char_length(measure) <= 2000)),
    CONSTRAINT solidarity_entries_paragraphs_check CHECK ((cardinality(paragraphs) <= 200)),
    CONSTRAINT solidarity_entries_pkey PRIMARY KEY (id),
    CONSTRAINT solidarity_entries_position_check CHECK (("position" >= 0)),
    CONSTRAINT solidarity_entries_submission_id_fkey FOREIGN KEY (submission_id) REFERENCES submissions(id) ON DELETE CASCADE,
    CONSTRAINT solidarity_entries_version_check CHECK ((version > 0))
);
CREATE INDEX solidarity_entries_list ON public.solidarity_entries USING btree (submission_id, "position", id);

CREATE TABLE submission_deletions (
    submission_id identifier NOT NULL,
    asked_by identifier,
    asked_at timestamp with time zone NOT NULL,
    due_at timestamp with time zone NOT NULL,
    CONSTRAINT submission_deletions_asked_by_fkey FOREIGN KEY (asked_by) REFERENCES users(id) ON DELETE SET NULL,
    CONSTRAINT submission_deletions_check CHECK ((asked_at < due_at)),
    CONSTRAINT submission_deletions_pkey PRIMARY KEY (submission_id),
    CONSTRAINT submission_deletions_submission_id_fkey FOREIGN KEY (submission_id) REFERENCES submissions(id) ON DELETE CASCADE
);
CREATE INDEX submission_deletions_due_at_idx ON public.submission_deletions USING btree (due_at);

CREATE TABLE submission_extensions (
    id identifier NOT NULL,
    submission_id identifier NOT NULL,
    by_user identifier,
    at timestamp with time zone NOT NULL,
    until timestamp with time zone NOT NULL,
    reason text NOT NULL,
    CONSTRAINT submission_extensions_by_user_fkey FOREIGN KEY (by_user) REFERENCES users(id) ON DELETE SET NULL,
    CONSTRAINT submission_extensions_check CHECK ((at < until)),
    CONSTRAINT submission_extensions_pkey PRIMARY KEY (id),
    CONSTRAINT submission_extensions_reason_check CHECK (((char_length(reason) >= 1) AND (char_length(reason) <= 500))),
    CONSTRAINT submission_extensions_submission_id_fkey FOREIGN KEY (submission_id) REFERENCES submissions(id) ON DELETE CASCADE
);
CREATE INDEX submission_extensions_submission_id_until_idx ON public.submission_extensions USING btree (submission_id, until);

CREATE TABLE submission_organizations (
    submission_id identifier NOT NULL,
    organization_id identifier NOT NULL,
    position integer NOT NULL,
    created_at timestamp with time zone NOT NULL DEFAULT now(),
    appearance text NOT NULL DEFAULT 'full'::text,
    represented_by identifier,
    joined_at timestamp with time zone NOT NULL DEFAULT now(),
    CONSTRAINT submission_organizations_appearance_check CHECK ((appearance = ANY (ARRAY['full'::text, 'acronym'::text, 'represented'::text]))),
    CONSTRAINT submission_organizations_organization_id_fkey FOREIGN KEY (organization_id) REFERENCES organizations(id) ON DELETE RESTRICT,
    CONSTRAINT submission_organizations_pkey PRIMARY KEY (submission_id, organization_id),
    CONSTRAINT submission_organizations_position_check CHECK (("position" >= 0)),
    CONSTRAINT submission_organizations_position_key UNIQUE (submission_id, "position") DEFERRABLE,
    CONSTRAINT submission_organizations_represented_by_fkey FOREIGN KEY (represented_by) REFERENCES organizations(id) ON DELETE RESTRICT,
    CONSTRAINT submission_organizations_represented_check CHECK ((((appearance = 'represented'::text) = (represented_by IS NOT NULL)) AND (("position" > 0) OR (appearance = 'full'::text)) AND ((represented_by)::text <> (organization_id)::text))),
    CONSTRAINT submission_organizations_submission_id_fkey FOREIGN KEY (submission_id) REFERENCES submissions(id) ON DELETE CASCADE
);
CREATE INDEX submission_organizations_list ON public.submission_organizations USING btree (organization_id, created_at DESC, submission_id DESC);

CREATE TABLE submission_people (
    submission_id identifier NOT NULL,
    user_id identifier NOT NULL,
    organization_id identifier,
    role text NOT NULL DEFAULT ''::text,
    pseudonym text NOT NULL DEFAULT ''::text,
    note text NOT NULL DEFAULT ''::text,
    ends_at timestamp with time zone,
    added_by identifier,
    created_at timestamp with time zone NOT NULL DEFAULT now(),
    left_at timestamp with time zone,
    began_at timestamp with time zone NOT NULL,
    CONSTRAINT submission_people_added_by_fkey FOREIGN KEY (added_by) REFERENCES users(id) ON DELETE SET NULL,
    CONSTRAINT submission_people_note_check CHECK ((char_length(note) <= 500)),
    CONSTRAINT submission_people_organization_id_fkey FOREIGN KEY (organization_id) REFERENCES organizations(id) ON DELETE SET NULL,
    CONSTRAINT submission_people_pkey PRIMARY KEY (submission_id, user_id),
    CONSTRAINT submission_people_pseudonym_check CHECK ((char_length(pseudonym) <= 200)),
    CONSTRAINT submission_people_role_check CHECK ((role = ANY (ARRAY[''::text, 'reader'::text, 'commenter'::text, 'suggester'::text, 'editor'::text, 'coordinator'::text]))),
    CONSTRAINT submission_people_submission_id_fkey FOREIGN KEY (submission_id) REFERENCES submissions(id) ON DELETE CASCADE,
    CONSTRAINT submission_people_user_id_fkey FOREIGN KEY (user_id) REFERENCES users(id) ON DELETE CASCADE
);
CREATE INDEX submission_people_list ON public.submission_people USING btree (user_id, began_at DESC, submission_id DESC);

CREATE TABLE submission_retentions (
    submission_id identifier NOT NULL,
    warned_at timestamp with time zone NOT NULL,
    due_at timestamp with time zone NOT NULL,
    CONSTRAINT submission_retentions_check CHECK ((warned_at < due_at)),
    CONSTRAINT submission_retentions_pkey PRIMARY KEY (submission_id),
    CONSTRAINT submission_retentions_submission_id_fkey FOREIGN KEY (submission_id) REFERENCES submissions(id) ON DELETE CASCADE
);

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
    suggested_titles jsonb NOT NULL DEFAULT '{}'::jsonb,
    rule_version integer NOT NULL DEFAULT 1,
    left_set text,
    left_version integer,
    deadline_moved_at timestamp with time zone,
    deadline_before timestamp with time zone,
    people_key bytea NOT NULL DEFAULT uuid_send(gen_random_uuid()),
    CONSTRAINT submissions_check CHECK (((deadline IS NULL) = (deadline_source = ''::text))),
    CONSTRAINT submissions_check1 CHECK (((left_set IS NULL) = (left_version IS NULL))),
    CONSTRAINT submissions_created_by_fkey FOREIGN KEY (created_by) REFERENCES users(id) ON DELETE SET NULL,
    CONSTRAINT submissions_cycle_check CHECK (((cycle >= 1) AND (cycle <= 99))),
    CONSTRAINT submissions_deadline_source_check CHECK ((deadline_source = ANY (ARRAY[''::text, 'calendar'::text, 'own'::text]))),
    CONSTRAINT submissions_keywords_check CHECK ((cardinality(keywords) <= 30)),
    CONSTRAINT submissions_kind_check CHECK ((kind = ANY (ARRAY['individual'::text, 'joint'::text]))),
    CONSTRAINT submissions_language_check CHECK ((language = ANY (ARRAY['en'::text, 'fr'::text, 'es'::text, 'ar'::text, 'ru'::text, 'zh'::text]))),
    CONSTRAINT submissions_left_set_check CHECK (((char_length(left_set) >= 1) AND (char_length(left_set) <= 100))),
    CONSTRAINT submissions_left_version_check CHECK ((left_version > 0)),
    CONSTRAINT submissions_people_key_check CHECK ((octet_length(people_key) = 16)),
    CONSTRAINT submissions_pkey PRIMARY KEY (id),
    CONSTRAINT submissions_ready_check CHECK ((cardinality(ready) <= 100)),
    CONSTRAINT submissions_rule_set_check CHECK (((char_length(rule_set) >= 1) AND (char_length(rule_set) <= 100))),
    CONSTRAINT submissions_rule_version_check CHECK ((rule_version > 0)),
    CONSTRAINT submissions_session_check CHECK (((session >= 1) AND (session <= 999))),
    CONSTRAINT submissions_state_check CHECK ((state ~ '^[A-Z]{3}$'::text)),
    CONSTRAINT submissions_title_check CHECK (((char_length(title) >= 1) AND (char_length(title) <= 300))),
    CONSTRAINT submissions_version_check CHECK ((version > 0))
);
CREATE INDEX submissions_session ON public.submissions USING btree (session);

CREATE TABLE taken_passages (
    id identifier NOT NULL,
    submission_id identifier NOT NULL,
    kind text NOT NULL,
    block text NOT NULL,
    taken_by identifier,
    taken_at timestamp with time zone NOT NULL DEFAULT now(),
    CONSTRAINT taken_passages_block_check CHECK (((char_length(block) >= 1) AND (char_length(block) <= 40))),
    CONSTRAINT taken_passages_kind_check CHECK ((kind = ANY (ARRAY['paragraph'::text, 'recommendation'::text, 'note'::text]))),
    CONSTRAINT taken_passages_pkey PRIMARY KEY (id),
    CONSTRAINT taken_passages_submission_id_block_key UNIQUE (submission_id, block),
    CONSTRAINT taken_passages_submission_id_fkey FOREIGN KEY (submission_id) REFERENCES submissions(id) ON DELETE CASCADE,
    CONSTRAINT taken_passages_taken_by_fkey FOREIGN KEY (taken_by) REFERENCES users(id) ON DELETE SET NULL
);

CREATE TABLE taken_sources (
    passage_id identifier NOT NULL,
    source_id identifier NOT NULL,
    block text NOT NULL,
    label text NOT NULL DEFAULT ''::text,
    version bigint NOT NULL,
    words text NOT NULL,
    seen_by identifier,
    seen_at timestamp with time zone,
    CONSTRAINT taken_sources_block_check CHECK (((char_length(block) >= 1) AND (char_length(block) <= 40))),
    CONSTRAINT taken_sources_label_check CHECK ((char_length(label) <= 20)),
    CONSTRAINT taken_sources_passage_id_fkey FOREIGN KEY (passage_id) REFERENCES taken_passages(id) ON DELETE CASCADE,
    CONSTRAINT taken_sources_pkey PRIMARY KEY (passage_id),
    CONSTRAINT taken_sources_seen_by_fkey FOREIGN KEY (seen_by) REFERENCES users(id) ON DELETE SET NULL,
    CONSTRAINT taken_sources_source_id_fkey FOREIGN KEY (source_id) REFERENCES submissions(id) ON DELETE CASCADE,
    CONSTRAINT taken_sources_version_check CHECK ((version >= 0)),
    CONSTRAINT taken_sources_words_check CHECK ((octet_length(words) <= 262144))
);
CREATE INDEX taken_sources_source ON public.taken_sources USING btree (source_id);

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
    CONSTRAINT users_language_check CHECK ((language = ANY (ARRAY[''::text, 'en'::text, 'fr'::text, 'es'::text, 'ar'::text, 'ru'::text, 'zh'::text]))),
    CONSTRAINT users_name_check CHECK (((char_length(name) >= 1) AND (char_length(name) <= 200))),
    CONSTRAINT users_pkey PRIMARY KEY (id),
    CONSTRAINT users_timezone_check CHECK ((char_length(timezone) <= 64))
);
CREATE INDEX users_created_at ON public.users USING btree (created_at, id);

CREATE TABLE word_imports (
    id identifier NOT NULL,
    submission_id identifier NOT NULL,
    user_id identifier NOT NULL,
    file text NOT NULL,
    draft bytea NOT NULL,
    made_at timestamp with time zone NOT NULL DEFAULT now(),
    CONSTRAINT word_imports_draft_check CHECK ((octet_length(draft) <= 16777216)),
    CONSTRAINT word_imports_file_check CHECK ((char_length(file) <= 200)),
    CONSTRAINT word_imports_pkey PRIMARY KEY (id),
    CONSTRAINT word_imports_submission_id_fkey FOREIGN KEY (submission_id) REFERENCES submissions(id) ON DELETE CASCADE,
    CONSTRAINT word_imports_user_id_fkey FOREIGN KEY (user_id) REFERENCES users(id) ON DELETE CASCADE
);
CREATE INDEX word_imports_age ON public.word_imports USING btree (made_at);
CREATE INDEX word_imports_own ON public.word_imports USING btree (submission_id, user_id);
CREATE INDEX word_imports_user_id ON public.word_imports USING btree (user_id);

CREATE OR REPLACE FUNCTION public.keep_administration_log()
 RETURNS trigger
 LANGUAGE plpgsql
AS $function$
BEGIN
    IF TG_OP = 'TRUNCATE' AND NOT EXISTS (SELECT FROM users) THEN
        RETURN NULL; -- a restore makes sure that the tables are empty
    END IF;
    RAISE EXCEPTION 'the log of the administration only grows' USING ERRCODE = 'restrict_violation';
END $function$;

CREATE OR REPLACE FUNCTION public.keep_record()
 RETURNS trigger
 LANGUAGE plpgsql
AS $function$
BEGIN
    IF TG_OP = 'TRUNCATE' THEN
        IF NOT EXISTS (SELECT FROM submissions) THEN
            RETURN NULL; -- a restore makes sure that the tables are empty
        END IF;
        RAISE EXCEPTION 'the record of a submission only grows' USING ERRCODE = 'restrict_violation';
    END IF;
    IF TG_OP = 'DELETE' AND NOT EXISTS (SELECT FROM submissions WHERE id = OLD.submission_id) THEN
        RETURN OLD; -- it goes with the whole submission
    END IF;
    IF TG_OP = 'UPDATE' AND TG_TABLE_NAME = 'record_chains' THEN
        IF NEW.submission_id = OLD.submission_id AND NEW.length = OLD.length + 1 THEN
            RETURN NEW;
        END IF;
    END IF;
    RAISE EXCEPTION 'the record of a submission only grows' USING ERRCODE = 'restrict_violation';
END $function$;

CREATE TRIGGER administration_log_remains BEFORE TRUNCATE ON public.administration_log FOR EACH STATEMENT EXECUTE FUNCTION keep_administration_log();

CREATE TRIGGER administration_log_stays BEFORE DELETE OR UPDATE ON public.administration_log FOR EACH ROW EXECUTE FUNCTION keep_administration_log();

CREATE TRIGGER record_chains_remain BEFORE TRUNCATE ON public.record_chains FOR EACH STATEMENT EXECUTE FUNCTION keep_record();

CREATE TRIGGER record_chains_stay BEFORE DELETE OR UPDATE ON public.record_chains FOR EACH ROW EXECUTE FUNCTION keep_record();

CREATE TRIGGER record_entries_remain BEFORE TRUNCATE ON public.record_entries FOR EACH STATEMENT EXECUTE FUNCTION keep_record();

CREATE TRIGGER record_entries_stay BEFORE DELETE OR UPDATE ON public.record_entries FOR EACH ROW EXECUTE FUNCTION keep_record();
