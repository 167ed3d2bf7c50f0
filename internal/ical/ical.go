// Package ical writes calendars that other programs subscribe to: iCalendar, RFC 5545.
//
// It refuses to know what the events mean, in which language they are told, and where they come from.
package ical

import (
	"io"
	"strconv"
	"strings"
	"time"
	"unicode/utf8"
)

// A Calendar is a list of events under a name.
type Calendar struct {
	Name     string // shown by the program that subscribes
	Language string // of all texts, as in RFC 5646
	Events   []Event
}

// An Event is a moment or a whole day.
type Event struct {
	UID      string    // the same for as long as the event is there; written as it is given
	Sequence int64     // grows with each change that matters
	Changed  time.Time // when it was last changed
	At       time.Time // the moment
	// Day makes it a whole day, wherever one is: year, month and day of At count then, in the zone it is in.
	Day     bool
	Summary string
	Text    string // more about it; "" for nothing
	URL     string
}

// Type is the media type of what Write writes.
const Type = "text/calendar; charset=utf-8"

// product names who wrote a calendar, as RFC 5545 (3.7.3) asks.
const product = "-//Upright//Upright//EN"

// refresh says how often programs should ask again (RFC 7986, 5.7). Most have a mind of their own.
const refresh = "PT6H"

// Write writes a calendar. The same calendar always makes the same bytes.
func Write(w io.Writer, c Calendar) error {
	var b strings.Builder
	line := func(name, value string) { fold(&b, name+":"+value) }
	text := func(name, value string) {
		if value != "" {
			fold(&b, name+";LANGUAGE="+c.Language+":"+escape(value))
		}
	}
	line("BEGIN", "VCALENDAR")
	line("VERSION", "2.0")
	line("PRODID", product)
	line("CALSCALE", "GREGORIAN")
	text("NAME", c.Name)
	line("X-WR-CALNAME", escape(c.Name)) // what programs knew before RFC 7986
	fold(&b, "REFRESH-INTERVAL;VALUE=DURATION:"+refresh)
	line("X-PUBLISHED-TTL", refresh)
	for _, e := range c.Events {
		line("BEGIN", "VEVENT")
		line("UID", escape(e.UID))
		line("SEQUENCE", strconv.FormatInt(e.Sequence, 10))
		// Without a METHOD this is when the event was last changed (3.8.7.2).
		line("DTSTAMP", moment(e.Changed))
		line("LAST-MODIFIED", moment(e.Changed))
		if e.Day {
			fold(&b, "DTSTART;VALUE=DATE:"+e.At.Format("20060102"))
			fold(&b, "DTEND;VALUE=DATE:"+e.At.AddDate(0, 0, 1).Format("20060102"))
		} else {
			line("DTSTART", moment(e.At)) // without an end it takes no time
		}
		text("SUMMARY", e.Summary)
		text("DESCRIPTION", e.Text)
		if e.URL != "" {
			line("URL", e.URL)
		}
		line("TRANSP", "TRANSPARENT") // it does not make anybody busy
		line("END", "VEVENT")
	}
	line("END", "VCALENDAR")
	_, err := io.WriteString(w, b.String())
	return err
}

// moment writes a time in UTC.
func moment(t time.Time) string { return t.UTC().Format("20060102T150405Z") }

// escape writes a text value (3.3.11). Control characters have no place in one and go.
func escape(s string) string {
	s = strings.Map(func(r rune) rune {
		if r == utf8.RuneError || (r < ' ' && r != '\n' && r != '\t') || r == 0x7f {
			return -1
		}
		return r
	}, strings.ReplaceAll(s, "\r\n", "\n"))
	return strings.NewReplacer(`\`, `\\`, ";", `\;`, ",", `\,`, "\n", `\n`).Replace(s)
}

// width is how many bytes a line has at most, its end left out (3.1).
const width = 75

// fold writes a content line, cut into lines of at most 75 bytes, never inside a character.
func fold(b *strings.Builder, line string) {
	room := width
	for len(line) > room {
		cut := room
		for !utf8.RuneStart(line[cut]) {
			cut--
		}
		b.WriteString(line[:cut])
		b.WriteString("\r\n ")
		line, room = line[cut:], width-1
	}
	b.WriteString(line)
	b.WriteString("\r\n")
}
