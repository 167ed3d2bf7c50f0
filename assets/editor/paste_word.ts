// Notes and lists as Word (and LibreOffice, and Google Docs) put them on the clipboard.

/**
 * Turns footnotes and endnotes into notes of the schema. A mark is a link to a place that links back to the mark, which
 * holds for Word (#_ftn1 and #_ftnref1), LibreOffice and Google Docs alike. Returns how many marks had no text with them.
 */
export function takeNotes(body: HTMLElement): number {
  const pairs: {mark: HTMLAnchorElement; text: Element; back: Element}[] = []
  let lost = 0
  for (const mark of body.querySelectorAll<HTMLAnchorElement>("a[href*='#']")) {
    const href = fragment(mark), target = href && place(body, href)
    const back = target && (target.matches("a[href*='#']") ? target : target.querySelector("a[href*='#']"))
    const home = back && place(body, fragment(back))
    const follows = target && mark.compareDocumentPosition(target) & Node.DOCUMENT_POSITION_FOLLOWING
    if (back && home && follows && (home === mark || home.contains(mark) || mark.contains(home))) {
      pairs.push({mark, back, text: back.closest("div[id^='ftn'], div[id^='edn'], div[id^='sdfootnote'], div[id^='sdendnote'], li, p, div") ?? back})
    } else if (!target && /^(_ftn|_edn|sdfootnote|sdendnote|ftnt)\d/.test(href)) {
      lost++
      wrapper(mark).remove()
    } else if (!target && /^(_ftnref|_ednref|ftnt_ref)\d/.test(href)) {
      // The text of a note without its mark is a paragraph like any other.
      wrapper(mark).remove()
    }
  }
  for (const {mark, text, back} of pairs) {
    wrapper(back).remove()
    const note = body.ownerDocument.createElement("span")
    note.setAttribute("data-endnote", "")
    const blocks = text.querySelectorAll("p")
    if (blocks.length) blocks.forEach((block, i) => note.append(...(i ? [" "] : []), ...block.childNodes))
    else note.append(...text.childNodes)
    trim(note)
    wrapper(mark).replaceWith(note)
    text.remove()
  }
  for (const list of body.querySelectorAll("[data-style*='mso-element:footnote-list'], [data-style*='mso-element:endnote-list']")) list.remove()
  return lost
}

const fragment = (anchor: Element) => decodeURIComponent((anchor.getAttribute("href") ?? "").replace(/^[^#]*#/, "").replace(/%(?![0-9a-f]{2})/gi, "%25"))

const place = (body: HTMLElement, name: string) =>
  name ? body.querySelector(`[id="${CSS.escape(name)}"], a[name="${CSS.escape(name)}"]`) : null

// The mark with what is around it and holds nothing else: superscript, spans for looks.
function wrapper(mark: Element): Element {
  let element = mark
  while (element.parentElement && /^(sup|span|b|i|font)$/.test(element.parentElement.localName) && element.parentElement.textContent?.trim() === mark.textContent?.trim()) {
    element = element.parentElement
  }
  return element
}

function trim(note: Element): void {
  const first = note.firstChild, last = note.lastChild
  if (first?.nodeType === Node.TEXT_NODE) (first as Text).data = (first as Text).data.replace(/^[\s\u00a0]+/, "")
  if (last?.nodeType === Node.TEXT_NODE) (last as Text).data = (last as Text).data.replace(/[\s\u00a0]+$/, "")
}

/** Makes lists of Word's list paragraphs, which carry "mso-list:l0 level2 lfo1" in their style and their sign as text. */
export function wordLists(body: HTMLElement): void {
  let stack: {level: number; list: Element}[] = [], previous: Element | null = null
  for (const p of [...body.querySelectorAll<HTMLElement>("p, h1, h2, h3, h4, h5, h6")]) {
    const level = Number(/mso-list:\s*[^;"]*?level(\d+)/i.exec(p.getAttribute("data-style") ?? "")?.[1] ?? 0)
    if (level === 0 || p.localName !== "p") {
      if (level > 0) takeSign(p)
      continue
    }
    const sign = takeSign(p), ordered = /^[(]?(\d+|[a-z]{1,4})[.)]/i.test(sign)
    const continues = previous !== null && previous.nextElementSibling === p && previous.parentElement === p.parentElement
    if (!continues) stack = []
    while (stack.length && stack[stack.length - 1]!.level > level) stack.pop()
    let top = stack[stack.length - 1]
    if (!top || top.level < level) {
      const list = body.ownerDocument.createElement(ordered ? "ol" : "ul"), item = top?.list.lastElementChild
      if (item) item.append(list)
      else p.before(list)
      stack.push(top = {level, list})
      if (!item) previous = list
    }
    const item = body.ownerDocument.createElement("li"), text = body.ownerDocument.createElement("p")
    text.append(...p.childNodes)
    item.append(text)
    top.list.append(item)
    previous = stack[0]!.list
    p.remove()
  }
  body.querySelectorAll("[data-style*='mso-list']").forEach(element => element.removeAttribute("data-style"))
}

// Takes the sign ("1.", "·") off a list paragraph and returns it.
function takeSign(p: HTMLElement): string {
  const sign = p.querySelector("[data-style*='mso-list:Ignore'], [data-style*='mso-list: Ignore']")
  if (sign) {
    const text = sign.textContent?.trim() ?? ""
    sign.remove()
    return text
  }
  const first = p.firstChild
  if (first?.nodeType !== Node.TEXT_NODE) return ""
  const found = /^[\s\u00a0]*([·•o§▪–-]|\(?(?:\d+|[a-z]{1,4})[.)])[\s\u00a0]+/i.exec((first as Text).data)
  if (!found) return ""
  ;(first as Text).data = (first as Text).data.slice(found[0].length)
  return found[1]!
}

