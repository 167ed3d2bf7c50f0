package notice_test

import (
	"strings"
	"testing"

	"upright/internal/calendar"
	"upright/internal/i18n"
	"upright/internal/upr"
)

// TestEveryKindInEveryLanguage has one mail of each kind of notice go over the wire to a person of each language, and looks at
// its subject, its text and its HTML.
func TestEveryKindInEveryLanguage(t *testing.T) {
	o := newOffice(t)
	dates, err := calendar.Default()
	must(t, err)
	states := make(map[string]string)
	for _, language := range i18n.Pages() {
		states[language] = dates.StateName("MEX", language)
		o.person("to-"+language, language)
	}
	seen := make(map[string]upr.NoticeKind)
	for _, kind := range upr.NoticeKinds() {
		_, err := o.db.ExecContext(t.Context(), `
			INSERT INTO notices (id, user_id, submission_id, kind, by_user, ref, mail_due)
			SELECT translate(substr(md5(u.id || $2), 1, 20), '0189', 'wxyz'), u.id, $1, $2, $3, '', now() FROM users u WHERE u.email LIKE 'to-%'`,
			string(o.id), string(kind), string(o.anna.User))
		must(t, err)
		mails := o.send()
		if len(mails) != len(states) {
			t.Fatalf("%s: %d mails", kind, len(mails))
		}
		for _, m := range mails {
			language := m.header.Get("Content-Language")
			text, html := m.parts(t)
			told := subject(t, m)
			if other, twice := seen[language+told]; twice {
				t.Errorf("%s in %s has the subject of %s: %q", kind, language, other, told)
			}
			seen[language+told] = kind
			what := strings.TrimLeft(strings.TrimPrefix(strings.TrimPrefix(told, "Upright"), "\u00a0"), ": ")
			for name, part := range map[string]string{"text": text, "HTML": html} {
				if !strings.Contains(part, states[language]) || !strings.Contains(part, what) {
					t.Errorf("%s in %s: its %s does not say %q of %s:\n%s", kind, language, name, what, states[language], part)
				}
				for _, wrong := range []string{"⟦", "%!", "<no value>", "{what}", "{state}", title, "Anna", "anna", "Identity Now"} {
					if strings.Contains(part, wrong) {
						t.Errorf("%s in %s: its %s holds %q:\n%s", kind, language, name, wrong, part)
					}
				}
			}
			if m.to != "to-"+language+"@example.org" || what == "" {
				t.Errorf("%s: to %s in %s, subject %q", kind, m.to, language, told)
			}
		}
	}
	if len(seen) != len(states)*len(upr.NoticeKinds()) {
		t.Errorf("%d different mails", len(seen))
	}
}
