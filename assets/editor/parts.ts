// The parts of the manuscript: adding, moving, hiding and deleting them, and keeping them whole.
import {closeHistory, isHistoryTransaction} from "prosemirror-history"
import type {Node, NodeType} from "prosemirror-model"
import {Plugin, PluginKey, TextSelection, type Command, type EditorState, type Transaction} from "prosemirror-state"
import {collabKey} from "../shared/collab"
import {schema} from "../shared/schema"

const endnote = schema.nodes["endnote"] as NodeType

// What is done to a part is undone by itself, not together with words typed just before: closeHistory.
// deletion is on a transaction that deletes a part because the person said so.
const deletion = new PluginKey("deletePart")

/** A part with the position before it. */
export interface PartPlace {readonly node: Node; readonly pos: number; readonly index: number}

/** The parts in their order. */
export function parts(doc: Node): PartPlace[] {
  const list: PartPlace[] = []
  doc.forEach((node, pos, index) => list.push({node, pos, index}))
  return list
}

/** The part that the selection begins in. */
export function partAt(state: EditorState): PartPlace {
  const index = Math.min(state.selection.$from.index(0), state.doc.childCount - 1)
  return parts(state.doc)[index]!
}

/** Hides a part or shows it again. */
export function setHidden(id: string, hidden: boolean): Command {
  return (state, dispatch) => {
    const part = parts(state.doc).find(place => place.node.attrs["id"] === id)
    if (!part || part.node.attrs["hidden"] === hidden) return false
    dispatch?.(state.tr.setNodeAttribute(part.pos, "hidden", hidden))
    return true
  }
}

/** Moves a part before the one above it (-1) or behind the one below it (1). The cursor goes with its text. */
export function movePart(id: string, by: -1 | 1): Command {
  return (state, dispatch) => {
    const list = parts(state.doc), from = list.findIndex(place => place.node.attrs["id"] === id)
    const first = list[by < 0 ? from - 1 : from], second = list[by < 0 ? from : from + 1]
    if (from < 0 || !first || !second) return false
    if (dispatch) dispatch(exchange(state, first, second))
    return true
  }
}

// The shorter of two neighbours goes to the other side: whoever writes in the longer one meanwhile loses nothing.
function exchange(state: EditorState, first: PartPlace, second: PartPlace): Transaction {
  const tr = closeHistory(state.tr), {anchor, head} = state.selection
  const firstMoves = first.node.nodeSize <= second.node.nodeSize
  if (firstMoves) tr.delete(first.pos, second.pos).insert(first.pos + second.node.nodeSize, first.node)
  else tr.delete(second.pos, second.pos + second.node.nodeSize).insert(first.pos, second.node)
  const shifted = (pos: number) => pos < first.pos || pos > second.pos + second.node.nodeSize ? pos
    : pos < second.pos ? pos + second.node.nodeSize : pos - first.node.nodeSize
  return tr.setSelection(TextSelection.between(tr.doc.resolve(shifted(anchor)), tr.doc.resolve(shifted(head)))).scrollIntoView()
}

/** Adds a part of one's own behind the part with an id, or at the end, and puts the cursor into its empty paragraph. */
export function addPart(title: string, after?: string): Command {
  return (state, dispatch) => {
    const {part, part_title, paragraph} = schema.nodes
    const before = parts(state.doc).find(place => place.node.attrs["id"] === after)
    const pos = before ? before.pos + before.node.nodeSize : state.doc.content.size
    const tr = closeHistory(state.tr).insert(pos, part!.create({kind: "other"}, [part_title!.create(null, title ? schema.text(title) : null), paragraph!.create()]))
    dispatch?.(tr.setSelection(TextSelection.near(tr.doc.resolve(pos + tr.doc.nodeAt(pos)!.nodeSize - 1), -1)).scrollIntoView())
    return true
  }
}

/** Deletes a part with everything in it; never the last one. The cursor goes to the part that takes its place. */
export function deletePart(id: string): Command {
  return (state, dispatch) => {
    const part = parts(state.doc).find(place => place.node.attrs["id"] === id)
    if (!part || state.doc.childCount < 2) return false
    const tr = closeHistory(state.tr).delete(part.pos, part.pos + part.node.nodeSize).setMeta(deletion, true)
    const next = parts(tr.doc)[Math.min(part.index, tr.doc.childCount - 1)]!
    dispatch?.(tr.setSelection(TextSelection.near(tr.doc.resolve(next.pos + 1 + next.node.firstChild!.nodeSize), 1)).scrollIntoView())
    return true
  }
}

const ids = (doc: Node) => parts(doc).map(place => place.node.attrs["id"] as string)

/**
 * Refuses changes of one's own that would lose a part, whatever key or paste they come from: only deletePart may, and
 * undo, which takes back a part that was added.
 */
export function keepParts(): Plugin {
  return new Plugin({
    filterTransaction(tr, state) {
      const meant = tr.getMeta(deletion) === true || isHistoryTransaction(tr)
      if (!tr.docChanged || meant || tr.getMeta(collabKey) !== undefined || tr.doc.childCount > state.doc.childCount) return true
      const after = new Set(ids(tr.doc))
      // A part that was just added gets its id in a second step.
      return ids(state.doc).every(id => id === "" || after.has(id))
    },
    props: {
      handleTextInput(view, _from, _to, text) {
        if (!acrossParts(view.state)) return false
        emptySelection(view.state, tr => view.dispatch(tr.insertText(text)))
        return true
      },
    },
  })
}

const acrossParts = ({selection: {$from, $to}}: EditorState) => $from.depth === 0 || $to.depth === 0 || $from.index(0) !== $to.index(0)

/** Empties a selection that reaches over several parts or out of a title, part by part, leaving each part its place. */
export const emptySelection: Command = (state, dispatch) => {
  const {from, to} = state.selection
  if (!acrossParts(state)) return false
  const tr = state.tr
  for (const {node: part, pos} of parts(state.doc).reverse()) {
    if (pos + part.nodeSize <= from || pos >= to) continue
    const bodyStart = pos + 1 + part.firstChild!.nodeSize, bodyEnd = pos + part.nodeSize - 1
    const start = Math.max(from, bodyStart), end = Math.min(to, bodyEnd)
    if (start <= bodyStart && end >= bodyEnd) tr.replaceWith(bodyStart, bodyEnd, schema.nodes["paragraph"]!.create())
    else if (start < end) tr.delete(start, end)
  }
  dispatch?.(tr.setSelection(TextSelection.near(tr.doc.resolve(tr.mapping.map(from, -1)), 1)).scrollIntoView())
  return true
}

/** Typing while an endnote is selected goes behind it, instead of over it. */
export function keepEndnotes(): Plugin {
  return new Plugin({
    props: {
      handleTextInput(view, _from, to, text) {
        const {node} = view.state.selection as {node?: Node}
        if (node?.type !== endnote) return false
        view.dispatch(view.state.tr.insertText(text, to).scrollIntoView())
        return true
      },
    },
  })
}
