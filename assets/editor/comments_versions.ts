// The maps from one confirmed version of the text to the next, of the latest versions: with them, a place that the
// server tells for a version that has passed meanwhile is found in the text as it stands here.
import type {Transaction} from "prosemirror-state"
import type {Step, StepMap} from "prosemirror-transform"
import {versionsMeta, type Versions} from "../shared/collab"
import type {CollabState} from "../shared/pending"

/** What brought the text to a version, and the tab that sent it; null is this one. */
export interface Entry {readonly v: number; readonly maps: readonly StepMap[]; readonly client: string | null}

/** How many versions are remembered: more than pass while an answer is on its way. */
const most = 1000

/** Never changes; after() gives the next. */
export class Passed {
  constructor(private readonly entries: readonly Entry[] = []) {}

  /** What has passed after a transaction that brought the text from one state of co-editing to another. */
  after(tr: Transaction, before: CollabState, now: CollabState): Passed {
    if (now.version === before.version) return this
    const list = tr.getMeta(versionsMeta) as Versions | undefined
    if (!list) {
      // The own commit: what was pending first is confirmed.
      if (now.version !== before.version + 1) return new Passed()
      const confirmed = before.pending.slice(0, before.pending.length - now.pending.length)
      return this.with([{v: now.version, maps: runs(confirmed.map(one => one.step)).map(step => step.getMap()), client: null}])
    }
    let at = before.pending.length // after the rewinds
    return this.with(list.map(({v, steps, client}) => ({v, maps: tr.mapping.maps.slice(at, at += steps), client})))
  }

  private with(entries: readonly Entry[]): Passed {
    const first = entries[0]!, last = this.entries[this.entries.length - 1]
    const follows = !last || last.v + 1 === first.v
    return new Passed(follows ? [...this.entries, ...entries].slice(-most) : entries)
  }

  /** What happened from one version to a later one; null when not all of it is remembered. */
  commits(from: number, to: number): readonly Entry[] | null {
    if (from === to) return []
    const first = this.entries.findIndex(entry => entry.v === from + 1)
    if (from > to || first < 0) return null
    const list = this.entries.slice(first, first + to - from)
    return list.length === to - from ? list : null
  }

  /** The maps from one version to a later one; null when not all are remembered. */
  between(from: number, to: number): StepMap[] | null {
    return this.commits(from, to)?.flatMap(entry => entry.maps) ?? null
  }
}

// A run of typing is one step in a commit, and a place at its edge moves over one step otherwise than over many.
function runs(steps: readonly Step[]): Step[] {
  const list: Step[] = []
  for (const step of steps) {
    const merged = list[list.length - 1]?.merge(step)
    if (merged) list[list.length - 1] = merged
    else list.push(step)
  }
  return list
}
