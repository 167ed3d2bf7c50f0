package document_test

import (
	"strings"
	"testing"
	"unicode/utf8"

	"upright/internal/document"
	"upright/internal/upr"
)

func TestFileName(t *testing.T) {
	for _, test := range []struct {
		acronym, name string
		change        func(*upr.Submission, *document.Options)
		want          string
	}{
		{"EH", "Example House", nil, "EH - individual UPR submission - Mexico - January 2029.docx"},
		{"", "Otros Sueños", nil, "Otros Sueños - individual UPR submission - Mexico - January 2029.docx"},
		{"", "Otros Suen\u0303os", nil, "Otros Sueños - individual UPR submission - Mexico - January 2029.docx"},
		{`a/b\c:d*e?f"g<h>i|j`, "", nil, "a-b-c-d-e-f-g-h-i-j - individual UPR submission - Mexico - January 2029.docx"},
		{"..", "", nil, "individual UPR submission - Mexico - January 2029.docx"},
		{"", "Association pour la défense des droits, de la dignité et du retour", nil, "Association pour la défense des droits, de la - individual UPR submission - Mexico - January 2029.docx"},
		{"a\u202eb\x00 \n c", "", nil, "ab c - individual UPR submission - Mexico - January 2029.docx"},
		{"EH", "", func(s *upr.Submission, _ *document.Options) { s.Details.Kind = upr.Joint }, "EH - joint UPR submission - Mexico - January 2029.docx"},
		{"EH", "", func(_ *upr.Submission, o *document.Options) { o.SessionDate = upr.Date{} }, "EH - individual UPR submission - Mexico.docx"},
		{"COM1. x", "", func(_ *upr.Submission, o *document.Options) { o.Words.FileName = "{organization}" }, "submission COM1. x.docx"},
		{"", "", func(_ *upr.Submission, o *document.Options) { o.Words.FileName = "{organization}" }, "submission.docx"},
	} {
		s, opt := submission(), options(t, "en")
		s.Organizations[0].Acronym, s.Organizations[0].Name = test.acronym, test.name
		if test.change != nil {
			test.change(s, &opt)
		}
		if got := document.FileName(s, opt, "docx"); got != test.want {
			t.Errorf("%q %q: got %q, want %q", test.acronym, test.name, got, test.want)
		}
	}
}

func TestFileNameIsBounded(t *testing.T) {
	s := submission()
	s.Organizations[0].Acronym, s.Details.State = strings.Repeat("界", 500), strings.Repeat("国", 500)
	got := document.FileName(s, options(t, "zh"), "docx")
	if len(got) > 165 || !utf8.ValidString(got) {
		t.Errorf("%d bytes: %q", len(got), got)
	}
}
