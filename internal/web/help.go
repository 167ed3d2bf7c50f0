package web

import (
	"net/http"

	"upright/internal/i18n"
)

// helpPage explains the site: what it is, what the server can read, the keyboard.
type helpPage struct {
	basePage
	Keys []shortcut
}

func (helpPage) template() string { return "help" }

// A shortcut is a combination of keys and what it does.
type shortcut struct {
	Keys []string
	Does string
}

// showHelp answers GET /help.
func (s *Server) showHelp(v *visit) error {
	return s.render(v, http.StatusOK, helpPage{basePage: s.base(v), Keys: shortcuts(v.words)})
}

// shortcuts are the keys of all pages and of the editor.
func shortcuts(words *i18n.Printer) []shortcut {
	ctrl, shift, escape := words.T("help.keys.ctrl"), words.T("help.keys.shift"), words.T("help.keys.escape")
	return []shortcut{
		{[]string{escape}, words.T("help.keys.exit")},
		{[]string{ctrl, "B"}, words.T("help.keys.bold")},
		{[]string{ctrl, "I"}, words.T("help.keys.italic")},
		{[]string{ctrl, "Z"}, words.T("help.keys.undo")},
		{[]string{ctrl, shift, "Z"}, words.T("help.keys.redo")},
	}
}
