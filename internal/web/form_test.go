package web

import (
	"errors"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"upright/internal/upr"
)

type sampleForm struct {
	Name   string   `form:"name" validate:"required,max=5"`
	Secret string   `form:"secret" input:"password"`
	Agreed bool     `form:"agreed" input:"checkbox"`
	Many   []string `form:"many"`
	Year   string   `form:"year" validate:"omitempty,number"`
}

func post(values url.Values) *http.Request {
	r := httptest.NewRequest(http.MethodPost, "/", strings.NewReader(values.Encode()))
	r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	return r
}

func TestBind(t *testing.T) {
	var got sampleForm
	wrong, err := bind(post(url.Values{
		"name": {"  a\r\nb\x00 "}, "secret": {" kept "}, "agreed": {"yes"}, "many": {"x ", "y"}, "year": {"\xff"}, "other": {"?"},
	}), &got)
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(sampleForm{"a\nb", " kept ", true, []string{"x", "y"}, "\uFFFD"}, got); diff != "" {
		t.Errorf("form (-want +got):\n%s", diff)
	}
	if diff := cmp.Diff(problems{"year": {key: "value.number"}}, wrong, cmp.AllowUnexported(problem{})); diff != "" {
		t.Errorf("problems (-want +got):\n%s", diff)
	}
}

func TestBindCountsCharactersNotBytes(t *testing.T) {
	for name, want := range map[string]problem{
		"":       {key: "value.required"},
		"عربية":  {}, // five characters, ten bytes
		"seeing": {key: "value.long", args: map[string]any{"n": 5}},
	} {
		var f sampleForm
		wrong, err := bind(post(url.Values{"name": {name}}), &f)
		if err != nil {
			t.Fatal(err)
		}
		if diff := cmp.Diff(want, wrong["name"], cmp.AllowUnexported(problem{})); diff != "" {
			t.Errorf("%q (-want +got):\n%s", name, diff)
		}
	}
}

// TestBindRefuses what no browser sends, as an error a person can act on and not as a fault of ours.
func TestBindRefuses(t *testing.T) {
	r := httptest.NewRequest(http.MethodPost, "/", strings.NewReader("name=%zz"))
	r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	_, err := bind(r, &sampleForm{})
	var known *upr.Error
	if !errors.As(err, &known) || known.Kind != upr.Invalid {
		t.Errorf("error is %v", err)
	}
	var numbers struct {
		N int `form:"n"`
	}
	if _, err := bind(post(url.Values{"n": {"1"}}), &numbers); err == nil || errors.As(err, &known) {
		t.Errorf("a form with a number is %v, want a mistake of the programmer", err)
	}
}

func TestTake(t *testing.T) {
	wrong := make(problems)
	for _, mine := range []error{
		&upr.Error{Kind: upr.Invalid, Key: "value.email", Field: "email"},
		&upr.Error{Kind: upr.Conflict, Key: "account.email.taken", Field: "name"},
		&upr.Error{Kind: upr.Invalid, Key: "account.sign-in.wrong"},
	} {
		if err := wrong.take(mine); err != nil {
			t.Errorf("%v was not taken", err)
		}
	}
	if len(wrong) != 3 || wrong[""].key != "account.sign-in.wrong" {
		t.Errorf("problems are %v", wrong)
	}
	for _, other := range []error{
		errors.New("broken"),
		&upr.Error{Kind: upr.Conflict, Key: "error.conflict"},
		&upr.Error{Kind: upr.NotFound, Key: "error.not-found", Field: "name"},
	} {
		if err := wrong.take(other); err != other {
			t.Errorf("%v was taken for a matter of the form", other)
		}
	}
	if err := wrong.take(nil); err != nil || len(wrong) != 3 {
		t.Errorf("nothing wrong became %v, %v", err, wrong)
	}
}

// TestErrorsLink follows each entry of a summary to a field that is there, radios included.
func TestErrorsLink(t *testing.T) {
	words := loadWords(t)
	f := newForm(words, "registration", &registrationForm{}, problems{"registration": {key: "value.choice"}})
	chosen, err := f.Choice("registration", []choice{{Value: "a"}, {Value: "b"}})
	if err != nil {
		t.Fatal(err)
	}
	if wrong := f.Wrong(); len(wrong) != 1 || wrong[0].ID != chosen.Choices[0].ID {
		t.Errorf("summary leads to %v, the first choice is %v", wrong, chosen.Choices[0])
	}
	if _, err := f.Field("no such field"); err == nil {
		t.Error("a field that is not there is no error")
	}
}

func TestLocal(t *testing.T) {
	for path, want := range map[string]string{
		"/":                       "/",
		"/account?x=1":            "/account?x=1",
		"":                        "/",
		"account":                 "/",
		"//evil.example":          "/",
		`/\evil.example`:          "/",
		"https://evil.example":    "/",
		"javascript:alert(1)":     "/",
		"/\n/evil.example":        "/",
		"/organizations/../\r//x": "/",
	} {
		if got := local(path); got != want {
			t.Errorf("local(%q) = %q, want %q", path, got, want)
		}
	}
}
