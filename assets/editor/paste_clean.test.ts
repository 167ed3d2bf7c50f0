// Pastes from Word, LibreOffice, Google Docs and web pages, in the browser that has to read them.
import assert from "node:assert/strict"
import {test} from "node:test"
import {inChromium} from "./testing/chromium"
import type {paste} from "./testing/pasting"

interface Case {name: string; html: string; want: string[]; report?: Partial<ReturnType<typeof paste>["report"]>}

const word = (body: string) => `<html xmlns:o="urn:schemas-microsoft-com:office:office" xmlns:w="urn:schemas-microsoft-com:office:word"><head><meta name=Generator content="Microsoft Word 15">
<style><!-- p.MsoNormal {margin:0cm;} @list l0 {mso-list-id:1;} --></style><xml><w:WordDocument/></xml></head><body lang=EN-GB><!--StartFragment-->${body}<!--EndFragment--></body></html>`
const item = (level: number, sign: string, text: string) =>
  `<p class=MsoListParagraphCxSpMiddle style='text-indent:-18.0pt;mso-list:l0 level${level} lfo1'><![if !supportLists]><span style='font-family:Symbol'><span style='mso-list:Ignore'>${sign}<span style='font:7.0pt "Times New Roman"'>&nbsp;&nbsp;&nbsp;&nbsp;</span></span></span><![endif]>${text}<o:p></o:p></p>`
const mark = (kind: string, n: number) =>
  `<a style='mso-${kind === "ftn" ? "footnote" : "endnote"}-id:${kind}${n}' href="#_${kind}${n}" name="_${kind}ref${n}" title=""><span class=MsoFootnoteReference><span style='mso-special-character:footnote'><![if !supportFootnotes]><span class=MsoFootnoteReference><span style='font-size:12.0pt'>[${n}]</span></span><![endif]></span></span></a>`
const body = (kind: string, n: number, text: string) =>
  `<div style='mso-element:${kind === "ftn" ? "footnote" : "endnote"}' id=${kind}${n}><p class=MsoFootnoteText><a style='mso-footnote-id:${kind}${n}' href="#_${kind}ref${n}" name="_${kind}${n}" title=""><span class=MsoFootnoteReference><span style='mso-special-character:footnote'>[${n}]</span></span></a> ${text}<o:p></o:p></p></div>`

