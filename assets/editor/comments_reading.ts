// The keys of somebody who may comment but not write. The text takes no typing then, and the browser shows no cursor in
// it: Up and Down choose a block, and the shortcut comments on it, or on what the mouse selected.
import {TextSelection} from "prosemirror-state"
import type {EditorView} from "prosemirror-view"

/** Handles a key in a text that cannot be edited; true when it was one of these. */
export function readingKey(view: EditorView, event: KeyboardEvent, comment: (view: EditorView) => void): boolean {
  if (view.editable || event.isComposing) return false
  // With Alt, a Mac gives another letter for the key.
  if ((event.ctrlKey || event.metaKey) && event.altKey && (event.code === "KeyM" || event.key === "m")) comment(view)
  else if (event.key === "ArrowDown" || event.key === "ArrowUp") chooseBlock(view, event.key === "ArrowDown")
  else return false
  event.preventDefault()
  return true
}

// Selects all words of the next block, or the one before.
function chooseBlock(view: EditorView, next: boolean): void {
  const {doc, selection} = view.state, blocks: {from: number; to: number}[] = []
  doc.descendants((node, pos) => {
    if (!node.isTextblock) return true
    blocks.push({from: pos + 1, to: pos + 1 + node.content.size})
    return false
  })
  const chosen = next ? blocks.find(block => block.from > selection.to) : blocks.reverse().find(block => block.to < selection.from)
  if (!chosen) return
  view.dispatch(view.state.tr.setSelection(TextSelection.create(doc, chosen.from, chosen.to)))
  const from = view.domAtPos(chosen.from), to = view.domAtPos(chosen.to)
  getSelection()?.setBaseAndExtent(from.node, from.offset, to.node, to.offset)
  const block = from.node instanceof Element ? from.node : from.node.parentElement
  block?.scrollIntoView({block: "nearest"})
}
