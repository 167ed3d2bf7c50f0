package pdfcheck

import (
	"math"
	"strings"
)

// A Show is one piece of text that a page shows.
type Show struct {
	Page int     // from 1
	X, Y float64 // of its beginning, from the lower left corner
	Font string  // name without the subset tag
	Size float64
	Text string // by the font's ToUnicode map
	Tag  string // type of its structure element, or "Artifact"
}

// mark is one open marked-content sequence.
type mark struct {
	tag  Name
	mcid int // -1 for none
}

// scan interprets the content of one page.
type scan struct {
	file   *File
	page   int
	report func(clause, format string, args ...any)
	fonts  map[Name]*fontUse

	marks  []mark
	mcids  map[int]Name
	inText bool
	x, y   float64
	font   *fontUse
	size   float64
	rise   float64
	saved  int
	shows  []Show
}

func (s *scan) run(data []byte) {
	l := &lexer{in: data}
	var args []any
	for !l.done() {
		o, err := l.object()
		if err != nil {
			s.report("A2 6.2.2", "content stream: %v", err)
			return
		}
		op, ok := o.(Operator)
		if !ok {
			args = append(args, o)
			continue
		}
		s.operator(string(op), args)
		args = args[:0]
	}
	if len(s.marks) > 0 || s.inText || s.saved != 0 {
		s.report("A2 6.2.2", "sequences left open at the end of the page")
	}
}

func (s *scan) operator(op string, args []any) {
	switch op {
	case "BMC", "BDC":
		s.beginMark(args)
	case "EMC":
		if len(s.marks) == 0 {
			s.report("UA 7.1", "EMC without a beginning")
			return
		}
		s.marks = s.marks[:len(s.marks)-1]
	case "q":
		if s.saved++; s.saved > maxSaved {
			s.report("A2 6.1.13", "graphics states are saved %d deep", s.saved)
		}
	case "Q":
		s.saved--
	case "k", "K":
		s.report("A2 6.2.4.3", "a colour in CMYK, the output intent is RGB")
	case "ri":
		s.report("A2 6.2.6", "a rendering intent that nobody asked for")
	case "m", "l", "c", "v", "y", "h", "re", "n", "W", "W*", "cm", "w", "J", "j", "M", "d", "gs",
		"g", "G", "rg", "RG", "cs", "CS", "sc", "SC", "scn", "SCN", "Tc", "Tw", "Tz", "TL", "Tr":
	case "BT":
		s.inText, s.x, s.y, s.rise = true, 0, 0, 0
	case "ET":
		s.inText = false
	case "Td":
		s.x, s.y = s.x+number(args, 0), s.y+number(args, 1)
	case "Ts":
		s.rise = number(args, 0)
	case "Tf":
		s.setFont(args)
	case "TJ", "Tj":
		s.painted(op)
		s.show(args)
	case "S", "s", "f", "F", "f*", "B", "B*", "b", "b*", "Do", "sh", "BI":
		s.painted(op)
	case "'", "\"", "Tm", "T*", "TD":
		s.report("A2 6.2.2", "operator %s is not expected here", op)
	default:
		s.report("A2 6.2.2", "no operator is called %s", op)
	}
}

func number(args []any, i int) float64 {
	if i < len(args) {
		if f, ok := args[i].(float64); ok {
			return f
		}
	}
	return math.NaN()
}

func (s *scan) beginMark(args []any) {
	m := mark{mcid: -1}
	if len(args) > 0 {
		m.tag, _ = args[0].(Name)
	}
	if len(args) > 1 {
		if d, ok := args[1].(Dict); ok {
			if id, ok := d["MCID"].(float64); ok {
				m.mcid = int(id)
			}
		}
	}
	if m.mcid >= 0 {
		if _, twice := s.mcids[m.mcid]; twice {
			s.report("UA 7.1", "MCID %d twice", m.mcid)
		}
		s.mcids[m.mcid] = m.tag
	}
	_, _, inside := s.state()
	if inside && (m.tag == "Artifact" || m.mcid >= 0) {
		s.report("UA 7.1", "%s inside tagged content or an artifact", m.tag)
	}
	s.marks = append(s.marks, m)
}

// state says what encloses the present point: the element's type or "Artifact", its MCID.
func (s *scan) state() (tag string, mcid int, ok bool) {
	for _, m := range s.marks {
		if m.tag == "Artifact" || m.mcid >= 0 {
			return string(m.tag), m.mcid, true
		}
	}
	return "", -1, false
}

func (s *scan) painted(op string) {
	if _, _, ok := s.state(); !ok {
		s.report("UA 7.1", "%s is neither tagged nor an artifact", op)
	}
}

func (s *scan) setFont(args []any) {
	s.size = number(args, 1)
	name, _ := args[0].(Name)
	if s.font = s.fonts[name]; s.font == nil {
		s.report("A2 6.2.11.4", "font %s is not in the resources", name)
	}
}

func (s *scan) show(args []any) {
	if s.font == nil || len(args) == 0 {
		return
	}
	list, ok := args[0].(Array)
	if !ok {
		list = Array{args[0]}
	}
	tag, _, _ := s.state()
	var text strings.Builder
	x := s.x
	for _, o := range list {
		switch o := o.(type) {
		case float64:
			s.x -= o / 1000 * s.size
		case String:
			for i := 0; i+1 < len(o); i += 2 {
				code := uint16(o[i])<<8 | uint16(o[i+1])
				text.WriteString(s.font.use(code))
				s.x += s.font.widths[code] / 1000 * s.size
			}
		}
	}
	if text.Len() == 0 {
		return
	}
	s.shows = append(s.shows, Show{Page: s.page + 1, X: x, Y: s.y + s.rise, Font: s.font.name, Size: s.size, Text: text.String(), Tag: tag})
}
