// Who writes this text with us, what is assigned to whom, and which parts are locked: what the server tells beside the
// text, for everything that shows people.
import type {Around} from "./feature"

export interface Person {readonly id: string; readonly name: string; readonly organization: string; readonly organizationName: string; readonly former: boolean}
export interface Assignment {
  readonly id: string
  /** The id of a part or a block. */
  readonly block: string
  readonly who: string
  readonly due: string
  readonly note: string
  readonly mine: boolean
  readonly done: boolean
  readonly overdue: boolean
}
export interface Lock {readonly part: string; readonly by: string; readonly mine: boolean}

interface TeamJSON {
  readonly people: readonly Person[]
  readonly assignments: readonly Assignment[]
  readonly locks: readonly Lock[]
  readonly ready: readonly string[]
  readonly coordinates: boolean
  readonly edits: boolean
}

/** How many colours there are for people: --who-0 … in _editor-together.css. */
export const colours = 8

const nobody: TeamJSON = {people: [], assignments: [], locks: [], ready: [], coordinates: false, edits: false}

export class Team {
  private data = nobody
  private asked = 0
  private readonly listeners: (() => void)[] = []

  constructor(private readonly around: Pick<Around, "config" | "t">) {}

  get assignments() { return this.data.assignments }
  get locks() { return this.data.locks }
  get edits() { return this.data.edits }
  /** Whether the locks bind this person. */
  get bound() { return !this.data.coordinates }

  /** Calls run after each change. */
  onChange(run: () => void): void { this.listeners.push(run) }

  /** Fetches it again, when one of the topics is about it. */
  news(topics: readonly string[]): void {
    if (topics.includes("people") || topics.includes("assignments")) void this.load()
  }

  /** Fetches it again. What fails is left to the next news. */
  async load(): Promise<void> {
    const asked = ++this.asked
    let data: TeamJSON
    try {
      const response = await fetch(this.around.config.urls.team, {credentials: "same-origin", cache: "no-store", headers: {Accept: "application/json"}})
      if (!response.ok) return
      data = await response.json() as TeamJSON
    } catch {
      return
    }
    if (asked !== this.asked) return
    this.data = data
    for (const run of this.listeners) run()
  }

  /** The person; for one who came since, a stand-in until they are known. */
  person(id: string): Person {
    const found = this.data.people.find(person => person.id === id)
    return found ?? {id, name: this.around.t(id ? "presence.somebody" : "authors.unknown"), organization: "", organizationName: "", former: !id}
  }

  knows(id: string): boolean { return this.data.people.some(person => person.id === id) }

  /** The name of an organization; "" when nobody of it is here. */
  organization(id: string): string { return this.data.people.find(person => person.organization === id)?.organizationName ?? "" }

  /** The number of somebody's colour: the same on every page, as the list is. */
  colour(id: string): number {
    const at = this.data.people.findIndex(person => person.id === id)
    return at < 0 ? colours - 1 : at % colours
  }
}

/** Two letters for a name: of its first and its last word; of a name in Chinese characters the last two. */
export function initials(name: string): string {
  const words = name.trim().split(/[\s_.-]+/u).filter(Boolean)
  const first = words[0] ?? "?", last = words[words.length - 1] ?? ""
  if (/\p{Script=Han}/u.test(first)) return [...first].slice(-2).join("")
  const letter = (word: string) => (word.match(/[\p{L}\p{N}]\p{M}*/u)?.[0] ?? "").toLocaleUpperCase()
  return (letter(first) + (words.length > 1 ? letter(last) : "")) || "?"
}
