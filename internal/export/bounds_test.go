package export_test

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"runtime"
	"strings"
	"sync"
	"testing"
	"time"

	"upright/internal/export"
	"upright/internal/prose"
	"upright/internal/upr"
)

// papers are the formats that renderers make.
func papers() []export.Format { return []export.Format{export.PDF, export.Word, export.HTML} }

// withBlocks is a submission of one part with the blocks.
func withBlocks(lang string, blocks ...prose.Block) *upr.Submission {
	return &upr.Submission{
		Details:    upr.Details{State: "MEX", Kind: upr.Individual, Language: lang, Title: "Bounds"},
		Manuscript: &prose.Manuscript{Parts: []*prose.Part{{ID: "p", Kind: prose.Rights, Title: "Part", Blocks: blocks}}},
	}
}

func paragraph(id, text string) *prose.Paragraph {
	return &prose.Paragraph{ID: id, Numbered: true, Content: []prose.Inline{&prose.Text{Text: text}}}
}

// excessive are texts that nobody should write, in languages of several directions and widths.
func excessive() map[string]*upr.Submission {
	big := &prose.Table{ID: "t", Caption: "3,000 cells"}
	for y := range 300 {
		row := &prose.Row{}
		for x := range 10 {
			row.Cells = append(row.Cells, &prose.Cell{Header: y == 0, Colspan: 1, Rowspan: 1, Blocks: []prose.Block{paragraph(fmt.Sprintf("c%d.%d", y, x), "some words")}})
		}
		big.Rows = append(big.Rows, row)
	}
	noted := &prose.Paragraph{ID: "n", Numbered: true}
	for i := range 2000 {
		noted.Content = append(noted.Content, &prose.Text{Text: " word"}, &prose.Endnote{ID: fmt.Sprintf("n%d", i), Content: []*prose.Text{{Text: fmt.Sprintf("Source %d.", i)}}})
	}
	deep := []prose.Block{paragraph("deep", "bottom")}
	for i := range 40 {
		deep = []prose.Block{paragraph(fmt.Sprintf("d%d", i), "level"), &prose.List{ID: fmt.Sprintf("l%d", i), Items: []*prose.ListItem{{Blocks: deep}}}}
	}
	return map[string]*upr.Submission{
		"long words":    withBlocks("en", paragraph("a", strings.Repeat("w", 5000)), paragraph("b", strings.Repeat("العربية", 700)), paragraph("c", strings.Repeat("汉", 5000))),
		"to the left":   withBlocks("ar", paragraph("a", strings.Repeat("w", 5000)), paragraph("b", strings.Repeat("العربية", 700))),
		"long lines":    withBlocks("zh", paragraph("a", strings.Repeat("w", 5000)), paragraph("b", strings.Repeat("汉", 5000)), paragraph("c", strings.Repeat("。", 900))),
		"a tall row":    withBlocks("en", &prose.Table{ID: "t", Rows: []*prose.Row{{Cells: []*prose.Cell{{Colspan: 1, Rowspan: 1, Blocks: []prose.Block{paragraph("a", strings.Repeat("a long cell ", 6000))}}, {Colspan: 60, Rowspan: 1, Blocks: []prose.Block{paragraph("b", "short")}}}}}}),
		"3,000 cells":   withBlocks("ar", big),
		"2,000 notes":   withBlocks("ru", noted),
		"deep lists":    withBlocks("zh", deep...),
		"separators":    withBlocks("en", paragraph("a", strings.Repeat("one\u2029two\u2028three\u0085four\x1cfive\x0b", 300))),
		"rare Han":      withBlocks("zh", paragraph("a", strings.Repeat("𠀀𰻝葛\U000E0100", 500))),
		"directions":    withBlocks("ar", paragraph("a", strings.Repeat("\u202eabc\u2067\u202bد", 700)), paragraph("b", strings.Repeat("\u2066", 3000))),
		"broken UTF-8":  withBlocks("fr", paragraph("a", "one \xff two \xed\xa0\x80 three \xc3")),
		"marks alone":   withBlocks("ar", paragraph("a", strings.Repeat("\u0301", 2000)), paragraph("b", "\u202e\u202e\u2067")),
		"many emoji":    withBlocks("es", paragraph("a", strings.Repeat("👨‍👩‍👧", 1000))),
		"nothing":       {Details: upr.Details{Language: "en"}},
		"empty blocks":  withBlocks("ar", &prose.Paragraph{}, &prose.Heading{}, &prose.Recommendation{}, &prose.List{}, &prose.Table{}, &prose.Table{Rows: []*prose.Row{{}}}),
		"an empty part": withBlocks("zh"),
	}
}

