// Cleans HTML from Word, LibreOffice, Google Docs and web pages, so that the parser of the schema finds in it what the
// person sees: real lists, endnotes with their text, bold and italic, tables of paragraphs; and nothing else.
import {takeNotes, wordLists} from "./paste_word"

/** What was left out, by number. */
export interface Report {
  pictures: number
  /** Marks of notes whose text was not in the paste. */
  notes: number
  /** Comments of reviewers. */
  comments: number
  /** Passages that tracked changes had deleted. */
  deletions: number
}

/** Cleans HTML. parse makes an inert document of it: nothing in it is loaded or run. */
export function clean(html: string, parse: (html: string) => Document): {html: string; report: Report} {
  const report: Report = {pictures: 0, notes: 0, comments: 0, deletions: 0}
  const {body} = parse(withoutStyles(html))
  dropInvisible(body)
  report.comments = dropComments(body)
  report.deletions = settleChanges(body)
  report.pictures = drop(body, "img, picture, svg, canvas, video, audio, object, embed, iframe, v\\:shape, v\\:imagedata")
  report.notes = takeNotes(body)
  wordLists(body)
  stylesToMarks(body)
  unwrapForeign(body)
  settleBlocks(body)
  simplifyCells(body)
  settleSpaces(body)
  dropEmpty(body)
  return {html: body.innerHTML, report}
}

// The page's Content-Security-Policy forbids inline styles, in documents of a parser too: the browser would drop them and
// complain. As another attribute they can still be read.
function withoutStyles(html: string): string {
  return html.replace(/<style[\s\S]*?<\/style\s*>/gi, "").replace(/<[a-z][^<>]*>/gi, tag => tag.replace(/(\s)style(\s*=)/gi, "$1data-style$2"))
}

const style = (element: Element) => element.getAttribute("data-style") ?? ""
// The whole name counts: Word's bold stands in <b style="mso-bidi-font-weight:normal">.
const property = (element: Element, name: string) => new RegExp(`(?:^|[;\\s])${name}:\\s*(\\w+)`, "i").exec(style(element))?.[1] ?? ""

// Bold and italic as elements, and no styles after that. Google Docs puts everything into a <b> that is not bold.
function stylesToMarks(body: HTMLElement): void {
  for (const element of [...body.querySelectorAll("[data-style]")]) {
    const weight = property(element, "font-weight"), italic = property(element, "font-style")
    element.removeAttribute("data-style")
    const plain = /^(normal|lighter|[1-5]00)$/i.test(weight)
    if (plain && /^(b|strong)$/.test(element.localName)) {
      unwrap(element)
      continue
    }
    if (/^h[1-6]$/.test(element.localName)) continue
    if (/^(bold|bolder|[6-9]00)$/i.test(weight)) wrapContent(element, "strong")
    if (/^(italic|oblique)$/i.test(italic)) wrapContent(element, "em")
  }
}

function wrapContent(element: Element, name: string): void {
  if (element.querySelector(blocks)) return
  const mark = element.ownerDocument.createElement(name)
  mark.append(...element.childNodes)
  element.append(mark)
}

function drop(root: Element, selector: string): number {
  const found = root.querySelectorAll(selector)
  found.forEach(element => element.remove())
  return found.length
}

/** Puts an element's content in its place. */
export function unwrap(element: Element): void {
  element.replaceWith(...element.childNodes)
}

function dropInvisible(body: HTMLElement): void {
  drop(body, "script, style, meta, link, title, xml, template, noscript, button, input, select, textarea")
  for (const element of body.querySelectorAll("[data-style]")) {
    if (/display:\s*none|mso-hide:\s*all/i.test(style(element))) element.remove()
  }
  const walker = body.ownerDocument.createTreeWalker(body, NodeFilter.SHOW_COMMENT), comments: Node[] = []
  while (walker.nextNode()) comments.push(walker.currentNode)
  for (const comment of comments) (comment as ChildNode).remove()
}

// Word puts a comment's mark in a span of its own and its text in a list at the end.
function dropComments(body: HTMLElement): number {
  for (const list of body.querySelectorAll("[data-style*='mso-element:comment-list']")) list.remove()
  const marks = body.querySelectorAll("a[href^='#_msocom'], a[name^='_msoanchor'], a[href^='#cmnt']")
  const lines = new Set<Element>()
  marks.forEach(mark => {
    // Google Docs: the comment itself begins with a link back to its mark.
    const line = /^#cmnt_ref/.test(mark.getAttribute("href") ?? "") ? mark.closest("p, div") : mark.closest(".MsoCommentReference") ?? mark
    if (line) lines.add(line)
  })
  lines.forEach(line => line.remove())
  drop(body, "[data-style*='mso-element:comment'], .MsoCommentText")
  return body.querySelectorAll(".MsoCommentReference").length ? drop(body, ".MsoCommentReference") : [...marks].filter(mark => !/_ref/.test(mark.getAttribute("href") ?? "")).length
}

