// The suggestions in a text, each with what it would change, in the order of the text.
import type {Mark, Node} from "prosemirror-model"
import {hasSuggestions, isSuggestion} from "../shared/suggest_marks"

/** One thing that a suggestion would change. */
export interface Piece {
  readonly kind: "insertion" | "deletion" | "format" | "split" | "join"
  /** The words concerned; of a note its text. */
  text: string
  /** It is a whole note, or something in one. */
  readonly note: "whole" | "inside" | null
  /** Of a format: which mark, and whether it is on now. */
  readonly mark?: "link" | "em" | "strong"
  readonly on?: boolean
  readonly from: number
  to: number
}

/** A suggestion: everything that has one id. */
export interface Suggestion {
  readonly id: string
  readonly user: string
  /** Seconds since 1970; 0 when nobody knows. */
  readonly at: number
  readonly pieces: Piece[]
}

/** All suggestions of a text. */
export function suggestionsIn(doc: Node): Suggestion[] {
  const found = new Map<string, Suggestion>()
  doc.descendants((node, pos, parent) => {
    if (!hasSuggestions(node)) return false
    const note = parent?.type.name === "endnote" ? parent : null
    // A whole note that comes in is told once, not a second time for the words in it.
    for (const mark of node.marks) if (isSuggestion(mark) && !(note && mark.isInSet(note.marks))) add(found, mark, node, pos, note !== null)
    return true
  })
  return [...found.values()]
}

function add(found: Map<string, Suggestion>, mark: Mark, node: Node, pos: number, inNote: boolean) {
  const {id, user, at} = mark.attrs as {id: string; user: string; at: number}
  let one = found.get(id)
  if (!one) found.set(id, one = {id, user, at, pieces: []})
  const piece = pieceOf(mark, node, pos, inNote), last = one.pieces[one.pieces.length - 1]
  if (last && last.kind === piece.kind && last.to === piece.from && last.mark === piece.mark && last.on === piece.on && last.note === piece.note) {
    last.text += piece.text
    last.to = piece.to
  } else one.pieces.push(piece)
}

function pieceOf(mark: Mark, node: Node, pos: number, inNote: boolean): Piece {
  const kind = mark.type.name as Piece["kind"]
  if (kind === "split" || kind === "join") return {kind, text: "", note: null, from: pos, to: pos + 1}
  const note: Piece["note"] = inNote ? "inside" : node.type.name === "endnote" ? "whole" : null
  const place = {kind, text: words(node), note, from: pos, to: pos + node.nodeSize}
  if (kind !== "format") return place
  const name = mark.attrs["mark"] as "link" | "em" | "strong"
  return {...place, mark: name, on: node.marks.some(other => other.type.name === name)}
}

const words = (node: Node) => node.isText ? node.text! : node.type.name === "hard_break" ? "↵" : node.type.name === "cross_reference" ? "…" : node.textContent

/** The suggestions that a range touches, or an empty one stands in. */
export const touched = (list: readonly Suggestion[], from: number, to: number): Suggestion[] =>
  list.filter(({pieces}) => pieces.some(piece => piece.from <= to && piece.to >= from))
