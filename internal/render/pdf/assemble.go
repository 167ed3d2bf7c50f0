package pdf

import (
	"bytes"
	"context"
	"fmt"
	"net/url"
	"strings"
)

// assemble puts the file together: gofpdf's pages and pictures, our fonts, annotations, structure, outline, metadata.
func (p *painter) assemble(ctx context.Context) ([]byte, error) {
	p.out.SetCreationDate(epoch) // never the clock, though the dictionary is thrown away
	p.out.SetModificationDate(epoch)
	var raw bytes.Buffer
	raw.Grow(p.written + 64<<10) // pages, and what gofpdf says of them
	if err := p.out.Output(&raw); err != nil {
		return nil, err
	}
	o, err := splitObjects(raw.Bytes())
	if err != nil {
		return nil, err
	}
	if err := ctx.Err(); err != nil {
		return nil, err
	}
	if err := p.addFonts(o); err != nil {
		return nil, err
	}
	for _, a := range p.annots {
		a.object = o.reserve()
	}
	structure := writeStructure(o, p.layout.root, p.owners, p.annots)
	p.writeAnnots(o)
	p.writePages(o)
	m := metadata{doc: p.doc}
	info := o.add(m.info())
	root := o.add(p.catalog(o, structure, m))
	if err := ctx.Err(); err != nil {
		return nil, err
	}
	return o.pack(root, info), nil
}

func (p *painter) addFonts(o *objects) error {
	var fonts strings.Builder
	for _, e := range p.fonts {
		if e == nil {
			continue
		}
		n, err := e.write(o)
		if err != nil {
			return err
		}
		fmt.Fprintf(&fonts, "%s %d 0 R ", e.resource, n)
	}
	resources, err := withFonts(o.bodies[resourcesObject], fonts.String())
	if err != nil {
		return err
	}
	o.set(resourcesObject, resources)
	return nil
}

// writePages writes the page objects anew: gofpdf knows neither structure nor annotations that are objects. Tab order
// follows the structure (ISO 14289-1, 7.18.3).
func (p *painter) writePages(o *objects) {
	byPage := make([][]*annot, len(p.sheets))
	for _, a := range p.annots {
		byPage[a.page] = append(byPage[a.page], a)
	}
	for i := range p.sheets {
		var b strings.Builder
		fmt.Fprintf(&b, "<</Type /Page /Parent %d 0 R /MediaBox [0 0 %s %s] /Resources %d 0 R /Contents %d 0 R"+
			" /Group <</Type /Group /S /Transparency /CS /DeviceRGB>> /StructParents %d /Tabs /S",
			pagesObject, num(p.sheets[i].format().width), num(p.sheets[i].format().height), resourcesObject, contentObject(i), i)
		if len(byPage[i]) > 0 {
			b.WriteString(" /Annots [")
			for _, a := range byPage[i] {
				fmt.Fprintf(&b, "%d 0 R ", a.object)
			}
			b.WriteString("]")
		}
		o.set(pageObject(i), b.String()+">>")
		content := o.bodies[contentObject(i)]
		content = content[strings.Index(content, streamBegin)+len(streamBegin) : len(content)-len(streamEnd)]
		o.setStream(contentObject(i), "", []byte(content))
	}
}

// catalog returns the document catalogue (ISO 32000-1, 7.7.2).
func (p *painter) catalog(o *objects, structure int, m metadata) string {
	profile := o.stream("/N 3", srgbProfile())
	intent := o.add(fmt.Sprintf("<</Type /OutputIntent /S /GTS_PDFA1 /OutputConditionIdentifier (sRGB)"+
		" /Info (sRGB IEC61966-2.1) /DestOutputProfile %d 0 R>>", profile))
	xmp := o.plainStream("/Type /Metadata /Subtype /XML", m.xmp())
	direction := ""
	if p.doc.RightToLeft {
		direction = " /Direction /R2L"
	}
	c := fmt.Sprintf("<</Type /Catalog /Pages %d 0 R /Lang %s /MarkInfo <</Marked true>> /StructTreeRoot %d 0 R"+
		" /ViewerPreferences <</DisplayDocTitle true%s>> /Metadata %d 0 R /OutputIntents [%d 0 R]",
		pagesObject, textString(p.doc.Language), structure, direction, xmp, intent)
	if outline := p.writeOutline(o); outline > 0 {
		c += fmt.Sprintf(" /Outlines %d 0 R /PageMode /UseOutlines", outline)
	}
	return c + ">>"
}

// An annot is a link annotation on a page.
type annot struct {
	page                int
	x, y, width, height float64 // from the top
	uri                 string  // web address, or
	place               string  // place inside the document
	spoken              string
	node                *node
	object, parentKey   int
}

// annotate ties a link annotation on the current page to its element.
func (p *painter) annotate(n *node, a *annot) {
	a.page, a.node = p.page, n
	n.kids = append(n.kids, kid{annot: a})
	p.annots = append(p.annots, a)
}

// writeAnnots writes the link annotations: printed (ISO 19005-2, 6.3.2), with a name (ISO 14289-1, 7.18.5).
func (p *painter) writeAnnots(o *objects) {
	for _, a := range p.annots {
		top := p.sheets[a.page].format().height - a.y
		b := fmt.Sprintf("<</Type /Annot /Subtype /Link /Rect [%s %s %s %s] /Border [0 0 0] /F 4 /StructParent %d /Contents %s",
			num(a.x), num(top-a.height), num(a.x+a.width), num(top), a.parentKey, textString(spokenOr(a.spoken, a.uri)))
		if a.uri != "" {
			b += " /A <</S /URI /URI <" + fmt.Sprintf("%X", asciiURI(a.uri)) + ">>>"
		} else {
			b += " /Dest " + p.destination(a.place)
		}
		o.set(a.object, b+">>")
	}
}

// spokenOr is what a screen reader says for a link: s, cut to a length that can be listened to.
func spokenOr(s, otherwise string) string {
	const longest = 300
	s = strings.TrimSpace(s)
	if s == "" {
		return otherwise
	}
	if len(s) > longest {
		return strings.ToValidUTF8(s[:longest], "") + "…"
	}
	return s
}

func (p *painter) destination(place string) string {
	at := p.where[place]
	height := p.sheets[at.page].format().height
	return fmt.Sprintf("[%d 0 R /XYZ 0 %s null]", pageObject(at.page), num(min(height, height-at.y+6)))
}

// asciiURI writes an address in the ASCII that PDF asks for (ISO 32000-1, 12.6.4.7).
func asciiURI(s string) string {
	if plain(s) && !strings.Contains(s, " ") {
		return s
	}
	if u, err := url.Parse(s); err == nil {
		s = u.String()
	}
	var b strings.Builder
	for i := 0; i < len(s); i++ {
		if s[i] <= ' ' || s[i] > '~' {
			fmt.Fprintf(&b, "%%%02X", s[i])
			continue
		}
		b.WriteByte(s[i])
	}
	return b.String()
}
