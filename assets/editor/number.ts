// The numbering of a manuscript in the browser: the rule of internal/prose/number.go, and the only one here.
import type {Node} from "prosemirror-model"
import {hasSuggestions, insertion, split} from "../shared/suggest_marks"
import {canFold} from "../shared/suggest_settle"

/** What carries a number. */
export type Numbered = "paragraph" | "recommendation" | "table" | "endnote"

/** One numbered place of the text, in the order of the text; pos stands before the node. */
export interface Place {
  readonly kind: Numbered
  readonly id: string
  readonly number: number
  readonly pos: number
  readonly node: Node
}

/** The numbers of a manuscript. */
export interface Numbering {
  readonly places: readonly Place[]
  /** By id; where an id stands twice, the first place counts. */
  readonly byId: ReadonlyMap<string, Place>
  /** The cross-references in visible and hidden parts, each with its position. */
  readonly references: readonly {readonly pos: number; readonly node: Node}[]
  /** The parts left out of the numbering. */
  readonly hidden: readonly {readonly pos: number; readonly node: Node}[]
}

/** What a reader sees for a place: "12", for a recommendation "R3". */
export const label = (place: Place) => (place.kind === "recommendation" ? "R" : "") + place.number

/**
 * Numbers a manuscript: numbered paragraphs and tables directly in visible parts, recommendations, and endnotes in the
 * order of their marks. Empty paragraphs take a number like all others, so that numbers do not jump while one types.
 */
export function number(doc: Node): Numbering {
  const places: Place[] = [], references: {pos: number; node: Node}[] = [], hidden: {pos: number; node: Node}[] = []
  const last = {paragraph: 0, recommendation: 0, table: 0, endnote: 0}
  const take = (kind: Numbered, pos: number, node: Node) =>
    places.push({kind, id: node.attrs["id"], number: ++last[kind], pos, node})

  doc.forEach((part, partPos) => {
    const visible = !part.attrs["hidden"]
    if (!visible) hidden.push({pos: partPos, node: part})
    const merged = visible ? absorbed(part) : none
    part.forEach((block, offset) => {
      const pos = partPos + 1 + offset
      const kind = visible && !merged.has(block) && numberedKind(block)
      if (kind) take(kind, pos, block)
      for (const inline of inlines(block)) {
        if (inline.node.type.name === "cross_reference") references.push({pos: pos + inline.at, node: inline.node})
        else if (visible && !insertion.isInSet(inline.node.marks)) take("endnote", pos + inline.at, inline.node)
      }
    })
  })

  const byId = new Map<string, Place>()
  for (const place of places) if (place.id && !byId.has(place.id)) byId.set(place.id, place)
  return {places, byId, references, hidden}
}

const none: ReadonlySet<Node> = new Set()

// The blocks that are not there without the suggestions: of those that suggested boundaries part, one has the number.
function absorbed(part: Node): ReadonlySet<Node> {
  if (!hasSuggestions(part)) return none
  const gone = new Set<Node>()
  let owner: Node | null = null
  part.forEach(block => {
    const mark = split.isInSet(block.marks)
    if (!mark || !owner || !canFold(owner) || !canFold(block)) owner = block
    else if (mark.attrs["kept"] === "after") {
      gone.add(owner)
      owner = block
    } else gone.add(block)
  })
  return gone
}

function numberedKind(block: Node): Numbered | null {
  switch (block.type.name) {
    case "paragraph": return block.attrs["numbered"] ? "paragraph" : null
    case "recommendation": return "recommendation"
    case "table": return "table"
    default: return null
  }
}

interface Inline {readonly at: number; readonly node: Node}
const known = new WeakMap<Node, readonly Inline[]>()

/** The endnotes and cross-references in a block, counted from the position before it. Nodes never change: kept per node. */
function inlines(block: Node): readonly Inline[] {
  let found = known.get(block)
  if (found) return found
  const list: Inline[] = []
  block.descendants((node, pos) => {
    const name = node.type.name
    if (name === "endnote" || name === "cross_reference") list.push({at: pos + 1, node})
    return name !== "endnote"
  })
  known.set(block, list)
  return list
}
