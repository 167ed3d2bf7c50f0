// The editing authority: runs in an engine inside the Go process (internal/collab/engine) and, for tests, in Node.
// Strings and numbers go in, strings come out; a text is known by a key that the Go side chooses.
import {Node} from "prosemirror-model"
import {type Step} from "prosemirror-transform"
import {checkChanged, readManuscript} from "../shared/check"
import {stepsFromJSON, stepsToJSON, type StepJSON} from "../shared/flat"
import {schema, schemaVersion} from "../shared/schema"
import {arrangeParts} from "./arrange"
import {Authors, type AuthorsJSON} from "./authors"
import {replacePart} from "./replace"
import {readSender} from "./sender"
import {sharesOf} from "./shares"
import {Text} from "./text"

const texts = new Map<string, Text>()

function text(key: string): Text {
  const found = texts.get(key)
  if (!found) throw new Error("not open: " + key)
  return found
}

const readSteps = (json: string): Step[] => stepsFromJSON(schema, JSON.parse(json) as StepJSON[])

// [[step, …], …]: the steps of several commits
const readCommits = (json: string): Step[][] =>
  (JSON.parse(json) as StepJSON[][]).map(steps => stepsFromJSON(schema, steps))

function readAuthors(doc: Node, json: string): Authors {
  const given = json ? JSON.parse(json) as AuthorsJSON | string : ""
  return typeof given === "string" ? Authors.of(doc, given) : Authors.read(doc, given)
}

export const authority = {
  /** The schema of this build. */
  schemaVersion: () => String(schemaVersion),

  /**
   * Opens a text at a version, in place of one with the same key. Throws when it is not a manuscript. `authors` is what
   * `authors` gave for this version, or the id of the person who wrote all of it, as a JSON string; "" when nobody knows.
   */
  open(key: string, doc: string, version: number, authors = ""): string {
    const manuscript = readManuscript(JSON.parse(doc))
    texts.set(key, new Text(manuscript, version, readAuthors(manuscript, authors)))
    return ""
  },

  /**
   * Accepts a commit made at version `base`. Returns "" when it was accepted as sent, and {"steps", "kept"} when it was
   * rebased. `older` is "" or the steps of the commits after `base` up to the version that the refusal "older" named.
   * `sender` is a Sender, or "".
   */
  receive(key: string, base: number, steps: string, older: string, sender = ""): string {
    const target = text(key), late = base < target.version
    const read = readSteps(steps), by = readSender(sender)
    const found = target.suggestions.admit(steps, read, by.madeHere ? null : by.user)
    const result = target.receive(base, read, older ? readCommits(older) : null, steps.length, by)
    target.suggestions.remember(found, target.doc)
    return late ? JSON.stringify({steps: stepsToJSON(result.steps), kept: result.kept}) : ""
  },

  /** Applies an accepted commit read back from the database, by a Sender or "". */
  replay(key: string, steps: string, sender = ""): string {
    const target = text(key), read = readSteps(steps), found = target.suggestions.admit(steps, read, null)
    target.replay(read, readSender(sender))
    target.suggestions.remember(found, target.doc)
    return ""
  },

  /** Who wrote what, in the document of now. */
  authors: (key: string): string => JSON.stringify(text(key).whoWrote()),

  /** Who wrote what, for people: without what only the next step needs, with the share of each block. */
  authorship(key: string): string {
    const target = text(key), {removed: _, ...authors} = target.whoWrote()
    return JSON.stringify({...authors, shares: sharesOf(target.doc, authors)})
  },

  mark(key: string): string {
    text(key).mark()
    return ""
  },

  rollback(key: string): string {
    text(key).rollback()
    return ""
  },

  /** The document as JSON. */
  snapshot: (key: string): string => JSON.stringify(text(key).doc),

  /** The steps that turn the part with the same id into the given one; they are not applied. */
  replacePart(key: string, part: string): string {
    const next = Node.fromJSON(schema, JSON.parse(part))
    if (next.type !== schema.nodes["part"]) throw new RangeError("a part cannot be a " + next.type.name)
    checkChanged(null, next, 1)
    return JSON.stringify(stepsToJSON(replacePart(text(key).doc, next)))
  },

  /** The steps that give the text the parts of another one, in its order; they are not applied. */
  arrangeParts(key: string, doc: string): string {
    return JSON.stringify(stepsToJSON(arrangeParts(text(key).doc, readManuscript(JSON.parse(doc)))))
  },
}

;(globalThis as {authority?: typeof authority}).authority = authority
