// Which ranges of a document a run of steps replaced, each with what stands there afterwards.
import type {StepMap} from "prosemirror-transform"

/** A range of the document before (A) and what came in its place in the document after (B). */
export interface Range { readonly fromA: number; readonly toA: number; readonly fromB: number; readonly toB: number }

/** The ranges in order; neighbours that touch are one. What lies between them is the same on both sides, token by token. */
export function changedRanges(maps: readonly StepMap[]): Range[] {
  let list: Range[] = []
  for (const map of maps) list = compose(list, map)
  return list
}

interface Piece { from: number; to: number; delta: number }

// Adds the ranges of one more map to those of the maps before it.
function compose(list: readonly Range[], map: StepMap): Range[] {
  const pieces: Piece[] = list.map(range => ({from: range.fromB, to: range.toB, delta: 0}))
  map.forEach((from, to, newFrom, newTo) => { pieces.push({from, to, delta: newTo - newFrom - (to - from)}) })
  pieces.sort((a, b) => a.from - b.from || a.to - b.to)
  const groups: Piece[] = []
  for (const piece of pieces) {
    const last = groups[groups.length - 1]
    if (last && piece.from <= last.to) {
      last.to = Math.max(last.to, piece.to)
      last.delta += piece.delta
    } else groups.push({...piece})
  }
  let shift = 0
  return groups.map(({from, to, delta}) => {
    const fromB = from + shift, toB = to + shift + delta
    shift += delta
    return {fromA: back(list, from, -1), toA: back(list, to, 1), fromB, toB}
  })
}

// A position in the document after the ranges, in the one before them.
function back(list: readonly Range[], pos: number, side: -1 | 1): number {
  let shift = 0
  for (const {fromA, toA, fromB, toB} of list) {
    if (pos < fromB) break
    if (pos <= toB) return side < 0 ? fromA : toA
    shift = toA - toB
  }
  return pos + shift
}

/** A position outside the ranges, or at the edge of one, in the document after them. */
export function forward(list: readonly Range[], pos: number, side: -1 | 1): number {
  let shift = 0
  for (const {fromA, toA, fromB, toB} of list) {
    if (pos < fromA) break
    if (pos <= toA) return side < 0 ? fromB : toB
    shift = toB - toA
  }
  return pos + shift
}
