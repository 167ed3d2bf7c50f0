package pdf

import (
	"bytes"
	"fmt"
	"image"
	_ "image/jpeg" // decoders for the sizes of pictures
	_ "image/png"
	"math"
	"slices"
	"strconv"
	"strings"

	"upright/internal/document"
)

// title sets the title or a line below it.
func (l *layout) title(s string, st textStyle, fr frame) []*box {
	n := fr.parent.child("P")
	boxes := l.lines(l.plain(s, st.base), st, fr.indent, fr.width, n)
	for _, b := range boxes {
		b.keep = true
	}
	return boxes
}

// fields are set in two columns, as a list of labels and values. A rule stands between the title and the first of them.
func (l *layout) fields(f *document.Fields, fr frame) []*box {
	list := fr.parent.child("L")
	list.attr = "/O /List /ListNumbering /None"
	column := 0.0
	for _, i := range f.Items {
		_, w := l.set.measure(l.plain(i.Label, bold), fieldStyle.size)
		column = max(column, w+14)
	}
	column = min(column, fr.width*0.36)
	var out []*box
	for _, i := range f.Items {
		if l.ctx.Err() != nil {
			return out
		}
		out = append(out, l.field(i, fr, list, column)...)
	}
	if len(out) == 0 {
		fr.parent.drop(list)
		return nil
	}
	out[len(out)-1].after = 14
	if l.ruled {
		return out
	}
	l.ruled = true
	rule := &box{height: 0.75, before: 12, after: 9, keep: true}
	rule.items = []item{fill{x: l.x(fr.indent, fr.width), width: fr.width, height: rule.height}}
	return append([]*box{rule}, out...)
}

func (l *layout) field(f document.Field, fr frame, list *node, column float64) []*box {
	item := list.child("LI")
	label, value := item.child("Lbl"), item.child("LBody")
	st := fieldStyle
	st.align = alignStart
	names := l.lines(l.plain(f.Label+" ", bold), st, fr.indent, column-8, label)
	var values []*box
	for _, line := range document.BrokenLines(f.Value) {
		values = append(values, l.lines(l.inline(line, 0), st, fr.indent+column, fr.width-column, value.child("P"))...)
	}
	for len(values) < len(names) {
		values = append(values, &box{height: l.leaded(st).lead})
	}
	for i, b := range names {
		values[i].items = append(b.items, values[i].items...)
	}
	if len(names) > 1 { // the label goes on beside them
		for _, b := range values[:len(names)-1] {
			b.after, b.keep = 0, true
		}
	}
	values[len(values)-1].after = st.after
	return values
}

// logos stand in even rows in the middle of the page, each about as large to the eye as its neighbours whatever its
// shape: equal areas, within the cell of the row.
func (l *layout) logos(lg *document.Logos, fr frame) []*box {
	counts := document.LogoRows(len(lg.Images))
	if len(counts) == 0 {
		return nil
	}
	high := logoHeights[min(len(counts), len(logoHeights))-1]
	var out []*box
	done := 0
	for _, n := range counts {
		out = append(out, l.logoRow(lg.Images[done:done+n], high, fr))
		done += n
	}
	out[len(out)-1].after = 16
	return out
}

// logoHeights are the heights of rows of logos by the number of rows: many rows leave room for what stands below them.
var logoHeights = [...]float64{72, 60, 52, 46}

func (l *layout) logoRow(images []document.Image, high float64, fr frame) *box {
	const gap = 20.0
	cell := min((fr.width+gap)/float64(len(images))-gap, high*2.6)
	b := &box{height: high, after: 10}
	type size struct{ w, h float64 }
	sizes := make([]size, len(images))
	total := gap * float64(len(images)-1)
	for i, im := range images {
		w, h, err := fit(im, cell, high)
		if err != nil {
			l.err = err
			return b
		}
		sizes[i] = size{w, h}
		total += w
	}
	indent := fr.indent + max(fr.width-total, 0)/2
	for i, im := range images {
		w, h := sizes[i].w, sizes[i].h
		var n *node // a picture that nobody describes is decoration
		if strings.TrimSpace(im.Alt) != "" {
			n = fr.parent.child("Figure")
			n.alt = im.Alt
		}
		b.items = append(b.items, picture{x: l.x(indent, w), y: (high - h) / 2, width: w, height: h,
			name: strconv.Itoa(l.picture(im)), node: n})
		indent += w + gap
	}
	return b
}

// picture returns the index of a picture in the file. gofpdf names pictures by what is in them, so organizations that use
// the same logo have to share it.
func (l *layout) picture(im document.Image) int {
	i := slices.IndexFunc(l.pictures, func(known document.Image) bool { return bytes.Equal(known.Data, im.Data) })
	if i < 0 {
		i = len(l.pictures)
		l.pictures = append(l.pictures, im)
	}
	return i
}

// fit scales a picture to two thirds of the area of its cell, and into the cell.
func fit(im document.Image, cell, high float64) (w, h float64, err error) {
	cfg, format, err := image.DecodeConfig(bytes.NewReader(im.Data))
	if err != nil {
		return 0, 0, fmt.Errorf("picture %q: %w", im.Alt, err)
	}
	if format != im.Format || cfg.Width < 1 || cfg.Height < 1 {
		return 0, 0, fmt.Errorf("picture %q: %d × %d pixels of %s, said to be %s", im.Alt, cfg.Width, cfg.Height, format, im.Format)
	}
	ratio := float64(cfg.Width) / float64(cfg.Height)
	area := high * high * 1.5
	w = math.Sqrt(area * ratio)
	scale := min(1, cell/w, high/(w/ratio))
	return w * scale, w / ratio * scale, nil
}
