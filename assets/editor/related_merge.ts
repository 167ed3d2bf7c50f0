// Brings what changed in a passage into the text that it was taken over into: three texts, as it was taken, as its source
// says it now, and as it stands here. What was changed here stays, unless both sides changed the same place.
import type {Fragment, Node} from "prosemirror-model"

/** Replaces what stands between two offsets in the text here. */
export interface Change {readonly from: number; readonly to: number; readonly content: Fragment}

/** Beyond it two texts are compared at their ends only, so that hard ones take no time. */
const mostCells = 4_000_000

interface Token {readonly key: string; readonly from: number; readonly to: number}

/**
 * The changes that bring the text here up to date, from the first to the last; null where both sides changed the same place.
 * None means that it says already what the source says now, beside its own changes.
 */
export function merge(was: Fragment, now: Fragment, here: Fragment): readonly Change[] | null {
  const old = tokens(was), next = tokens(now), own = tokens(here)
  const toNext = match(old, next), toOwn = match(old, own), changes: Change[] = []
  let a = 0, n = 0
  while (a < old.length || n < next.length) {
    if (a < old.length && toNext[a] === n) {
      a++
      n++
      continue
    }
    // A hunk: what of the old text goes, and what comes for it.
    const first = a, begin = n
    while (a < old.length && toNext[a]! < 0) a++
    n = a < old.length ? toNext[a]! : next.length
    const place = placeOf(toOwn, own.length, first, a)
    const coming = next.slice(begin, n)
    if (place && place.whole) changes.push({from: offset(own, place.from), to: offset(own, place.to), content: cut(now, coming)})
    else if (!place || !same(own.slice(place.from, place.to), coming)) return null
  }
  return changes
}

// Where a run of old tokens stands in the text here, and whether it stands there as it was.
function placeOf(toOwn: Int32Array, length: number, first: number, end: number): {from: number; to: number; whole: boolean} | null {
  const before = first > 0 ? toOwn[first - 1]! : -1, after = end < toOwn.length ? toOwn[end]! : length
  if ((first > 0 && before < 0) || after < 0) return null
  let whole = after - before - 1 === end - first
  for (let i = first; i < end; i++) whole &&= toOwn[i] === before + 1 + i - first
  return {from: before + 1, to: after, whole}
}

const offset = (list: readonly Token[], index: number) => index < list.length ? list[index]!.from : list[list.length - 1]?.to ?? 0
const cut = (content: Fragment, list: readonly Token[]) => list.length ? content.cut(list[0]!.from, list[list.length - 1]!.to) : content.cut(0, 0)
const same = (a: readonly Token[], b: readonly Token[]) => a.length === b.length && a.every((token, i) => token.key === b[i]!.key)

// Words, Chinese characters, blanks, signs, notes and references. How words look does not tell them apart; what was suggested to come does.
function tokens(content: Fragment): Token[] {
  const list: Token[] = []
  content.forEach((node, at) => {
    const suggested = node.marks.some(mark => mark.type.name === "insertion") ? "+" : ""
    if (!node.isText) {
      list.push({key: suggested + keyOf(node), from: at, to: at + node.nodeSize})
      return
    }
    const link = (node.marks.find(mark => mark.type.name === "link")?.attrs["href"] as string | undefined) ?? ""
    for (const {0: word, index} of node.text!.matchAll(/\p{Script=Han}|(?:(?!\p{Script=Han})[\p{L}\p{N}\p{M}])+|\s+|[^]/gu)) {
      list.push({key: `${suggested}${word} ${link}`, from: at + index, to: at + index + word.length})
    }
  })
  return list
}

const keyOf = (node: Node) => `<${node.type.name}>${node.type.name === "endnote" ? node.textContent : String(node.attrs["target"] ?? "")}`

// For each token of a its place in b, -1 for none: a longest common subsequence.
function match(a: readonly Token[], b: readonly Token[]): Int32Array {
  const found = new Int32Array(a.length).fill(-1)
  let start = 0, endA = a.length, endB = b.length
  while (start < endA && start < endB && a[start]!.key === b[start]!.key) found[start] = start++
  while (endA > start && endB > start && a[endA - 1]!.key === b[endB - 1]!.key) found[--endA] = --endB
  const rows = endA - start, columns = endB - start, width = columns + 1
  if (rows * columns > mostCells) return found
  const best = new Uint32Array((rows + 1) * width)
  for (let i = rows - 1; i >= 0; i--) {
    for (let j = columns - 1; j >= 0; j--) {
      best[i * width + j] = a[start + i]!.key === b[start + j]!.key
        ? best[(i + 1) * width + j + 1]! + 1
        : Math.max(best[(i + 1) * width + j]!, best[i * width + j + 1]!)
    }
  }
  for (let i = 0, j = 0; i < rows && j < columns;) {
    if (a[start + i]!.key === b[start + j]!.key) found[start + i++] = start + j++
    else if (best[(i + 1) * width + j]! >= best[i * width + j + 1]!) i++
    else j++
  }
  return found
}
