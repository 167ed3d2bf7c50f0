package web

import "net/http"

// forget tells the browser to drop everything this site left on the device: stored answers, cookies, unsent text.
const forget = `"cache", "cookies", "storage"`

// blankPage is what stays after "Exit this page": nothing, not even a name.
const blankPage = "<!doctype html><html lang=\"en\"><head><meta charset=\"utf-8\"><title>&#8203;</title>" +
	"<link rel=\"icon\" href=\"data:,\"></head><body></body></html>\n"

// exit answers POST /exit: it ends the session, makes the browser forget the site, and leads away. It works for visitors
// who are not signed in, too.
func (s *Server) exit(v *visit) error {
	if err := s.endSession(v); err != nil {
		return err
	}
	v.Response().Header().Set("Clear-Site-Data", forget)
	if s.ExitURL != "" {
		// Not a redirect: as the end of a form it would fall under form-action 'self'.
		v.Response().Header().Set("Refresh", "0; url="+s.ExitURL)
	}
	return v.HTML(http.StatusOK, blankPage)
}
