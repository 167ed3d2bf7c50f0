package web

// relatedAdvice is what the check says of passages that came from linked submissions.
type relatedAdvice struct {
	Changed int // at their source
	Naming  []namingPassage
}

// A namingPassage names the State that the submission it came from is about.
type namingPassage struct {
	placeView
	State string
}

// relatedAdvice looks at the passages that were taken over. Of sources that the visitor may not read it says nothing.
func (s *Server) relatedAdvice(v *visit) (relatedAdvice, error) {
	var advice relatedAdvice
	d, err := s.withRelations(v)
	if err != nil || len(d.into) == 0 {
		return advice, err
	}
	if err := s.loadOthers(v, &d); err != nil {
		return advice, err
	}
	list, _, err := s.comparedPassages(d)
	for _, c := range list {
		if c.state == passageChanged {
			advice.Changed++
		}
		if c.names != "" && len(advice.Naming) < maxOfRule {
			place := placeView{placeOfPassage(v, c.Kind, c.here.Label), "/submissions/" + string(d.one.ID) + "/write#" + c.Block}
			advice.Naming = append(advice.Naming, namingPassage{place, c.names})
		}
	}
	return advice, err
}
