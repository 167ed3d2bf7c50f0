package pdf

import (
	"encoding/binary"
	"math"
)

// srgbProfile is a small ICC version 2 display profile with the primaries and the curve of sRGB (IEC 61966-2-1), adapted
// to D50. PDF/A wants a profile in the file (ISO 19005-2, 6.2.3); building it spares a binary in the repository.
func srgbProfile() []byte {
	const headerSize = 128
	tags := []struct {
		name string
		data []byte // nil: the same as the tag before
	}{
		{"desc", iccDescription("sRGB")},
		{"cprt", []byte("text\x00\x00\x00\x00Public domain\x00")},
		{"wtpt", iccXYZ(0.9642, 1, 0.8249)},
		{"rXYZ", iccXYZ(0.43607, 0.22249, 0.01392)},
		{"gXYZ", iccXYZ(0.38515, 0.71687, 0.09708)},
		{"bXYZ", iccXYZ(0.14307, 0.06061, 0.71410)},
		{"rTRC", srgbCurve()}, {"gTRC", nil}, {"bTRC", nil},
	}
	var directory, body []byte
	directory = binary.BigEndian.AppendUint32(directory, uint32(len(tags)))
	base := headerSize + 4 + 12*len(tags)
	at, size := 0, 0
	for _, t := range tags {
		if t.data != nil {
			at, size = base+len(body), len(t.data)
			body = append(body, t.data...)
			for len(body)%4 != 0 {
				body = append(body, 0)
			}
		}
		directory = append(directory, t.name...)
		directory = binary.BigEndian.AppendUint32(directory, uint32(at))
		directory = binary.BigEndian.AppendUint32(directory, uint32(size))
	}
	head := make([]byte, headerSize)
	binary.BigEndian.PutUint32(head, uint32(base+len(body)))
	binary.BigEndian.PutUint32(head[8:], 0x02100000)
	copy(head[12:], "mntrRGB XYZ ")
	for i, v := range []uint16{2000, 1, 1} { // year, month, day of the profile
		binary.BigEndian.PutUint16(head[24+2*i:], v)
	}
	copy(head[36:], "acsp")
	copy(head[68:], iccXYZ(0.9642, 1, 0.8249)[8:])
	return append(append(head, directory...), body...)
}

func iccXYZ(x, y, z float64) []byte {
	b := []byte("XYZ \x00\x00\x00\x00")
	for _, v := range []float64{x, y, z} {
		b = binary.BigEndian.AppendUint32(b, uint32(int32(math.Round(v*65536))))
	}
	return b
}

func iccDescription(s string) []byte {
	b := append([]byte("desc\x00\x00\x00\x00\x00\x00\x00"), byte(len(s)+1))
	b = append(append(b, s...), 0)
	return append(b, make([]byte, 4+4+2+1+67)...) // no Unicode and no Macintosh name
}

func srgbCurve() []byte {
	const points = 1024
	b := []byte("curv\x00\x00\x00\x00\x00\x00\x04\x00")
	for i := range points {
		v := float64(i) / (points - 1)
		if v <= 0.04045 {
			v /= 12.92
		} else {
			v = math.Pow((v+0.055)/1.055, 2.4)
		}
		b = binary.BigEndian.AppendUint16(b, uint16(math.Round(v*65535)))
	}
	return b
}
