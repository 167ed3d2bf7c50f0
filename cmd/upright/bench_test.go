package main

import (
	"encoding/json"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"syscall"
	"testing"
	"time"

	"upright/internal/config"
	"upright/internal/document"
	"upright/internal/example/exampletest"
	"upright/internal/importer"
	"upright/internal/prose"
	"upright/internal/upr"
)

// BenchmarkRender makes the files of a joint submission at its limit with whole processes, from their start to their end:
// `upright render`; LibreOffice, a PDF of our Word file; Typst, a PDF of the same paper in its own notation. Each round
// runs every program once, so that what else the machine does falls on all of them. It reports medians, and the most
// memory that a process held: "ms-wall-pdf", "ms-cpu-typst", "MB-peak-soffice".
func BenchmarkRender(b *testing.B) {
	s, err := exampletest.Joint()
	if err != nil {
		b.Fatal(err)
	}
	dir := b.TempDir()
	in := filepath.Join(dir, "joint.upright.json")
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
	out := func(name string) string { return filepath.Join(dir, name) }
	source := out("joint.typ")
	writeTypst(b, source, s)
	// What make build made, not "upright", which is the tests themselves under that name.
	const program = "../../bin/upright"
	programs := []*process{
		{name: "pdf", args: []string{program, "render", in, "-o", out("joint.pdf")}},
		{name: "docx", args: []string{program, "render", in, "-o", out("joint.docx")}},
		{name: "html", args: []string{program, "render", in, "-o", out("joint.html")}},
		{name: "typst", args: []string{"node", typstScript, source, out("typst.pdf")}},
		{name: "soffice", args: []string{"soffice", "--headless", "-env:UserInstallation=file://" + out("profile"),
			"--convert-to", "pdf", "--outdir", out("office"), out("joint.docx")}},
	}
	for _, p := range programs {
		p.run(b, false) // what is kept for the next time, as the profile of LibreOffice, is there from now on
	}
	var inside []float64
	for b.Loop() {
		for _, p := range programs {
			said := p.run(b, true)
			if p.name == "typst" {
				inside = append(inside, typstTimes(b, said).Ms)
			}
		}
	}
	for _, p := range programs {
		b.ReportMetric(median(p.wall), "ms-wall-"+p.name)
		b.ReportMetric(median(p.cpu), "ms-cpu-"+p.name)
		b.ReportMetric(slices.Max(p.peak), "MB-peak-"+p.name)
	}
	b.ReportMetric(median(inside), "ms-inside-typst")
}

// BenchmarkTypst compiles the same paper in one process again and again, each time with one paragraph changed.
func BenchmarkTypst(b *testing.B) {
	s, err := exampletest.Joint()
	if err != nil {
		b.Fatal(err)
	}
	part := s.Manuscript.Parts[0]
	changed := &prose.Paragraph{ID: "changed", Numbered: true, Content: []prose.Inline{&prose.Text{Text: "Change 0."}}}
	part.Blocks = append(part.Blocks, changed)
	source := filepath.Join(b.TempDir(), "joint.typ")
	writeTypst(b, source, s)
	var again []float64
	for b.Loop() {
		p := process{args: []string{"node", typstScript, source, source + ".pdf", "15"}}
		again = append(again, typstTimes(b, p.run(b, false)).Again)
	}
	b.ReportMetric(median(again), "ms-changed")
}

// A process is a program that is run several times.
type process struct {
	name string
	args []string

	wall, cpu []float64 // ms
	peak      []float64 // MB
}

// run runs the program to its end and returns what it prints.
func (p *process) run(b *testing.B, counts bool) []byte {
	cmd := exec.CommandContext(b.Context(), p.args[0], p.args[1:]...)
	began := time.Now()
	said, err := cmd.CombinedOutput()
	wall := time.Since(began)
	if err != nil {
		b.Fatalf("%v: %v: %s", p.args, err, said)
	}
	if counts {
		ended := cmd.ProcessState
		p.wall = append(p.wall, wall.Seconds()*1000)
		p.cpu = append(p.cpu, (ended.UserTime()+ended.SystemTime()).Seconds()*1000)
		p.peak = append(p.peak, float64(ended.SysUsage().(*syscall.Rusage).Maxrss)/1024)
	}
	return said
}

func median(list []float64) float64 {
	slices.Sort(list)
	return list[len(list)/2]
}

// typstScript runs Typst; make bench installs the packages beside it.
const typstScript = "../../test/bench/typst.mjs"

// writeTypst writes the paper of a submission for Typst.
func writeTypst(b *testing.B, name string, s *upr.Submission) {
	press, err := newPress(&config.Config{})
	if err != nil {
		b.Fatal(err)
	}
	var d *document.Document
	if d, err = press.Document(s); err != nil {
		b.Fatal(err)
	}
	if err := os.WriteFile(name, []byte(typstSource(d)), 0o600); err != nil {
		b.Fatal(err)
	}
}

// typstTimes reads what the script prints, in milliseconds.
func typstTimes(b *testing.B, said []byte) (times struct{ Ms, Again float64 }) {
	line := strings.TrimSpace(string(said))
	if err := json.Unmarshal([]byte(line[strings.LastIndexByte(line, '\n')+1:]), &times); err != nil {
		b.Fatalf("%v: %s", err, said)
	}
	return times
}
