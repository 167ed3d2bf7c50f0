package main

import (
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
	"time"

	"upright/internal/example/exampletest"
	"upright/internal/importer"
)

// BenchmarkRender runs `upright render` for a joint submission at its limit, from the start of the process to its end,
// and reports the time of processors and the most memory it held; beside it, LibreOffice making a PDF of the Word file.
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
			measure(b, "upright", "render", in, "-o", strings.TrimSuffix(in, "upright.json")+format)
		})
	}
	b.Run("soffice", func(b *testing.B) {
		dir := b.TempDir()
		measure(b, "soffice", "--headless", "-env:UserInstallation=file://"+dir, "--convert-to", "pdf", "--outdir", dir,
			strings.TrimSuffix(in, "upright.json")+"docx")
	})
}

// measure runs a program again and again.
func measure(b *testing.B, name string, args ...string) {
	var busy time.Duration
	var peak int64
	for b.Loop() {
		cmd := exec.CommandContext(b.Context(), name, args...)
		if out, err := cmd.CombinedOutput(); err != nil {
			b.Fatalf("%v: %s", err, out)
		}
		busy += cmd.ProcessState.UserTime() + cmd.ProcessState.SystemTime()
		peak = max(peak, cmd.ProcessState.SysUsage().(*syscall.Rusage).Maxrss)
	}
	b.ReportMetric(float64(busy.Microseconds())/1000/float64(b.N), "ms-cpu")
	b.ReportMetric(float64(peak)/1024, "MB-peak")
}
