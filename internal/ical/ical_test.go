package ical_test

import (
	"bytes"
	"fmt"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"
	"unicode/utf8"

	"upright/internal/ical"
)

// A property is one content line, read.
type property struct {
	name, value string
	params      map[string]string
}

// parse reads a calendar as strictly as RFC 5545 is written: an error for what a lenient program would forgive.
func parse(data []byte) ([]map[string]property, error) {
	if !bytes.HasSuffix(data, []byte("\r\n")) {
		return nil, fmt.Errorf("the last line has no end")
	}
	physical := strings.Split(strings.TrimSuffix(string(data), "\r\n"), "\r\n")
	for i, line := range physical {
		if len(line) > 75 || line == "" || !utf8.ValidString(line) {
			return nil, fmt.Errorf("line %d has %d bytes, or a character cut in two: %q", i, len(line), line)
		}
		if strings.ContainsFunc(line, func(r rune) bool { return r < ' ' && r != '\t' || r == 0x7f }) {
			return nil, fmt.Errorf("line %d has a control character: %q", i, line)
		}
	}
	logical := strings.Split(strings.ReplaceAll(strings.Join(physical, "\r\n"), "\r\n ", ""), "\r\n")
	shape := regexp.MustCompile(`^([A-Z-]+)((?:;[A-Z-]+=[^;:,"]+)*):(.*)$`)
	var open []string
	var found []map[string]property
	for _, line := range logical {
		m := shape.FindStringSubmatch(line)
		if m == nil {
			return nil, fmt.Errorf("no content line: %q", line)
		}
		p := property{name: m[1], value: m[3], params: make(map[string]string)}
		for _, param := range strings.Split(m[2], ";")[1:] {
			name, value, _ := strings.Cut(param, "=")
			p.params[name] = value
		}
		switch p.name {
		case "BEGIN":
			open = append(open, p.value)
			found = append(found, map[string]property{"": {value: p.value}})
		case "END":
			if len(open) == 0 || open[len(open)-1] != p.value {
				return nil, fmt.Errorf("END:%s ends nothing", p.value)
			}
			open = open[:len(open)-1]
		default:
			in := found[len(found)-1]
			if _, twice := in[p.name]; twice || len(open) == 0 {
				return nil, fmt.Errorf("%s stands twice, or outside", p.name)
			}
			if err := p.check(); err != nil {
				return nil, err
			}
			in[p.name] = p
		}
	}
	if len(open) > 0 || found[0][""].value != "VCALENDAR" {
		return nil, fmt.Errorf("%v is open at the end", open)
	}
	return found, required(found)
}

// check reads the value of a property by its type.
func (p property) check() error {
	bad := fmt.Errorf("%s is %q", p.name, p.value)
	switch p.name {
	case "DTSTAMP", "LAST-MODIFIED", "DTSTART", "DTEND":
		layout := "20060102T150405Z"
		if p.params["VALUE"] == "DATE" {
			layout = "20060102"
		}
		if _, err := time.Parse(layout, p.value); err != nil {
			return bad
		}
	case "SEQUENCE":
		if n, err := strconv.Atoi(p.value); err != nil || n < 0 {
			return bad
		}
	case "SUMMARY", "DESCRIPTION", "NAME", "X-WR-CALNAME", "UID":
		if regexp.MustCompile(`^(?:[^\\,;]|\\[\\,;nN])*$`).FindString(p.value) != p.value {
			return bad
		}
	case "VERSION", "PRODID", "CALSCALE", "REFRESH-INTERVAL", "X-PUBLISHED-TTL", "URL", "TRANSP":
		if p.value == "" {
			return bad
		}
	default:
		return fmt.Errorf("%s is not in the standard", p.name)
	}
	return nil
}

// required looks for what each component must have (3.6.1).
func required(found []map[string]property) error {
	var uids []string
	for _, c := range found {
		needs := []string{"VERSION", "PRODID"}
		if c[""].value == "VEVENT" {
			needs = []string{"UID", "DTSTAMP", "DTSTART"}
			uids = append(uids, c["UID"].value)
		}
		for _, name := range needs {
			if c[name].value == "" {
				return fmt.Errorf("a %s has no %s", c[""].value, name)
			}
		}
	}
	slices.Sort(uids)
	if n := len(uids); len(slices.Compact(uids)) != n {
		return fmt.Errorf("two events have one UID")
	}
	return nil
}

