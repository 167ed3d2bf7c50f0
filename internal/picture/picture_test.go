package picture_test

import (
	"bytes"
	"encoding/binary"
	"errors"
	"hash/crc32"
	"image"
	"image/color"
	"image/gif"
	"image/jpeg"
	"image/png"
	"slices"
	"testing"

	"upright/internal/picture"
	"upright/internal/upr"
)

// secret stands for what must not come through.
const secret = "taken at home 46.2044 6.1432"

func red() color.NRGBA   { return color.NRGBA{R: 255, A: 255} }
func green() color.NRGBA { return color.NRGBA{G: 255, A: 255} }
func blue() color.NRGBA  { return color.NRGBA{B: 255, A: 255} }
func white() color.NRGBA { return color.NRGBA{R: 255, G: 255, B: 255, A: 255} }

// quarters is a picture with a colour in each corner: top left, top right, bottom left, bottom right.
func quarters(w, h int, tl, tr, bl, br color.Color) *image.NRGBA {
	m := image.NewNRGBA(image.Rect(0, 0, w, h))
	for y := range h {
		for x := range w {
			c := tl
			switch {
			case x >= w/2 && y >= h/2:
				c = br
			case y >= h/2:
				c = bl
			case x >= w/2:
				c = tr
			}
			m.Set(x, y, c)
		}
	}
	return m
}

