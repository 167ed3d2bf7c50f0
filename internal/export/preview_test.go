package export_test

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
	"sync"
	"testing"

	"upright/internal/example"
	"upright/internal/export"
	"upright/internal/prose"
	"upright/internal/render/pdf"
	"upright/internal/upr"
)

func previewOf(t *testing.T, s *upr.Submission) *pdf.Preview {
	t.Helper()
	preview, err := newPress(t).Preview(t.Context(), s)
	if err != nil {
		t.Fatal(err)
	}
	return preview
}

// What is typed into one paragraph makes the pages after it new, at most, and none before it. The version of the text,
// which the file names on each page, does not.
func TestPreviewChangesFewPages(t *testing.T) {
	s, err := example.Submission("en")
	if err != nil {
		t.Fatal(err)
	}
	before := previewOf(t, s)
	s.Head += 12
	for i, page := range previewOf(t, s).Pages {
		if page.Hash() != before.Pages[i].Hash() {
			t.Errorf("page %d changed with the number of the version alone", i+1)
		}
	}
	parts := s.Manuscript.Parts
	last, ok := parts[len(parts)-1].Blocks[0].(*prose.Paragraph)
	if !ok {
		t.Fatalf("the last part begins with a %T", parts[len(parts)-1].Blocks[0])
	}
	last.Content = append(slices.Clone(last.Content), &prose.Text{Text: " Zebrafish."})
	changed := 0
	for i, page := range previewOf(t, s).Pages {
		if i < len(before.Pages) && page.Hash() != before.Pages[i].Hash() {
			changed++
		}
	}
	if changed == 0 || changed > len(before.Pages)/2 {
		t.Errorf("%d of %d pages changed", changed, len(before.Pages))
	}
}

// Many previews at once, of texts of several languages and beside files, are each the right one.
func TestPreviewsAtOnce(t *testing.T) {
	press := newPress(t)
	var group sync.WaitGroup
	for i := range 12 {
		lang := []string{"en", "ar", "zh"}[i%3]
		s, err := example.Submission(lang)
		if err != nil {
			t.Fatal(err)
		}
		s.Details.Title = fmt.Sprintf("Title %d", i)
		group.Go(func() {
			preview, err := press.Preview(t.Context(), s)
			if err != nil {
				t.Errorf("%s: %v", lang, err)
				return
			}
			if said := strings.Join(preview.Pages[0].Areas[0].Lines, " "); !strings.Contains(said, s.Details.Title) {
				t.Errorf("%s: the cover says %q, not %q", lang, said, s.Details.Title)
			}
		})
	}
	group.Wait()
}

// Whoever went away gets none, and a glyph or picture that there is not is not found.
func TestPreviewRefuses(t *testing.T) {
	s := inLanguage(t, "en")
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	if _, err := newPress(t).Preview(ctx, s); !errors.Is(err, context.Canceled) {
		t.Errorf("after the visitor went: %v", err)
	}
	var refused *upr.Error
	if _, err := newPress(t).Glyphs(0, []int{1, 1 << 20}); !errors.As(err, &refused) || refused.Kind != upr.NotFound {
		t.Errorf("a glyph too far: %v", err)
	}
	if _, err := newPress(t).Picture(s, "0123456789abcdef"); !errors.As(err, &refused) || refused.Kind != upr.NotFound {
		t.Errorf("no such picture: %v", err)
	}
	if export.Package.MediaType() != "application/zip" {
		t.Error("a package is a zip")
	}
}