const cases: Case[] = [
  {
    name: "Word: paragraphs, empty ones, emphasis by style, smart tags",
    html: word(`<p class=MsoNormal>The <b style='mso-bidi-font-weight:normal'>State</b> of <st1:place w:st="on">Ruritania</st1:place> has <span style='font-weight:bold'>not</span> <span style="font-style:italic">acted</span>.<o:p></o:p></p><p class=MsoNormal><o:p>&nbsp;</o:p></p><h1>Heading<o:p></o:p></h1><h4>Lower</h4>`),
    want: ["p The **State** of Ruritania has **not** _acted_.", "h1 Heading", "h2 Lower"],
  },
  {
    name: "Word: a list in a list",
    html: word(item(1, "·", "one") + item(2, "o", "inner") + item(2, "o", "inner two") + item(1, "·", "two") + "<p class=MsoNormal>After</p>"),
    want: ["ul", "  li", "    p one", "    ul", "      li", "        p inner", "      li", "        p inner two", "  li", "    p two", "p After"],
  },
  {
    name: "Word: a numbered list, then another kind",
    html: word(item(1, "1.", "first") + item(1, "2.", "second") + "<p>between</p>" + item(1, "·", "dot")),
    want: ["ol", "  li", "    p first", "  li", "    p second", "p between", "ul", "  li", "    p dot"],
  },
  {
    name: "Word: footnotes and endnotes with their text",
    html: word(`<p class=MsoNormal>A claim${mark("ftn", 1)} and another${mark("edn", 2)}.</p><div style='mso-element:footnote-list'><![if !supportFootnotes]><br clear=all><hr align=left size=1 width="33%"><![endif]>${body("ftn", 1, "Report, <i>p. 5</i>.")}</div><div style='mso-element:endnote-list'>${body("edn", 2, "Second &amp; last.")}</div>`),
    want: ["p A claim{Report, _p. 5_.} and another{Second & last.}."],
  },
  {
    name: "Word: marks whose notes were not copied",
    html: word(`<p class=MsoNormal>A claim${mark("ftn", 1)}.</p>`),
    want: ["p A claim."],
    report: {notes: 1},
  },
  {
    name: "Word: tracked changes and comments",
    html: word(`<p class=MsoNormal>Kept <ins cite="mailto:x" datetime="2026"><span>added</span></ins><del cite="mailto:x"> removed</del> <a style='mso-comment-reference:AB_1'>text</a><span class=MsoCommentReference><span style='font-size:8.0pt'><a class=msocomanchor id="_anchor_1" href="#_msocom_1" name="_msoanchor_1">[AB1]</a></span></span>.</p><div style='mso-element:comment-list'><div style='mso-element:comment'><p class=MsoCommentText>Is this so?</p></div></div>`),
    want: ["p Kept added text."],
    report: {deletions: 1, comments: 1},
  },
  {
    name: "Word: pictures and hidden text",
    html: word(`<p class=MsoNormal>Before<!--[if gte vml 1]><v:shape id="x"><v:imagedata src="file:///C:/x.png"/></v:shape><![endif]--><img width=10 src="file:///C:/x.png"> after <span style='display:none'>secret</span><span style='mso-hide:all'>secret</span></p>`),
    want: ["p Before after"],
    report: {pictures: 1},
  },
  {
    name: "Word: spaces that are layout, and those that are French",
    html: word("<p class=MsoNormal>One&nbsp;&nbsp; &nbsp;two<span style='mso-tab-count:1'>&nbsp;&nbsp;&nbsp; </span>three&nbsp;: four</p>"),
    want: ["p One two three~: four"],
  },
  {
    name: "Word: a table",
    html: word("<table class=MsoTableGrid border=1><thead><tr><td><p class=MsoNormal><b>Right</b></p></td><td colspan=2><p>Cases</p></td></tr></thead><tr><td><p>Life</p><p>&nbsp;</p></td><td>12</td><td><h2>Title in a cell</h2></td></tr></table>"),
    want: ["table", "  tr", "    td", "      p **Right**", "    td x2", "      p Cases", "  tr", "    td", "      p Life", "      p ~", "    td", "      p 12", "    td", "      p Title in a cell"],
  },
  {
    name: "LibreOffice: notes",
    html: `<p>Text<a class="sdfootnoteanc" name="sdfootnote1anc" href="#sdfootnote1sym"><sup>1</sup></a> on.</p><div id="sdfootnote1"><p class="sdfootnote"><a class="sdfootnotesym" name="sdfootnote1sym" href="#sdfootnote1anc">1</a>Its source.</p></div>`,
    want: ["p Text{Its source.} on."],
  },
  {
    name: "Google Docs: bold that is not, notes, nested lists",
    html: `<meta charset="utf-8"><b style="font-weight:normal;" id="docs-internal-guid-1"><p dir="ltr"><span style="font-weight:700;font-style:normal">Bold</span><span style="font-weight:400"> plain</span><sup><a href="#ftnt1" id="ftnt_ref1">[1]</a></sup></p><ul><li dir="ltr" aria-level="1"><p>item</p></li><ul><li aria-level="2"><p>inner</p></li></ul></ul><div><p><a href="#ftnt_ref1" id="ftnt1">[1]</a><span> A source.</span></p></div></b>`,
    want: ["p **Bold** plain{A source.}", "ul", "  li", "    p item", "    ul", "      li", "        p inner"],
  },
  {
    name: "web page: links, code, quotation, figure, script",
    html: `<article><h2 class="part-title">News</h2><script>alert(1)</script><p>See <a href="https://a.org/x">this</a>, <a href="javascript:alert(1)">not this</a>, <a href="mailto:a@b.org">mail</a>.</p><blockquote><p>Quoted</p></blockquote><figure><img src=x onerror=alert(1)><figcaption>A picture</figcaption></figure><pre>code
more</pre>loose <i>text</i><p>end</p></article>`,
    want: ["h1 News", "p See [this](https://a.org/x), not this, [mail](mailto:a@b.org).", "p Quoted", "p A picture", "p code/more", "p loose _text_", "p end"],
    report: {pictures: 1},
  },
  {
    name: "web page: a piece of a line",
    html: `some <b>words</b> &amp; <span>more</span>`,
    want: ["some ", "**words**", " & more"],
  },
  {
    name: "web page: what looks like the schema's own",
    html: `<section data-part="aaaaaaaaaaaa" data-kind="summary"><p class="recommendation" data-id="bbbbbbbbbbbb">Text <span data-target="cccccccccccc">12</span></p></section>`,
    want: ["p Text 12"],
  },
  {
    name: "web page: tables in tables and lists, absurd spans",
    html: `<table><tr><td colspan="100000">a<table><tr><td>b</td><td>c</td></tr></table></td></tr></table><ul><li>x<table><tr><td>y</td></tr></table></li></ul>`,
    want: ["table", "  tr", "    td", "      p a", "      p b · c", "ul", "  li", "    p x", "    p y"],
  },
  {
    name: "Arabic and Chinese stay as they are",
    html: word("<p dir=RTL class=MsoNormal><span lang=AR-SA>المادة&nbsp;8 (1)</span></p><p>国际团结权</p>"),
    want: ["p المادة~8 (1)", "p 国际团结权"],
  },
]

test("pastes are cleaned to the schema", async t => {
  await inChromium("assets/editor/testing/pasting.ts", async page => {
    for (const {name, html, want, report} of cases) {
      await t.test(name, async () => {
        const got = await page.evaluate(given => (globalThis as unknown as {tested: {paste: typeof paste}}).tested.paste(given), html)
        assert.deepEqual(got.lines, want)
        assert.deepEqual(got.report, {pictures: 0, notes: 0, comments: 0, deletions: 0, ...report})
      })
    }
  })
})
