package rules_test

import (
	"testing"

	"upright/internal/rules"
)

// Whatever an administrator uploads as a rule set: a reason, or a set that can be kept, read again, and checked with.
func FuzzParse(f *testing.F) {
	const head = `{"id":"cycle-6","version":1,"title":"Six","cycle":6,"checked":"2026-11-23","official":"https://example.org","rules":[`
	rule := func(check string) string {
		return head + `{"id":"X-1","group":"general","title":"One","statement":"Be short.","level":"binding","severity":"error",
			"seen_for_cycles":[6],"confidence":"confirmed","label":"a","sources":[{"document":"Letter","read":"all"}],"check":` + check + `}]}`
	}
	f.Add([]byte(rule(`{"kind":"automatic","by":"length","params":{"max_words":12,"warn_at_ratio":0.9}}`)))
	f.Add([]byte(rule(`{"kind":"automatic","by":"keywords","params":{"min":1e300,"max":0}}`)))
	f.Add([]byte(rule(`{"kind":"automatic","by":"hour","params":{"hour_seen":"12:00","hour_unconfirmed":"23:59"}}`)))
	f.Add([]byte(rule(`{"kind":"manual"}`)))
	for _, set := range sets(f) {
		f.Add([]byte(set.File()))
	}
	f.Fuzz(func(t *testing.T, data []byte) {
		set, err := rules.Parse(data)
		if err != nil {
			if _, ok := rules.AsFlaw(err); !ok {
				t.Fatalf("an error that nobody can act on: %v", err)
			}
			return
		}
		again, err := rules.Stored(set.Content(), 3)
		if err != nil || again.Content() != set.Content() {
			t.Fatalf("kept, it is another: %v", err)
		}
		if _, err := rules.Parse([]byte(set.File())); err != nil {
			t.Fatalf("given away, it is not read again: %v", err)
		}
		d := good(t)
		rules.Check(set, &d.Submission, d.ctx)
	})
}
