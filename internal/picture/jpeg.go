package picture

import (
	"bytes"
	"encoding/binary"
	"image"
)

// maxScans bounds the scans of a progressive JPEG. Encoders write about ten; each may go over all pixels and yet take
// only a hundred bytes, so that five megabytes of them would take minutes.
const maxScans = 32

// Markers of a JPEG, ITU-T T.81, table B.1.
const (
	markerSOS   = 0xda // a scan begins
	markerEOI   = 0xd9
	markerAPP1  = 0xe1 // EXIF lives here
	markerTEM   = 0x01
	markerRST0  = 0xd0
	markerRST7  = 0xd7
	upright     = 1
	tagOrient   = 0x0112 // EXIF 2.3, 4.6.4
	typeShort   = 3
	entryLength = 12
)

// readSegments counts the scans of a JPEG and finds the orientation in its EXIF, 1 when there is none. It only looks:
// whether the file is sound is found out by decoding it.
func readSegments(data []byte) (scans, orientation int) {
	orientation = upright
	for i := 2; i+1 < len(data); {
		if data[i] != 0xff {
			i++ // inside the data of a scan, or rubbish that decoders skip too
			continue
		}
		marker := data[i+1]
		switch {
		case marker == 0xff:
			i++ // fill
			continue
		case marker == 0 || marker == markerTEM || (markerRST0 <= marker && marker <= markerRST7):
			i += 2 // no length follows
			continue
		case marker == markerEOI:
			return scans, orientation
		}
		if i+4 > len(data) {
			break
		}
		length := int(binary.BigEndian.Uint16(data[i+2:]))
		body := data[i+4 : min(len(data), max(i+4, i+2+length))]
		if marker == markerSOS {
			scans++
		}
		if marker == markerAPP1 && orientation == upright {
			orientation = exifOrientation(body)
		}
		i += 2 + max(2, length)
	}
	return scans, orientation
}

// exifOrientation reads the tag from the first directory of an EXIF segment; anything odd is upright.
func exifOrientation(segment []byte) int {
	tiff, ok := bytes.CutPrefix(segment, []byte("Exif\x00\x00"))
	if !ok || len(tiff) < 8 {
		return upright
	}
	var order binary.ByteOrder
	switch string(tiff[:4]) {
	case "II*\x00":
		order = binary.LittleEndian
	case "MM\x00*":
		order = binary.BigEndian
	default:
		return upright
	}
	at := int64(order.Uint32(tiff[4:]))
	if at+2 > int64(len(tiff)) {
		return upright
	}
	entries := tiff[at+2:]
	for range order.Uint16(tiff[at:]) {
		if len(entries) < entryLength {
			return upright
		}
		if order.Uint16(entries) == tagOrient && order.Uint16(entries[2:]) == typeShort {
			if o := int(order.Uint16(entries[8:])); o >= 1 && o <= 8 {
				return o
			}
			return upright
		}
		entries = entries[entryLength:]
	}
	return upright
}

// turn makes a picture upright: the orientation says where its first row and column lie.
func turn(m *image.NRGBA, orientation int) *image.NRGBA {
	if orientation == upright {
		return m
	}
	w, h := m.Bounds().Dx(), m.Bounds().Dy()
	turned := image.NewNRGBA(image.Rect(0, 0, w, h))
	if orientation >= 5 {
		turned = image.NewNRGBA(image.Rect(0, 0, h, w))
	}
	for y := range h {
		for x := range w {
			toX, toY := target(x, y, w, h, orientation)
			turned.SetNRGBA(toX, toY, m.NRGBAAt(x, y))
		}
	}
	return turned
}

// target is where a pixel of a picture w wide and h high goes.
func target(x, y, w, h, orientation int) (int, int) {
	switch orientation {
	case 2:
		return w - 1 - x, y // mirrored
	case 3:
		return w - 1 - x, h - 1 - y // upside down
	case 4:
		return x, h - 1 - y // upside down, mirrored
	case 5:
		return y, x // lying, mirrored
	case 6:
		return h - 1 - y, x // turned left by the camera
	case 7:
		return h - 1 - y, w - 1 - x
	case 8:
		return y, w - 1 - x // turned right
	}
	return x, y
}
