// Putting the citation of a recommendation into the text: its words, and an endnote with the source.
import type {Node} from "prosemirror-model"
import {Plugin, TextSelection} from "prosemirror-state"
import type {EditorView} from "prosemirror-view"
import {newBlockId} from "../shared/ids"
import {schema} from "../shared/schema"

/** Names a recommendation that is being dragged. */
export const dragType = "application/x-upright-recommendation"

/**
 * Puts a citation at a position, or behind the selection for null, with a space before it where a word ends there, and
 * the cursor behind it. Returns the id of its block; null where no endnote can stand, and then changes nothing.
 */
export function cite(view: EditorView, citation: {readonly text: string; readonly note: string}, pos: number | null): string | null {
  const {state} = view, note = schema.nodes["endnote"]!
  const at = pos ?? state.selection.to, $at = state.doc.resolve(at), parent = $at.parent
  const block = blockAt(state.doc, at)
  if (!block || !parent.inlineContent || !parent.canReplaceWith($at.index(), $at.index(), note)) return null
  const before = parent.textBetween(0, $at.parentOffset, undefined, "\ufffc").slice(-1)
  const spaced = /[\p{L}\p{N}\p{Po}\p{Pe}\p{Pf}\ufffc]/u.test(before) && !/\p{Script=Han}/u.test(before)
  const text = (spaced ? " " : "") + citation.text
  const tr = state.tr.insert(at, [schema.text(text), note.create({id: newBlockId()}, schema.text(citation.note))])
  tr.setSelection(TextSelection.near(tr.doc.resolve(tr.mapping.map(at)), -1))
  view.dispatch(tr.scrollIntoView())
  view.focus()
  return block
}

/** The id of the innermost block around a position that has one. */
export function blockAt(doc: Node, pos: number): string | null {
  const $pos = doc.resolve(pos)
  for (let depth = $pos.depth; depth > 0; depth--) {
    const node = $pos.node(depth), id = node.attrs["id"] as string | undefined
    if (id && !node.isInline && node.type.name !== "part") return id
  }
  return null
}

/** Takes what is dropped on the text from the panel. */
export function dropped(take: (id: string, pos: number) => void): Plugin {
  return new Plugin({
    props: {
      handleDrop(view, event) {
        const id = event.dataTransfer?.getData(dragType)
        if (!id) return false
        const place = view.posAtCoords({left: event.clientX, top: event.clientY})
        if (place) take(id, place.pos)
        event.preventDefault()
        return true
      },
    },
  })
}
