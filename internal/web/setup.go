package web

import "net/http"

// newAccountForm makes an account: by the set-up link, an invitation, or a proved address.
type newAccountForm struct {
	Name     string `form:"name" input:"short" autocomplete:"name" validate:"required,max=200"`
	Email    string `form:"email" input:"email" autocomplete:"username" validate:"required,max=254"`
	Password string `form:"password" input:"password" autocomplete:"new-password" validate:"required,max=1000"`
}

// setUpPage makes the first account.
type setUpPage struct {
	basePage
	Form form
}

func (setUpPage) template() string { return "set-up" }

// showSetUp answers GET /set-up/:token. A link that was used is not found.
func (s *Server) showSetUp(v *visit) error {
	if err := s.Accounts.CheckSetUp(v.Request().Context(), v.Param("token")); err != nil {
		return err
	}
	return s.render(v, http.StatusOK, s.setUpPage(v, &newAccountForm{}, nil))
}

// setUp answers POST /set-up/:token: the first account is made and signed in.
func (s *Server) setUp(v *visit) error {
	var f newAccountForm
	wrong, err := bind(v.Request(), &f)
	if err != nil {
		return err
	}
	if len(wrong) == 0 {
		_, err := s.Accounts.SetUp(v.Request().Context(), v.Param("token"), s.newAccount(v, f))
		if err := wrong.take(err); err != nil {
			return err
		}
	}
	if len(wrong) > 0 {
		return s.render(v, http.StatusUnprocessableEntity, s.setUpPage(v, &f, wrong))
	}
	return s.enter(v, f.Email, f.Password, "/", "notice.set-up")
}

func (s *Server) setUpPage(v *visit, f *newAccountForm, wrong problems) setUpPage {
	p := setUpPage{basePage: s.base(v), Form: newForm(v.words, "set-up", f, wrong)}
	p.Failed = len(wrong) > 0
	return p
}
