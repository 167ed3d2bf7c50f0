package web

import (
	"net/http"
	"strconv"

	"github.com/labstack/echo/v4"

	"upright/internal/upr"
)

// The gallery shows every page in every state with made-up data, in development only. The tests render the same pages in
// each language, so a state that cannot be looked at is not tested either.

// An exhibit is one page in one state.
type exhibit struct {
	State string // what there is to see: "empty", "long names"
	make  func(*Server, *visit) view
}

// galleryPage lists the exhibits.
type galleryPage struct {
	basePage
	Exhibits []galleryRow
}

func (galleryPage) template() string { return "gallery" }

// A galleryRow is one link of the gallery.
type galleryRow struct {
	Path, Template, State string
}

// addGallery adds the gallery to the site.
func (s *Server) addGallery() {
	s.echo.GET("/gallery", func(c echo.Context) error {
		v := s.visitOf(c)
		p := galleryPage{basePage: s.base(v)}
		for i, e := range exhibits() {
			p.Exhibits = append(p.Exhibits, galleryRow{"/gallery/" + strconv.Itoa(i), e.make(s, v).template(), e.State})
		}
		return s.render(v, http.StatusOK, p)
	})
	s.echo.GET("/gallery/:number", func(c echo.Context) error {
		all := exhibits()
		n, err := strconv.Atoi(c.Param("number"))
		if err != nil || n < 0 || n >= len(all) {
			return &upr.Error{Kind: upr.NotFound, Key: "error.not-found"}
		}
		v := s.visitOf(c)
		return s.render(v, http.StatusOK, all[n].make(s, v))
	})
}
