package web

import (
	"bytes"
	"net/http"
	"path"
	"regexp"
	"strings"
	"time"

	"github.com/labstack/echo/v4"

	"upright/internal/upr"
)

// hashedName is how the build names what browsers load: the hash makes a new build a new address. What has no hash (the
// manifest, the script that runs inside the server) is not for browsers.
var hashedName = regexp.MustCompile(`^[a-z]+-[0-9A-Za-z]{8,16}\.(css|js|svg|png|woff2)$`)

// showAsset answers GET /assets/:name with a script, a style sheet or a picture of the build, to be kept for good.
func (s *Server) showAsset(v *visit) error {
	name := v.Param("name")
	found, ok := s.packed[name]
	if !ok {
		return &upr.Error{Kind: upr.NotFound, Key: "error.not-found"}
	}
	h := v.Response().Header()
	h.Set("Cache-Control", "public, max-age=31536000, immutable")
	h.Set(echo.HeaderContentType, contentType(name))
	h.Add(echo.HeaderVary, echo.HeaderAcceptEncoding)
	data := found.plain
	if found.packed != nil && takesGzip(v) {
		h.Set(echo.HeaderContentEncoding, "gzip")
		data = found.packed
	}
	http.ServeContent(v.Response(), v.Request(), name, time.Time{}, bytes.NewReader(data))
	return nil
}

// contentType is the type of a built file; not from the system's table, which differs between machines.
func contentType(name string) string {
	switch path.Ext(name) {
	case ".css":
		return "text/css; charset=utf-8"
	case ".js":
		return "text/javascript; charset=utf-8"
	case ".svg":
		return "image/svg+xml"
	case ".png":
		return "image/png"
	case ".woff2":
		return "font/woff2"
	}
	return "application/octet-stream"
}

// assetPath returns the address of a file of the build by its plain name: "app.css" → "/assets/app-….css".
func (s *Server) assetPath(plain string) (string, error) {
	name, err := s.Assets.Name(plain)
	if err != nil {
		return "", err
	}
	return "/assets/" + name, nil
}

// isAsset says whether a request is for a file that is the same for everybody.
func isAsset(r *http.Request) bool { return strings.HasPrefix(r.URL.Path, "/assets/") }
