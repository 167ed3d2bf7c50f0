package web

import (
	"fmt"
	"maps"
	"net/http"
	"reflect"
	"strings"

	"upright/internal/i18n"
	"upright/internal/upr"
)

// Forms. A form is a struct of strings, bools and lists of strings; its tags say everything about its fields:
//
//	type signInForm struct {
//		Email    string `form:"email" input:"email" autocomplete:"username" validate:"required,max=254"`
//		Password string `form:"password" input:"password" autocomplete:"current-password" validate:"required"`
//	}
//
// bind fills it and checks its shape; what it means is checked by upr and the store, whose Invalid and Conflict errors
// join the others through problems.take. A refused form goes back to its page as a form value, with everything that was
// typed. The label of a field is the message "<form>.<field>", its hint "<form>.<field>.hint" where there is one.

// problems are what is wrong with a form, by the name of the field, as message keys.
type problems map[string]problem

// A problem is one message about one field.
type problem struct {
	key  string
	args map[string]any
}

// tell writes the problem for a reader; every message may name the field by {label}.
func (p problem) tell(words *i18n.Printer, label string) string {
	args := map[string]any{"label": label}
	maps.Copy(args, p.args)
	return words.Message(p.key, args)
}

// bind reads the request's form into target, a pointer to a form, and returns what is wrong with its shape.
func bind(r *http.Request, target any) (problems, error) {
	var err error
	if strings.HasPrefix(r.Header.Get("Content-Type"), "multipart/form-data") {
		err = r.ParseMultipartForm(1 << 20)
	} else {
		err = r.ParseForm()
	}
	if err != nil {
		if isTooLarge(err) {
			return nil, err
		}
		return nil, &upr.Error{Kind: upr.Invalid, Key: "error.invalid", Err: err}
	}
	value := reflect.ValueOf(target).Elem()
	for i := range value.NumField() {
		f := value.Type().Field(i)
		given := r.PostForm[f.Tag.Get("form")]
		for j := range given {
			given[j] = clean(given[j], f.Tag.Get("input"))
		}
		switch to := value.Field(i); to.Kind() {
		case reflect.String:
			if len(given) > 0 {
				to.SetString(given[0])
			}
		case reflect.Bool:
			to.SetBool(len(given) > 0 && given[0] != "")
		case reflect.Slice:
			to.Set(reflect.ValueOf(given))
		default:
			return nil, fmt.Errorf("form %T: field %s has a type that forms do not have", target, f.Name)
		}
	}
	return checkShape(target)
}

// clean makes a value what its writer sees: no blanks around it (but a password may have them), lines ended one way,
// nothing that is not text.
func clean(s, input string) string {
	s = strings.ToValidUTF8(strings.ReplaceAll(s, "\x00", ""), "\uFFFD")
	s = strings.ReplaceAll(s, "\r\n", "\n")
	if input == "password" {
		return s
	}
	return strings.TrimSpace(s)
}

// take moves an error about the form into the problems and returns nil; any other error it returns. It turns "the work
// was refused" and "the form was wrong" into one place to look at:
//
//	if err := wrong.take(s.Store.Update…); err != nil { return err }
//	if len(wrong) > 0 { show the form again }
func (p problems) take(err error) error {
	field, found, ok := aboutForm(err)
	if !ok {
		return err
	}
	p[field] = found
	return nil
}

// takeFor is take for errors that name no field of this form: they are about the given one.
func (p problems) takeFor(field string, err error) error {
	_, found, ok := aboutForm(err)
	if !ok {
		return err
	}
	p[field] = found
	return nil
}

// form is a form on a page: its fields as typed, and what is wrong.
type form struct {
	words  *i18n.Printer
	prefix string
	order  []string
	fields map[string]field
}

