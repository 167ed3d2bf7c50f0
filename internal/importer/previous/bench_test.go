package previous_test

import (
	"bytes"
	"fmt"
	"runtime"
	"testing"

	"upright/internal/importer/previous"
)

// manyRows is how many rows the export of the benchmark has: of all States, one in fifty about the one that is wanted.
const manyRows = 100_000

// large makes an export of UHRI with many rows.
func large(b *testing.B) []byte {
	rows := [][]string{uhriColumns()}
	for i := range manyRows {
		country := "- Albania"
		if i%50 == 0 {
			country = "- Slovenia"
		}
		text := fmt.Sprintf("%d.%d Take further steps to implement the recommendation with the running number %d, in law and in practice, for everybody concerned (Norway);", i/900+1, i%900+1, i)
		row := uhriRow(text, country, "- Right to health\n- Right to education", "- Norway", "- Supported")
		row[3] = fmt.Sprintf("A/HRC/%d/%d", i%60, i/900)
		rows = append(rows, row)
	}
	return sheet(b, rows)
}

// BenchmarkSheet reads 100,000 rows; the heap is looked at while they are read.
func BenchmarkSheet(b *testing.B) {
	data := large(b)
	b.SetBytes(int64(len(data)))
	b.ReportAllocs()
	for b.Loop() {
		runtime.GC()
		var before, now runtime.MemStats
		runtime.ReadMemStats(&before)
		peak := uint64(0)
		found, err := previous.Read(b.Context(), bytes.NewReader(data), int64(len(data)), previous.Options{
			State: "SVN", Code: codes,
			Progress: func(rows int) {
				if rows%10_000 == 0 {
					runtime.ReadMemStats(&now)
					peak = max(peak, now.HeapAlloc)
				}
			},
		})
		if err != nil || len(found.Rows) != manyRows/50 {
			b.Fatalf("%d rows, %v", len(found.Rows), err)
		}
		b.ReportMetric(float64(peak-min(peak, before.HeapAlloc))/(1<<20), "peak-MiB")
		b.ReportMetric(manyRows, "rows")
	}
}
