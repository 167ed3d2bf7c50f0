// Commands for what stands inside a line: bold and italic, links, endnotes, cross-references.
import {toggleMark} from "prosemirror-commands"
import type {MarkType, Node, NodeType} from "prosemirror-model"
import {NodeSelection, type Command, type EditorState, type Transaction} from "prosemirror-state"
import {newBlockId} from "../shared/ids"
import {schema} from "../shared/schema"

const link = schema.marks["link"] as MarkType
const endnote = schema.nodes["endnote"] as NodeType
const crossReference = schema.nodes["cross_reference"] as NodeType

export const toggleStrong: Command = toggleMark(schema.marks["strong"] as MarkType)
export const toggleEm: Command = toggleMark(schema.marks["em"] as MarkType)

/** Whether a mark is on at the cursor or anywhere in the selection. */
export function markOn(state: EditorState, name: "strong" | "em" | "link"): boolean {
  const type = schema.marks[name] as MarkType, {from, to, empty, $from} = state.selection
  return empty ? Boolean(type.isInSet(state.storedMarks ?? $from.marks())) : state.doc.rangeHasMark(from, to, type)
}

/** The link under the cursor or at the start of the selection, with its whole reach. */
export function linkAt(state: EditorState): {from: number; to: number; href: string} | null {
  const {$from, empty} = state.selection
  const parent = $from.parent
  if (!parent.inlineContent) return null
  const after = parent.childAfter($from.parentOffset), before = parent.childBefore($from.parentOffset)
  const start = after.node && link.isInSet(after.node.marks) ? after : empty && before.node && link.isInSet(before.node.marks) ? before : null
  const mark = start && link.isInSet(start.node!.marks)
  if (!start || !mark) return null
  let first = start.index, last = start.index, from = start.offset, to = start.offset + start.node!.nodeSize
  while (first > 0 && mark.isInSet(parent.child(first - 1).marks)) from -= parent.child(--first).nodeSize
  while (last + 1 < parent.childCount && mark.isInSet(parent.child(last + 1).marks)) to += parent.child(++last).nodeSize
  const begin = $from.start()
  return {from: begin + from, to: begin + to, href: mark.attrs["href"] as string}
}

/** Makes an address of what a person typed: "example.org" and "a@example.org" are completed. Null when it is none. */
export function readAddress(typed: string): string | null {
  const text = typed.trim()
  const address = /^[a-z][a-z0-9+.-]*:/i.test(text) ? text : /^[^\s/@]+@[^\s/@]+$/.test(text) ? "mailto:" + text : "https://" + text
  if (!/^(https?:\/\/|mailto:)/i.test(address) || /\s/.test(address)) return null
  try {
    const url = new URL(address)
    return url.protocol === "mailto:" ? (url.pathname.includes("@") ? address : null) : url.hostname.includes(".") || url.hostname === "localhost" ? address : null
  } catch {
    return null
  }
}

/** Sets the link of the selection, or of the one around the cursor; with nothing selected the text is inserted. */
export function setLink(href: string, text: string): Command {
  return (state, dispatch) => {
    const {from, to, empty} = state.selection, around = linkAt(state), mark = link.create({href})
    if (!dispatch) return state.selection.$from.parent.inlineContent
    const tr = state.tr
    if (around && empty) tr.removeMark(around.from, around.to, link).addMark(around.from, around.to, mark)
    else if (!empty) tr.removeMark(from, to, link).addMark(from, to, mark)
    else tr.replaceSelectionWith(schema.text(text || href, [mark]), false).removeStoredMark(link)
    dispatch(tr.scrollIntoView())
    return true
  }
}

/** Takes the link around the cursor, or those in the selection, away. */
export const removeLink: Command = (state, dispatch) => {
  const {from, to, empty} = state.selection, around = linkAt(state)
  if (!around && empty) return false
  dispatch?.(state.tr.removeMark(empty ? around!.from : Math.min(from, around?.from ?? from), empty ? around!.to : Math.max(to, around?.to ?? to), link))
  return true
}

const takes = (state: EditorState, type: NodeType) => {
  const {$from, $to} = state.selection
  return $from.sameParent($to) && $from.parent.inlineContent && $from.parent.contentMatchAt($from.index()).matchType(type) !== null
}

/** Puts an empty endnote behind the selection and selects it; opening it is the caller's part. */
export const insertEndnote: Command = (state, dispatch) => {
  if (!takes(state, endnote)) return false
  if (dispatch) {
    const {to} = state.selection
    const tr = state.tr.insert(to, endnote.create({id: newBlockId()}))
    dispatch(tr.setSelection(NodeSelection.create(tr.doc, to)).scrollIntoView())
  }
  return true
}

/** Puts a cross-reference to the block with the id in place of the selection. */
export function insertReference(target: string): Command {
  return (state, dispatch) => {
    if (!takes(state, crossReference)) return false
    dispatch?.(referenceIn(state, target).scrollIntoView())
    return true
  }
}

function referenceIn(state: EditorState, target: string): Transaction {
  const {to} = state.selection
  return state.tr.insert(to, crossReference.create({target}))
}

/** The selected endnote, with the position before it; else null. */
export function selectedEndnote(state: EditorState): {node: Node; pos: number} | null {
  const {selection} = state
  return selection instanceof NodeSelection && selection.node.type === endnote ? {node: selection.node, pos: selection.from} : null
}
