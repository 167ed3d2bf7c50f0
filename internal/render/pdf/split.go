package pdf

import (
	"bytes"
	"errors"
	"fmt"
	"slices"
	"strconv"
	"strings"
)

var errSplit = errors.New("gofpdf's output is not as expected")

// gofpdf numbers its objects by a fixed plan: 1 the page tree, 2 the resources, then page and content in turn, pictures,
// and at the end the information dictionary and the catalogue.
const (
	pagesObject     = 1
	resourcesObject = 2
)

func pageObject(page int) int    { return 3 + 2*page }
func contentObject(page int) int { return 4 + 2*page }

// splitObjects takes gofpdf's file apart by its cross-reference table. The last two objects, information and catalogue,
// are left out: both are written anew.
func splitObjects(in []byte) (*objects, error) {
	i := bytes.LastIndex(in, []byte("startxref\n"))
	if i < 0 {
		return nil, errSplit
	}
	fields := strings.Fields(string(in[i+len("startxref\n"):]))
	if len(fields) == 0 {
		return nil, errSplit
	}
	xref, err := strconv.Atoi(fields[0])
	if err != nil || xref < 0 || xref > i {
		return nil, errSplit
	}
	offsets, err := readOffsets(string(in[xref:i]))
	if err != nil {
		return nil, err
	}
	sorted := append(slices.Clone(offsets[1:]), xref)
	slices.Sort(sorted)
	out := &objects{bodies: make([]string, len(offsets)-2)}
	for n := 1; n < len(out.bodies); n++ {
		at, found := slices.BinarySearch(sorted, offsets[n])
		if !found || at+1 >= len(sorted) || sorted[at+1] > len(in) {
			return nil, errSplit
		}
		body := in[offsets[n]:sorted[at+1]]
		body = body[bytes.IndexByte(body, '\n')+1:]
		body = bytes.TrimSpace(bytes.TrimSuffix(bytes.TrimRight(body, "\n"), []byte("endobj")))
		out.bodies[n] = string(body)
	}
	return out, nil
}

// readOffsets returns the offsets of a cross-reference table of one section.
func readOffsets(table string) ([]int, error) {
	f := strings.Fields(table)
	if len(f) < 3 || f[0] != "xref" {
		return nil, errSplit
	}
	n, err := strconv.Atoi(f[2])
	if err != nil || n < 5 || len(f) < 3+3*n {
		return nil, errSplit
	}
	out := make([]int, n)
	for i := 1; i < n; i++ {
		if out[i], err = strconv.Atoi(f[3+3*i]); err != nil {
			return nil, fmt.Errorf("%w: %w", errSplit, err)
		}
	}
	return out, nil
}

// withFonts returns gofpdf's resource dictionary with our fonts in it.
func withFonts(resources, fonts string) (string, error) {
	before, after, ok := strings.Cut(resources, "/Font <<\n>>")
	if !ok {
		return "", fmt.Errorf("%w: resources", errSplit)
	}
	return before + "/Font <<" + fonts + ">>" + after, nil
}
