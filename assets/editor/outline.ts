// The parts beside the text: where the cursor is, how long each part is and its share of the limit, and what can be done
// with them. A grid for the keyboard: one stop of the Tab key, up and down between the parts, sideways to the buttons of one.
import {TextSelection, type Command, type EditorState} from "prosemirror-state"
import type {EditorView} from "prosemirror-view"
import {hasSuggestions} from "../shared/suggest_marks"
import {refuseAll, settle} from "../shared/suggest_settle"
import type {Limit, Translate} from "./config"
import {add, measure, type Length} from "./count"
import {el, fill, setText} from "./dom"
import {Item} from "./outline_item"
import {addPartDialog, deletePartDialog} from "./part_dialogs"
import {partAt, parts} from "./parts"
import {oneStop, roveRows} from "./rove"

export interface Outline {
  readonly dom: HTMLElement
  /** The length of the whole text, shown where it is always in view. */
  readonly total: HTMLElement
  update(state: EditorState): void
  counted(state: EditorState): void
}

export interface OutlineOptions {
  readonly view: () => EditorView | null
  /** Null for none. */
  readonly limit: () => Limit | null
  readonly t: Translate
  /** What stands beside the title of a part. */
  readonly said: (part: string) => string
  /** The page that takes in a draft, "" for who may not. */
  readonly draft: string
}

/** The parts of the text. */
export function outline({view, limit: allowed, t, said, draft}: OutlineOptions): Outline {
  const list = el("div", {class: "editor-parts", role: "grid", "aria-label": t("parts")})
  // On a phone only the figure has room.
  const figure = el("span"), more = el("span", {class: "editor-more"}), total = el("p", {class: "editor-total"}, figure, more)
  const spoken = el("p", {class: "unseen", role: "status"})
  const adder = el("button", {type: "button", class: "editor-button", click: () => {
    const editor = view()
    if (editor) addPartDialog(editor, t, title => setText(spoken, t("part.added", {part: title})))
  }}, t("part.add"))
  const dom = el("nav", {class: "editor-nav", "aria-label": t("parts")},
    el("details", {open: matchMedia("(min-width: 78rem)").matches}, el("summary", {}, t("parts")), list, adder,
      draft && el("p", {class: "aside-note"}, el("a", {href: draft}, t("word")))), spoken)
  const items = new Map<string, Item>()
  let shown = "", over = false, current = ""
  roveRows(list)

  const run = (command: Command) => {
    const editor = view()
    if (editor) command(editor.state, editor.dispatch)
  }
  const remove = (id: string) => {
    const editor = view()
    if (!editor) return
    deletePartDialog(editor, id, t, title => {
      setText(spoken, t("part.deleted", {part: title}))
      // The button that was pressed is gone: the focus goes on to the part that took the place.
      items.get(partAt(editor.state).node.attrs["id"])?.focus()
    })
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
        if (!item) items.set(id, item = new Item(t, {
          go: () => go(id), run, remove: () => remove(id), id,
        }))
        item.update(place, places.length, place.index === here.index)
        item.say(said(id))
      }
      // The elements stay, only their order changes: the focus is not lost when a part moves.
      if (order !== shown) {
        const focus = document.activeElement
        fill(list, ...places.map(place => items.get(place.node.attrs["id"])!.dom))
        if (focus instanceof HTMLElement && list.contains(focus)) focus.focus()
        shown = order
        current = ""
      }
      const at = here.node.attrs["id"] as string
      if (at !== current && !list.contains(document.activeElement)) oneStop(list, items.get(current = at)!.stop)
    },
    counted(state) {
      const rule = allowed(), limit = rule?.words ?? 0
      const counted = ({body, notes}: Length) => rule?.notes ? add(body, notes) : body
      for (const {node} of parts(state.doc)) items.get(node.attrs["id"])?.count(counted(measure(settle(node, refuseAll))), node.attrs["hidden"], limit)
      const length = measure(settle(state.doc, refuseAll)), {words} = counted(length)
      setText(figure, limit ? t("count.ofLimit", {n: words, limit}) : t("count.words", {n: words}))
      setText(more, moreText(words, length, limit, t) + (hasSuggestions(state.doc) ? " · " + t("count.open") : ""))
      total.classList.toggle("editor-over", limit > 0 && words > limit)
      // Read out only when the limit is crossed; the figure itself can be read at any time.
      if (limit > 0 && words > limit !== over) {
        over = words > limit
        setText(spoken, over ? t("count.over", {n: words - limit}) : t("count.within"))
      }
    },
  }
}

// What stands beside the figure: `words` is what the limit is compared with.
function moreText(words: number, {body, notes}: Length, limit: number, t: Translate): string {
  const characters = add(body, notes).han ? " · " + t("count.han", {n: body.han}) : ""
  const rest = !limit ? "" : " · " + (words > limit ? t("count.over", {n: words - limit}) : t("count.left", {n: limit - words}))
  return rest + characters + " · " + t("count.notes", {n: notes.words})
}
