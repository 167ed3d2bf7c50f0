-- What a request for sign-off freezes beside the text, and what tells whether a later change affects what was signed.

ALTER TABLE signoff_requests
    DROP COLUMN same_as,
    ADD COLUMN words       bytea CHECK (octet_length(words) = 32), -- prose.WordsSum of the text
    ADD COLUMN cover       jsonb, -- upr.Cover
    ADD COLUMN annexes     json,  -- upr.SealedAnnexes
    ADD COLUMN annexes_sum bytea CHECK (octet_length(annexes_sum) = 32), -- upr.SealedAnnexes.Sum
    ADD COLUMN wordless    boolean NOT NULL DEFAULT false, -- who asked says that no words changed
    -- Up to when changes were compared with what was signed, to tell those who signed it.
    ADD COLUMN compared_at timestamptz NOT NULL DEFAULT now();

-- Of requests that were made before, it is not known what the cover said. Who signed is asked to renew.
UPDATE signoff_requests q SET words = r.sha256, cover = '{}', annexes = '{}', annexes_sum = r.sha256
FROM manuscript_revisions r WHERE r.submission_id = q.submission_id AND r.number = q.revision;

ALTER TABLE signoff_requests
    ALTER COLUMN words SET NOT NULL,
    ALTER COLUMN cover SET NOT NULL,
    ALTER COLUMN annexes SET NOT NULL,
    ALTER COLUMN annexes_sum SET NOT NULL;

-- By kind, the title that was suggested: while the submission has one of them, its title follows its kind.
ALTER TABLE submissions ADD COLUMN suggested_titles jsonb NOT NULL DEFAULT '{}';
