// How much of each block is by whom.
import type {Node} from "prosemirror-model"
import type {AuthorsJSON} from "./authors"

/** By the id of the block: indexes of users and characters, by turns. A title has its part's id. */
export type Shares = Record<string, number[]>

/** Counts the characters of the text, notes included, by author. */
export function sharesOf(doc: Node, {runs}: Pick<AuthorsJSON, "runs">): Shares {
  const shares: Shares = {}, owners = new Map<string, Map<number, number>>()
  let run = 0, end = runs[0] ?? 0
  const count = (from: number, to: number, into: Map<number, number>) => {
    for (let at = from; at < to;) {
      while (end <= at && run + 2 < runs.length) end += runs[run += 2]!
      const stop = Math.min(to, Math.max(end, at + 1)), user = runs[run + 1]!
      into.set(user, (into.get(user) ?? 0) + stop - at)
      at = stop
    }
  }
  let owner = new Map<number, number>()
  doc.descendants((node, pos) => {
    const id = node.attrs["id"] as unknown
    if (typeof id === "string" && id && !node.isInline) {
      owner = owners.get(id) ?? new Map<number, number>()
      owners.set(id, owner)
    }
    if (node.isText) count(pos, pos + node.nodeSize, owner)
  })
  for (const [id, counts] of owners) if (counts.size) shares[id] = [...counts].flat()
  return shares
}
