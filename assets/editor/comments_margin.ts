// A sign in the margin at each block with comments: how many threads, and the way to them. All signs are one stop of
// the Tab key.
import type {EditorView} from "prosemirror-view"
import type {Anchor} from "../shared/anchor"
import type {Translate} from "./config"
import {el, fill} from "./dom"
import {oneStop, rove} from "./rove"

/** How high a sign is, in pixels, without the room around it. */
const height = 30

export interface Margin {
  readonly dom: HTMLElement
  /** Puts the signs where their blocks are now. */
  place(editor: EditorView, threads: readonly {readonly id: string; readonly anchor: Anchor}[]): void
}

/** Makes the margin; `pick` is told which thread to show, `name` what a block is called. */
export function commentsMargin(pick: (thread: string) => void, name: (anchor: Anchor) => string, t: Translate): Margin {
  const dom = el("div", {class: "editor-margin editor-comments-margin", role: "toolbar", "aria-orientation": "vertical", "aria-label": t("comments.margin")})
  rove(dom, "down")
  return {
    dom,
    place(editor, threads) {
      if (dom.contains(document.activeElement)) return
      const blocks = new Map<HTMLElement, {id: string; anchor: Anchor}[]>()
      for (const thread of threads) {
        const block = blockOf(editor, thread.anchor)
        if (block) blocks.set(block, [...blocks.get(block) ?? [], thread])
      }
      const top = dom.getBoundingClientRect().top
      // What else stands in the margin keeps its place.
      const taken = [...dom.parentElement?.querySelectorAll(".editor-margin .editor-mark") ?? []].filter(one => !dom.contains(one))
        .map(one => one.getBoundingClientRect().top - top)
      fill(dom, ...[...blocks].map(([block, group]) => {
        const label = t("comments.mark", {n: group.length, place: name(group[0]!.anchor)})
        const sign = el("button", {type: "button", class: "editor-mark editor-comments-mark", "aria-label": label, title: label, click: () => pick(group[0]!.id)}, String(group.length))
        const at = block.getBoundingClientRect().top - top
        sign.style.insetBlockStart = (taken.some(other => Math.abs(other - at) < height) ? at + height : at) + "px"
        return sign
      }))
      oneStop(dom)
    },
  }
}

// The element of the block that an anchor stands at; a note stands beside the block with its mark.
function blockOf(editor: EditorView, {shown, from}: Anchor): HTMLElement | null {
  const id = CSS.escape(shown)
  const found = editor.dom.querySelector<HTMLElement>(`[data-id="${id}"], [data-part="${id}"]`)
  if (found) return found
  const at = editor.domAtPos(Math.min(from, editor.state.doc.content.size)).node
  return (at instanceof Element ? at : at.parentElement)?.closest<HTMLElement>("[data-id], [data-part]") ?? null
}