func asPNG(t testing.TB, m image.Image) []byte {
	t.Helper()
	var b bytes.Buffer
	if err := png.Encode(&b, m); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

func asJPEG(t testing.TB, m image.Image) []byte {
	t.Helper()
	var b bytes.Buffer
	if err := jpeg.Encode(&b, m, &jpeg.Options{Quality: 95}); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

// withSegments puts segments (marker and body) behind the first marker of a JPEG.
func withSegments(file []byte, segments ...[]byte) []byte {
	out := slices.Clone(file[:2])
	for _, s := range segments {
		out = append(out, 0xff, s[0])
		out = binary.BigEndian.AppendUint16(out, uint16(len(s)+1))
		out = append(out, s[1:]...)
	}
	return append(out, file[2:]...)
}

// exif is an APP1 segment with an orientation and a comment, in one byte order or the other.
func exif(order binary.AppendByteOrder, orientation int) []byte {
	head := map[binary.AppendByteOrder]string{binary.LittleEndian: "II*\x00", binary.BigEndian: "MM\x00*"}[order]
	b := append([]byte{0xe1}, "Exif\x00\x00"+head...)
	b = order.AppendUint32(b, 8)
	b = order.AppendUint16(b, 2)
	b = append(b, entry(order, 0x010e, 2, uint16(len(secret)))...) // ImageDescription
	b = append(b, entry(order, 0x0112, 3, uint16(orientation))...)
	return append(b, "\x00\x00\x00\x00"+secret...)
}

func entry(order binary.AppendByteOrder, tag, kind, value uint16) []byte {
	b := order.AppendUint16(nil, tag)
	b = order.AppendUint16(b, kind)
	b = order.AppendUint32(b, 1)
	b = order.AppendUint16(b, value)
	return append(b, 0, 0)
}

// withChunk puts a chunk behind the header of a PNG.
func withChunk(file []byte, kind, body string) []byte {
	const header = 8 + 25
	chunk := binary.BigEndian.AppendUint32(nil, uint32(len(body)))
	chunk = append(chunk, kind+body...)
	chunk = binary.BigEndian.AppendUint32(chunk, crc32.ChecksumIEEE([]byte(kind+body)))
	return slices.Concat(file[:header], chunk, file[header:])
}

// decode decodes a file that is good and the result once more.
func decode(t *testing.T, file []byte) (*upr.Image, image.Image) {
	t.Helper()
	got, err := picture.Decode(bytes.NewReader(file))
	if err != nil {
		t.Fatal(err)
	}
	m, format, err := again(got.Data)
	if err != nil {
		t.Fatalf("the result does not decode: %v", err)
	}
	if format != got.Format || m.Bounds().Dx() != got.Width || m.Bounds().Dy() != got.Height {
		t.Errorf("the result is a %s of %v, but says %s, %d × %d", format, m.Bounds(), got.Format, got.Width, got.Height)
	}
	return got, m
}

func again(data []byte) (image.Image, string, error) {
	if bytes.HasPrefix(data, []byte("\x89PNG")) {
		m, err := png.Decode(bytes.NewReader(data))
		return m, "png", err
	}
	m, err := jpeg.Decode(bytes.NewReader(data))
	return m, "jpeg", err
}

// near reports whether two colours are alike but for what JPEG loses.
func near(a, b color.Color) bool {
	ar, ag, ab, aa := a.RGBA()
	br, bg, bb, ba := b.RGBA()
	d := func(x, y uint32) bool { return max(x, y)-min(x, y) < 0x2000 }
	return d(ar, br) && d(ag, bg) && d(ab, bb) && d(aa, ba)
}

func TestNothingButPixelsComesThrough(t *testing.T) {
	m := quarters(64, 32, red(), green(), blue(), white())
	comment := append([]byte{0xfe}, secret...)
	xmp := append([]byte{0xe1}, "http://ns.adobe.com/xap/1.0/\x00"+secret...)
	files := map[string][]byte{
		"jpeg": withSegments(asJPEG(t, m), exif(binary.LittleEndian, 1), xmp, comment),
		"png": withChunk(withChunk(withChunk(asPNG(t, m), "tEXt", "Comment\x00"+secret), "eXIf", secret),
			"iTXt", "XML:com.adobe.xmp\x00\x00\x00\x00\x00"+secret),
		"png with something behind it": append(asPNG(t, m), secret...),
	}
	for name, file := range files {
		t.Run(name, func(t *testing.T) {
			if !bytes.Contains(file, []byte(secret)) {
				t.Fatal("the test's own file has no secret")
			}
			got, decoded := decode(t, file)
			if bytes.Contains(got.Data, []byte(secret)) {
				t.Error("the secret came through")
			}
			if !near(decoded.At(5, 5), red()) || !near(decoded.At(60, 30), white()) {
				t.Error("the picture is not the same")
			}
			if got.Format == "png" {
				checkChunks(t, got.Data)
			} else {
				checkSegments(t, got.Data)
			}
		})
	}
}

// checkChunks makes sure that a PNG has what a picture needs and no more, with 8 bits and not interlaced.
func checkChunks(t *testing.T, file []byte) {
	t.Helper()
	for rest := file[8:]; len(rest) >= 12; {
		n := binary.BigEndian.Uint32(rest)
		if kind := string(rest[4:8]); !slices.Contains([]string{"IHDR", "IDAT", "IEND"}, kind) {
			t.Errorf("there is a chunk %s", kind)
		}
		rest = rest[12+n:]
	}
	if bits, interlace := file[24], file[28]; bits != 8 || interlace != 0 {
		t.Errorf("%d bits, interlace %d; want 8 and 0", bits, interlace)
	}
}

// checkSegments makes sure that a JPEG is baseline and has tables and one scan, nothing else.
func checkSegments(t *testing.T, file []byte) {
	t.Helper()
	for i := 2; ; {
		marker := file[i+1]
		if !slices.Contains([]byte{0xdb, 0xc0, 0xc4, 0xda}, marker) {
			t.Errorf("there is a segment %x", marker)
		}
		if marker == 0xda {
			return
		}
		i += 2 + int(binary.BigEndian.Uint16(file[i+2:]))
	}
}

// TestOrientation holds each orientation against EXIF 2.3, table 6: where the first row and the first column of the
// stored picture lie for who looks at it.
func TestOrientation(t *testing.T) {
	table := []struct{ row, column string }{
		{"top", "left"}, {"top", "right"}, {"bottom", "right"}, {"bottom", "left"},
		{"left", "top"}, {"right", "top"}, {"right", "bottom"}, {"left", "bottom"},
	}
	opposite := map[string]string{"top": "bottom", "bottom": "top", "left": "right", "right": "left"}
	for i, sides := range table {
		for _, order := range []binary.AppendByteOrder{binary.LittleEndian, binary.BigEndian} {
			stored := withSegments(asJPEG(t, quarters(64, 32, red(), green(), blue(), white())), exif(order, i+1))
			got, m := decode(t, stored)
			wantW, wantH := 64, 32
			if sides.row == "left" || sides.row == "right" {
				wantW, wantH = 32, 64
			}
			if got.Width != wantW || got.Height != wantH {
				t.Errorf("orientation %d: %d × %d, want %d × %d", i+1, got.Width, got.Height, wantW, wantH)
				continue
			}
			for _, corner := range []struct {
				row, column string
				want        color.Color
			}{
				{sides.row, sides.column, red()}, // top left of what is stored
				{sides.row, opposite[sides.column], green()},
				{opposite[sides.row], sides.column, blue()},
				{opposite[sides.row], opposite[sides.column], white()},
			} {
				x, y := 4, 4
				if corner.row == "right" || corner.column == "right" {
					x = wantW - 5
				}
				if corner.row == "bottom" || corner.column == "bottom" {
					y = wantH - 5
				}
				if !near(m.At(x, y), corner.want) {
					t.Errorf("orientation %d: at %s %s is %v, want %v", i+1, corner.row, corner.column, m.At(x, y), corner.want)
				}
			}
		}
	}
}

func TestSize(t *testing.T) {
	table := []struct {
		name         string
		w, h         int
		orientation  int
		wantW, wantH int
	}{
		{"small stays", 7, 5, 1, 7, 5},
		{"just fits", 1200, 600, 1, 1200, 600},
		{"too wide", 2400, 300, 1, 1200, 150},
		{"too high", 300, 2400, 1, 75, 600},
		{"a hair", 3000, 1, 1, 1200, 1},
		{"lying, to be turned", 2400, 300, 6, 75, 600},
	}
	for _, c := range table {
		t.Run(c.name, func(t *testing.T) {
			m := quarters(c.w, c.h, red(), green(), blue(), white())
			got, decoded := decode(t, withSegments(asJPEG(t, m), exif(binary.BigEndian, c.orientation)))
			if got.Width != c.wantW || got.Height != c.wantH {
				t.Errorf("%d × %d, want %d × %d", got.Width, got.Height, c.wantW, c.wantH)
			}
			if c.orientation == 1 && c.h > 4 && !near(decoded.At(0, 0), red()) {
				t.Errorf("top left is %v", decoded.At(0, 0))
			}
		})
	}
}

func TestKindsOfPNG(t *testing.T) {
	rect := image.Rect(0, 0, 40, 20)
	half := color.NRGBA{R: 200, G: 100, B: 50, A: 128}
	fill := func(m interface {
		image.Image
		Set(x, y int, c color.Color)
	}) image.Image {
		for y := range 20 {
			for x := range 40 {
				m.Set(x, y, half)
			}
		}
		return m
	}
	for name, m := range map[string]image.Image{
		"transparent": fill(image.NewNRGBA(rect)),
		"16 bits":     fill(image.NewNRGBA64(rect)),
		"palette":     fill(image.NewPaletted(rect, color.Palette{color.Black, half})),
	} {
		got, decoded := decode(t, asPNG(t, m))
		checkChunks(t, got.Data)
		if !near(decoded.At(20, 10), half) {
			t.Errorf("%s: %v, want %v", name, decoded.At(20, 10), half)
		}
	}
	got, decoded := decode(t, asPNG(t, fill(image.NewGray16(rect))))
	checkChunks(t, got.Data)
	if r, g, b, _ := decoded.At(1, 1).RGBA(); r != g || g != b {
		t.Errorf("grey became %v", decoded.At(1, 1))
	}
}

// hostile are files that must be refused, with the message.
func hostile(t testing.TB) map[string]struct {
	file []byte
	key  string
} {
	small := quarters(8, 8, red(), green(), blue(), white())
	var moving bytes.Buffer
	if err := gif.Encode(&moving, small, nil); err != nil {
		t.Fatal(err)
	}
	huge := slices.Clone(asPNG(t, small))
	binary.BigEndian.PutUint32(huge[16:], 1<<15)
	binary.BigEndian.PutUint32(huge[20:], 1<<15)
	binary.BigEndian.PutUint32(huge[29:], crc32.ChecksumIEEE(huge[12:29]))
	hugeJPEG := slices.Clone(asJPEG(t, small))
	frame := bytes.Index(hugeJPEG, []byte{0xff, 0xc0})
	binary.BigEndian.PutUint16(hugeJPEG[frame+5:], 0xffff)
	binary.BigEndian.PutUint16(hugeJPEG[frame+7:], 0xffff)
	manyScans := slices.Clone(asJPEG(t, small))
	scan := bytes.Index(manyScans, []byte{0xff, 0xda})
	manyScans = slices.Concat(manyScans[:len(manyScans)-2], bytes.Repeat(manyScans[scan:len(manyScans)-2], 40), []byte{0xff, 0xd9})
	type c = struct {
		file []byte
		key  string
	}
	return map[string]c{
		"nothing":                {nil, "picture.format"},
		"a text":                 {[]byte("<svg xmlns='http://www.w3.org/2000/svg'/>"), "picture.format"},
		"a GIF":                  {moving.Bytes(), "picture.format"},
		"half a PNG":             {asPNG(t, small)[:60], "picture.format"},
		"half a JPEG's head":     {asJPEG(t, small)[:40], "picture.format"},
		"a PNG of a gigapixel":   {huge, "picture.large"},
		"a JPEG of 4 gigapixels": {hugeJPEG, "picture.large"},
		"a JPEG of 41 scans":     {manyScans, "picture.format"},
		"6 MB behind a PNG":      {append(asPNG(t, small), make([]byte, 6<<20)...), "picture.large"},
	}
}

func TestHostile(t *testing.T) {
	for name, c := range hostile(t) {
		_, err := picture.Decode(bytes.NewReader(c.file))
		var known *upr.Error
		if !errors.As(err, &known) || known.Kind != upr.Invalid || known.Key != c.key {
			t.Errorf("%s: %v, want %s", name, err, c.key)
		}
	}
}

type broken struct{}

func (broken) Read([]byte) (int, error) { return 0, errors.New("line cut") }

func TestReaderFails(t *testing.T) {
	_, err := picture.Decode(broken{})
	var known *upr.Error
	if err == nil || errors.As(err, &known) {
		t.Errorf("got %v, want the reader's error", err)
	}
}

// FuzzDecode holds Decode to: no panic, and either an error for the person or a small sound picture.
func FuzzDecode(f *testing.F) {
	m := quarters(16, 8, red(), green(), blue(), white())
	f.Add(asPNG(f, m))
	f.Add(withSegments(asJPEG(f, m), exif(binary.LittleEndian, 6)))
	f.Add(withSegments(asJPEG(f, m), exif(binary.BigEndian, 8)[:20]))
	for _, c := range hostile(f) {
		if len(c.file) < 1<<16 {
			f.Add(c.file)
		}
	}
	f.Fuzz(func(t *testing.T, file []byte) {
		got, err := picture.Decode(bytes.NewReader(file))
		if err != nil {
			var known *upr.Error
			if !errors.As(err, &known) || known.Kind != upr.Invalid {
				t.Fatalf("%v is not for a person", err)
			}
			return
		}
		if got.Width < 1 || got.Width > picture.MaxWidth || got.Height < 1 || got.Height > picture.MaxHeight {
			t.Fatalf("%d × %d", got.Width, got.Height)
		}
		if _, _, err := again(got.Data); err != nil {
			t.Fatalf("the result does not decode: %v", err)
		}
	})
}

// BenchmarkLargest is what a logo of 20 megapixels costs, which is too much for every run of the tests: go test ./internal/picture -run ^$ -bench Largest -benchmem.
func BenchmarkLargest(b *testing.B) {
	file := asPNG(b, image.NewNRGBA(image.Rect(0, 0, 5000, picture.MaxPixels/5000)))
	b.ReportAllocs()
	for b.Loop() {
		if _, err := picture.Decode(bytes.NewReader(file)); err != nil {
			b.Fatal(err)
		}
	}
}