func unescape(s string) string {
	return strings.NewReplacer(`\\`, `\`, `\;`, ";", `\,`, ",", `\n`, "\n").Replace(s)
}

func write(t *testing.T, c ical.Calendar) []byte {
	t.Helper()
	var b bytes.Buffer
	if err := ical.Write(&b, c); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

func TestWrite(t *testing.T) {
	zurich, err := time.LoadLocation("Europe/Zurich")
	if err != nil {
		t.Fatal(err)
	}
	texts := []string{
		"Deadline", "Fecha límite, México; \\ \"fin\"\nsegunda línea\r\ntercera", strings.Repeat("الموعد النهائي ", 20),
		strings.Repeat("截止日期", 60), strings.Repeat("a", 500), "bell \a, DEL \x7f, bad \xff byte", "BEGIN:VEVENT\r\nEND:VCALENDAR",
		strings.Repeat("👩‍👩‍👧", 30),
	}
	for length := 40; length < 100; length++ { // every place of the first cut
		texts = append(texts, strings.Repeat("x", length)+"é截👩"+strings.Repeat("y", 90))
	}
	c := ical.Calendar{Name: "Upright, dates", Language: "ar"}
	for i, text := range texts {
		c.Events = append(c.Events, ical.Event{
			UID: fmt.Sprintf("deadline-%d", i), Sequence: int64(i), Changed: time.Date(2026, 11, 23, 9, 30, 0, 0, zurich),
			At: time.Date(2027, 1, 12, 15, 0, 0, 0, zurich), Day: i%2 == 1, Summary: text, Text: text, URL: "https://upright.example.org/x",
		})
	}
	data := write(t, c)
	found, err := parse(data)
	if err != nil {
		t.Fatal(err)
	}
	if len(found) != len(texts)+1 {
		t.Fatalf("%d components for %d events", len(found), len(texts))
	}
	for i, e := range found[1:] {
		want := strings.ReplaceAll(texts[i], "\r\n", "\n")
		want = strings.NewReplacer("\a", "", "\x7f", "", "\xff", "").Replace(want)
		if got := unescape(e["SUMMARY"].value); got != want {
			t.Errorf("it reads %q, want %q", got, want)
		}
		start := "20270112T140000Z"
		if i%2 == 1 {
			start = "20270112"
		}
		if e["DTSTART"].value != start || e["DTSTAMP"].value != "20261123T083000Z" || e["SEQUENCE"].value != strconv.Itoa(i) {
			t.Errorf("%+v", e)
		}
	}
	if again := write(t, c); !bytes.Equal(data, again) {
		t.Error("the same calendar makes other bytes")
	}
	if _, err := parse(write(t, ical.Calendar{Name: "", Language: "en"})); err != nil {
		t.Errorf("an empty calendar: %v", err)
	}
}

// TestParseIsStrict: the parser of this test would see what it is there for.
func TestParseIsStrict(t *testing.T) {
	good := string(write(t, ical.Calendar{Name: "x", Language: "en", Events: []ical.Event{{
		UID: "a", Changed: time.Unix(0, 0), At: time.Unix(0, 0), Summary: "a, b",
	}}}))
	for _, change := range [][2]string{
		{"\r\n", "\n"}, {`\,`, ","}, {"UID:a\r\n", ""}, {"END:VEVENT\r\n", ""}, {"T000000Z", "T000000"}, {"SEQUENCE:0", "SEQUENCE:-1"},
		{"SUMMARY", strings.Repeat("SUMMARY", 12)}, {"VERSION:2.0\r\n", ""},
	} {
		if _, err := parse([]byte(strings.Replace(good, change[0], change[1], 1))); err == nil && change[0] != "\r\n" {
			t.Errorf("%q for %q is taken", change[1], change[0])
		}
	}
	if _, err := parse([]byte(strings.ReplaceAll(good, "\r\n", "\n"))); err == nil {
		t.Error("ends of lines without a carriage return are taken")
	}
}
