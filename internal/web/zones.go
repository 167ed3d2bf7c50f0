package web

import (
	_ "embed"
	"strings"
)

//go:embed zones.txt
var zoneList string

// zoneNames lists the time zones that a person can choose. The system's own database is for machines: it also has every
// name of the past.
func zoneNames() []string {
	var names []string
	for line := range strings.Lines(zoneList) {
		if name := strings.TrimSpace(line); name != "" && !strings.HasPrefix(name, "#") {
			names = append(names, name)
		}
	}
	return names
}
