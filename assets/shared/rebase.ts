// Rebasing, shared by the browser and the authority: the steps of a commit are mapped over the maps of the steps they
// missed, and what still applies is applied.
import {type Node} from "prosemirror-model"
import {MapResult, ReplaceStep, type Mappable, type Step, type StepMap} from "prosemirror-transform"
import {applyTyped} from "./typed"

// What prosemirror-transform keeps to itself and its own Mapping uses in the same way. Pinned with its exact version.
interface OpenMap { ranges: readonly number[]; inverted: boolean; recover(value: number): number }
interface OpenResult { pos: number; delInfo: number; recover: number | null }
const open = (map: StepMap) => map as unknown as OpenMap
const newResult = MapResult as unknown as new (pos: number, delInfo: number, recover: null) => MapResult

const never = Number.MAX_SAFE_INTEGER

/** What StepMap.mapResult says of a position where something was inserted: DEL_AFTER in prosemirror-transform. */
const deletedAfter = 2

/**
 * An append-only run of step maps. Nearly every map replaces one range, and those are kept as three numbers in flat
 * arrays, so that mapping over thousands of them touches no objects: rebasing over 1,000 commits is ten times as quick
 * as with prosemirror's Mapping, which matters because the authority does it for every late commit.
 */
export class MapLog {
  readonly maps: StepMap[] = []
  // A map touches positions from start to end and moves those after end by delta.
  readonly start: number[] = []
  readonly end: number[] = []
  readonly delta: number[] = []

  get length() { return this.maps.length }

  push(map: StepMap) {
    const {ranges, inverted} = open(map)
    this.maps.push(map)
    if (ranges.length === 3) {
      const start = ranges[0]!, size = ranges[inverted ? 2 : 1]!, newSize = ranges[inverted ? 1 : 2]!
      this.add(start, start + size, newSize - size)
    } else if (ranges.length === 0) {
      this.add(never, 0, 0) // moves nothing
    } else {
      this.add(-1, never, 0) // always ask the map itself
    }
  }

  /** Where a position is after the maps from `at` on, when it is inside nothing that they change; -1 otherwise. */
  untouched(pos: number, at: number): number {
    const {start, end, delta} = this, count = start.length
    for (let i = at; i < count; i++) {
      if (pos < start[i]!) continue
      if (pos <= end[i]!) return -1
      pos += delta[i]!
    }
    return pos
  }

  /** Forgets the first `count` maps. */
  drop(count: number) { for (const list of this.lists()) list.splice(0, count) }

  /** Forgets all maps after the first `length`. */
  truncate(length: number) { for (const list of this.lists()) list.length = length }

  private add(start: number, end: number, delta: number) {
    this.start.push(start)
    this.end.push(end)
    this.delta.push(delta)
  }

  private lists(): unknown[][] { return [this.maps, this.start, this.end, this.delta] }
}

/**
 * Maps a position of a commit's step through three runs of maps: the inverses of the commit's own earlier steps (`own`,
 * last step first), what others did meanwhile (`log` from `at`), and the commit's steps as applied again (`done`).
 *
 * A position inside something that an own step inserted is lost by the inverse and found again where that step was
 * redone. `mirror[i]` says where the step whose inverse is `own[i]` was redone: an index into `log` (below log.length),
 * log.length plus an index into `done`, or -1 when it was not.
 */
export class RebaseMapping implements Mappable {
  /** The inverses before this one belong to later steps and are skipped. */
  from = 0

  constructor(
    readonly own: MapLog, readonly log: MapLog, readonly at: number,
    readonly done: MapLog, readonly mirror: readonly number[],
  ) {}

  map(pos: number, assoc = 1): number { return this.mapResult(pos, assoc).pos }

  mapResult(pos: number, assoc = 1): MapResult {
    const state: Walk = {pos, deleted: 0, redone: -1}
    this.walk(this.own, this.from, assoc, state, true)
    const seen = this.log.length, redone = state.redone
    if (redone < seen) this.walk(this.log, redone < 0 ? this.at : redone + 1, assoc, state, false)
    this.walk(this.done, redone < seen ? 0 : redone - seen + 1, assoc, state, false)
    return new newResult(state.pos, state.deleted, null)
  }

