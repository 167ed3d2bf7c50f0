package solidarity

import (
	"slices"
	"strings"

	"upright/internal/upr"
)

// A Cell is one place of the grid of article 6: what a duty-bearer owes.
type Cell struct {
	Bearer upr.DutyBearer
	Duty   upr.Duty
	Owed   bool // by the draft, only States protect and fulfil
	Rows   []Row
}

// A Row is a row of the matrix in its cell.
type Row struct {
	Entry      upr.SolidarityEntry
	Paragraphs []string // those of the entry that are in the text
}

// Grid puts the rows of a matrix into the grid, duty-bearer by duty-bearer. there reports whether a block is in the text
// that will be printed.
func Grid(entries []upr.SolidarityEntry, there func(id string) bool) []Cell {
	var cells []Cell
	for _, bearer := range upr.DutyBearers() {
		for _, duty := range upr.Duties() {
			cell := Cell{Bearer: bearer, Duty: duty, Owed: bearer.Owes(duty)}
			for _, e := range entries {
				if e.Bearer == bearer && e.Duty == duty {
					cell.Rows = append(cell.Rows, Row{Entry: e, Paragraphs: present(e.Paragraphs, there)})
				}
			}
			cells = append(cells, cell)
		}
	}
	return cells
}

func present(ids []string, there func(string) bool) []string {
	var list []string
	for _, id := range ids {
		if there(id) && !slices.Contains(list, id) {
			list = append(list, id)
		}
	}
	return list
}

// Unwritten reports whether no paragraph of the text speaks of the cell.
func (c Cell) Unwritten() bool {
	return c.Owed && !slices.ContainsFunc(c.Rows, func(r Row) bool { return len(r.Paragraphs) > 0 })
}

// Unbound reports whether the row names no binding provision.
func (r Row) Unbound() bool { return strings.TrimSpace(r.Entry.Basis) == "" }
