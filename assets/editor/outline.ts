// The parts beside the text: where the cursor is, how long each part is and its share of the limit, and what can be done
// with the part: show or hide it, move it.
import type {EditorState} from "prosemirror-state"
import {TextSelection} from "prosemirror-state"
import type {EditorView} from "prosemirror-view"
import type {Config, Translate} from "./config"
import {add, measure, type Count} from "./count"
import {el, fill, setText} from "./dom"
import {movePart, partAt, parts, setHidden, type PartPlace} from "./parts"

export interface Outline {
  readonly dom: HTMLElement
  /** The length of the whole text, shown where it is always in view. */
  readonly total: HTMLElement
  update(state: EditorState): void
  counted(state: EditorState): void
}

export function outline(view: () => EditorView | null, config: Config, t: Translate): Outline {
  const list = el("ol", {class: "editor-parts"})
  // On a phone only the figure has room.
  const figure = el("span"), more = el("span", {class: "editor-more"}), total = el("p", {class: "editor-total"}, figure, more)
  const spoken = el("p", {class: "unseen", role: "status"})
  const dom = el("nav", {class: "editor-nav", "aria-label": t("parts")},
    el("details", {open: matchMedia("(min-width: 78rem)").matches}, el("summary", {}, t("parts")), list), spoken)
  const items = new Map<string, Item>()
  let shown = "", over = false

  const run = (command: ReturnType<typeof setHidden>) => {
    const editor = view()
    if (editor) command(editor.state, editor.dispatch)
  }
  const go = (id: string) => {
    const editor = view(), part = editor && parts(editor.state.doc).find(place => place.node.attrs["id"] === id)
    if (!editor || !part) return
    const {tr} = editor.state
    const start = part.pos + 1 + part.node.firstChild!.nodeSize
    editor.dispatch(tr.setSelection(TextSelection.near(tr.doc.resolve(start + 1), 1)).scrollIntoView())
    editor.focus()
    ;(editor.nodeDOM(part.pos) as HTMLElement | null)?.scrollIntoView({block: "start"})
  }

  return {
    dom, total,
    update(state) {
      const places = parts(state.doc), here = partAt(state)
      const order = places.map(place => place.node.attrs["id"] as string).join(" ")
      for (const place of places) {
        const id = place.node.attrs["id"] as string
        let item = items.get(id)
        if (!item) items.set(id, item = new Item(id, t, go, run))
        item.update(place, places.length, place.index === here.index)
      }
      // The elements stay, only their order changes: the focus is not lost when a part moves.
      if (order !== shown) {
        const focus = document.activeElement
        fill(list, ...places.map(place => items.get(place.node.attrs["id"])!.dom))
        if (focus instanceof HTMLElement && list.contains(focus)) focus.focus()
        shown = order
      }
    },
    counted(state) {
      const limit = config.limit?.words ?? 0
      for (const {node} of parts(state.doc)) items.get(node.attrs["id"])?.count(measure(node).body, node.attrs["hidden"], limit)
      const {body, notes} = measure(state.doc)
      setText(figure, limit ? t("count.ofLimit", {n: body.words, limit}) : t("count.words", {n: body.words}))
      setText(more, moreText(body, notes, limit, t))
      total.classList.toggle("editor-over", limit > 0 && body.words > limit)
      // Read out only when the limit is crossed; the figure itself can be read at any time.
      if (limit > 0 && body.words > limit !== over) {
        over = body.words > limit
        setText(spoken, over ? t("count.over", {n: body.words - limit}) : t("count.within"))
      }
    },
  }
}

function moreText(body: Count, notes: Count, limit: number, t: Translate): string {
  const characters = add(body, notes).han ? " · " + t("count.han", {n: body.han}) : ""
  const rest = !limit ? "" : " · " + (body.words > limit ? t("count.over", {n: body.words - limit}) : t("count.left", {n: limit - body.words}))
  return rest + characters + " · " + t("count.notes", {n: notes.words})
}

type Run = (command: ReturnType<typeof setHidden>) => void

class Item {
  readonly dom: HTMLLIElement
  private readonly link: HTMLButtonElement
  private readonly figure = el("span", {class: "editor-figure"})
  private readonly bar = el("span", {class: "editor-share", "aria-hidden": "true"}, el("span"))
  private readonly hide: HTMLButtonElement
  private readonly up: HTMLButtonElement
  private readonly down: HTMLButtonElement
  private hidden = false

  constructor(id: string, private readonly t: Translate, go: (id: string) => void, run: Run) {
    const button = (click: () => void) => el("button", {type: "button", class: "editor-button", click: event => {
      if ((event.currentTarget as HTMLElement).getAttribute("aria-disabled") !== "true") click()
    }})
    this.link = el("button", {type: "button", class: "editor-part", dir: "auto", click: () => go(id)})
    this.hide = button(() => run(setHidden(id, !this.hidden)))
    this.up = button(() => run(movePart(id, -1)))
    this.down = button(() => run(movePart(id, 1)))
    this.dom = el("li", {}, this.link, this.figure, this.bar, el("div", {class: "editor-part-tools"}, this.hide, this.up, this.down))
  }

  update({node, index}: PartPlace, count: number, here: boolean): void {
    const title = node.firstChild!.textContent || this.t("part.untitled")
    this.hidden = node.attrs["hidden"]
    setText(this.link, title)
    if (here) this.link.setAttribute("aria-current", "true")
    else this.link.removeAttribute("aria-current")
    this.dom.classList.toggle("editor-here", here)
    this.name(this.hide, this.hidden ? "show" : "hide", title)
    this.name(this.up, "up", title, index === 0)
    this.name(this.down, "down", title, index === count - 1)
  }

  private name(button: HTMLButtonElement, name: string, title: string, disabled = false): void {
    setText(button, this.t("part." + name))
    button.setAttribute("aria-label", this.t(`part.${name}.of`, {part: title}))
    button.setAttribute("aria-disabled", String(disabled))
  }

  count(body: Count, hidden: boolean, limit: number): void {
    const share = limit ? Math.round(100 * body.words / limit) : 0
    setText(this.figure, hidden ? this.t("part.hidden") : this.t("count.words", {n: body.words}) + (limit ? " · " + this.t("count.share", {n: share}) : ""))
    this.bar.hidden = hidden || !limit
    ;(this.bar.firstElementChild as HTMLElement).style.inlineSize = Math.min(100, share) + "%"
  }
}
