package pdf

import "upright/internal/document"

// given returns the columns whose widths the document says, in the form of columns; nil where it does not.
func given(widths []int, n int, width float64) []float64 {
	sum := 0
	for _, w := range widths {
		sum += max(w, 0)
	}
	if len(widths) != n || sum == 0 {
		return nil
	}
	out := make([]float64, n+1)
	for i, w := range widths {
		out[i+1] = out[i] + width*float64(max(w, 0))/float64(sum)
	}
	return out
}

// columns gives each column its width, as browsers do: what the longest word needs, and of what is left as much as the
// rest of the text asks for. The result holds the start of each column and the end of the last.
func (l *layout) columns(cells []*tableCell, n int, width float64) []float64 {
	least, most := make([]float64, n), make([]float64, n)
	for _, c := range cells {
		if c.source == nil || l.ctx.Err() != nil {
			continue
		}
		word, whole := l.measureBlocks(c.source.Blocks, c.header)
		share := float64(c.width)
		for k := c.column; k < c.column+c.width; k++ {
			least[k] = max(least[k], (word+2*cellPad+1)/share)
			most[k] = max(most[k], (whole+2*cellPad+1)/share)
		}
	}
	sumLeast, sumMost := 0.0, 0.0
	for k := range least {
		least[k] = max(min(least[k], width/2), 4*cellPad) // a word may not take more than half; it breaks
		most[k] = min(max(most[k], least[k]), width*1.6)  // nor a text drown its neighbours
		sumLeast += least[k]
		sumMost += most[k]
	}
	out := make([]float64, n+1)
	for k := range least {
		var w float64
		switch {
		case sumLeast >= width:
			w = least[k] * width / sumLeast
		case sumMost <= width:
			w = most[k] * width / sumMost
		default:
			w = least[k] + (width-sumLeast)*(most[k]-least[k])/(sumMost-sumLeast)
		}
		out[k+1] = out[k] + w
	}
	return out
}

// measureBlocks returns the width of the longest word and of the longest paragraph.
func (l *layout) measureBlocks(blocks []document.Block, header bool) (word, whole float64) {
	var base style
	if header {
		base = bold
	}
	for _, b := range blocks {
		var w, all float64
		switch b := b.(type) {
		case *document.Paragraph:
			w, all = l.set.measure(chunked(l.inline(b.Text, base)), cellStyle.size)
		case *document.List:
			for _, item := range b.Items {
				iw, iall := l.measureBlocks(item, header)
				w, all = max(w, iw+listHang), max(all, iall+listHang)
			}
		}
		word, whole = max(word, w), max(whole, all)
	}
	return word, whole
}
