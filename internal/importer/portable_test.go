package importer_test

import (
	"bytes"
	"encoding/base64"
	"encoding/json"
	"errors"
	"image"
	"image/color"
	"image/jpeg"
	"image/png"
	"math/rand/v2"
	"os"
	"path/filepath"
	"reflect"
	"strings"
	"testing"
	"time"

	"upright/internal/importer"
	"upright/internal/picture"
	"upright/internal/prose"
	"upright/internal/prose/prosetest"
	"upright/internal/upr"
)

// logoOf makes a picture and sends it through the door that every logo comes in by.
func logoOf(t testing.TB, format string) *upr.Image {
	t.Helper()
	m := image.NewNRGBA(image.Rect(0, 0, 30, 20))
	m.Set(3, 4, color.NRGBA{R: 200, A: 128})
	var b bytes.Buffer
	var err error
	if format == "png" {
		err = png.Encode(&b, m)
	} else {
		err = jpeg.Encode(&b, m, nil)
	}
	if err != nil {
		t.Fatal(err)
	}
	logo, err := picture.Decode(&b)
	if err != nil {
		t.Fatal(err)
	}
	return logo
}

func full(t testing.TB) *upr.Submission {
	return &upr.Submission{
		Details: upr.Details{
			State: "MEX", Session: 59, Cycle: 5, Kind: upr.Individual, Language: "fr", Title: "Retour & dignité <2027>",
			Keywords: []string{"migration", "identité"},
			Deadline: upr.Deadline{At: time.Date(2028, 7, 1, 10, 0, 0, 0, time.UTC), Source: upr.OwnDeadline},
			Date:     upr.Date{Year: 2028, Month: 6, Day: 30},
		},
		RuleSet: "cycle-5-provisional", Ready: []string{"id1"},
		Created: time.Date(2026, 11, 23, 9, 8, 7, 123456000, time.UTC), Updated: time.Date(2026, 11, 24, 0, 0, 0, 0, time.UTC),
		Organizations: []upr.Organization{{
			Name: "Casa Puente", Acronym: "CP", City: "Ciudad de México", Country: "MEX", Founded: 2016,
			Description: "Acompaña a personas que regresan.", Type: upr.OtherNHRI, ConsultativeStatus: upr.SpecialStatus,
			Website: "https://casa.example", Email: "info@casa.example", Phone: "+52 55 0000 0000", Address: "Calle 1\n06000",
			Logo: logoOf(t, "png"), Example: true, UpdatedAt: time.Date(2026, 1, 2, 3, 4, 5, 0, time.UTC),
		}},
		Annexes: annexes(),
		Answers: []upr.SolidarityAnswer{
			{Question: upr.AskHolders, Fields: map[string]string{"who": "Volunteers <&> \"all\"", "abroad": "Families\nfar away"}},
			{Question: upr.AskLaw, Fields: map[string]string{"law": "Article 1"}},
		},
		Manuscript: prosetest.Random(rand.New(rand.NewPCG(1, 2))),
	}
}

func annexes() upr.Annexes {
	return upr.Annexes{
		Previous: []upr.PreviousRecommendation{{
			Symbol: "A/HRC/99/99", Number: "132.45", Cycle: 4, Text: "Invented text", States: []string{"FRA", "Ruritania"},
			Position: upr.PositionPartly, Themes: []string{"migrants"}, Groups: []string{"children"}, SDGs: []int{4, 10}, Language: "en",
			Assessed: upr.PartlyDone, Evidence: "Interviews", Comment: "Comment", Paragraphs: []string{"p1", "p2"},
		}},
		Solidarity: []upr.SolidarityEntry{{
			Form: upr.ReactiveForm, Holders: "Migrants", Bearer: upr.NonStateBearer, BearerName: "Companies",
			Duty: upr.RespectDuty, Right: "education", Basis: "CRC, article 28", Measure: "Fund", Indicator: "Places", Paragraphs: []string{"p1"},
		}},
		Signatories: []upr.Signatory{{
			Organization: upr.Organization{Name: "Second", Acronym: "S"}, Appearance: upr.AcronymAppearance,
			Signed: upr.Date{Year: 2028, Month: 6, Day: 1}, Position: "We differ.", Paragraphs: []string{"p2"},
		}},
	}
}

