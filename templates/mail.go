package templates

import (
	"embed"
	"io/fs"
)

//go:embed mail
var mails embed.FS

// Mails holds message.html and message.txt, one layout for all mails.
func Mails() (fs.FS, error) { return fs.Sub(mails, "mail") }
