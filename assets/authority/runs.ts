// A list of numbers, one for each position of a document, kept as runs of the same number.

/** A run: how long it is, and its number. */
export type Run = readonly [length: number, value: number]

/** How many runs a chunk is cut to. A place is found by going over the chunks, then over one of them. */
const chunkRuns = 32
/** How many it may grow to. */
const mostRuns = 2 * chunkRuns

/** Lengths and numbers by turns. Each letter that is typed goes through here, and the engine is slow with pairs. */
type Flat = number[]

interface Chunk { length: number; runs: Flat }

/** The list. Joins neighbours with the same number, so that runs are as few as they can be. */
export class Runs {
  private chunks: Chunk[]

  constructor(runs: readonly Run[]) { this.chunks = cut(joined(runs.flat())) }

  get length() { return this.chunks.reduce((sum, chunk) => sum + chunk.length, 0) }

  /** All runs in order, lengths and numbers by turns. */
  get flat(): number[] { return ([] as Flat).concat(...this.chunks.map(chunk => chunk.runs)) }

  /** The runs from a position to another. */
  slice(from: number, to: number): Run[] {
    const found: Flat = []
    let at = 0
    for (const chunk of this.chunks) {
      if (at >= to) break
      if (at + chunk.length > from) pick(chunk.runs, from - at, to - at, found)
      at += chunk.length
    }
    return pairs(found)
  }

  /**
   * Puts a run of a number in at a position. A letter that somebody types goes into a run of their own nearly always, and
   * only makes it longer.
   */
  insert(at: number, length: number, value: number): void {
    const {chunks} = this
    let c = 0, rest = at
    while (c < chunks.length && rest > chunks[c]!.length) rest -= chunks[c++]!.length
    const chunk = chunks[c]
    // At the edge of a chunk the neighbour's run may be one with what is put there.
    if (!chunk || !insertWithin(chunk.runs, rest, length, value)) return this.replace(at, at, [[length, value]])
    chunk.length += length
    if (chunk.runs.length > 2 * mostRuns) chunks.splice(c, 1, ...cut(chunk.runs))
  }

  /** Puts runs in the place of those from a position to another. */
  replace(from: number, to: number, runs: readonly Run[]): void {
    const {chunks} = this
    let first = 0, at = 0
    while (first < chunks.length - 1 && at + chunks[first]!.length < from) at += chunks[first++]!.length
    let last = first, end = at + (chunks[first]?.length ?? 0)
    while (last < chunks.length - 1 && end < to) end += chunks[++last]!.length
    if (from === at && first > 0) at -= chunks[--first]!.length
    if (to === end && last < chunks.length - 1) end += chunks[++last]!.length
    const old = chunks.slice(first, last + 1).flatMap(chunk => chunk.runs), next: Flat = []
    pick(old, 0, from - at, next)
    next.push(...runs.flat())
    pick(old, to - at, end - at, next)
    chunks.splice(first, last - first + 1, ...cut(joined(next)))
  }
}

// Puts a run in before the end of some; false, and nothing done, at the very end, unless the last is of the same number.
function insertWithin(runs: Flat, at: number, length: number, value: number): boolean {
  let rest = at
  for (let i = 0; i < runs.length; i += 2) {
    const long = runs[i]!
    if (rest <= long && runs[i + 1] === value) {
      runs[i] = long + length
      return true
    }
    if (rest < long) {
      if (rest === 0) runs.splice(i, 0, length, value)
      else runs.splice(i, 2, rest, runs[i + 1]!, length, value, long - rest, runs[i + 1]!)
      return true
    }
    rest -= long
  }
  return false
}

function pick(runs: Flat, from: number, to: number, into: Flat): void {
  for (let i = 0, at = 0; i < runs.length && at < to; i += 2) {
    const length = runs[i]!, start = Math.max(at, from), end = Math.min(at + length, to)
    if (end > start) into.push(end - start, runs[i + 1]!)
    at += length
  }
}

function joined(runs: Flat): Flat {
  const list: Flat = []
  for (let i = 0; i < runs.length; i += 2) {
    const last = list.length - 1
    if (runs[i] === 0) continue
    if (last > 0 && list[last] === runs[i + 1]) list[last - 1]! += runs[i]!
    else list.push(runs[i]!, runs[i + 1]!)
  }
  return list
}

function cut(runs: Flat): Chunk[] {
  const list: Chunk[] = []
  for (let i = 0; i < runs.length; i += 2 * chunkRuns) {
    const some = runs.slice(i, i + 2 * chunkRuns)
    list.push({length: some.reduce((sum, n, k) => k % 2 ? sum : sum + n, 0), runs: some})
  }
  return list
}

function pairs(runs: Flat): Run[] {
  const list: Run[] = []
  for (let i = 0; i < runs.length; i += 2) list.push([runs[i]!, runs[i + 1]!])
  return list
}