// newForm makes the form of a page from values (a pointer to a form struct) and their problems, nil for none.
func newForm(words *i18n.Printer, prefix string, values any, wrong problems) form {
	f := form{words: words, prefix: prefix, fields: make(map[string]field)}
	value := reflect.ValueOf(values).Elem()
	for i := range value.NumField() {
		made := f.field(value.Type().Field(i).Tag, value.Field(i))
		if w, ok := wrong[made.Name]; ok {
			made.Error = w.tell(words, made.Label)
		}
		f.order = append(f.order, made.Name)
		f.fields[made.Name] = made
	}
	if w, ok := wrong[""]; ok {
		f.fields[""] = field{ID: prefix + "-form", Error: w.tell(words, "")}
		f.order = append([]string{""}, f.order...)
	}
	return f
}

// field describes one field of a form struct.
func (f form) field(tag reflect.StructTag, value reflect.Value) field {
	name := tag.Get("form")
	made := field{
		words:        f.words,
		Name:         name,
		ID:           f.prefix + "-" + name,
		Type:         tag.Get("input"),
		Label:        f.words.T(f.prefix + "." + name),
		Autocomplete: tag.Get("autocomplete"),
		// A file is no value of the struct: who handles the form asks for it.
		Optional: !strings.HasPrefix(tag.Get("validate"), "required") && tag.Get("input") != "file",
	}
	if made.Type == "" {
		made.Type = "text"
	}
	if hint := f.prefix + "." + name + ".hint"; f.words.Has(hint) {
		made.Hint = f.words.T(hint)
	}
	switch value.Kind() {
	case reflect.Bool:
		made.Checked = value.Bool()
	case reflect.Slice:
		made.Values, _ = value.Interface().([]string)
	default:
		made.Value = value.String()
	}
	return made
}

// Field returns a field for the partial "field".
func (f form) Field(name string) (field, error) {
	made, ok := f.fields[name]
	if !ok {
		return field{}, fmt.Errorf("form %s has no field %q", f.prefix, name)
	}
	return made, nil
}

// Choice returns a field with what can be chosen, for the partials "select" and "radios".
func (f form) Choice(name string, choices []choice) (field, error) {
	made, err := f.Field(name)
	made.Choices = choices
	for i := range made.Choices {
		made.Choices[i].ID = made.ID + "-" + made.Choices[i].Value
		made.Choices[i].Chosen = made.Choices[i].Value == made.Value
	}
	if len(choices) > 0 && made.Type == "radios" {
		// The summary of errors links to the first choice: a group cannot have the focus.
		made.Choices[0].ID = made.ID
	}
	return made, err
}

// ID is the anchor of the whole form.
func (f form) ID() string { return f.prefix + "-form" }

// Wrong lists the fields with an error in the order of the form, for the partial "errors".
func (f form) Wrong() []field {
	var wrong []field
	for _, name := range f.order {
		if f.fields[name].Error != "" {
			wrong = append(wrong, f.fields[name])
		}
	}
	return wrong
}

// T returns a message, for the partials that get a form.
func (f form) T(key string, pairs ...any) string { return f.words.T(key, pairs...) }

// A field is one field of a form on a page.
type field struct {
	words        *i18n.Printer
	ID           string
	Name         string
	Type         string // text, email, url, tel, password, number, file, lines (several), checkbox, radios, select
	Label        string
	Hint         string
	Error        string
	Value        string
	Values       []string
	Checked      bool
	Optional     bool
	Autocomplete string
	Choices      []choice
}

// T returns a message, for the partials that get a field.
func (f field) T(key string, pairs ...any) string { return f.words.T(key, pairs...) }

// Direction is the direction of what is typed: addresses and numbers run from left to right in every language.
func (f field) Direction() string {
	switch f.Type {
	case "email", "url", "tel", "number", "date", "time":
		return "ltr"
	}
	return "auto"
}

// Describes lists the ids of the hint and the error, for aria-describedby.
func (f field) Describes() string {
	var ids []string
	if f.Hint != "" {
		ids = append(ids, f.ID+"-hint")
	}
	if f.Error != "" {
		ids = append(ids, f.ID+"-error")
	}
	return strings.Join(ids, " ")
}

// A choice is one of several values.
type choice struct {
	Value  string
	Label  string
	Hint   string
	ID     string
	Chosen bool
}
