package web

// stateName returns the name of a State in the language of the page, "" for an unknown code.
func (s *Server) stateName(v *visit, code string) string {
	return s.Calendar.StateName(code, v.words.Language())
}

// countries lists all States by name, for a select.
func (s *Server) countries(v *visit) []choice {
	choices := []choice{{Label: v.words.T("organization.country.none")}}
	for _, state := range s.Calendar.States(v.words.Language()) {
		choices = append(choices, choice{Value: state.Code, Label: state.Name})
	}
	return choices
}
