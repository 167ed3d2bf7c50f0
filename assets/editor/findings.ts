// The findings of the check beside the text: fetched after saves, listed in a panel, marked in the margin at their block.
import type {Node} from "prosemirror-model"
import {TextSelection} from "prosemirror-state"
import type {EditorView} from "prosemirror-view"
import type {Translate} from "./config"
import {el, fill, later} from "./dom"
import type {Around, Feature} from "./feature"
import {fixing, type Fix} from "./findings_mend"
import {openNote} from "./notes"
import {suggesting} from "./suggesting"
import {scan} from "./typography_scan"
import {oneStop, rove} from "./rove"

/** One finding, its texts in the language of the page. */
export interface Finding {
  readonly rule: string
  readonly severity: "error" | "warning" | "advice"
  readonly place: {readonly kind: string; readonly id: string; readonly part: string; readonly number: number; readonly quote: string}
  readonly message: string
  readonly mend: string
  readonly source: string
  /** How it can be mended without judging. */
  readonly fix?: Fix
  readonly consent?: string // address of a new case of the record of consents, for who may keep one
}

/** How long after the last save the check is asked, in milliseconds. */
const askAfter = 2_000

/** The panel "findings", and their marks in the margin of the text. */
export function findings({config, t, view, side, rights, tell}: Around): Feature {
  const list = el("ol", {class: "editor-findings"})
  const dom = el("div", {}, list, el("p", {}, el("a", {href: config.urls.check}, t("findings.all"))))
  const margin = el("div", {class: "editor-margin", role: "toolbar", "aria-orientation": "vertical", "aria-label": t("findings.margin")})
  rove(margin, "down")
  let found: readonly Finding[] = [], wanted = 0, asked = 0, entries: HTMLElement[] = []

  const show = () => {
    side.refresh()
    const editor = view()
    entries = found.map(finding => entry(finding, view, t, button(finding)))
    const all = [...entries, editor && typography(editor)].filter(one => one !== null)
    fill(list, ...(all.length ? all : [el("li", {}, t("findings.none"))]))
    if (editor) place(editor)
  }
  // Mended only when somebody says so, as any other edit.
  const button = (finding: Finding): HTMLElement | null => {
    const {fix} = finding
    if (!fix || !(rights().edit || rights().suggest)) return null
    if (fix.href) return rights().edit ? el("a", {class: "editor-fix", href: fix.href}, fix.offer) : null
    return el("button", {type: "button", class: "editor-button editor-fix", click: () => mend(finding, fix)}, fix.offer)
  }
  const mend = (finding: Finding, fix: Fix) => {
    const editor = view()
    if (!editor?.editable) return
    const tr = fixing(editor.state, finding.place.id, fix), before = editor.state.doc
    if (!tr) {
      tell(t("findings.moved"))
      return
    }
    const asSuggestion = suggesting(editor.state)
    editor.dispatch(tr)
    if (editor.state.doc.eq(before)) return // refused as a suggestion, which was told
    tell(t(asSuggestion ? "findings.suggested" : "findings.mended"))
    found = found.filter(one => one !== finding)
    show()
    list.querySelector<HTMLElement>("button")?.focus()
  }
  // What typography could mend is found here, where the text is; its own panel mends it.
  const typography = (editor: EditorView): HTMLElement | null => {
    const n = scan(editor.state.doc, config.textLanguage).length
    if (!n || !(rights().edit || rights().suggest)) return null
    return el("li", {class: "editor-advice"},
      el("strong", {class: "editor-severity"}, t("severity.advice")), " ", t("findings.typography", {n}), " ",
      el("button", {type: "button", class: "editor-button", click: () => side.open("typography")}, t("findings.typography.show")))
  }
  const ask = later(askAfter, async () => {
    const version = wanted
    if (version === asked) return
    asked = version
    try {
      const url = config.urls.findings + (config.urls.findings.includes("?") ? "&" : "?") + "version=" + version
      const response = await fetch(url, {credentials: "same-origin", headers: {Accept: "application/json"}})
      if (!response.ok) return
      const answer = await response.json() as {findings: Finding[] | null}
      if (version !== asked) return
      found = answer.findings ?? []
      show()
    } catch {
      // Findings are an aid: the next save asks again, and the line below the toolbar tells when the server is away.
      asked = 0
    }
  })

  const place = (editor: EditorView) => {
    const byBlock = new Map<string, {finding: Finding; entry: HTMLElement}[]>()
    found.forEach((finding, i) => {
      const block = blockId(editor.state.doc, finding.place.id || finding.place.part)
      if (block) byBlock.set(block, [...byBlock.get(block) ?? [], {finding, entry: entries[i]!}])
    })
    const top = margin.getBoundingClientRect().top
    const marks: HTMLElement[] = []
    for (const [id, group] of byBlock) {
      const block = editor.dom.querySelector<HTMLElement>(`[data-id="${CSS.escape(id)}"], [data-part="${CSS.escape(id)}"]`)
      if (!block) continue
      const worst = group.some(one => one.finding.severity === "error") ? "error" : group.some(one => one.finding.severity === "warning") ? "warning" : "advice"
      const mark = el("button", {
        type: "button", class: "editor-mark editor-" + worst,
        "aria-label": t("findings.mark", {n: group.length, severity: t("severity." + worst)}) + ": " + group.map(one => one.finding.message).join(" "),
        title: group.map(one => one.finding.message).join("\n"),
        click: () => {
          side.open("findings")
          group[0]!.entry.querySelector<HTMLElement>("button")?.focus()
          group[0]!.entry.scrollIntoView({block: "nearest"})
        },
      }, worst === "advice" ? "i" : "!")
      mark.style.insetBlockStart = block.getBoundingClientRect().top - top + "px"
      marks.push(mark)
    }
    fill(margin, ...marks)
    oneStop(margin)
  }
  const placeSoon = later(200, () => {
    const editor = view()
    if (editor && found.length && !margin.contains(document.activeElement)) place(editor)
  })
  show()
  return {
    panel: {key: "findings", group: "writing", title: t("findings"), dom, badge: () => found.length}, margin,
    saved(version) {
      wanted = version
      ask()
    },
    update: placeSoon,
  }
}