// excessiveMemory is how much memory, in bytes, making the PDF of the worst of them may use up, all that is given back
// meanwhile included: the 2,000 notes take 250 MB of it.
const excessiveMemory = 500 << 20

// TestExcessive makes the files of texts that nobody should write, each within the time that a file has and a bound of
// memory.
func TestExcessive(t *testing.T) {
	for name, s := range excessive() {
		t.Run(name, func(t *testing.T) {
			fresh, err := startPress() // which has shaped nothing before
			if err != nil {
				t.Fatal(err)
			}
			var before, after runtime.MemStats
			runtime.ReadMemStats(&before)
			if err := fresh.Write(t.Context(), io.Discard, s, export.PDF); err != nil {
				t.Fatal(err)
			}
			runtime.ReadMemStats(&after)
			if used := after.TotalAlloc - before.TotalAlloc; used > excessiveMemory {
				t.Errorf("its PDF used up %d MB", used>>20)
			}
			if err := checkFiles(t.Context(), fresh, s, name != "2,000 notes"); err != nil {
				t.Error(err)
			}
		})
	}
}

// broken is a text that no decoder lets through, and that no renderer knows what to do with.
func broken() map[string]*upr.Submission {
	return map[string]*upr.Submission{
		"no block":  withBlocks("en", nil),
		"no row":    withBlocks("en", &prose.Table{ID: "t", Rows: []*prose.Row{nil}}),
		"no inline": withBlocks("en", &prose.Paragraph{ID: "p", Numbered: true, Content: []prose.Inline{nil}}),
	}
}

// A panic costs one file: it becomes an error, which does not quote the text, and its turn goes to the next.
func TestPanic(t *testing.T) {
	p := newPress(t)
	for name, s := range broken() {
		s.Details.Title = "secret"
		for range 6 { // more often than there are turns
			for _, format := range papers() {
				var b bytes.Buffer
				err := p.Write(t.Context(), &b, s, format)
				if err == nil || !strings.Contains(err.Error(), "panic at upright/internal/") || strings.Contains(err.Error(), "secret") || b.Len() > 0 {
					t.Fatalf("%s, %s: %v, %d bytes", name, format, err, b.Len())
				}
			}
		}
		if _, err := p.Unprintable(s); err == nil {
			t.Errorf("%s: its characters can be listed", name)
		}
		if err := p.WriteFragment(io.Discard, s); err == nil {
			t.Errorf("%s: it is a fragment", name)
		}
	}
	write(t, inLanguage(t, "en"), export.PDF)
}

// A gate is a writer that does not return before it is opened.
type gate struct{ entered, open chan struct{} }

func (g gate) Write(b []byte) (int, error) {
	g.entered <- struct{}{}
	<-g.open
	return len(b), nil
}

// As many files as there are turns are made at once; who comes then waits, and leaves when the time is up.
func TestTurns(t *testing.T) {
	p, s := newPress(t), withBlocks("en", paragraph("a", "text"))
	g := gate{make(chan struct{}), make(chan struct{})}
	var writers sync.WaitGroup
	for range export.AtOnce {
		writers.Go(func() {
			if err := p.Write(t.Context(), g, s, export.PDF); err != nil {
				t.Error(err)
			}
		})
		<-g.entered
	}
	for _, format := range append(papers(), export.Portable) {
		ctx, cancel := context.WithTimeout(t.Context(), 5*time.Millisecond)
		if err := p.Write(ctx, io.Discard, s, format); !errors.Is(err, context.DeadlineExceeded) {
			t.Errorf("%s beside %d others: %v", format, export.AtOnce, err)
		}
		cancel()
	}
	close(g.open)
	writers.Wait()
	write(t, s, export.PDF)
}
