package importer

import (
	"bytes"
	"encoding/binary"
	"errors"
	"image"
	"image/jpeg"
	"image/png"

	"upright/internal/picture"
)

// check makes sure that a logo is what package picture makes: a picture that decodes, of the size it claims, without
// metadata. It is refused otherwise and not mended: encoding a JPEG again would lose a little each time.
func (l *logo) check() error {
	if len(l.Data) > picture.MaxBytes || l.Width > picture.MaxWidth || l.Height > picture.MaxHeight {
		return errors.New("the logo is too large")
	}
	var config image.Config
	var err error
	clean, decode := false, png.Decode
	switch l.Format {
	case "png":
		config, err = png.DecodeConfig(bytes.NewReader(l.Data))
		clean = cleanPNG(l.Data)
	case "jpeg":
		config, err = jpeg.DecodeConfig(bytes.NewReader(l.Data))
		clean, decode = cleanJPEG(l.Data), jpeg.Decode
	default:
		return errors.New("the logo is neither PNG nor JPEG")
	}
	// The header is looked at before the picture: it says how much memory the picture takes.
	if err != nil || config.Width != l.Width || config.Height != l.Height || !clean {
		return errors.New("the logo has another size than it claims, or carries more than a picture")
	}
	if _, err := decode(bytes.NewReader(l.Data)); err != nil {
		return errors.New("the logo cannot be decoded")
	}
	return nil
}

// cleanPNG reports whether a PNG has 8 bits, is not interlaced, and holds nothing but the picture.
func cleanPNG(data []byte) bool {
	const header = 8
	for at, end := header, false; at < len(data); {
		if end || at+12 > len(data) {
			return false
		}
		size := binary.BigEndian.Uint32(data[at:])
		if uint64(size) > uint64(len(data)-at-12) {
			return false
		}
		switch string(data[at+4 : at+8]) {
		case "IHDR":
			if size != 13 || data[at+8+8] != 8 || data[at+8+12] != 0 {
				return false
			}
		case "PLTE", "tRNS", "IDAT":
		case "IEND":
			end = true
		default:
			return false
		}
		at += 12 + int(size)
	}
	return true
}

// cleanJPEG reports whether a JPEG is baseline and holds no application data and no comments. Up to the first scan a
// JPEG is a row of segments; this program writes one scan and nothing after it.
func cleanJPEG(data []byte) bool {
	for at := 2; at+4 <= len(data); {
		if data[at] != 0xff {
			return false
		}
		switch data[at+1] {
		case 0xda:
			return bytes.HasSuffix(data, []byte{0xff, 0xd9})
		case 0xdb, 0xc0, 0xc4, 0xdd:
		default:
			return false
		}
		at += 2 + int(binary.BigEndian.Uint16(data[at+2:]))
	}
	return false
}
