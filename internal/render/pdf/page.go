package pdf

// Measures of the page in points. A4 with margins of 2.54 cm, as OHCHR asks for Word files.
const (
	pageWidth  = 595.28
	pageHeight = 841.89
	margin     = 72.0
	bodyWidth  = pageWidth - 2*margin
	bodyHeight = pageHeight - 2*margin
)

// A format is how a page lies.
type format struct{ width, height float64 }

var (
	portrait  = format{pageWidth, pageHeight}
	landscape = format{pageHeight, pageWidth}
)

func (f format) bodyWidth() float64 { return f.width - 2*margin }

// x is the left edge of something that stands at an indent from the start margin.
func (f format) x(indent, width float64, rightToLeft bool) float64 {
	if rightToLeft {
		return f.bodyWidth() - indent - width
	}
	return indent
}

func (f format) bodyHeight() float64 { return f.height - 2*margin }

// format returns how the page lies: as its first box says, and upright when it has none.
func (s sheet) format() format {
	if len(s) > 0 && s[0].box.wide {
		return landscape
	}
	return portrait
}

// Indents from the start margin.
const (
	hang       = 30.0 // text of numbered paragraphs; the number stands in front
	listHang   = 18.0 // text of a list item, from its bullet
	noteHang   = 24.0
	labelWidth = 36.0 // label of a recommendation
	ruleGap    = 12.0 // between the rule beside a recommendation and its text
	cellPad    = 4.0
)

// A textStyle is how one kind of text is set.
type textStyle struct {
	size, lead    float64 // of letters; from baseline to baseline
	align         align
	base          style
	before, after float64 // space above (dropped at the head of a page) and below (dropped at its foot)
}

var (
	bodyStyle      = textStyle{size: 12, lead: 15, align: alignJustify, after: 8}
	listStyle      = textStyle{size: 12, lead: 15, align: alignJustify, after: 4}
	titleStyle     = textStyle{size: 21, lead: 26, align: alignStart, base: bold, before: 18, after: 8}
	subtitleStyle  = textStyle{size: 13, lead: 17, align: alignStart, after: 4}
	fieldStyle     = textStyle{size: 11, lead: 14, align: alignStart, after: 4}
	contentsStyle  = textStyle{size: 11.5, lead: 15, align: alignStart, after: 3}
	addresseeStyle = textStyle{size: 12, lead: 15, align: alignStart, base: italic, after: 2}
	captionStyle   = textStyle{size: 10.5, lead: 13.5, align: alignStart, before: 8, after: 4}
	cellStyle      = textStyle{size: 10, lead: 12.5, align: alignStart, after: 2}
	noteStyle      = textStyle{size: 10, lead: 12.5, align: alignJustify, after: 3}
	furnitureStyle = textStyle{size: 9, lead: 11, align: alignStart}
)

// headingStyles by level, from 1.
var headingStyles = [...]textStyle{
	1: {size: 15, lead: 19, align: alignStart, base: bold, before: 20, after: 7},
	2: {size: 12.5, lead: 16, align: alignStart, base: bold, before: 14, after: 5},
	3: {size: 12, lead: 15, align: alignStart, base: bold | italic, before: 10, after: 4},
}

// baseline is the distance from the top of a line's box to its baseline.
func (s textStyle) baseline() float64 { return s.lead/2 + s.size*0.33 }
