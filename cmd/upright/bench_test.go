package main

import (
	"os"
	"os/exec"
	"path/filepath"
	"syscall"
	"testing"
	"time"

	"upright/internal/example/exampletest"
	"upright/internal/importer"
)

// BenchmarkRender runs `upright render` for a joint submission at its limit, from the start of the process to its end,
// and reports the time of processors and the most memory it held.
func BenchmarkRender(b *testing.B) {
	s, err := exampletest.Joint()
	if err != nil {
		b.Fatal(err)
	}
	in := filepath.Join(b.TempDir(), "joint.upright.json")
	file, err := os.Create(in)
	if err != nil {
		b.Fatal(err)
	}
	if err := importer.Write(file, s); err != nil {
		b.Fatal(err)
	}
	if err := file.Close(); err != nil {
		b.Fatal(err)
	}
	for _, format := range []string{"pdf", "docx", "html"} {
		b.Run(format, func(b *testing.B) {
			var busy time.Duration
			var peak int64
			for b.Loop() {
				cmd := exec.CommandContext(b.Context(), "upright", "render", in, "-o", filepath.Join(b.TempDir(), "out."+format))
				if out, err := cmd.CombinedOutput(); err != nil {
					b.Fatalf("%v: %s", err, out)
				}
				used := cmd.ProcessState.SysUsage().(*syscall.Rusage)
				busy += cmd.ProcessState.UserTime() + cmd.ProcessState.SystemTime()
				peak = max(peak, used.Maxrss)
			}
			b.ReportMetric(float64(busy.Microseconds())/1000/float64(b.N), "ms-cpu")
			b.ReportMetric(float64(peak)/1024, "MB-peak")
		})
	}
}
