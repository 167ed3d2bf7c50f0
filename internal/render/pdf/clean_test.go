package pdf

import (
	"strings"
	"testing"
)

// TestJointed shows where a word may break as ¦ and where it must not as ·.
func TestJointed(t *testing.T) {
	for in, want := range map[string]string{
		"see A/HRC/53/32.":                        "see A/·HRC/·53/·32.",
		"CCPR/C/MEX/CO/6, para. 5":                "CCPR/·C/·MEX/·CO/·6, para. 5",
		"他和/或她，见A/HRC/53/32号文件":                   "他和/或她，见A/·HRC/·53/·32号文件",
		"and/or, 24/7":                            "and/or, 24/·7",
		strings.Repeat("A/", 20) + "B":            strings.Repeat("A/", 20) + "B",
		"https://un.org/A/HRC":                    "https://¦un¦.org/¦A/·HRC",
		"详见https://www.ohchr.org/en/upr，共1,204起。": "详见https://¦www¦.ohchr¦.org/¦en/·upr，共1,204起。",
		"www.a.example/b-c-d":                     "www¦.a¦.example/¦b¦-·c-·d",
	} {
		got := strings.NewReplacer(zeroWidthSpace, "¦", wordJoiner, "·").Replace(jointed(in))
		if got != want {
			t.Errorf("%q: %q, want %q", in, got, want)
		}
	}
}
