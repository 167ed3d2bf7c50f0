package upr_test

import (
	"errors"
	"strings"
	"testing"
	"time"

	"upright/internal/upr"
)

// TestSignoffState says what becomes of an answer when something else is asked about.
func TestSignoffState(t *testing.T) {
	now := upr.SignoffRequest{Seal: seal()}
	marked, set := now, seal()
	marked.Wordless, set.Text = true, [32]byte{9}
	other := seal()
	other.Words = [32]byte{9}
	for name, c := range map[string]struct {
		request upr.SignoffRequest
		answer  upr.SignoffAnswer // "" for none
		of      upr.Seal
		want    upr.SignoffState
	}{
		"nothing":                          {now, "", seal(), upr.AwaitedState},
		"this":                             {now, upr.Endorsed, seal(), upr.SignedState},
		"set otherwise, marked":            {marked, upr.Endorsed, set, upr.SignedState},
		"set otherwise, not marked":        {now, upr.Endorsed, set, upr.ReopenedState},
		"other words":                      {now, upr.Endorsed, other, upr.ReopenedState},
		"other words, marked all the same": {marked, upr.Endorsed, other, upr.ReopenedState},
		"a position, now":                  {now, upr.WithPosition, seal(), upr.SignedState},
		"a position, other words":          {now, upr.WithPosition, other, upr.ReopenedState},
		"declined":                         {now, upr.Declined, seal(), upr.DeclinedState},
		"declined something else":          {now, upr.Declined, other, upr.AwaitedState},
		"withdrawn":                        {now, upr.Withdrawn, seal(), upr.WithdrawnState},
		"withdrawn from something else":    {now, upr.Withdrawn, other, upr.WithdrawnState},
	} {
		last := &upr.Signoff{Answer: c.answer, Seal: c.of}
		if c.answer == "" {
			last = nil
		}
		if got := c.request.StateOf(last); got != c.want {
			t.Errorf("%s: %s, want %s", name, got, c.want)
		}
	}
}

func TestSignoffValidate(t *testing.T) {
	about := []string{"a"}
	for name, c := range map[string]struct {
		signoff upr.Signoff
		field   string
	}{
		"endorsed":              {upr.Signoff{Answer: upr.Endorsed}, ""},
		"withdrawn":             {upr.Signoff{Answer: upr.Withdrawn}, ""},
		"300 words":             {upr.Signoff{Answer: upr.WithPosition, Words: strings.Repeat("word ", 300), Paragraphs: about}, ""},
		"301 words":             {upr.Signoff{Answer: upr.WithPosition, Words: strings.Repeat("word ", 301), Paragraphs: about}, "words"},
		"302 words of Chinese":  {upr.Signoff{Answer: upr.WithPosition, Words: strings.Repeat("权利", 151), Paragraphs: about}, "words"},
		"no words":              {upr.Signoff{Answer: upr.WithPosition, Paragraphs: about}, "words"},
		"about nothing":         {upr.Signoff{Answer: upr.WithPosition, Words: "No"}, "paragraphs"},
		"about too much":        {upr.Signoff{Answer: upr.WithPosition, Words: "No", Paragraphs: make([]string, 51)}, "paragraphs"},
		"declined without why":  {upr.Signoff{Answer: upr.Declined}, "words"},
		"too many letters":      {upr.Signoff{Answer: upr.Declined, Words: strings.Repeat("x", 6001)}, "words"},
		"NUL":                   {upr.Signoff{Answer: upr.Declined, Words: "a\x00"}, "words"},
		"an answer of no kind":  {upr.Signoff{Answer: "perhaps"}, "answer"},
		"no answer":             {upr.Signoff{}, "answer"},
		"broken UTF-8":          {upr.Signoff{Answer: upr.Declined, Words: "\xff"}, "words"},
		"declined with reasons": {upr.Signoff{Answer: upr.Declined, Words: "Too weak"}, ""},
	} {
		var wrong *upr.Error
		switch err := c.signoff.Validate(); {
		case c.field == "" && err != nil:
			t.Errorf("%s: %v", name, err)
		case c.field != "" && (!errors.As(err, &wrong) || wrong.Field != c.field):
			t.Errorf("%s: %v, want the field %s", name, err, c.field)
		}
	}
}

func TestReceiptTypeOf(t *testing.T) {
	for data, want := range map[string]upr.ReceiptType{
		"%PDF-1.7\n\x00": upr.PDFReceipt, "\x89PNG\r\n\x1a\n\x00": upr.PNGReceipt, "Received: 7\r\n": upr.TextReceipt,
		"": "", "\x7fELF": "", "PK\x03\x04": "", "\xff\xd8\xff": "", "MZ\x00": "", "<html>": upr.TextReceipt, // served as plain text
	} {
		if got := upr.ReceiptTypeOf([]byte(data)); got != want {
			t.Errorf("%q is %q, want %q", data, got, want)
		}
	}
}

func TestCheckHandedIn(t *testing.T) {
	now := time.Date(2026, 11, 23, 12, 0, 0, 0, time.UTC)
	for name, c := range map[string]struct {
		record upr.HandedIn
		field  string
	}{
		"now":      {upr.HandedIn{At: now, Confirmation: "Number 7"}, ""},
		"tomorrow": {upr.HandedIn{At: now.AddDate(0, 0, 1), Confirmation: "Number 7"}, "day"},
		"nothing":  {upr.HandedIn{At: now}, "confirmation"},
		"long":     {upr.HandedIn{At: now, Confirmation: strings.Repeat("x", 1001)}, "confirmation"},
	} {
		var wrong *upr.Error
		if err := upr.CheckHandedIn(c.record, now); (err != nil) != (c.field != "") || err != nil && (!errors.As(err, &wrong) || wrong.Field != c.field) {
			t.Errorf("%s: %v", name, err)
		}
	}
}
