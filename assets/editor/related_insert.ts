// Puts a passage of a linked submission into the text, and its newer words over the older ones: edits like all others, so
// that they can be undone, and become suggestions where one suggests.
import {Fragment, type Node} from "prosemirror-model"
import {TextSelection, type EditorState, type Transaction} from "prosemirror-state"
import type {EditorView} from "prosemirror-view"
import {newBlockId} from "../shared/ids"
import {schema} from "../shared/schema"
import {merge} from "./related_merge"
import {suggesting} from "./suggesting"

/** The passage in a document of the server that holds nothing else. Throws where that is no passage. */
export function passageIn(doc: unknown, note: boolean): Node {
  const read = schema.nodeFromJSON(doc as object)
  read.check()
  const block = read.firstChild!.child(1) // behind the title of the part
  return note ? block.firstChild! : block
}

/** Whether a passage can be put where the cursor is. */
export function hasPlace(state: EditorState, note: boolean): boolean {
  const {$to} = state.selection, endnote = schema.nodes["endnote"]!
  return note ? $to.parent.inlineContent && $to.parent.canReplaceWith($to.index(), $to.index(), endnote) : $to.depth >= 2
}

/** Whether the text takes something where the cursor is: a locked part does not, and says so. */
export function takes(state: EditorState, note: boolean): boolean {
  const {$to} = state.selection, tr = state.tr
  if (note) tr.insert($to.pos, schema.nodes["endnote"]!.create({id: newBlockId()}))
  else tr.insert($to.after(2), schema.nodes["paragraph"]!.create({id: newBlockId()}))
  return state.applyTransaction(tr).transactions.length > 0
}

/**
 * Puts a passage behind the block with the cursor, or in the place of an empty one; a note at the cursor. It gets the id, and
 * its notes new ones; references that led nowhere for want of it lead to it. Returns whether it stands in the text then: a
 * locked part does not take it.
 */
export function putPassage(view: EditorView, passage: Node, id: string, sourceBlock: string): boolean {
  const {state} = view, {tr} = state, {$to} = state.selection, plain = !suggesting(state)
  const fresh = passage.type.create({...passage.attrs, id}, freshNotes(passage.content), passage.marks)
  if (passage.isInline) tr.insert($to.pos, fresh)
  else {
    const block = $to.node(2), from = $to.before(2), to = from + block.nodeSize
    const empty = plain && block.isTextblock && block.content.size === 0 && (block.type.name === "paragraph" || block.type === fresh.type)
    if (empty) tr.replaceWith(from, to, fresh)
    else tr.insert(to, fresh)
    tr.setSelection(TextSelection.near(tr.doc.resolve((empty ? from : to) + fresh.nodeSize), -1))
  }
  if (plain) mendReferences(tr, sourceBlock, id)
  view.dispatch(tr.scrollIntoView())
  return findById(view.state.doc, id) !== null
}

const freshNotes = (content: Fragment): Fragment => mapNotes(content, () => newBlockId())

function mapNotes(content: Fragment, id: (note: Node) => string): Fragment {
  const list: Node[] = []
  content.forEach(node => list.push(node.type.name === "endnote" ? node.type.create({...node.attrs, id: id(node)}, node.content, node.marks) : node))
  return Fragment.from(list)
}

function mendReferences(tr: Transaction, lost: string, id: string): void {
  tr.doc.descendants((node, pos) => {
    if (node.type.name === "cross_reference" && node.attrs["target"] === lost) tr.setNodeAttribute(pos, "target", id)
  })
}

/** The block or note with an id, with the position before it; null where there is none. */
export function findById(doc: Node, id: string): {node: Node; pos: number} | null {
  let found: {node: Node; pos: number} | null = null
  doc.descendants((node, pos) => {
    if (!found && node.attrs["id"] === id) found = {node, pos}
    return !found
  })
  return found
}

/** What became of newer words: taken, or not because both sides changed the same place, the passage is gone, or its part is locked. */
export type Renewal = "taken" | "conflict" | "gone" | "unplaced"

/** Brings the newer words of a source into a passage; over puts them in the place of all that stands there. */
export function renewPassage(view: EditorView, id: string, was: Node, now: Node, over: boolean): Renewal {
  const found = findById(view.state.doc, id)
  if (!found) return "gone"
  const {node, pos} = found, {tr} = view.state
  const changes = over ? [{from: 0, to: node.content.size, content: now.content}] : merge(was.content, now.content, node.content)
  if (!changes) return "conflict"
  for (const {from, to, content} of changes.slice().reverse()) {
    tr.replaceWith(pos + 1 + from, pos + 1 + to, keptNotes(node.content.cut(from, to), content))
  }
  const addressee = node.attrs["addressee"] as string | undefined, next = now.attrs["addressee"] as string | undefined
  if (addressee !== undefined && next !== undefined && !suggesting(view.state) && next !== was.attrs["addressee"] && (over || addressee === was.attrs["addressee"])) {
    tr.setNodeAttribute(pos, "addressee", next)
  }
  if (!tr.docChanged) return "taken" // it says so already
  const before = view.state.doc
  view.dispatch(tr.scrollIntoView())
  return view.state.doc === before ? "unplaced" : "taken"
}

// Notes that come for notes keep their ids in their order, so that comments stay with them; others get new ones.
function keptNotes(going: Fragment, coming: Fragment): Fragment {
  const ids: string[] = []
  going.forEach(node => { if (node.type.name === "endnote") ids.push(node.attrs["id"] as string) })
  return mapNotes(coming, () => ids.shift() ?? newBlockId())
}
