package calendar_test

import (
	"errors"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"upright/internal/calendar"
	"upright/internal/upr"
)

// usual is what lines say that do not say it themselves.
func usual() calendar.Row { return calendar.Row{Confidence: "confirmed", Source: "OHCHR"} }

func TestUpload(t *testing.T) {
	c := load(t)
	want := []upr.CalendarEntry{
		entry(upr.CalendarEntry{Kind: upr.SessionEntry, Session: 55, Start: date("2027-11-01"), End: date("2027-11-12")}),
		entry(upr.CalendarEntry{Kind: upr.ReviewEntry, Session: 55, State: "CIV"}),
		entry(upr.CalendarEntry{Kind: upr.DeadlineEntry, Session: 55, Day: date("2027-03-29"), Hour: "15:00"}),
		entry(upr.CalendarEntry{Kind: upr.ReviewEntry, Session: 55, State: "IRN", Symbol: "A/HRC/59/15", Instead: 54}),
	}
	want[3].Confidence, want[3].URL = upr.Conflicting, "https://www.ohchr.org/a"
	for name, data := range map[string]string{
		"commas": "Session,State under review,Begins,Ends,Deadline,Hour,Report,Instead of,Confidence,URL,Region\n" +
			"55,CIV,2027-11-01,2027-11-12,2027-03-29,15:00,,,,,Africa\n\n55, Iran (Islamic Republic of) ,,,,,A/HRC/59/15,54,Conflicting,https://www.ohchr.org/a,Asia\n",
		"semicolons": "\xEF\xBB\xBFsession;state;start;end;deadline;hour;symbol;instead;confidence;url\r\n" +
			"55;Côte d’Ivoire;2027-11-01;2027-11-12;2027-03-29;15:00;;;;\r\n55;irn;;;;;a/hrc/59/15;54;conflicting;https://www.ohchr.org/a\r\n",
		"objects": `[{"session":55,"state":"科特迪瓦","start":"2027-11-01","end":"2027-11-12","deadline":"2027-03-29","hour":"15:00","x":{}},
			{"session":"55","state":"IRN","symbol":"A/HRC/59/15","instead":54,"confidence":"conflicting","url":"https://www.ohchr.org/a","hour":null}]`,
	} {
		if name == "objects" {
			data = strings.Replace(data, `,"x":{}`, "", 1)
		}
		got, problems, err := c.Upload([]byte(data), usual())
		if diff := cmp.Diff(want, got); err != nil || problems != nil || diff != "" {
			t.Errorf("%s: %v, %v\n%s", name, problems, err, diff)
		}
	}
}

