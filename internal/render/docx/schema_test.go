package docx

import (
	"strings"
	"testing"
)

// schema is where the children of elements may stand (ECMA-376 part 1, wml.xsd, as far as we write it); an element that
// is not in it has its children in any order.
type schema map[string]map[string]int

func readSchema() schema {
	s := schema{}
	for element, list := range map[string]string{
		"w:rPr": `ins del rStyle rFonts b bCs i iCs caps smallCaps strike dstrike outline shadow emboss imprint noProof snapToGrid
			vanish webHidden color spacing w kern position sz szCs highlight u effect bdr shd fitText vertAlign rtl cs em lang rPrChange`,
		"w:pPr": `pStyle keepNext keepLines pageBreakBefore framePr widowControl numPr suppressLineNumbers pBdr shd tabs
			suppressAutoHyphens kinsoku wordWrap overflowPunct topLinePunct autoSpaceDE autoSpaceDN bidi adjustRightInd snapToGrid
			spacing ind contextualSpacing mirrorIndents suppressOverlap jc textDirection textAlignment textboxTightWrap outlineLvl
			divId cnfStyle rPr sectPr pPrChange`,
		"w:tblPr": `tblStyle tblpPr tblOverlap bidiVisual tblStyleRowBandSize tblStyleColBandSize tblW jc tblCellSpacing tblInd
			tblBorders shd tblLayout tblCellMar tblLook tblCaption tblDescription`,
		"w:tcPr":    `cnfStyle tcW gridSpan hMerge vMerge tcBorders shd noWrap tcMar textDirection tcFitText vAlign hideMark`,
		"w:tbl":     `tblPr tblGrid tr`,
		"w:tr":      `trPr tc`,
		"w:numPr":   `ilvl numId`,
		"w:lvl":     `start numFmt lvlRestart pStyle isLgl suff lvlText lvlPicBulletId legacy lvlJc pPr rPr`,
		"w:num":     `abstractNumId lvlOverride`,
		"w:sdt":     `sdtPr sdtEndPr sdtContent`,
		"w:tblGrid": `gridCol`,
		"w:sectPr": `headerReference footerReference footnotePr endnotePr type pgSz pgMar paperSrc pgBorders lnNumType pgNumType
			cols formProt vAlign noEndnote titlePg textDirection bidi rtlGutter docGrid printerSettings`,
		"w:abstractNum": `nsid multiLevelType tmpl name styleLink numStyleLink lvl`,
		"w:numbering":   `numPicBullet abstractNum num`,
		"w:style": `name aliases basedOn next link autoRedefine hidden uiPriority semiHidden unhideWhenUsed qFormat locked personal
			personalCompose personalReply rsid pPr rPr tblPr trPr tcPr tblStylePr`,
		"w:styles":     `docDefaults latentStyles style`,
		"w:endnotePr":  `pos numFmt numStart numRestart endnote`,
		"w:docPartObj": `docPartGallery docPartCategory docPartUnique`,
		"w:settings": `writeProtection view zoom removePersonalInformation removeDateAndTime doNotDisplayPageBoundaries
			displayBackgroundShape mirrorMargins trackRevisions documentProtection defaultTabStop autoHyphenation
			evenAndOddHeaders characterSpacingControl hdrShapeDefaults footnotePr endnotePr compat docVars rsids
			attachedSchema themeFontLang clrSchemeMapping decimalSymbol listSeparator`,
		"wp:inline":    `wp:extent wp:effectExtent wp:docPr wp:cNvGraphicFramePr a:graphic`,
		"pic:pic":      `pic:nvPicPr pic:blipFill pic:spPr`,
		"pic:blipFill": `a:blip a:srcRect a:stretch`,
		"pic:spPr":     `a:xfrm a:prstGeom`,
	} {
		places := map[string]int{}
		for i, name := range strings.Fields(list) {
			if !strings.Contains(name, ":") {
				name = "w:" + name
			}
			places[name] = i + 1
		}
		s[element] = places
	}
	return s
}

// check fails for children in an order that the schema does not have: Word calls such a file unreadable.
func (s schema) check(t testing.TB, part string, n *node) {
	t.Helper()
	place, last := s[n.name], 0
	for i, c := range n.elements() {
		if len(place) > 0 {
			switch at := place[c.name]; {
			case at == 0:
				t.Errorf("%s: %s in %s", part, c.name, n.name)
			case at < last:
				t.Errorf("%s: %s stands too late in %s", part, c.name, n.name)
			case at == last && strings.HasSuffix(n.name, "Pr") && n.name != "w:sectPr" && n.name != "w:endnotePr":
				t.Errorf("%s: %s stands twice in %s", part, c.name, n.name)
			default:
				last = at
			}
		}
		switch {
		case c.name == "w:sectPr" && n.name == "w:body" && i != len(n.elements())-1,
			(c.name == "w:pPr" || c.name == "w:rPr") && (n.name == "w:p" || n.name == "w:r") && i != 0,
			n.name == "w:tc" && i == 0 && c.name != "w:tcPr":
			t.Errorf("%s: %s is child %d of %s", part, c.name, i, n.name)
		}
		s.check(t, part, c)
	}
	if cells := n.elements(); n.name == "w:tc" && cells[len(cells)-1].name != "w:p" {
		t.Errorf("%s: a cell does not end with a paragraph", part)
	}
}
