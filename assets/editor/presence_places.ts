// Where everybody is in the text, and how that follows the text. A place is kept as what was told: a selection in the
// text that the server has confirmed, at a version. Each commit moves it on, and what waits here to be sent lies on top.
//
// Who types says nothing of it: where a commit inserts at the cursor of the tab that sent it, the cursor goes on behind
// it, here as there (Place.follow). So a cursor is told only when it goes somewhere else.
import type {CollabState} from "../shared/pending"
import type {Passed} from "./comments_versions"
import type {PlaceJSON} from "./transport"

/** A selection in the confirmed text. */
export class Place {
  constructor(readonly version: number, readonly anchor: number, readonly head: number) {}

  /** Moves on to a later version. own says whether a commit's tab is the one whose place it is; null when too much is forgotten. */
  follow(passed: Passed, to: number, own: (client: string | null) => boolean): Place | null {
    if (this.version >= to) return this
    const commits = passed.commits(this.version, to)
    if (!commits) return null
    let {anchor, head} = this
    for (const {maps, client} of commits) {
      const side = own(client) ? 1 : -1
      for (const map of maps) {
        anchor = map.map(anchor, side)
        head = map.map(head, side)
      }
    }
    return new Place(to, anchor, head)
  }

  /** Where it is in the text as it is shown. */
  shown({pending}: CollabState, size: number): {anchor: number; head: number} {
    const on = (pos: number) => Math.max(0, Math.min(size, pending.reduce((at, one) => one.step.getMap().map(at, -1), pos)))
    return {anchor: on(this.anchor), head: on(this.head)}
  }

  /** The place of a selection of the text as it is shown. */
  static of(anchor: number, head: number, {pending, version}: CollabState): Place {
    const back = (pos: number) => pending.reduceRight((at, one) => one.step.getMap().invert().map(at, -1), pos)
    return new Place(version, back(anchor), back(head))
  }

  same(other: Place | null): boolean {
    return other !== null && other.version === this.version && other.anchor === this.anchor && other.head === this.head
  }
}

/** Somebody else's tab. */
export interface Tab {
  readonly client: string
  readonly user: string
  readonly place: Place
  /** When it moved last by itself, in milliseconds. */
  readonly moved: number
}

/** The tabs of others. Never changes; its methods give the next. */
export class Tabs {
  constructor(private readonly list: ReadonlyMap<string, Tab> = new Map()) {}

  get all(): readonly Tab[] { return [...this.list.values()] }

  /** Takes over what the server told. */
  told(all: boolean, here: readonly PlaceJSON[], now: number): Tabs {
    const next = new Map(all ? [] : this.list)
    for (const {client, user, v, a, h} of here) {
      const old = this.list.get(client), place = new Place(v, a, h)
      next.set(client, {client, user, place, moved: old && old.place.same(place) ? old.moved : now})
    }
    return new Tabs(next)
  }

  /** Moves on to the version that this page has. A place that is too far behind stays as it is. */
  follow(passed: Passed, version: number): Tabs {
    let changed = false
    const next = new Map<string, Tab>()
    for (const [client, tab] of this.list) {
      const place = tab.place.follow(passed, version, sender => sender === client) ?? tab.place
      changed ||= place !== tab.place
      next.set(client, place === tab.place ? tab : {...tab, place})
    }
    return changed ? new Tabs(next) : this
  }
}
