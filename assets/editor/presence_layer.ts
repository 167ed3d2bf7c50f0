// The cursors and selections of others, drawn over the text and not in it: nothing that somebody types, composes, selects
// or copies can meet them.
import type {EditorView} from "prosemirror-view"
import {el, setText} from "./dom"

/** Whom to draw, and where in the text as it is shown. */
export interface Drawn {
  readonly client: string
  readonly name: string
  readonly initials: string
  readonly colour: number
  readonly anchor: number
  readonly head: number
  /** Moved just now: the whole name is shown. */
  readonly fresh: boolean
}

/** How many are drawn at most; the list has everybody. */
export const mostDrawn = 30
/** The most lines of a selection that are marked. */
const mostLines = 40

interface Mark {readonly caret: HTMLElement; readonly name: HTMLElement; readonly lines: HTMLElement}

export class Layer {
  readonly dom = el("div", {class: "editor-others", "aria-hidden": "true"})
  private readonly marks = new Map<string, Mark>()

  draw(view: EditorView, list: readonly Drawn[]): void {
    // Read first, write then: the page is laid out once.
    const origin = this.dom.getBoundingClientRect(), size = view.state.doc.content.size
    const places = list.slice(0, mostDrawn).filter(one => one.head <= size && one.anchor <= size)
      .map(one => ({one, at: caretAt(view, one.head), lines: one.anchor === one.head ? [] : linesOf(view, one)}))
    const seen = new Set<string>()
    for (const {one, at, lines} of places) {
      if (!at) continue
      seen.add(one.client)
      const mark = this.marks.get(one.client) ?? this.make(one.client)
      const x = at.left - origin.left, y = at.top - origin.top
      mark.caret.className = `editor-other who-${one.colour}${one.fresh ? " editor-other-fresh" : ""}${x > origin.width / 2 ? " editor-other-left" : ""}`
      mark.caret.style.transform = `translate(${x}px, ${y}px)`
      mark.caret.style.height = at.bottom - at.top + "px"
      setText(mark.name, one.fresh ? one.name : one.initials)
      mark.lines.className = `editor-other-lines who-${one.colour}`
      mark.lines.replaceChildren(...lines.map(line => {
        const box = el("span")
        Object.assign(box.style, {
          left: line.left - origin.left + "px", top: line.top - origin.top + "px", width: line.width + "px", height: line.height + "px",
        })
        return box
      }))
    }
    for (const [client, mark] of this.marks) {
      if (seen.has(client)) continue
      mark.caret.remove()
      mark.lines.remove()
      this.marks.delete(client)
    }
  }

  private make(client: string): Mark {
    const name = el("span", {class: "editor-other-name", dir: "auto"})
    const mark = {name, caret: el("div", {}, name), lines: el("div")}
    this.dom.append(mark.lines, mark.caret)
    this.marks.set(client, mark)
    return mark
  }
}

function caretAt(view: EditorView, pos: number): {left: number; top: number; bottom: number} | null {
  try {
    return view.coordsAtPos(pos)
  } catch {
    return null // in a part of the text that the browser has not drawn
  }
}

function linesOf(view: EditorView, {anchor, head}: Drawn): DOMRect[] {
  const range = document.createRange()
  try {
    const from = view.domAtPos(Math.min(anchor, head), 1), to = view.domAtPos(Math.max(anchor, head), -1)
    range.setStart(from.node, from.offset)
    range.setEnd(to.node, to.offset)
  } catch {
    return []
  }
  // Blocks give their own boxes beside those of their lines: a tall box is no line.
  return [...range.getClientRects()].filter(rect => rect.width > 0 && rect.height < 60).slice(0, mostLines)
}
