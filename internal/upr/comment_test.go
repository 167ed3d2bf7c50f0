package upr

import (
	"slices"
	"strings"
	"testing"
)

func TestMentioned(t *testing.T) {
	authors := []Author{
		{User: "ana", Name: "Ana"}, {User: "anamaria", Name: "Ana María"}, {User: "gone", Name: "Gone", Former: true},
		{User: "li1", Name: "李"}, {User: "li2", Name: "李"}, {User: "nadia", Name: "نادية"},
	}
	for _, test := range []struct {
		body   string
		chosen []UserID
		want   []UserID
	}{
		{"nobody, ana@example.org", nil, nil},
		{"@Ana look", nil, []UserID{"ana"}},
		{"@Ana María look", nil, []UserID{"anamaria"}},
		{"@Ana María and @Ana", nil, []UserID{"ana", "anamaria"}},
		{"@Gone", []UserID{"gone"}, nil},
		{"@李", nil, []UserID{"li1", "li2"}},
		{"@李", []UserID{"li2", "ana"}, []UserID{"li2"}},
		{"(@نادية)", nil, []UserID{"nadia"}},
		{"not named", []UserID{"ana"}, nil},
	} {
		if got := Mentioned(test.body, authors, test.chosen); !slices.Equal(got, test.want) {
			t.Errorf("%q, chosen %v: %v, want %v", test.body, test.chosen, got, test.want)
		}
	}
	var many []Author
	var body strings.Builder
	for i := range MaxMentions + 5 {
		name := "P" + strings.Repeat("x", i)
		many = append(many, Author{User: UserID(name), Name: name})
		body.WriteString("@" + name + " ")
	}
	if got := Mentioned(body.String(), many, nil); len(got) != MaxMentions {
		t.Errorf("%d are mentioned", len(got))
	}
}
