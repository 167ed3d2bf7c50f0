package web

// confirmPage asks whether something is meant that is not easily undone, and says what follows.
type confirmPage struct {
	basePage
	About        string // what it is about, above the heading: the title of a submission, the name of an organization
	TextLanguage string // of About; "" for the page's
	Heading      string
	What         string // follows from it
	Submit       string
	Back         string
	Form         form
}

func (confirmPage) template() string { return "confirm" }

// confirmForm has nothing to fill in: it is the place of what is wrong.
type confirmForm struct{}

// confirmPage makes the page from the messages "confirm.<key>.title", ".what" and ".submit", each with the name of whom it
// is about. about is the submission concerned, nil for none.
func (s *Server) confirmPage(v *visit, key, name string, about *heading, back string, wrong problems) confirmPage {
	p := confirmPage{
		basePage: s.base(v), Back: back, Form: newForm(v.words, "confirm", &confirmForm{}, wrong),
		Heading: v.words.T("confirm."+key+".title", "name", name), What: v.words.T("confirm."+key+".what", "name", name),
		Submit: v.words.T("confirm." + key + ".submit"),
	}
	if about != nil {
		p.About, p.TextLanguage = about.Title, about.TextLanguage
	}
	p.Failed = len(wrong) > 0
	return p
}