func write(t testing.TB, s *upr.Submission) []byte {
	t.Helper()
	var b bytes.Buffer
	if err := importer.Write(&b, s); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

func checkRoundTrip(t *testing.T, s *upr.Submission) {
	t.Helper()
	data := write(t, s)
	got, err := importer.Read(bytes.NewReader(data))
	if err != nil {
		t.Fatalf("%v\n%s", err, data)
	}
	if !reflect.DeepEqual(got, s) {
		t.Errorf("got  %+v\nwant %+v", got, s)
	}
	if again := write(t, got); !bytes.Equal(again, data) {
		t.Errorf("written again:\n%s\nfirst:\n%s", again, data)
	}
}

func TestRoundTripLosesNothing(t *testing.T) {
	s := full(t)
	checkRoundTrip(t, s)
	s.Organizations[0].Logo = logoOf(t, "jpeg")
	checkRoundTrip(t, s)

	s = full(t)
	s.Details.Kind = upr.Joint
	s.Organizations = append(s.Organizations, upr.Organization{Name: "Second"})
	s.Details.Keywords, s.Details.Deadline, s.Details.Date, s.Ready = nil, upr.Deadline{}, upr.Date{}, nil
	checkRoundTrip(t, s)

	s = full(t)
	for seed := range uint64(200) {
		s.Manuscript = prosetest.Random(rand.New(rand.NewPCG(seed, 9)))
		checkRoundTrip(t, s)
	}
}

// A field that somebody adds to the domain and forgets here would be lost without a word.
func TestEveryFieldTravels(t *testing.T) {
	// Suggested is the manuscript with its suggestions, which the file holds as one text. What is final here is a draft
	// where the file is taken in, and versions of rules are counted by each installation.
	local := map[string]bool{"RuleVersion": true, "Left": true, "ID": true, "Version": true, "Head": true, "Represented": true, "Suggested": true, "Final": true}
	s := full(t)
	for _, v := range []any{*s, s.Details, s.Organizations[0], s.Details.Deadline, *s.Organizations[0].Logo,
		s.Annexes, s.Annexes.Previous[0], s.Annexes.Solidarity[0], s.Annexes.Signatories[0]} {
		value := reflect.ValueOf(v)
		for i := range value.NumField() {
			if name := value.Type().Field(i).Name; value.Field(i).IsZero() && !local[name] {
				t.Errorf("the example has no %s.%s, so nobody sees whether it travels", value.Type(), name)
			}
		}
	}
}

// Who printed a paper can say that a file is of it, whatever was answered to the questions since; and a file without answers
// is one that programs before them read.
func TestAnswersAreNoPartOfThePaper(t *testing.T) {
	s := full(t)
	before, err := importer.Sum(s)
	if err != nil {
		t.Fatal(err)
	}
	if data := string(write(t, s)); !strings.Contains(data, `"version":2`) || !strings.Contains(data, before) {
		t.Error("the file with answers is not of version 2, or has another sum")
	}
	s.Answers = nil
	checkRoundTrip(t, s)
	if data := string(write(t, s)); !strings.Contains(data, `"version":1`) || strings.Contains(data, "answers") || !strings.Contains(data, before) {
		t.Error("the file without answers is not of version 1, or has another sum")
	}
}

func TestReadRefuses(t *testing.T) {
	good := string(write(t, full(t)))
	change := func(old, new string) string {
		if !strings.Contains(good, old) {
			t.Fatalf("%q is not in the file", old)
		}
		return strings.Replace(good, old, new, 1)
	}
	unsigned := func(old, new string) string {
		s := change(old, new)
		return s[:strings.Index(s, `,"sha256"`)] + s[strings.Index(s, `,"answers"`):strings.Index(s, `,"answers_sha256"`)] + "}"
	}
	logo := base64.StdEncoding.EncodeToString(full(t).Organizations[0].Logo.Data)
	for _, c := range []struct {
		name, data, key string
		kind            upr.ErrorKind
	}{
		{"nothing", "", "import.foreign", upr.Invalid},
		{"not JSON", "%PDF-1.7", "import.foreign", upr.Invalid},
		{"not text", "\xff\xfe{", "import.foreign", upr.Invalid},
		{"another JSON", `{"format":"other","version":1}`, "import.foreign", upr.Invalid},
		{"an array", `[]`, "import.foreign", upr.Invalid},
		{"newer", `{"format":"upright-submission","version":3,"parts":[]}`, "import.newer", upr.Stale},
		{"version 0", change(`"version":2`, `"version":0`), "import.damaged", upr.Invalid},
		{"cut off", good[:len(good)/2], "import.damaged", upr.Invalid},
		{"unknown field", change(`"version":2`, `"version":2,"x":1`), "import.damaged", upr.Invalid},
		{"one letter changed", change("Casa Puente", "Casa Fuente"), "import.damaged", upr.Invalid},
		{"unknown field inside", unsigned(`"state":"MEX"`, `"state":"MEX","x":1`), "import.damaged", upr.Invalid},
		{"no manuscript", `{"format":"upright-submission","version":1}`, "import.damaged", upr.Invalid},
		{"broken manuscript", unsigned(`{"type":"doc"`, `{"type":"dok"`), "import.damaged", upr.Invalid},
		{"no organization", unsigned(`"organizations":[{`, `"organizations":[],"ready":[{`), "import.damaged", upr.Invalid},
		{"date", unsigned(`"2028-06-30"`, `"2028-06-31"`), "import.damaged", upr.Invalid},
		{"state", unsigned(`"state":"MEX"`, `"state":"Mexico"`), "value.choice", upr.Invalid},
		{"website", unsigned(`"https://casa.example"`, `"javascript:alert(1)"`), "value.website", upr.Invalid},
		{"logo of another size", unsigned(`"width":30`, `"width":31`), "import.logo", upr.Invalid},
		{"logo of another format", unsigned(`"format":"png"`, `"format":"svg"`), "import.logo", upr.Invalid},
		{"position of a State", unsigned(`"position":"partly"`, `"position":"perhaps"`), "import.damaged", upr.Invalid},
		{"assessment", unsigned(`"assessed":"in-part"`, `"assessed":"done"`), "import.damaged", upr.Invalid},
		{"goal", unsigned(`"sdgs":[4,10]`, `"sdgs":[4,18]`), "import.damaged", upr.Invalid},
		{"duty", unsigned(`"duty":"respect"`, `"duty":"obey"`), "import.damaged", upr.Invalid},
		{"represented signatory", unsigned(`"appearance":"acronym"`, `"appearance":"represented"`), "import.damaged", upr.Invalid},
		{"long comment", unsigned(`"comment":"Comment"`, `"comment":"`+strings.Repeat("x", 20001)+`"`), "import.damaged", upr.Invalid},
		{"many paragraphs", unsigned(`"paragraphs":["p1","p2"]`, `"paragraphs":["p"`+strings.Repeat(`,"p"`, 200)+`]`), "import.damaged", upr.Invalid},
		{"an answer changed", change("Article 1", "Article 2"), "import.damaged", upr.Invalid},
		{"answers of version 1", change(`"version":2`, `"version":1`), "import.damaged", upr.Invalid},
		{"an unknown question", unsigned(`"question":"law"`, `"question":"weather"`), "import.damaged", upr.Invalid},
		{"two answers", unsigned(`"question":"law"`, `"question":"holders"`), "import.damaged", upr.Invalid},
		{"an answer of nothing", unsigned(`{"law":"Article 1"}`, `{}`), "import.damaged", upr.Invalid},
		{"a field of another name", unsigned(`{"law":`, `{"Law <b>":`), "import.damaged", upr.Invalid},
		{"a long answer", unsigned("Article 1", strings.Repeat("x", 5001)), "import.damaged", upr.Invalid},
		{"a sign that no database keeps", unsigned("Article 1", `\u0000`), "import.damaged", upr.Invalid},
		{"logo that is none", unsigned(logo, "AAAA"), "import.logo", upr.Invalid},
	} {
		t.Run(c.name, func(t *testing.T) {
			_, err := importer.Read(strings.NewReader(c.data))
			var e *upr.Error
			if !errors.As(err, &e) || e.Key != c.key || e.Kind != c.kind {
				t.Errorf("got %v, want %s", err, c.key)
			}
		})
	}
	if _, err := importer.Read(strings.NewReader(unsigned("Casa Puente", "Casa Fuente"))); err != nil {
		t.Errorf("a file without a checksum: %v", err)
	}
	big := strings.NewReader(strings.Repeat(" ", importer.MaxBytes+1))
	var e *upr.Error
	if _, err := importer.Read(big); !errors.As(err, &e) || e.Key != "import.large" {
		t.Errorf("too large: %v", err)
	}
	if e, err := os.Open(filepath.Join(t.TempDir())); err == nil {
		if _, err := importer.Read(e); err == nil || errors.As(err, new(*upr.Error)) {
			t.Errorf("a reader's own error: %v", err)
		}
	}
}

// Whatever a program between two installations does to the white space, the file stays what it was.
func TestWhiteSpaceDoesNotCount(t *testing.T) {
	var b bytes.Buffer
	if err := json.Indent(&b, write(t, full(t)), "", "\t"); err != nil {
		t.Fatal(err)
	}
	if _, err := importer.Read(&b); err != nil {
		t.Error(err)
	}
}

// Pictures that carry more than pixels, made by hand.
func TestLogosAreClean(t *testing.T) {
	tail := func(data []byte, at int, insert string) []byte {
		return append(append(append([]byte{}, data[:at]...), insert...), data[at:]...)
	}
	pngLogo, jpegLogo := logoOf(t, "png"), logoOf(t, "jpeg")
	const text = "\x00\x00\x00\x04tEXtSecr\x5d\x9e\x55\x0e"
	for name, logo := range map[string]*upr.Image{
		"text in a PNG":         {Data: tail(pngLogo.Data, 33, text), Format: "png"},
		"bytes after a PNG":     {Data: append(bytes.Clone(pngLogo.Data), "GPS"...), Format: "png"},
		"EXIF in a JPEG":        {Data: tail(jpegLogo.Data, 2, "\xff\xe1\x00\x08Exif\x00\x00"), Format: "jpeg"},
		"a comment in a JPEG":   {Data: tail(jpegLogo.Data, 2, "\xff\xfe\x00\x04hi"), Format: "jpeg"},
		"bytes after a JPEG":    {Data: append(bytes.Clone(jpegLogo.Data), "GPS"...), Format: "jpeg"},
		"a PNG named JPEG":      {Data: pngLogo.Data, Format: "jpeg"},
		"a JPEG of a few bytes": {Data: jpegLogo.Data[:20], Format: "jpeg"},
	} {
		s := full(t)
		logo.Width, logo.Height = 30, 20
		s.Organizations[0].Logo = logo
		var e *upr.Error
		if _, err := importer.Read(bytes.NewReader(write(t, s))); !errors.As(err, &e) || e.Key != "import.logo" {
			t.Errorf("%s: %v", name, err)
		}
	}
}

func TestWriteNeedsAManuscript(t *testing.T) {
	s := full(t)
	s.Manuscript = nil
	if err := importer.Write(&bytes.Buffer{}, s); err == nil {
		t.Error("written")
	}
	s.Manuscript = &prose.Manuscript{}
	if err := importer.Write(&bytes.Buffer{}, s); err == nil {
		t.Error("written without a part")
	}
}

func FuzzRead(f *testing.F) {
	f.Add(write(f, full(f)))
	corpus, err := filepath.Glob("testdata/*.upright.json")
	if err != nil || len(corpus) == 0 {
		f.Fatalf("no corpus: %v", err)
	}
	for _, name := range corpus {
		data, err := os.ReadFile(name)
		if err != nil {
			f.Fatal(err)
		}
		f.Add(data)
	}
	f.Fuzz(func(t *testing.T, data []byte) {
		s, err := importer.Read(bytes.NewReader(data))
		if err != nil {
			return
		}
		var b bytes.Buffer
		if err := importer.Write(&b, s); errors.Is(err, prose.ErrTooLarge) {
			return
		} else if err != nil {
			t.Fatalf("what was read cannot be written: %v", err)
		}
		again, err := importer.Read(&b)
		if err != nil {
			t.Fatalf("what was written cannot be read: %v", err)
		}
		if !reflect.DeepEqual(s, again) {
			t.Fatalf("first %+v\nagain %+v", s, again)
		}
	})
}

// Members that others represent are named in no file, and the sum is the one that the file carries.
func TestRepresentedMembersStayAway(t *testing.T) {
	s := full(t)
	sum, err := importer.Sum(s)
	if err != nil || !strings.Contains(string(write(t, s)), `"sha256":"`+sum+`"`) {
		t.Errorf("%s is not the sum in the file: %v", sum, err)
	}
	s.Annexes.Signatories = append(s.Annexes.Signatories, upr.Signatory{
		Organization: upr.Organization{Name: "Hidden House"}, Appearance: upr.RepresentedAppearance, Represented: "Casa Puente"})
	if strings.Contains(string(write(t, s)), "Hidden House") {
		t.Error("a represented member is named")
	}
}
