// Package importer reads and writes the portable form of a submission, .upright.json: everything that one installation
// must give another one so that nothing is lost, and nothing that belongs to an installation alone (ids of people and
// organizations, versions, rights). Suggestions that nobody has decided yet go along in the manuscript; that two are one
// person's can be told from the file, whose they are cannot.
//
// What it reads may come from anywhere: size and depth are bounded, every value is checked, and a file that is damaged
// or was made by a newer version is refused with an error that says so. It refuses to store anything.
package importer

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"regexp"
	"time"
	"unicode/utf8"

	"upright/internal/prose"
	"upright/internal/upr"
)

// The form that this version writes, and the bound on what it reads. Version 2 adds the answers to the guiding questions on
// solidarity; a file without them is written in version 1, which older programs read.
const (
	Format   = "upright-submission"
	Version  = 2
	MaxBytes = 16 << 20
)

// The versions of files without answers and with them.
const (
	versionWithoutAnswers = 1
	versionWithAnswers    = 2
)

// Bounds inside a file.
const (
	maxOrganizations = 500
	maxReady         = 100 // as in the database
)

// portable is the file.
type portable struct {
	Format     string          `json:"format"`
	Version    int             `json:"version"`
	Created    time.Time       `json:"created"`
	Submission json.RawMessage `json:"submission"`
	Manuscript json.RawMessage `json:"manuscript"`
	// SHA256 is of the two above in compact form, one line each; it finds what was cut off or changed by accident. A file
	// without one is taken as it is: people may write their own.
	SHA256 string `json:"sha256,omitempty"`
	// Answers are written from version 2 on: see answer.
	Answers       json.RawMessage `json:"answers,omitempty"`
	AnswersSHA256 string          `json:"answers_sha256,omitempty"`
}

// Write writes a submission whose Manuscript is filled, with the suggestions that are open in it. The same submission gives the same bytes.
func Write(w io.Writer, s *upr.Submission) error {
	submission, manuscript, err := canonical(s)
	if err != nil {
		return err
	}
	file := portable{
		Format: Format, Version: versionWithoutAnswers, Created: s.Created.UTC(),
		Submission: submission, Manuscript: manuscript, SHA256: checksum(submission, manuscript),
	}
	if file.Answers, file.AnswersSHA256, err = ofAnswers(s.Answers); err != nil {
		return err
	}
	if file.Answers != nil {
		file.Version = versionWithAnswers
	}
	data, err := marshal(file)
	if err != nil {
		return fmt.Errorf("write portable submission: %w", err)
	}
	if _, err := w.Write(append(data, '\n')); err != nil {
		return fmt.Errorf("write portable submission: %w", err)
	}
	return nil
}

// Sum returns the SHA-256, in hexadecimal, of a submission whose Manuscript is filled: that of its details, organizations,
// annexes and text in the portable form, which Write writes into the file as "sha256". Two submissions with the same sum
// say the same; the times at which they were changed count, ids of this installation do not.
func Sum(s *upr.Submission) (string, error) {
	submission, manuscript, err := canonical(s)
	if err != nil {
		return "", err
	}
	return checksum(submission, manuscript), nil
}

// canonical returns what a portable file holds of a submission: the same bytes for the same submission.
func canonical(s *upr.Submission) (submission, manuscript json.RawMessage, err error) {
	if s.Manuscript == nil {
		return nil, nil, errors.New("write portable submission: it has no manuscript")
	}
	if manuscript, err = prose.EncodeForStrangers(s.Text()); err != nil {
		return nil, nil, fmt.Errorf("write portable submission: %w", err)
	}
	if submission, err = marshal(ofSubmission(s)); err != nil {
		return nil, nil, fmt.Errorf("write portable submission: %w", err)
	}
	return submission, manuscript, nil
}

// marshal leaves <, > and & as they are.
func marshal(v any) ([]byte, error) {
	var b bytes.Buffer
	e := json.NewEncoder(&b)
	e.SetEscapeHTML(false)
	if err := e.Encode(v); err != nil {
		return nil, err
	}
	return bytes.TrimSuffix(b.Bytes(), []byte("\n")), nil
}

// checksum is that of both values in compact form.
func checksum(submission, manuscript json.RawMessage) string {
	sum := sha256.Sum256([]byte(compacted(submission) + "\n" + compacted(manuscript)))
	return hex.EncodeToString(sum[:])
}

// compacted is JSON without blanks. It was written or read as JSON before: compacting it cannot fail.
func compacted(data json.RawMessage) string {
	var b bytes.Buffer
	_ = json.Compact(&b, data)
	return b.String()
}

// Read reads what Write wrote. The submission has no ID and no versions: it is a new one for whoever stores it.
//
// Errors are *upr.Error with the keys import.large, import.foreign (no file of ours), import.newer, import.damaged and
// import.logo, or what the details and organizations say is wrong with them; a reader's own errors are wrapped.
func Read(r io.Reader) (*upr.Submission, error) {
	data, err := io.ReadAll(io.LimitReader(r, MaxBytes+1))
	if err != nil {
		return nil, fmt.Errorf("read portable submission: %w", err)
	}
	if len(data) > MaxBytes {
		return nil, &upr.Error{Kind: upr.TooMany, Key: "import.large"}
	}
	if err := recognize(data); err != nil {
		return nil, err
	}
	var file portable
	if err := strict(data, &file); err != nil {
		return nil, damaged(err)
	}
	if file.SHA256 != "" && file.SHA256 != checksum(file.Submission, file.Manuscript) {
		return nil, damaged(errors.New("the checksum does not agree"))
	}
	var fields submission
	if err := strict(file.Submission, &fields); err != nil {
		return nil, damaged(err)
	}
	s, err := fields.submission()
	if err != nil {
		return nil, err
	}
	text, err := prose.DecodeFromStrangers(file.Manuscript)
	if err != nil {
		return nil, damaged(err)
	}
	s.SetText(text)
	s.Created = file.Created.UTC()
	if s.Answers, err = file.answers(); err != nil {
		return nil, err
	}
	return s, nil
}

// recognize tells a file of ours from others before it is read strictly: a newer version has fields of its own.
func recognize(data []byte) error {
	if !utf8.Valid(data) {
		return &upr.Error{Kind: upr.Invalid, Key: "import.foreign"}
	}
	var head struct {
		Format  string `json:"format"`
		Version int    `json:"version"`
	}
	err := json.Unmarshal(data, &head)
	switch {
	case err != nil && looksOurs(data):
		return damaged(err)
	case err != nil || head.Format != Format:
		return &upr.Error{Kind: upr.Invalid, Key: "import.foreign", Err: err}
	case head.Version > Version:
		return &upr.Error{Kind: upr.Stale, Key: "import.newer", Args: map[string]any{"version": fmt.Sprint(head.Version)}}
	case head.Version < 1:
		return damaged(fmt.Errorf("version %d", head.Version))
	}
	return nil
}

var formatField = regexp.MustCompile(`^\s*\{\s*"format"\s*:\s*"` + Format + `"`)

// looksOurs reports whether a file that is no JSON begins like one of ours, so that one cut off is called damaged.
func looksOurs(data []byte) bool { return formatField.Match(data) }

// strict decodes one JSON value and refuses fields that the type does not have.
func strict(data []byte, into any) error {
	d := json.NewDecoder(bytes.NewReader(data))
	d.DisallowUnknownFields()
	return d.Decode(into)
}

func damaged(err error) error {
	return &upr.Error{Kind: upr.Invalid, Key: "import.damaged", Err: err}
}
