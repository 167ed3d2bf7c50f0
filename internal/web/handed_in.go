package web

import (
	"fmt"
	"net/http"
	"strconv"
	"time"

	"upright/internal/upr"
)

// handedInPage records that the final text was handed in.
type handedInPage struct {
	basePage
	heading
	Revision int
	Receipt  upr.ReceiptType // of the file that is kept already
	Form     form
}

func (handedInPage) template() string { return "handed-in" }

// Step is the one it belongs to.
func (handedInPage) Step() string { return "signoff" }

// handedInForm is the record. The receipt comes as a file. Times are Geneva's, where it was handed in.
type handedInForm struct {
	Day          string `form:"day" input:"date" validate:"required,max=10"`
	Hour         string `form:"hour" input:"time" validate:"required,max=5"`
	Confirmation string `form:"confirmation" input:"lines" validate:"required,max=1000"`
	Receipt      string `form:"receipt" input:"file"`
}

// forReceipt bounds the form around a receipt. A file that is too large by some comes in, so that the form can say so and
// keep what was typed.
func forReceipt() routeKind {
	return routeKind{body: 4*upr.MaxReceipt + 64<<10, deadline: 5 * time.Minute}
}

// finalOf loads the submission of the address and its final text.
func (s *Server) finalOf(v *visit) (*upr.Submission, *upr.FinalText, error) {
	one, err := s.Store.Submission(v.Request().Context(), v.actor(), submissionOf(v))
	if err != nil {
		return nil, nil, err
	}
	now, err := s.Store.Signing(v.Request().Context(), v.actor(), one.ID)
	if err != nil {
		return nil, nil, err
	}
	if now.Final == nil {
		return nil, nil, &upr.Error{Kind: upr.Conflict, Key: "final.not"}
	}
	return &one, now.Final, nil
}

// showHandedIn answers GET /submissions/:submission/signoff/handed-in.
func (s *Server) showHandedIn(v *visit) error {
	one, final, err := s.finalOf(v)
	if err != nil {
		return err
	}
	at, f := s.Now(), &handedInForm{}
	if h := final.HandedIn; h != nil {
		at, f.Confirmation = h.At, h.Confirmation
	}
	at = at.In(s.Calendar.Geneva())
	f.Day, f.Hour = at.Format(time.DateOnly), at.Format("15:04")
	return s.render(v, http.StatusOK, s.handedInPage(v, one, final, f, nil))
}

func (s *Server) handedInPage(v *visit, one *upr.Submission, final *upr.FinalText, f *handedInForm, wrong problems) handedInPage {
	p := handedInPage{
		basePage: s.base(v), heading: s.heading(v, one), Revision: final.Revision.Number,
		Form: newForm(v.words, "handed-in", f, wrong),
	}
	if final.HandedIn != nil {
		p.Receipt = final.HandedIn.Receipt
	}
	p.Failed = len(wrong) > 0
	return p
}

// handIn answers POST /submissions/:submission/signoff/handed-in.
func (s *Server) handIn(v *visit) error {
	one, final, err := s.finalOf(v)
	if err != nil {
		return err
	}
	var f handedInForm
	wrong, err := bind(v.Request(), &f)
	if err != nil {
		return err
	}
	receipt, err := uploaded(v, "receipt")
	if err != nil {
		return err
	}
	record := upr.HandedIn{Confirmation: f.Confirmation, Receipt: upr.ReceiptTypeOf(receipt)}
	if len(receipt) > upr.MaxReceipt {
		wrong["receipt"] = problem{key: "handed-in.receipt.large"}
	} else if len(receipt) > 0 && record.Receipt == "" {
		wrong["receipt"] = problem{key: "handed-in.receipt.type"}
	}
	if len(wrong) == 0 || wrong["day"].key == "" && wrong["hour"].key == "" {
		record.At, err = time.ParseInLocation(time.DateOnly+" 15:04", f.Day+" "+f.Hour, s.Calendar.Geneva())
		if err != nil {
			wrong["day"] = problem{key: "value.date"}
		}
	}
	if len(wrong) == 0 {
		if err := wrong.take(upr.CheckHandedIn(record, s.Now())); err != nil {
			return err
		}
	}
	if len(wrong) > 0 {
		return s.render(v, http.StatusUnprocessableEntity, s.handedInPage(v, one, final, &f, wrong))
	}
	if err := s.Store.HandIn(v.Request().Context(), v.actor(), one.ID, final.Revision.Number, record, receipt); err != nil {
		return err
	}
	return s.done(v, "/submissions/"+string(one.ID)+"/signoff", "notice.handed-in")
}

// downloadReceipt answers GET /submissions/:submission/revisions/:revision/receipt.
func (s *Server) downloadReceipt(v *visit) error {
	number, err := strconv.Atoi(v.Param("revision"))
	if err != nil {
		return &upr.Error{Kind: upr.NotFound, Key: "error.not-found", Err: err}
	}
	data, kind, err := s.Store.Receipt(v.Request().Context(), v.actor(), submissionOf(v), number)
	if err != nil {
		return err
	}
	media := map[upr.ReceiptType]string{
		upr.PDFReceipt: "application/pdf", upr.PNGReceipt: "image/png", upr.TextReceipt: "text/plain; charset=utf-8",
	}[kind]
	// Saved, never shown here: whoever made the file, no page of this site runs what is in it.
	v.Response().Header().Set("Content-Disposition", attachment(fmt.Sprintf("receipt-%d.%s", number, kind)))
	return v.Blob(http.StatusOK, media, data)
}
