// Whose suggestions a commit may bring and change. Everybody suggests in their own name; who may only suggest changes
// neither the text nor what others suggest.
import {type Node} from "prosemirror-model"
import {hasSuggestions, isSuggestion} from "../shared/suggest_marks"
import {refuseOf, settle, type Settled} from "../shared/suggest_settle"
import {Refusal} from "./refusal"

const kinds: readonly unknown[] = ["insertion", "deletion", "format", "split", "join"]

/** The suggestions that a text has or had while it was open, by their id, with who made them. */
export class Suggestions {
  private readonly users = new Map<string, string>()
  // What the text is without the suggestions of each who may only suggest: of a letter typed, the path to it is new.
  private readonly settled = new Map<string, Settled>()

  constructor(doc: Node) { this.learn(doc) }

  private learn(node: Node) {
    if (!hasSuggestions(node)) return
    for (const mark of node.marks) if (isSuggestion(mark)) this.users.set(mark.attrs["id"] as string, mark.attrs["user"] as string)
    node.forEach(child => this.learn(child))
  }

  /** Refuses a change by somebody who may only suggest, unless all of it is gone when their suggestions are refused. */
  require(before: Node, after: Node, user: string) {
    const without = refuseOf(user)
    let known = this.settled.get(user)
    if (!known) this.settled.set(user, known = new WeakMap())
    if (!settle(after, without, known).eq(settle(before, without, known))) throw new Refusal("not-own", "a change that is no suggestion")
  }

  /**
   * Takes down the suggestions in the steps of a commit by a person. One in the name of somebody else is refused, unless
   * it is known: undo brings it back, and text that is moved takes it along. With no person, the steps are trusted.
   */
  admit(steps: string, user: string | null) {
    // Nearly no commit has any: parsing is saved for those that may.
    if (!steps.includes('"user"')) return
    const found = new Map<string, string>()
    collect(JSON.parse(steps), found)
    for (const [id, whose] of found) {
      if (user !== null && (this.users.get(id) ?? user) !== whose) throw new Refusal("not-own", "a suggestion in the name of somebody else")
    }
    for (const [id, whose] of found) this.users.set(id, whose)
  }
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

