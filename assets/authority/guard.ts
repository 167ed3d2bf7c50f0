// Whose suggestions a commit may bring and change. Everybody suggests in their own name; who may only suggest changes
// neither the text nor what others suggest.
import {type Node} from "prosemirror-model"
import {type Step} from "prosemirror-transform"
import {stepsToJSON} from "../shared/flat"
import {hasSuggestions, isSuggestion} from "../shared/suggest_marks"
import {refuseOf, settle, type Settled} from "../shared/suggest_settle"
import {Refusal} from "./refusal"

const kinds: readonly unknown[] = ["insertion", "deletion", "format", "split", "join"]

/** Suggestions by their id, with who made them. */
export type Found = ReadonlyMap<string, string>

/** How many suggestions that came and went are remembered at least, for undo and for text that is moved by hand. */
const keepSuggestions = 4000

/** The suggestions that a text has, and the last of those that it had while it was open, by their id, with who made them. */
export class Suggestions {
  // Those that stood in the text when it was last looked through, and what came since; and the same of the time before. So
  // nothing that stands is ever forgotten, what has gone is kept for a while, and a long day does not pile up.
  private recent: Map<string, string>
  private former: Found = new Map()
  private limit: number
  // What the text is without the suggestions of each who may only suggest: of a letter typed, the path to it is new.
  private readonly settled = new Map<string, Settled>()

  constructor(doc: Node) {
    this.recent = standing(doc)
    this.limit = this.recent.size + keepSuggestions
  }

  /** How many suggestions are remembered: at most what stands in the text twice, and twice what is kept of the rest. */
  get size(): number { return this.recent.size + this.former.size }

  private userOf(id: string): string | undefined { return this.recent.get(id) ?? this.former.get(id) }

  /** Refuses a change by somebody who may only suggest, unless all of it is gone when their suggestions are refused. */
  require(before: Node, after: Node, user: string) {
    const without = refuseOf(user)
    let known = this.settled.get(user)
    if (!known) this.settled.set(user, known = new WeakMap())
    if (!settle(after, without, known).eq(settle(before, without, known))) throw new Refusal("not-own", "a change that is no suggestion")
  }

  /**
   * Reads the suggestions in the steps of a commit by a person. One in the name of somebody else is refused, unless it is
   * known: undo brings it back, and text that is moved takes it along. One that was forgotten is refused as well. With no
   * person, the steps are trusted. They are to be learned once the commit is taken: what is refused must leave nothing
   * behind.
   *
   * `read` are the steps as they were read, `steps` what they were read from: names can be written in more than one way.
   */
  admit(steps: string, read: readonly Step[], user: string | null): Found {
    const found = new Map<string, string>()
    // Nearly no commit has any: looking through the steps is saved for those that may. \u0075ser is user, too.
    if (!steps.includes('"user"') && !steps.includes("\\u")) return found
    collect(stepsToJSON(read), found)
    for (const [id, whose] of found) {
      if (user !== null && (this.userOf(id) ?? user) !== whose) throw new Refusal("not-own", "a suggestion in the name of somebody else")
    }
    return found
  }

  /** Takes down the suggestions of a commit that was taken, with the text that it made. */
  remember(found: Found, doc: Node) {
    for (const [id, whose] of found) this.recent.set(id, whose)
    if (this.recent.size <= this.limit) return
    this.former = this.recent
    this.recent = standing(doc)
    this.limit = this.recent.size + keepSuggestions
  }
}

// The suggestions in a text.
function standing(doc: Node): Map<string, string> {
  const found = new Map<string, string>()
  const learn = (node: Node) => {
    if (!hasSuggestions(node)) return
    for (const mark of node.marks) if (isSuggestion(mark)) found.set(mark.attrs["id"] as string, mark.attrs["user"] as string)
    node.forEach(learn)
  }
  learn(doc)
  return found
}

function collect(value: unknown, found: Map<string, string>) {
  if (typeof value !== "object" || value === null) return
  const {type, attrs} = value as {type?: unknown; attrs?: {id?: unknown; user?: unknown}}
  if (kinds.includes(type) && typeof attrs === "object" && attrs) {
    const id = String(attrs.id), user = String(attrs.user)
    if ((found.get(id) ?? user) !== user) throw new Refusal("not-own", "one suggestion of two people")
    found.set(id, user)
  }
  for (const inner of Object.values(value)) collect(inner, found)
}
