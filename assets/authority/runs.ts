// A list of numbers, one for each position of a document, kept as runs of the same number.

/** A run: how long it is, and its number. */
export type Run = readonly [length: number, value: number]

/** How many runs a chunk holds at most. A place is found by going over the chunks, then over one of them. */
const chunkRuns = 64

interface Chunk { length: number; runs: Run[] }

/** The list. Joins neighbours with the same number, so that runs are as few as they can be. */
export class Runs {
  private chunks: Chunk[]

  constructor(runs: readonly Run[]) { this.chunks = cut(joined(runs)) }

  get length() { return this.chunks.reduce((sum, chunk) => sum + chunk.length, 0) }

  /** All runs in order. */
  get all(): Run[] { return this.chunks.flatMap(chunk => chunk.runs) }

  /** The runs from a position to another. */
  slice(from: number, to: number): Run[] {
    const found: Run[] = []
    let at = 0
    for (const chunk of this.chunks) {
      if (at >= to) break
      if (at + chunk.length > from) pick(chunk.runs, from - at, to - at, found)
      at += chunk.length
    }
    return found
  }

  /**
   * Puts a run of a number in at a position. A letter that somebody types goes into a run of their own nearly always, and
   * only makes it longer.
   */
  insert(at: number, length: number, value: number): void {
    let rest = at
    for (const chunk of this.chunks) {
      if (rest > chunk.length) {
        rest -= chunk.length
        continue
      }
      for (let i = 0; i < chunk.runs.length && rest >= 0; i++) {
        const [long, of] = chunk.runs[i]!
        if (rest <= long && of === value) {
          chunk.runs[i] = [long + length, value]
          chunk.length += length
          return
        }
        rest -= long
      }
      break
    }
    this.replace(at, at, [[length, value]])
  }

  /** Puts runs in the place of those from a position to another. */
  replace(from: number, to: number, runs: readonly Run[]): void {
    const {chunks} = this
    let first = 0, at = 0
    while (first < chunks.length - 1 && at + chunks[first]!.length < from) at += chunks[first++]!.length
    let last = first, end = at + (chunks[first]?.length ?? 0)
    while (last < chunks.length - 1 && end < to) end += chunks[++last]!.length
    // At the edge of a chunk the neighbour's run may be one with what is put there.
    if (from === at && first > 0) at -= chunks[--first]!.length
    if (to === end && last < chunks.length - 1) end += chunks[++last]!.length
    const old = chunks.slice(first, last + 1).flatMap(chunk => chunk.runs), next: Run[] = []
    pick(old, 0, from - at, next)
    next.push(...runs)
    pick(old, to - at, end - at, next)
    chunks.splice(first, last - first + 1, ...cut(joined(next)))
  }
}

function pick(runs: readonly Run[], from: number, to: number, into: Run[]): void {
  let at = 0
  for (const [length, value] of runs) {
    if (at >= to) return
    const start = Math.max(at, from), end = Math.min(at + length, to)
    if (end > start) into.push([end - start, value])
    at += length
  }
}

function joined(runs: readonly Run[]): Run[] {
  const list: Run[] = []
  for (const run of runs) {
    const before = list[list.length - 1]
    if (run[0] === 0) continue
    if (before && before[1] === run[1]) list[list.length - 1] = [before[0] + run[0], run[1]]
    else list.push(run)
  }
  return list
}

function cut(runs: Run[]): Chunk[] {
  const list: Chunk[] = []
  for (let i = 0; i < runs.length; i += chunkRuns) {
    const some = runs.slice(i, i + chunkRuns)
    list.push({length: some.reduce((sum, [length]) => sum + length, 0), runs: some})
  }
  return list
}