// A finding about an endnote stands beside the block with its mark.
function blockId(doc: Node, id: string): string | null {
  let block: string | null = null
  doc.descendants((node, pos) => {
    if (block !== null) return false
    if (node.attrs["id"] === id && id) block = node.type.name === "endnote" ? doc.resolve(pos).parent.attrs["id"] : id
    return true
  })
  return block
}

function entry(finding: Finding, view: () => EditorView | null, t: Translate, fix: HTMLElement | null): HTMLElement {
  const {place} = finding
  const where = place.quote ? "“" + place.quote + "”" : place.number ? t("findings.paragraph", {n: place.number}) : ""
  return el("li", {class: "editor-" + finding.severity},
    el("strong", {class: "editor-severity"}, t("severity." + finding.severity)), " ", finding.message,
    finding.mend && el("p", {}, finding.mend),
    fix,
    el("p", {class: "aside-note"}, finding.source),
    finding.consent && el("p", {}, el("a", {href: finding.consent}, t("findings.consent"))),
    (place.id || place.part) && el("button", {type: "button", class: "editor-button", click: () => {
      const editor = view()
      if (editor) goTo(editor, place.id || place.part)
    }}, t("findings.go"), where && el("span", {class: "editor-quote", dir: "auto"}, " " + where)))
}

/** Puts the cursor at the block, part or endnote with the id and shows it. */
export function goTo(editor: EditorView, id: string): boolean {
  let at: {pos: number; node: Node} | null = null
  editor.state.doc.descendants((node, pos) => {
    if (at === null && node.attrs["id"] === id) at = {pos, node}
    return at === null
  })
  if (!at) return false
  const {pos, node} = at as {pos: number; node: Node}
  // First the focus: a view that does not have it does not scroll.
  editor.focus()
  const {tr} = editor.state
  editor.dispatch(tr.setSelection(TextSelection.near(tr.doc.resolve(pos + 1), 1)).scrollIntoView())
  if (node.type.name === "endnote") openNote(pos)(editor.state, editor.dispatch)
  return true
}
