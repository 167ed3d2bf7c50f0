// The endnotes of the text in one list, to look through the sources and to go to where a note stands.
import type {EditorState} from "prosemirror-state"
import type {EditorView} from "prosemirror-view"
import type {Translate} from "./config"
import {el, fill, later, setText} from "./dom"
import {goTo} from "./findings"
import {numbering} from "./numbering"

export interface NotesList {readonly dom: HTMLElement; update(state: EditorState): void}

/** The list; it is made only while it is open. */
export function notesList(view: () => EditorView | null, t: Translate): NotesList {
  const list = el("ol", {class: "editor-notes"}), count = el("span")
  const dom = el("details", {}, el("summary", {}, t("notes") + " ", count), list)
  const go = (id: string) => {
    const editor = view()
    if (editor) goTo(editor, id)
  }
  const show = () => {
    const editor = view()
    if (!editor) return
    const notes = numbering(editor.state).places.filter(place => place.kind === "endnote")
    setText(count, `(${notes.length})`)
    if (!dom.open) return
    fill(list, ...notes.map(({id, number, node}) => el("li", {}, el("button", {type: "button", class: "editor-part", click: () => go(id)},
      el("b", {}, `${number}. `), el("bdi", {}, node.textContent || t("notes.empty"))))), notes.length === 0 && el("li", {}, t("notes.none")))
  }
  dom.addEventListener("toggle", show)
  // The list that is being walked through must not be made anew under the focus.
  const soon = later(300, () => { if (!list.contains(document.activeElement)) show() })
  return {dom, update: soon}
}