  // Maps over one run; with `recover`, stops at the first inverse that lost the position when its step was redone.
  private walk(run: MapLog, from: number, assoc: number, state: Walk, recover: boolean) {
    const {start, end, delta, maps} = run, count = maps.length
    let pos = state.pos
    for (let i = from; i < count; i++) {
      if (pos < start[i]!) continue
      if (pos > end[i]!) { pos += delta[i]!; continue }
      if (start[i] === end[i]) { // an insertion, just here: many people at one place make nothing else
        state.deleted |= deletedAfter
        if (assoc >= 0) pos += delta[i]!
        continue
      }
      const result = maps[i]!.mapResult(pos, assoc) as unknown as OpenResult
      const redone = recover && result.recover != null ? this.mirror[i]! : -1
      if (redone >= 0) {
        state.redone = redone
        state.pos = open(this.redoneMap(redone)).recover(result.recover!)
        return
      }
      state.deleted |= result.delInfo
      pos = result.pos
    }
    state.pos = pos
  }

  private redoneMap(at: number): StepMap {
    return at < this.log.length ? this.log.maps[at]! : this.done.maps[at - this.log.length]!
  }
}

interface Walk { pos: number; deleted: number; redone: number }

/**
 * What became of a commit: the new document, the steps that were applied, and which of the given ones they are. Of a
 * commit that types and does nothing else, `path` are the nodes that are other ones by it, from the innermost to the
 * document, which are sound but for their depth; null of others.
 */
export interface Rebased { doc: Node; steps: Step[]; kept: number[]; path: readonly Node[] | null }

/**
 * Applies a commit's steps, made on the document before `log[at]`, to the document after the whole log. A commit that
 * missed nothing must apply as it is (RangeError otherwise); of a late one, steps that lost their place are left out.
 */
export function rebaseCommit(doc: Node, steps: readonly Step[], log: MapLog, at: number): Rebased {
  if (at >= log.length) return applyAll(doc, steps)
  if (steps.length === 1) return rebaseOne(doc, steps[0]!, log, at)
  const count = steps.length, own = new MapLog(), done = new MapLog()
  const out: Step[] = [], kept: number[] = [], mirror = new Array<number>(count).fill(-1)
  for (let i = count - 1; i >= 0; i--) own.push(steps[i]!.getMap().invert())
  const mapping = new RebaseMapping(own, log, at, done, mirror)
  for (let i = 0; i < count; i++) {
    mapping.from = count - i
    const step = steps[i]!.map(mapping)
    const next = step && tryApply(step, doc)
    if (!step || !next) continue
    doc = next
    mirror[count - 1 - i] = log.length + done.length
    done.push(step.getMap())
    out.push(step)
    kept.push(i)
  }
  return {doc, steps: out, kept, path: null}
}

// Most commits are one letter, and have no steps of their own to be mapped over.
function rebaseOne(doc: Node, sent: Step, log: MapLog, at: number): Rebased {
  const step = moved(sent, log, at) ?? sent.map(new RebaseMapping(nothing, log, at, nothing, []))
  const path: Node[] = [], next = step && tryApply(step, doc, path)
  if (!step || !next) return {doc, steps: [], kept: [], path: null}
  return {doc: next, steps: [step], kept: [0], path: path.length ? path : null}
}

const nothing = new MapLog()

// A step that puts something in where nobody did anything meanwhile; null for any other.
function moved(step: Step, log: MapLog, at: number): Step | null {
  if (!(step instanceof ReplaceStep) || step.from !== step.to) return null
  const pos = log.untouched(step.from, at)
  return pos < 0 ? null : new ReplaceStep(pos, pos, step.slice, (step as ReplaceStep & {structure?: boolean}).structure)
}

function applyAll(doc: Node, steps: readonly Step[]): Rebased {
  const path: Node[] = []
  steps.forEach((step, i) => {
    const typed = applyTyped(step, doc, path), result = typed ? {doc: typed, failed: null} : step.apply(doc)
    if (!result.doc) throw new RangeError(`step ${i} does not apply: ${result.failed}`)
    doc = result.doc
  })
  return {doc, steps: steps.slice(), kept: steps.map((_, i) => i), path: steps.length === 1 && path.length ? path : null}
}

/** Applies a step, or returns null where it does not apply. Of one that types, `path` is added to as applyTyped says. */
export function tryApply(step: Step, doc: Node, path?: Node[]): Node | null {
  try {
    return applyTyped(step, doc, path) ?? step.apply(doc).doc
  } catch (error) {
    // Most failures are reported, but positions outside the document make Step.apply throw.
    if (error instanceof RangeError) return null
    throw error
  }
}
