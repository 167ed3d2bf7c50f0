package web

import (
	"bytes"
	"compress/gzip"
	"fmt"
	"io/fs"
	"strings"

	"github.com/labstack/echo/v4"
)

// smallest is the size in bytes from which compressing pays: less fits into one packet with its header anyway.
const smallest = 1_400

// answerPage answers with a page, in a quarter of its size where the browser takes that and nobody can learn from it: lines
// are slow, and a letter of Arabic takes two bytes. The page is whole, so that this needs no middleware around everything,
// in which a stream of events would wait for more.
func answerPage(c echo.Context, status int, html []byte) error {
	c.Response().Header().Add(echo.HeaderVary, echo.HeaderAcceptEncoding)
	if len(html) < smallest || !takesGzip(c) || mayBeMeasured(c) {
		return c.HTMLBlob(status, html)
	}
	packed, err := pack(html)
	if err != nil {
		return err
	}
	c.Response().Header().Set(echo.HeaderContentEncoding, "gzip")
	return c.HTMLBlob(status, packed)
}

// takesGzip says whether a browser reads what is compressed.
func takesGzip(c echo.Context) bool {
	return strings.Contains(c.Request().Header.Get(echo.HeaderAcceptEncoding), "gzip")
}

// pack compresses.
func pack(plain []byte) ([]byte, error) {
	var packed bytes.Buffer
	z := gzip.NewWriter(&packed)
	if _, err := z.Write(plain); err != nil {
		return nil, fmt.Errorf("compress: %w", err)
	}
	if err := z.Close(); err != nil {
		return nil, fmt.Errorf("compress: %w", err)
	}
	return packed.Bytes(), nil
}

// mayBeMeasured says of a request that its answer must not be compressed. Who sees how long answers are can find out what
// stands on a page when they also choose some of its words, because what repeats gets shorter (the attack is known as
// BREACH). Forms here hold no token that could be found out so (see refuseCrossSite), but pages hold drafts, and the
// address of a page with its parameters stands on it. So nothing that another site made the browser ask for is compressed;
// a browser too old to tell (before Sec-Fetch-Site), and one on a line without TLS, gets it for addresses without
// parameters. What remains is somebody who writes along in a text and also sees the line of another writer: each guess
// costs them a visit of that writer, and they can read the text anyway.
func mayBeMeasured(c echo.Context) bool {
	r := c.Request()
	switch r.Header.Get("Sec-Fetch-Site") {
	case "same-origin", "none":
		return false
	case "":
		return r.URL.RawQuery != ""
	}
	return true
}

// A packedAsset is a file of the build as browsers load it: the same for everybody, so that it is compressed once.
type packedAsset struct {
	plain, packed []byte // packed is nil where it would not be smaller
}

// packAssets reads what browsers load.
func packAssets(files fs.FS) (map[string]packedAsset, error) {
	entries, err := fs.ReadDir(files, ".")
	if err != nil {
		return nil, fmt.Errorf("list the scripts: %w", err)
	}
	found := make(map[string]packedAsset)
	for _, e := range entries {
		if !hashedName.MatchString(e.Name()) {
			continue
		}
		plain, err := fs.ReadFile(files, e.Name())
		if err != nil {
			return nil, fmt.Errorf("read the scripts: %w", err)
		}
		packed, err := pack(plain)
		if err != nil {
			return nil, err
		}
		if len(packed) >= len(plain) {
			packed = nil
		}
		found[e.Name()] = packedAsset{plain, packed}
	}
	return found, nil
}
