// Finds the mends of typography_rules.ts in a text, block by block and note by note, and makes them as one change.
import {closeHistory} from "prosemirror-history"
import type {Node} from "prosemirror-model"
import type {EditorState, Transaction} from "prosemirror-state"
import {mends, type Edit, type Mend} from "./typography_rules"

/** A mend in a text: its edits are positions of the document. */
export interface Place extends Mend {
  /** The words around it as they stand, and as they would. */
  readonly before: string
  readonly after: string
}

/** What stands for a note or a reference inside the text of its block. */
const object = "\ufffc"

interface Host {readonly text: string; readonly start: number; taken(offset: number): boolean}

/** The text of a block or an endnote, one character for each position. */
export function hostOf(node: Node, start: number): Host {
  let text = ""
  const fixed: (readonly [number, number])[] = []
  node.forEach((child, offset) => {
    const name = (mark: {type: {name: string}}) => mark.type.name === "link" || mark.type.name === "deletion"
    if (!child.isText || child.marks.some(name)) fixed.push([offset, offset + child.nodeSize])
    text += child.isText ? child.text : object.repeat(child.nodeSize)
  })
  return {text, start, taken: offset => fixed.some(([from, to]) => offset >= from && offset < to)}
}

/** Everything that could be mended, in the order of the text. */
export function scan(doc: Node, language: string): Place[] {
  const places: Place[] = []
  doc.descendants((node, pos) => {
    if (node.isTextblock || node.type.name === "endnote") {
      const host = hostOf(node, pos + 1)
      for (const mend of mends(host.text, language, host.taken)) places.push(placed(mend, host))
    }
    return true
  })
  return places.sort((a, b) => a.edits[0]!.from - b.edits[0]!.from)
}

/** How many characters are shown to each side of a mend. */
const around = 14

function placed({kind, edits}: Mend, {text, start}: Host): Place {
  const first = edits[0]!, last = edits.at(-1)!
  const from = Math.max(0, first.from - around), to = Math.min(text.length, last.to + around)
  const show = (apply: boolean) => {
    let out = "", at = from
    for (const edit of edits) {
      out += text.slice(at, edit.from) + visible(apply ? edit.insert : text.slice(edit.from, edit.to))
      at = edit.to
    }
    return (out + text.slice(at, to)).replaceAll("\u00a0", "°").replaceAll(object, "").trim()
  }
  return {
    kind, before: show(false), after: show(true),
    edits: edits.map(edit => ({from: edit.from + start, to: edit.to + start, insert: edit.insert})),
  }
}

// Spaces as word processors show them: "·" breaks, "°" does not.
const visible = (text: string) => text.replaceAll(" ", "·")

/** Makes mends as one change of its own that can be undone; null when there is none. They must be of this state. */
export function mending(state: EditorState, places: readonly Mend[]): Transaction | null {
  const edits = places.flatMap(place => place.edits).sort((a, b) => b.from - a.from)
  if (!edits.length) return null
  const {tr} = state
  for (const edit of edits) put(tr, edit)
  return closeHistory(tr)
}

function put(tr: Transaction, {from, to, insert}: Edit): void {
  // With the marks of what it replaces or stands behind.
  const marks = from === to ? tr.doc.resolve(from).marks() : tr.doc.resolve(from).marksAcross(tr.doc.resolve(to)) ?? []
  tr.replaceWith(from, to, tr.doc.type.schema.text(insert, marks.filter(mark => mark.type.name !== "link")))
}
