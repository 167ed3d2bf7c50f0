// Package templates embeds the pages (layout.html around each of pages/, partials/ shared by them) and the mails.
package templates

import "embed"

// Pages holds layout.html, partials/ and pages/.
//
//go:embed layout.html partials pages
var Pages embed.FS
