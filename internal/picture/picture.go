// Package picture turns a picture that somebody uploads into one that is safe to keep and to print: decoded within
// bounds, turned the way it was meant, made small, and encoded anew, so that nothing but pixels comes through. Place,
// time and camera, which pictures carry inside and which can get somebody hurt, stay behind.
//
// It refuses every format but PNG and JPEG, and to look at what a file is called or claims to be.
package picture

import (
	"bytes"
	"errors"
	"fmt"
	"image"
	"image/jpeg"
	"image/png"
	"io"

	"golang.org/x/image/draw"

	"upright/internal/upr"
)

// Bounds of what comes in and of what goes out.
const (
	MaxBytes  = 5 << 20    // of the file
	MaxPixels = 20_000_000 // in it
	MaxWidth  = 1200       // of the result; a logo 10 cm wide at 300 dots per inch
	MaxHeight = 600
)

// quality of the JPEG that is written: no difference to be seen in print.
const quality = 90

// decoding bounds how many pictures are decoded at once: a progressive JPEG of 20 million pixels takes 300 MB meanwhile.
var decoding = make(chan struct{}, 2)

// Decode reads a PNG or JPEG file and returns it as an 8-bit PNG without interlacing or a baseline JPEG, at most 1200
// pixels wide and 600 high. What it refuses is an upr.Error of kind Invalid; errors of the reader pass.
func Decode(r io.Reader) (*upr.Image, error) {
	data, err := io.ReadAll(io.LimitReader(r, MaxBytes+1))
	if err != nil {
		return nil, fmt.Errorf("read picture: %w", err)
	}
	if len(data) > MaxBytes {
		return nil, tooLarge()
	}
	f, err := formatOf(data)
	if err != nil {
		return nil, err
	}
	if err := checkSize(f, data); err != nil {
		return nil, err
	}
	decoding <- struct{}{}
	defer func() { <-decoding }()
	decoded, err := f.decode(bytes.NewReader(data))
	if err != nil {
		return nil, wrongFormat(err)
	}
	small := turn(shrink(decoded, f.orientation), f.orientation)
	var out bytes.Buffer
	if err := f.encode(&out, small); err != nil {
		return nil, fmt.Errorf("encode picture: %w", err)
	}
	return &upr.Image{
		Data: out.Bytes(), Format: f.name, Width: small.Bounds().Dx(), Height: small.Bounds().Dy(),
	}, nil
}

// A format is how one kind of file is read and written.
type format struct {
	name         string
	decodeConfig func(io.Reader) (image.Config, error)
	decode       func(io.Reader) (image.Image, error)
	encode       func(io.Writer, image.Image) error
	orientation  int // of the camera, 1 to 8; 1 is upright
}

var errUnknown = errors.New("neither PNG nor JPEG")

// formatOf recognizes a file by its first bytes and looks over the parts of a JPEG.
func formatOf(data []byte) (format, error) {
	switch {
	case bytes.HasPrefix(data, []byte("\x89PNG\r\n\x1a\n")):
		return format{name: "png", decodeConfig: png.DecodeConfig, decode: png.Decode, encode: png.Encode, orientation: 1}, nil
	case bytes.HasPrefix(data, []byte("\xff\xd8\xff")):
		scans, orientation := readSegments(data)
		if scans > maxScans {
			return format{}, wrongFormat(fmt.Errorf("%d scans", scans))
		}
		encode := func(w io.Writer, m image.Image) error { return jpeg.Encode(w, m, &jpeg.Options{Quality: quality}) }
		return format{
			name: "jpeg", decodeConfig: jpeg.DecodeConfig, decode: jpeg.Decode, encode: encode, orientation: orientation,
		}, nil
	}
	return format{}, wrongFormat(errUnknown)
}

// checkSize reads the dimensions, before any memory is taken for them.
func checkSize(f format, data []byte) error {
	config, err := f.decodeConfig(bytes.NewReader(data))
	if err != nil {
		return wrongFormat(err)
	}
	if config.Width <= 0 || config.Height <= 0 {
		return wrongFormat(errors.New("no pixels"))
	}
	if config.Width > MaxPixels/config.Height {
		return tooLarge()
	}
	return nil
}

// shrink returns a copy with 8 bits for each colour that fits the bounds once it is turned; it never enlarges.
func shrink(m image.Image, orientation int) *image.NRGBA {
	width, height := m.Bounds().Dx(), m.Bounds().Dy()
	maxWidth, maxHeight := MaxWidth, MaxHeight
	if orientation >= 5 { // will lie on its side
		maxWidth, maxHeight = MaxHeight, MaxWidth
	}
	w, h := width, height
	if w > maxWidth {
		w, h = maxWidth, max(1, (height*maxWidth+width/2)/width)
	}
	if h > maxHeight {
		w, h = max(1, (width*maxHeight+height/2)/height), maxHeight
	}
	small := image.NewNRGBA(image.Rect(0, 0, w, h))
	if w == width && h == height {
		draw.Draw(small, small.Bounds(), m, m.Bounds().Min, draw.Src)
	} else {
		draw.CatmullRom.Scale(small, small.Bounds(), m, m.Bounds(), draw.Src, nil)
	}
	return small
}

func tooLarge() error {
	return &upr.Error{Kind: upr.Invalid, Key: "picture.large", Args: map[string]any{
		"megabytes": MaxBytes >> 20, "megapixels": MaxPixels / 1_000_000,
	}}
}

func wrongFormat(cause error) error {
	return &upr.Error{Kind: upr.Invalid, Key: "picture.format", Err: cause}
}