// Tracked changes are taken as accepted: what was inserted stays, what was deleted goes.
function settleChanges(body: HTMLElement): number {
  const count = drop(body, "del, .msoDel, [data-style*='mso-prop-change'] > del")
  body.querySelectorAll("ins, .msoIns").forEach(unwrap)
  return count
}

// Elements of other vocabularies (o:p, smart tags st1:place, w:sdt) and those that only carry looks.
function unwrapForeign(body: HTMLElement): void {
  for (const element of [...body.querySelectorAll("*")]) {
    if (element.localName.includes(":") || /^(font|u|big|small|label)$/.test(element.localName)) {
      if (element.localName === "o:p" && !element.textContent?.trim()) element.remove()
      else unwrap(element)
    }
  }
  // The schema would read these as its own.
  for (const element of body.querySelectorAll("[data-part], [data-target], [data-id], .part-title, p.recommendation")) {
    for (const name of ["data-part", "data-target", "data-id", "class"]) element.removeAttribute(name)
  }
}

const blocks = "p, h1, h2, h3, h4, h5, h6, ul, ol, table, hr"
const containers = "div, article, section, main, header, footer, nav, aside, figure, figcaption, blockquote, pre, address, center, form, fieldset, details, summary, dl, dt, dd"

// The parser would take loose text between blocks for the title of a part: each line becomes a paragraph of its own.
function settleBlocks(body: HTMLElement): void {
  for (const element of [...body.querySelectorAll(containers)].reverse()) {
    if (element.localName === "pre") breakLines(element)
    if (!element.querySelector(blocks)) rename(element, "p")
    else {
      wrapLoose(element)
      unwrap(element)
    }
  }
  if (body.querySelector(blocks)) wrapLoose(body)
}

function wrapLoose(parent: Element): void {
  let line: HTMLElement | null = null
  for (const child of [...parent.childNodes]) {
    const block = child instanceof Element && (child.matches(blocks) || child.querySelector(blocks) !== null)
    if (block) line = null
    else if (line) line.append(child)
    else if (child.textContent?.trim()) {
      line = parent.ownerDocument.createElement("p")
      child.before(line)
      line.append(child)
    }
  }
}

function breakLines(pre: Element): void {
  const walker = pre.ownerDocument.createTreeWalker(pre, NodeFilter.SHOW_TEXT), texts: Text[] = []
  while (walker.nextNode()) texts.push(walker.currentNode as Text)
  for (const text of texts) {
    text.replaceWith(...text.data.trim().split(/\r?\n/).flatMap((line, i) => (i ? [pre.ownerDocument.createElement("br"), line] : [line])))
  }
}

function rename(element: Element, name: string): void {
  const renamed = element.ownerDocument.createElement(name)
  renamed.append(...element.childNodes)
  element.replaceWith(renamed)
}

// Cells and list items hold paragraphs and lists only. Anything else in them would break the table or list apart.
function simplifyCells(body: HTMLElement): void {
  for (const inner of [...body.querySelectorAll("td table, th table, li table")]) {
    const lines = [...inner.querySelectorAll("tr")].map(row => paragraph(body, [...row.querySelectorAll("td, th")].map(cell => cell.textContent?.trim()).join(" · ")))
    inner.replaceWith(...lines)
  }
  for (const block of [...body.querySelectorAll("td, th, li")].flatMap(cell => [...cell.querySelectorAll("h1, h2, h3, h4, h5, h6, hr")])) rename(block, "p")
  // A cell that reaches over thousands of columns is a mistake or an attack.
  for (const cell of body.querySelectorAll("td, th")) {
    for (const name of ["colspan", "rowspan"]) if (!(Number(cell.getAttribute(name)) <= 50)) cell.removeAttribute(name)
  }
}

function paragraph(body: HTMLElement, text: string): HTMLParagraphElement {
  const p = body.ownerDocument.createElement("p")
  p.textContent = text
  return p
}

// Runs of spaces with no-break spaces in them are layout; a single one may be French typography and stays.
function settleSpaces(body: HTMLElement): void {
  body.querySelectorAll("[data-style*='mso-tab-count'], .Apple-tab-span, .Apple-converted-space").forEach(tab => tab.replaceWith(" "))
  const walker = body.ownerDocument.createTreeWalker(body, NodeFilter.SHOW_TEXT)
  while (walker.nextNode()) {
    const text = walker.currentNode as Text
    const settled = text.data.replace(/[ \t\r\n\u00a0]*\u00a0[ \t\r\n\u00a0]+|[ \t\r\n\u00a0]+\u00a0[ \t\r\n\u00a0]*/g, " ").replace(/[\u200b\ufeff]/g, "")
    if (settled !== text.data) text.data = settled
  }
}

function dropEmpty(body: HTMLElement): void {
  for (const block of [...body.querySelectorAll("p, h1, h2, h3, h4, h5, h6, li, ul, ol")].reverse()) {
    if (!block.textContent?.replace(/[\s\u00a0]/g, "") && !block.closest("td, th") && !block.querySelector("[data-endnote]")) block.remove()
  }
}
