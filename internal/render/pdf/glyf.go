package pdf

import (
	"encoding/binary"
	"math"
)

// Flags of a point of a simple glyph (OpenType, glyf table).
const (
	onCurve   = 0x01
	xIsByte   = 0x02
	yIsByte   = 0x04
	repeats   = 0x08
	xSameOrUp = 0x10 // a byte is positive; without a byte, the same as before
	ySameOrUp = 0x20
)

// readPoints reads the points of a simple glyph after its head, and the index of the last point of each contour.
func readPoints(data []byte, contours int) (points []point, ends []int, err error) {
	if contours == 0 {
		return nil, nil, nil
	}
	if len(data) < 2*contours+2 {
		return nil, nil, errFont
	}
	last := -1
	for i := range contours {
		end := int(binary.BigEndian.Uint16(data[2*i:]))
		if end <= last {
			return nil, nil, errFont
		}
		ends, last = append(ends, end), end
	}
	data = data[2*contours:]
	skip := 2 + int(binary.BigEndian.Uint16(data)) // the instructions
	if len(data) < skip {
		return nil, nil, errFont
	}
	flags, data, err := readFlags(data[skip:], last+1)
	if err != nil {
		return nil, nil, err
	}
	points = make([]point, last+1)
	data, err = readDeltas(data, flags, xIsByte, xSameOrUp, func(i, v int) { points[i].x = float64(v) })
	if err != nil {
		return nil, nil, err
	}
	_, err = readDeltas(data, flags, yIsByte, ySameOrUp, func(i, v int) { points[i].y = float64(v) })
	for i := range points {
		points[i].on = flags[i]&onCurve != 0
	}
	return points, ends, err
}

// readFlags reads the flags of n points and returns what follows them.
func readFlags(data []byte, n int) (flags, rest []byte, err error) {
	flags = make([]byte, 0, n)
	for len(flags) < n {
		if len(data) < 1 || data[0]&repeats != 0 && len(data) < 2 {
			return nil, nil, errFont
		}
		flag, times := data[0], 1
		data = data[1:]
		if flag&repeats != 0 {
			times += int(data[0])
			data = data[1:]
		}
		for ; times > 0 && len(flags) < n; times-- {
			flags = append(flags, flag)
		}
	}
	return flags, data, nil
}

// readDeltas reads one coordinate of all points, each told from the one before.
func readDeltas(data, flags []byte, isByte, sameOrUp byte, set func(i, v int)) (rest []byte, err error) {
	v := 0
	for i, flag := range flags {
		switch {
		case flag&isByte != 0:
			if len(data) < 1 {
				return nil, errFont
			}
			if flag&sameOrUp != 0 {
				v += int(data[0])
			} else {
				v -= int(data[0])
			}
			data = data[1:]
		case flag&sameOrUp == 0:
			if len(data) < 2 {
				return nil, errFont
			}
			v += int(int16(binary.BigEndian.Uint16(data)))
			data = data[2:]
		}
		set(i, v)
	}
	return data, nil
}

func round(v float64) int64 { return int64(math.Round(v)) }