func TestUploadTellsTheLine(t *testing.T) {
	c := load(t)
	const columns = "session,state,start,end,deadline,hour,instead,symbol,confidence,source,url\n"
	for name, test := range map[string]struct {
		data string
		want calendar.Problem
	}{
		"no session":         {columns + ",MEX,,,,,,,,,\n", calendar.Problem{Line: 2, Field: "session", Key: "details.session.unknown"}},
		"far session":        {columns + "900,MEX,,,,,,,,,\n", calendar.Problem{Line: 2, Field: "session", Key: "details.session.unknown"}},
		"no such State":      {columns + "55,Atlantis,,,,,,,,,\n", calendar.Problem{Line: 2, Field: "state", Key: "calendar-entry.state.unknown"}},
		"no such day":        {columns + "\n55,,2027-02-30,,,,,,,,\n", calendar.Problem{Line: 3, Field: "start", Key: "calendar-entry.date"}},
		"end before start":   {columns + "55,,2027-11-12,2027-11-01,,,,,,,\n", calendar.Problem{Line: 2, Field: "end", Key: "calendar-entry.end.before"}},
		"end alone":          {columns + "55,,,2027-11-01,,,,,,,\n", calendar.Problem{Line: 2, Field: "end", Key: "calendar-entry.end.alone"}},
		"hour alone":         {columns + "55,,,,,15:00,,,,,\n", calendar.Problem{Line: 2, Field: "deadline", Key: "details.deadline.day"}},
		"25 o'clock":         {columns + "55,,,,2027-03-01,25:00,,,,,\n", calendar.Problem{Line: 2, Field: "hour", Key: "calendar-entry.hour.form"}},
		"deadline too late":  {columns + "54,,,,2027-01-01,,,,,,\n", calendar.Problem{Line: 2, Field: "deadline", Key: "calendar-entry.deadline.late"}},
		"symbol alone":       {columns + "55,,,,,,,A/HRC/1/1,,,\n", calendar.Problem{Line: 2, Field: "symbol", Key: "calendar-entry.state.missing"}},
		"symbol of no form":  {columns + "55,MEX,,,,,,E/1,,,\n", calendar.Problem{Line: 2, Field: "symbol", Key: "calendar-entry.symbol.form"}},
		"put off to itself":  {columns + "55,MEX,,,,,55,,,,\n", calendar.Problem{Line: 2, Field: "instead", Key: "calendar-entry.instead.same"}},
		"derived":            {columns + "55,MEX,,,,,,,derived,,\n", calendar.Problem{Line: 2, Field: "confidence", Key: "value.choice"}},
		"script as address":  {columns + "55,MEX,,,,,,,,,javascript:alert(1)\n", calendar.Problem{Line: 2, Field: "url", Key: "value.website"}},
		"nothing":            {columns + "55,,,,,,,,,,\n", calendar.Problem{Line: 2, Key: "calendar-entry.nothing"}},
		"two that differ":    {columns + "55,,,,2027-03-01,,,,,,\n56,,,,2027-03-01,,,,,,\n55,,,,2027-03-02,,,,,,\n", calendar.Problem{Line: 4, Key: "calendar-upload.contradicts", With: "2"}},
		"too many cells":     {columns + "55,MEX,,,,,,,,,,,,,\n", calendar.Problem{Line: 2, Key: "calendar-upload.cells"}},
		"open quotation":     {columns + "55,\"MEX,,,,,,,,,\n", calendar.Problem{Line: 2, Key: "calendar-upload.quotes"}},
		"long":               {columns + "55,MEX,,,,,,,," + strings.Repeat("x", 501) + ",\n", calendar.Problem{Line: 2, Field: "source", Key: "calendar-upload.long", With: "source"}},
		"list in an object":  {`[{"session":55,"state":["MEX"]}]`, calendar.Problem{Line: 1, Key: "calendar-upload.value", With: "state"}},
		"the same name, two": {`[{"session":55,"state":"MEX","country":"MEX"}]`, calendar.Problem{Line: 1, Key: "calendar-upload.value", With: "state"}},
	} {
		t.Run(name, func(t *testing.T) {
			_, problems, err := c.Upload([]byte(test.data), usual())
			if err != nil || len(problems) != 1 || problems[0] != test.want {
				t.Errorf("%+v, %v; want %+v", problems, err, test.want)
			}
		})
	}
}

func TestUploadRefuses(t *testing.T) {
	c := load(t)
	for key, data := range map[string]string{
		"calendar-upload.large":    strings.Repeat("x", calendar.MaxUpload+1),
		"calendar-upload.empty":    " \n",
		"calendar-upload.encoding": "session,state\n55,C\xf4te",
		"calendar-upload.columns":  "State,Deadline\nMEX,2027-01-01\n",
		"calendar-upload.twice":    "session,state,country\n55,MEX,MEX\n",
		"calendar-upload.json":     `[{"session":55},`,
	} {
		_, _, err := c.Upload([]byte(data), usual())
		var known *upr.Error
		if !errors.As(err, &known) || known.Key != key || known.Field != "file" {
			t.Errorf("%s: %v", key, err)
		}
	}
	rows := "session,state\n" + strings.Repeat("55,MEX\n", upr.MaxCalendarEntries+1)
	if _, _, err := c.Upload([]byte(rows), usual()); err == nil {
		t.Error("too many lines were taken")
	}
	_, problems, err := c.Upload([]byte("session,state\n"+strings.Repeat("55,?\n", 500)), usual())
	if err != nil || len(problems) != 100 {
		t.Errorf("%d problems, %v", len(problems), err)
	}
}

// Whatever is uploaded: entries that are good, problems, or a reason.
func FuzzUpload(f *testing.F) {
	c := load(f)
	f.Add([]byte("session;state;deadline;hour\n55;MEX;2027-03-29;9:00\n"))
	f.Add([]byte(`[{"session":55,"start":"2027-11-01"}]`))
	f.Add([]byte("session\n\"55"))
	f.Fuzz(func(t *testing.T, data []byte) {
		entries, problems, err := c.Upload(data, usual())
		var known *upr.Error
		if err != nil && !errors.As(err, &known) {
			t.Fatalf("an error that nobody can act on: %v", err)
		}
		for _, e := range entries {
			if err := e.Validate(); err != nil {
				t.Fatalf("%+v: %v", e, err)
			}
		}
		if err == nil && len(entries)+len(problems) == 0 {
			t.Fatal("nothing, and no reason")
		}
	})
}
