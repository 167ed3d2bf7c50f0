// The text that the server does not have yet, as a person would copy it: the blocks that unsent steps touch, as they are.
import type {EditorState} from "prosemirror-state"
import {collabState} from "../shared/collab"

/** The text of each block touched by a step that is not confirmed, in the order of the text. */
export function unsentText(state: EditorState): string {
  const ranges: {from: number; to: number}[] = []
  for (const {step} of collabState(state).pending) {
    const map = step.getMap()
    for (const range of ranges) {
      range.from = map.map(range.from, -1)
      range.to = map.map(range.to, 1)
    }
    const {pos, from, to} = step as {pos?: number; from?: number; to?: number}
    let any = false
    map.forEach((_oldStart, _oldEnd, start, end) => { any = true; touch(ranges, start, end) })
    // Marks and attributes change no positions.
    if (!any) touch(ranges, from ?? pos ?? 0, to ?? pos ?? 0)
  }
  const blocks: string[] = []
  state.doc.descendants((node, pos) => {
    if (!node.isTextblock) return true
    const end = pos + node.nodeSize
    if (ranges.some(range => range.from <= end && range.to >= pos)) {
      let text = ""
      node.forEach(child => { text += child.isText ? child.text : child.type.name === "endnote" ? ` [${child.textContent}]` : child.type.name === "hard_break" ? "\n" : "" })
      if (text) blocks.push(text)
    }
    return false
  })
  return blocks.join("\n\n")
}

// Typing touches the same place again and again: the range grows instead of becoming hundreds.
function touch(ranges: {from: number; to: number}[], from: number, to: number): void {
  const last = ranges[ranges.length - 1]
  if (last && from <= last.to && to >= last.from) {
    last.from = Math.min(last.from, from)
    last.to = Math.max(last.to, to)
  } else ranges.push({from, to})
}
