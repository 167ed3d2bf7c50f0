package main

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"slices"
	"strings"
	"time"

	"upright/internal/config"
	"upright/internal/i18n"
	"upright/internal/importer"
	"upright/internal/intake"
	"upright/internal/rules"
	"upright/internal/upr"
)

// errFindings ends the program with status 1 when a submission has errors; they are on standard output by then.
var errFindings = errors.New("there are errors among the findings")

// check is the command of that name.
func (p program) check(ctx context.Context, args []string) error {
	flags := noFlags()
	asJSON := flags.Bool("json", false, "")
	lang := flags.String("lang", "", "")
	about := addWordFlags(flags)
	rest, err := parse(flags, args, 1)
	if err != nil {
		return err
	}
	if *lang != "" && !slices.Contains(i18n.Pages(), *lang) {
		return usageError{fmt.Sprintf("-lang is one of %s", strings.Join(i18n.Pages(), ", "))}
	}
	cfg, err := config.FromEnv(p.getenv, nil)
	if err != nil {
		return usageError{err.Error()}
	}
	s, fromWord, err := p.submissionToCheck(ctx, cfg, rest[0], about)
	if err != nil {
		return err
	}
	set, report, err := checkSubmission(cfg, s)
	if err != nil {
		return err
	}
	if fromWord {
		report = sayable(report)
	}
	words, err := i18n.Load()
	if err != nil {
		return err
	}
	tell := teller{words: words.Printer(*lang), set: set, submission: s}
	if *lang == "" {
		tell.words = words.Printer(environmentLanguage(p.getenv))
	}
	if *asJSON {
		err = p.writeFindings(tell, report)
	} else {
		_, err = fmt.Fprint(p.stdout, tell.report(report))
	}
	if err == nil && slices.ContainsFunc(report.Findings, func(f rules.Finding) bool { return f.Severity == rules.Error }) {
		err = errFindings
	}
	return err
}

// submissionToCheck reads a portable submission, or a Word file, which is told by what is in it.
func (p program) submissionToCheck(
	ctx context.Context, cfg *config.Config, name string, about *wordFlags,
) (s *upr.Submission, fromWord bool, err error) {
	shown, data, err := p.readAll(name)
	if err != nil {
		return nil, false, err
	}
	if fromWord = isWord(name, data); fromWord {
		s, _, err = p.wordSubmission(ctx, cfg, data, about, "")
	} else {
		s, err = importer.Read(bytes.NewReader(data))
	}
	var usage usageError
	if err != nil && !errors.As(err, &usage) {
		err = unreadable(shown, err)
	}
	return s, fromWord, err
}

// checkSubmission checks a submission by the rule sets and the calendar of the configuration, as of now.
func checkSubmission(cfg *config.Config, s *upr.Submission) (*rules.Set, rules.Report, error) {
	sets, err := loadRules(cfg)
	if err != nil {
		return nil, rules.Report{}, err
	}
	set, err := intake.RuleSet(sets, s)
	if err != nil {
		return nil, rules.Report{}, err
	}
	dates, err := loadCalendar(cfg)
	if err != nil {
		return nil, rules.Report{}, err
	}
	about := rules.Context{Now: time.Now()}
	if previous, ok := dates.PreviousReview(s.Details.State, about.Now); ok {
		about.PreviousReview = previous.Opens()
	}
	return set, rules.Check(set, s, about), nil
}

// loadRules reads the rule sets: those of the program, and those of the administrator's folder.
func loadRules(cfg *config.Config) (map[string]*rules.Set, error) {
	if cfg.RulesDir == "" {
		return rules.LoadSets(nil)
	}
	return rules.LoadSets(os.DirFS(cfg.RulesDir))
}

// environmentLanguage is the language that POSIX variables ask for: fr for "fr_CH.UTF-8".
func environmentLanguage(getenv func(string) string) string {
	for _, name := range []string{"LC_ALL", "LC_MESSAGES", "LANG"} {
		if value := getenv(name); value != "" {
			lang, _, _ := strings.Cut(value, "_")
			lang, _, _ = strings.Cut(lang, ".")
			return lang
		}
	}
	return ""
}

// A jsonFinding is a finding as -json writes it. The names are part of what scripts rely on.
type jsonFinding struct {
	Rule       string           `json:"rule"`
	Severity   rules.Severity   `json:"severity"`
	Place      rules.Place      `json:"place"`
	Message    string           `json:"message"`
	Mend       string           `json:"mend"`
	Source     string           `json:"source"`
	Confidence rules.Confidence `json:"confidence"`
}

// writeFindings writes the findings as one JSON array, empty when there are none.
func (p program) writeFindings(tell teller, report rules.Report) error {
	list := make([]jsonFinding, 0, len(report.Findings))
	for _, f := range report.Findings {
		list = append(list, jsonFinding{
			Rule: f.Rule, Severity: f.Severity, Place: f.Place, Message: tell.message(f.Message), Mend: tell.message(f.Mend),
			Source: tell.document(f), Confidence: f.Confidence,
		})
	}
	e := json.NewEncoder(p.stdout)
	e.SetEscapeHTML(false)
	e.SetIndent("", "  ")
	return e.Encode(list)
}
