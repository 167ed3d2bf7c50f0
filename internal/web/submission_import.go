package web

import (
	"bytes"
	"errors"
	"net/http"
	"slices"
	"time"

	"upright/internal/importer"
	"upright/internal/importer/word"
	"upright/internal/intake"
	"upright/internal/upr"
)

// forImport bounds the form around the largest portable file.
func forImport() routeKind {
	return routeKind{body: importer.MaxBytes + 64<<10, deadline: 5 * time.Minute}
}

// importPage takes a submission from a file that another installation, or this one, wrote.
type importPage struct {
	basePage
	Form          form
	Organizations []choice
}

func (importPage) template() string { return "import" }

// importForm asks for the file and for the organization that the submission is to belong to.
type importForm struct {
	File         string `form:"file" input:"file"`
	Organization string `form:"organization" input:"radios" validate:"required"`
}

// ofFile is the choice of the organization that the file describes.
const ofFile = "file"

// showImport answers GET /submissions/import.
func (s *Server) showImport(v *visit) error {
	own, err := s.Store.Organizations(v.Request().Context(), v.actor())
	if err != nil {
		return err
	}
	return s.render(v, http.StatusOK, s.importPage(v, own, firstImport(own), nil))
}

// firstImport chooses where there is nothing to choose; between several organizations people decide.
func firstImport(own []upr.Organization) *importForm {
	switch len(own) {
	case 0:
		return &importForm{Organization: ofFile}
	case 1:
		return &importForm{Organization: string(own[0].ID)}
	}
	return &importForm{}
}

// importSubmission answers POST /submissions/import. A file that cannot be taken comes back on the form with the reason:
// nothing of it is kept.
func (s *Server) importSubmission(v *visit) error {
	own, err := s.Store.Organizations(v.Request().Context(), v.actor())
	if err != nil {
		return err
	}
	var f importForm
	wrong, err := bind(v.Request(), &f)
	if isTooLarge(err) {
		wrong = problems{"file": {key: "import.large"}}
		return s.render(v, http.StatusRequestEntityTooLarge, s.importPage(v, own, firstImport(own), wrong))
	}
	if err != nil {
		return err
	}
	if f.Organization != "" && f.Organization != ofFile && !slices.ContainsFunc(own, func(o upr.Organization) bool { return string(o.ID) == f.Organization }) {
		wrong["organization"] = problem{key: "value.choice"}
	}
	given, err := s.portable(v)
	if err := wrong.takeFile(v, err); err != nil {
		return err
	}
	if len(wrong) == 0 {
		id, err := s.takeIn(v, given, f.Organization)
		if err == nil {
			return s.done(v, "/submissions/"+string(id), "notice.imported")
		}
		if err := wrong.takeFile(v, err); err != nil {
			return err
		}
	}
	return s.render(v, http.StatusUnprocessableEntity, s.importPage(v, own, &f, wrong))
}

// portable reads the file of the form.
func (s *Server) portable(v *visit) (*upr.Submission, error) {
	data, err := uploaded(v, "file")
	if err != nil {
		return nil, err
	}
	if len(data) == 0 {
		return nil, &upr.Error{Kind: upr.Invalid, Key: "import.missing"}
	}
	if word.Recognizes(data) {
		return nil, &upr.Error{Kind: upr.Invalid, Key: "import.word"}
	}
	return importer.Read(bytes.NewReader(data))
}

// takeIn stores a submission. The organization of the file is the person's own one of that name where there is one, so
// that a file that comes back does not make it twice.
func (s *Server) takeIn(v *visit, given *upr.Submission, organization string) (upr.SubmissionID, error) {
	ctx, into := v.Request().Context(), upr.OrganizationID(organization)
	if organization == ofFile {
		var err error
		if into, err = intake.Home(ctx, s.Store, v.actor(), given); err != nil {
			return "", err
		}
	}
	sets, err := s.rules.InForce(ctx)
	if err != nil {
		return "", err
	}
	return intake.Take(ctx, s.Store, sets, v.actor(), given, into)
}

// takeFile moves an error about what is in the file into the problem of the form's file, under the name that the field
// has on its own page; any other error it returns.
func (p problems) takeFile(v *visit, err error) error {
	var known *upr.Error
	if !errors.As(err, &known) {
		return err
	}
	switch known.Kind {
	case upr.NotFound, upr.Forbidden, upr.Busy, upr.Internal:
		return err
	}
	found := problem{key: known.Key, args: map[string]any{}}
	for _, form := range []string{"details.", "organization."} {
		if key := form + known.Field; known.Field != "" && v.words.Has(key) {
			found.args["label"] = v.words.T("import.inside", "field", v.words.T(key))
			break
		}
	}
	for name, value := range known.Args {
		found.args[name] = value
	}
	p["file"] = found
	return nil
}

func (s *Server) importPage(v *visit, own []upr.Organization, f *importForm, wrong problems) importPage {
	p := importPage{basePage: s.base(v), Form: newForm(v.words, "import", f, wrong)}
	for _, o := range own {
		p.Organizations = append(p.Organizations, choice{Value: string(o.ID), Label: o.Name})
	}
	p.Organizations = append(p.Organizations, choice{
		Value: ofFile, Label: v.words.T("import.organization.file"), Hint: v.words.T("import.organization.file.hint"),
	})
	p.Failed = len(wrong) > 0
	return p
}
