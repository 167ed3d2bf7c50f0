package intake_test

import (
	"strings"
	"testing"

	"upright/internal/intake"
	"upright/internal/prose"
)

// parts makes a text of parts written as "id:kind:title:words", the words "" for an empty part.
func parts(list ...string) *prose.Manuscript {
	m := &prose.Manuscript{}
	for _, one := range list {
		f := strings.Split(one, ":")
		part := prose.NewPart(prose.PartKind(f[1]), f[2])
		part.ID = f[0]
		if f[3] != "" {
			part.Blocks = []prose.Block{&prose.Paragraph{ID: f[0] + "p", Content: []prose.Inline{&prose.Text{Text: f[3]}}}}
		}
		m.Parts = append(m.Parts, part)
	}
	return m
}

func told(m *prose.Manuscript) string {
	var list []string
	for _, part := range m.Parts {
		var words []string
		for _, b := range part.Blocks {
			for _, in := range prose.Content(b) {
				words = append(words, in.(*prose.Text).Text)
			}
		}
		list = append(list, part.ID+":"+part.Title+":"+strings.Join(words, "+"))
	}
	return strings.Join(list, " ")
}

func TestMerge(t *testing.T) {
	text := parts("a:summary:Summary:", "b:rights:Rights:old", "c:recommendations:Asks:")
	text.Parts[0].Hidden = true
	given := parts("x:other:Preface:hello", "y:summary:In short:short", "z:rights:On the ground:new", "v:other:Odds:ends", "w:solidarity:Together:us")
	for _, tt := range []struct {
		replace bool
		want    string
	}{
		{false, "x:Preface:hello a:In short:short b:Rights:old+new v:Odds:ends w:Together:us c:Asks:"},
		{true, "x:Preface:hello a:In short:short b:On the ground:new v:Odds:ends w:Together:us c:Asks:"},
	} {
		merged, renamed := intake.Merge(text, given, tt.replace)
		if got := told(merged); got != tt.want {
			t.Errorf("replace %v: %s, want %s", tt.replace, got, tt.want)
		}
		if len(renamed) != 2 || renamed["y"] != "a" || renamed["z"] != "b" {
			t.Errorf("renamed: %v", renamed)
		}
		if merged.Parts[1].Hidden {
			t.Error("a part with new text stays hidden")
		}
		if told(text) != "a:Summary: b:Rights:old c:Asks:" {
			t.Errorf("the text itself was changed: %s", told(text))
		}
	}
}
