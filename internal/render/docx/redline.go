package docx

import (
	"strconv"

	"upright/internal/document"
)

// A redline has real tracked changes (ECMA-376 part 1, 17.13.5), which whoever opens the file can accept or refuse one by
// one. Each must name an author: it is a neutral word, because files name no person, and it has no date, which the
// standard leaves free. Word and LibreOffice take both.

// tracking is what is said of changes where the story is being written.
type tracking struct {
	change document.Change  // of the runs
	end    document.Revised // of the end of the next paragraph
	style  string           // of the next paragraph, "" where an older one cannot be told
}

// tracked are the attributes of a tracked change.
func (s *story) tracked() []string {
	return []string{"w:id", strconv.Itoa(s.nextID()), "w:author", s.doc.Labels.Tracked.Author}
}

// trackedElement is the element for a change.
func trackedElement(c document.Change) string {
	if c == document.Deleted {
		return "w:del"
	}
	return "w:ins"
}

// openRun begins a run, inside the element of its change.
func (s *story) openRun() {
	if s.change != document.Kept {
		s.open(trackedElement(s.change), s.tracked()...)
	}
	s.open("w:r")
}

func (s *story) closeRun() {
	s.close("w:r")
	if s.change != document.Kept {
		s.close(trackedElement(s.change))
	}
}

// textElement holds the characters of a run; Word has another for deleted ones.
func (s *story) textElement() string {
	if s.change == document.Deleted {
		return "w:delText"
	}
	return "w:t"
}

// codeElement holds the code of a field.
func (s *story) codeElement() string {
	if s.change == document.Deleted {
		return "w:delInstrText"
	}
	return "w:instrText"
}

// track says what became of the paragraph that is written next.
func (s *story) track(style string, r document.Revised) { s.end, s.style = r, style }

// trackEnd writes it into the paragraph's properties: the change of its end, and the style it had.
func (s *story) trackEnd() {
	r, style := s.end, s.style
	s.end, s.style = document.Revised{}, ""
	if r.Change != document.Kept {
		s.open("w:rPr")
		s.empty(trackedElement(r.Change), s.tracked()...)
		s.close("w:rPr")
	}
	if was := styleOf(r.Before); was != "" && style != "" && was != style {
		s.open("w:pPrChange", s.tracked()...)
		s.open("w:pPr")
		s.value("w:pStyle", was)
		s.close("w:pPr")
		s.close("w:pPrChange")
	}
}

// trackRow writes the change of a row into its properties.
func (s *story) trackRow(c document.Change) {
	if c != document.Kept {
		s.empty(trackedElement(c), s.tracked()...)
	}
}

// styleOf returns the style of a block of text, "" for other blocks.
func styleOf(b document.Block) string {
	switch b := b.(type) {
	case *document.Heading:
		return headingStyle(b)
	case *document.Paragraph:
		if b.Number > 0 {
			return "NumberedParagraph"
		}
		return "BodyText"
	case *document.Recommendation:
		return "Recommendation"
	}
	return ""
}

func headingStyle(h *document.Heading) string {
	return "Heading" + strconv.Itoa(min(max(h.Level, 1), 3))
}
