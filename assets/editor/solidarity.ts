// The panel of the part on international solidarity: the grid of duties with the rows of the matrix. The paragraph with the
// cursor is linked to a row, or to a cell that gets one; what the grid lacks is told.
import type {EditorState} from "prosemirror-state"
import {comma} from "../shared/locale"
import {el, fill, later, setText} from "./dom"
import type {Around, Feature} from "./feature"
import {label} from "./number"
import {numbering} from "./numbering"

interface Row {readonly id: string; readonly name: string; readonly basis: string; readonly paragraphs: readonly string[]}
interface Cell {readonly bearer: string; readonly duty: string; readonly name: string; readonly rows: readonly Row[]}
interface Matrix {readonly cells: readonly Cell[]}
interface Place {readonly id: string; readonly label: string}

/** The panel "solidarity". */
export const solidarity = (around: Around): Feature => new Solidarity(around).feature

class Solidarity {
  readonly feature: Feature
  private readonly here = el("p", {class: "editor-hint"})
  private readonly spoken = el("p", {class: "editor-hint", role: "status"})
  private readonly list = el("ol", {class: "editor-solidarity"})
  private readonly soon = later(200, () => this.look())
  private matrix: Matrix | null = null
  private place: Place | null = null
  private numbered = new Map<string, string>()
  private asked = 0
  private busy = false
  private open = false

  constructor(private readonly around: Around) {
    const {t, config} = around
    const dom = el("div", {}, el("p", {class: "editor-hint"}, t("solidarity.draft")), this.here, this.spoken, this.list,
      el("p", {}, el("a", {href: config.urls.solidarity}, t("solidarity.page"))))
    this.feature = {
      panel: {key: "solidarity", group: "context", title: t("solidarity"), dom, shown: open => { this.open = open; if (open) void this.load() }},
      opened: () => this.look(),
      update: () => this.soon(),
      rights: () => this.show(),
      news: topics => { if (topics.includes("solidarity") && this.open) void this.load() },
      cleared: () => { this.matrix = null; this.show() },
    }
  }

  private look() {
    const view = this.around.view()
    if (!view || !this.open) return
    const before = this.told
    this.place = atCursor(view.state)
    this.numbered = labels(view.state)
    if (this.told !== before) this.show()
  }

  // What is shown of the text: it is drawn anew when this changes, and not with every letter.
  private get told() {
    return [this.place?.id, ...[...this.numbered].map(([id, label]) => id + label)].join(" ")
  }

  private async load(): Promise<void> {
    await this.ask(this.around.config.urls.solidarityMatrix)
    this.look()
    this.show()
  }

  // Asks for the matrix, or changes it, and shows the answer unless a later one came first.
  private async ask(url: string, change?: object): Promise<boolean> {
    const asked = ++this.asked
    try {
      const response = await fetch(url, {
        method: change ? "POST" : "GET", credentials: "same-origin", cache: "no-store",
        headers: {Accept: "application/json", ...change && {"Content-Type": "application/json"}},
        ...change && {body: JSON.stringify(change)},
      })
      const answer = await response.json() as Matrix & {error?: {message: string}}
      if (!response.ok) {
        setText(this.spoken, answer.error?.message ?? this.around.t("solidarity.failed"))
        return false
      }
      if (asked === this.asked) this.matrix = answer
      return true
    } catch {
      setText(this.spoken, this.around.t("solidarity.failed"))
      return false
    }
  }

  private async link(change: {entry: string; bearer?: string; duty?: string; linked: boolean}, button: HTMLButtonElement) {
    const {t, config} = this.around, place = this.place
    // One at a time, also where the list was drawn anew meanwhile: a second click would begin a second row.
    if (!place || this.busy) return
    this.busy = button.disabled = true
    const done = await this.ask(config.urls.solidarityLinks, {...change, block: place.id})
    this.busy = false
    if (done) setText(this.spoken, t(change.linked ? "solidarity.linked" : "solidarity.unlinked", {label: place.label}))
    this.show()
    // The button was disabled, and is another one now. Who has gone on to the text meanwhile stays there.
    if (document.activeElement === document.body) this.focus(button.dataset["of"])
  }

  private focus(of: string | undefined) {
    if (of !== undefined) this.list.querySelector<HTMLElement>(`[data-of="${CSS.escape(of)}"]`)?.focus()
  }

  private show() {
    const {t} = this.around, edits = this.around.rights().edit
    setText(this.here, !edits ? "" : this.place ? t("solidarity.here", {label: this.place.label}) : t("solidarity.nowhere"))
    const focused = this.list.querySelector<HTMLElement>(":focus")?.dataset["of"]
    fill(this.list, ...(this.matrix?.cells ?? []).map(cell => this.cell(cell, edits)))
    this.focus(focused)
  }

  private cell(cell: Cell, edits: boolean): HTMLElement {
    const {t} = this.around
    const written = cell.rows.some(row => row.paragraphs.some(id => this.numbered.has(id)))
    const parts: HTMLElement[] = [el("p", {class: "editor-solidarity-name"}, cell.name)]
    if (!written) parts.push(el("p", {class: "editor-solidarity-gap"}, t("solidarity.gap")))
    if (cell.rows.length) parts.push(el("ul", {}, ...cell.rows.map(row => this.row(row, edits))))
    if (edits && this.place) {
      const of = cell.bearer + " " + cell.duty
      parts.push(this.button(t("solidarity.new", {label: this.place.label}), of, button =>
        this.link({entry: "", bearer: cell.bearer, duty: cell.duty, linked: true}, button)))
    }
    return el("li", {}, ...parts)
  }

  private row(row: Row, edits: boolean): HTMLElement {
    const {t, config} = this.around
    const numbers = row.paragraphs.map(id => this.numbered.get(id)).filter(label => label !== undefined)
    const parts: (HTMLElement | string)[] = [
      el("a", {href: config.urls.solidarity + "/entries/" + row.id, dir: "auto"}, row.basis || row.name),
      el("p", {}, numbers.length ? t("solidarity.numbers", {labels: numbers.join(comma(config.pageLanguage))}) : t("solidarity.no-paragraph")),
    ]
    if (!row.basis) parts.push(el("p", {class: "editor-solidarity-gap"}, t("solidarity.no-basis")))
    if (edits && this.place) {
      const linked = !row.paragraphs.includes(this.place.id)
      parts.push(this.button(t(linked ? "solidarity.link" : "solidarity.unlink", {label: this.place.label}), row.id, button =>
        this.link({entry: row.id, linked}, button)))
    }
    return el("li", {}, ...parts)
  }

  private button(text: string, of: string, run: (button: HTMLButtonElement) => Promise<void>): HTMLElement {
    const button: HTMLButtonElement = el("button", {type: "button", class: "editor-button", "data-of": of, click: () => { void run(button) }}, text)
    return button
  }
}

// Paragraphs and recommendations with a number, by id.
function labels(state: EditorState): Map<string, string> {
  const all = new Map<string, string>()
  for (const place of numbering(state).places) {
    if (place.kind === "paragraph" || place.kind === "recommendation") all.set(place.id, label(place))
  }
  return all
}

function atCursor(state: EditorState): Place | null {
  const at = state.selection.from
  const found = numbering(state).places.find(({kind, pos, node, id}) =>
    id !== "" && (kind === "paragraph" || kind === "recommendation") && pos < at && at < pos + node.nodeSize)
  return found ? {id: found.id, label: label(found)} : null
}
