package web

import (
	"compress/gzip"
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/labstack/echo/v4"

	"upright/internal/export"
	"upright/internal/render/pdf"
	"upright/internal/upr"
)

// The preview beside the editor: one page at a time, drawn by the browser from the layout that the PDF has. Only a page
// that the browser does not have is sent, and the shapes of letters once for all pages.

// previewJSON is one page of the saved text, and where it stands among the others.
type previewJSON struct {
	Version int64        `json:"version"` // of the text
	Saved   time.Time    `json:"saved"`   // when the text had been read
	Pages   int          `json:"pages"`
	Page    int          `json:"page"` // of this page, from 1
	Width   float64      `json:"width"`
	Height  float64      `json:"height"`
	Fonts   string       `json:"fonts"` // see showGlyphs
	Hash    string       `json:"hash"`
	Drawing *pdf.Drawing `json:"drawing,omitempty"` // absent when the browser has it
}

// showPreview answers GET /submissions/:submission/preview?at=BLOCK,…&page=N&have=HASH,…: the page where the first of
// the blocks that is printed begins, else page N.
func (s *Server) showPreview(v *visit) error {
	if err := samePerson(v); err != nil {
		return err
	}
	one, err := s.withText(v)
	if err != nil {
		return err
	}
	press, paper, err := s.paperOf(v, one)
	if err != nil {
		return err
	}
	preview, err := press.Preview(v.Request().Context(), paper)
	if err != nil {
		return err
	}
	page, err := pageAsked(v, preview)
	if err != nil {
		return err
	}
	drawing := preview.Pages[page-1]
	answer := previewJSON{
		Version: one.Head, Saved: s.Now().UTC().Truncate(time.Second), Pages: len(preview.Pages), Page: page,
		Width: preview.Width, Height: preview.Height, Fonts: s.Press.FontsName(), Hash: drawing.Hash(),
	}
	if !slices.Contains(strings.Split(v.QueryParam("have"), ","), answer.Hash) {
		answer.Drawing = drawing
	}
	return compressed(v, answer)
}

// pageAsked is the number of the page to show, from 1; one beyond the last is the last: the text may have become shorter.
func pageAsked(v *visit, preview *pdf.Preview) (int, error) {
	for block := range strings.SplitSeq(v.QueryParam("at"), ",") {
		at := slices.IndexFunc(preview.Pages, func(page *pdf.Drawing) bool {
			return slices.ContainsFunc(page.Areas, func(a pdf.Area) bool { return a.Holds(block) })
		})
		if at >= 0 {
			return at + 1, nil
		}
	}
	asked := v.QueryParam("page")
	if asked == "" {
		return 1, nil
	}
	page, err := strconv.Atoi(asked)
	if err != nil || page < 1 {
		return 0, &upr.Error{Kind: upr.Invalid, Key: "error.invalid", Err: fmt.Errorf("page %.20q", asked)}
	}
	return min(page, len(preview.Pages)), nil
}

// maxGlyphs is how many shapes one answer has; a page of Chinese takes some five hundred.
const maxGlyphs = 600

// showGlyphs answers GET /preview/glyphs/:fonts?g=FONT:GLYPH,GLYPH&g=FONT:… with the shapes of letters. They are the same
// for everybody and every text, and kept by browsers for good: other fonts make another address.
func (s *Server) showGlyphs(v *visit) error {
	if v.Param("fonts") != s.Press.FontsName() {
		return &upr.Error{Kind: upr.NotFound, Key: "error.not-found"}
	}
	asked, err := glyphsAsked(v.QueryParams()["g"])
	if err != nil {
		return &upr.Error{Kind: upr.Invalid, Key: "error.invalid", Err: err}
	}
	answer := make(map[int]export.Glyphs, len(asked))
	for font, numbers := range asked {
		if answer[font], err = s.Press.Glyphs(font, numbers); err != nil {
			return err
		}
	}
	keep(v)
	return compressed(v, answer)
}

// glyphsAsked reads "0:36,37" and "3:5": glyphs by font.
func glyphsAsked(groups []string) (map[int][]int, error) {
	asked, n := map[int][]int{}, 0
	if len(groups) == 0 {
		return nil, errors.New("no glyphs")
	}
	for _, group := range groups {
		name, glyphs, _ := strings.Cut(group, ":")
		font, err := strconv.Atoi(name)
		if err != nil {
			return nil, fmt.Errorf("font %.20q", name)
		}
		for part := range strings.SplitSeq(glyphs, ",") {
			glyph, err := strconv.Atoi(part)
			if err != nil {
				return nil, fmt.Errorf("glyph %.20q", part)
			}
			if n++; n > maxGlyphs {
				return nil, fmt.Errorf("more than %d glyphs", maxGlyphs)
			}
			asked[font] = append(asked[font], glyph)
		}
	}
	return asked, nil
}

// showPreviewPicture answers GET /submissions/:submission/preview/pictures/:picture with a logo as it stands on the paper.
// Its name is its content's, so that the browser keeps it.
func (s *Server) showPreviewPicture(v *visit) error {
	one, err := s.withText(v)
	if err != nil {
		return err
	}
	press, paper, err := s.paperOf(v, one)
	if err != nil {
		return err
	}
	picture, err := press.Picture(paper, v.Param("picture"))
	if err != nil {
		return err
	}
	keep(v)
	return v.Blob(http.StatusOK, "image/"+picture.Format, picture.Data)
}

// keep lets this browser keep an answer whose address names its content.
func keep(v *visit) {
	v.Response().Header().Set("Cache-Control", "private, max-age=31536000, immutable")
}

// compressed answers with JSON, in a quarter of its size where the browser takes that: lines are slow.
func compressed(v *visit, answer any) error {
	h := v.Response().Header()
	h.Add(echo.HeaderVary, echo.HeaderAcceptEncoding)
	if !strings.Contains(v.Request().Header.Get(echo.HeaderAcceptEncoding), "gzip") {
		return v.JSON(http.StatusOK, answer)
	}
	h.Set(echo.HeaderContentType, echo.MIMEApplicationJSON)
	h.Set(echo.HeaderContentEncoding, "gzip")
	v.Response().WriteHeader(http.StatusOK)
	z := gzip.NewWriter(v.Response())
	if err := json.NewEncoder(z).Encode(answer); err != nil {
		return fmt.Errorf("compress: %w", err)
	}
	if err := z.Close(); err != nil {
		return fmt.Errorf("compress: %w", err)
	}
	return nil
}
