import assert from "node:assert/strict"
import {test} from "node:test"
import {history, undo} from "prosemirror-history"
import {EditorState, type Transaction} from "prosemirror-state"
import {move, Places, type Anchor} from "../shared/anchor"
import {collab, collabState, receiveAll, takeCommit, type CommitJSON} from "../shared/collab"
import {stepsFromJSON, stepsToJSON, type StepJSON} from "../shared/flat"
import {newRef} from "../shared/ids"
import {rebaseCommit, MapLog} from "../shared/rebase"
import {schema} from "../shared/schema"
import {random, type Random} from "../shared/testing/random"
import type {Person, Thread} from "./comments_api"
import {Drafts} from "./comments_drafts"
import {isShown} from "./comments_filter"
import {nameBefore, suggest} from "./comments_mention"
import {anchorAt, commentsPlugin, placeComments, shownComments, tellComments} from "./comments_plugin"

const {doc, part, part_title, paragraph, endnote} = schema.nodes
const manuscript = () => doc!.create(null, part!.create({id: "part", kind: "rights"}, [
  part_title!.create(), paragraph!.create({id: "a"}, schema.text("One two three four five.")), paragraph!.create({id: "b"}, schema.text("Six.")),
]))
const fresh = (version = 0) => EditorState.create({doc: manuscript(), plugins: [commentsPlugin(), history({newGroupDelay: 0}), collab(version)]})
const words = (state: EditorState, id: string) => {
  const {from, to} = shownComments(state).anchors.get(id)!
  return new Places(state.doc).textBetween(from, to)
}
const two = (state: EditorState): Anchor => anchorAt(state, {from: 8, to: 11})!

/** A server that takes every commit and tells places as the real one does. */
class Server {
  readonly log: CommitJSON[] = []
  private readonly maps = new MapLog()
  private readonly ends = [0]
  doc = manuscript()
  anchors = new Map<string, Anchor>()
  /** The places at each version. */
  readonly told: ReadonlyMap<string, Anchor>[] = []

  /** Where places of a version are now. */
  since(version: number): Map<string, Anchor> {
    const places = new Places(this.doc), maps = this.maps.maps.slice(this.ends[version])
    return new Map([...this.told[version]!].map(([id, a]) => [id, places.settle(maps.reduce((at, map) => move(at, map), a))]))
  }

  commit(base: number, ref: string, json: StepJSON[]): void {
    this.told[this.log.length] = this.anchors
    const {doc, steps} = rebaseCommit(this.doc, stepsFromJSON(schema, json), this.maps, this.ends[base]!)
    const before = this.maps.length
    for (const step of steps) this.maps.push(step.getMap())
    this.ends.push(this.maps.length)
    this.doc = doc
    const places = new Places(doc), maps = this.maps.maps.slice(before)
    this.anchors = new Map([...this.anchors].map(([id, a]) => [id, places.settle(maps.reduce((at, map) => move(at, map), a))]))
    this.log.push({v: this.log.length + 1, ref, client: ref, user: ref, steps: stepsToJSON(steps), kept: steps.map((_, i) => i)})
  }
}

test("places follow what is typed here, undo included", () => {
  let state = fresh()
  state = state.apply(placeComments(state, 0, new Map([["t", two(state)]])))
  state = state.apply(tellComments(state, {marked: new Set(["t"])}))
  state = state.apply(state.tr.insertText("Now: ", 4))
  assert.equal(words(state, "t"), "two")
  assert.equal(shownComments(state).decorations.find().length, 1)
  const {from, to} = shownComments(state).anchors.get("t")!
  state = state.apply(state.tr.delete(from - 2, to + 2))
  assert.equal(shownComments(state).anchors.get("t")!.lost, true)
  assert.equal(shownComments(state).decorations.find().length, 0)
  undo(state, tr => { state = state.apply(tr) })
  assert.equal(words(state, "t"), "two")
})

test("what is told for a version that has passed, or is still to come, is put where it belongs", () => {
  const server = new Server()
  let state = fresh()
  const dispatch = (tr: Transaction) => state = state.apply(tr)
  const insert = (text: string, at: number): StepJSON[] => stepsToJSON(fresh().tr.insertText(text, at).steps)
  for (const [i, text] of ["a", "bb", "ccc"].entries()) server.commit(i, newRef(), insert(text, 4))
  dispatch(state.tr.insertText("mine", 4)) // pending, on top of it all
  receiveAll(state, server.log, dispatch)
  // Told at version 1: two versions have passed here, in one transaction.
  dispatch(placeComments(state, 1, new Map([["past", {...two(fresh()), from: 9, to: 12}]])))
  assert.equal(words(state, "past"), "two")
  server.commit(3, newRef(), insert("dddd", 4))
  // Told at version 4, before this page has it.
  dispatch(placeComments(state, 4, new Map([["future", {...two(fresh()), from: 18, to: 21}]])))
  assert.equal(shownComments(state).anchors.has("future"), false)
  receiveAll(state, server.log, dispatch)
  assert.equal(words(state, "future"), "two")
  assert.equal(collabState(state).pending.length, 1)
  // Told at a version that nobody remembers.
  const late = fresh(9).apply(placeComments(fresh(9), 3, new Map([["t", two(fresh())]])))
  assert.equal(shownComments(late).stale, true)
})

// Two people write at random, with late commits and answers.
test("a page finds the places of any version that has passed, whatever is written at once", () => {
  for (let seed = 1; seed <= 100; seed++) agree(random(seed), seed)
})

function agree(r: Random, seed: number): void {
  const server = new Server(), below = (n: number) => Math.floor(r() * n)
  const pages = [fresh(), fresh()]
  server.anchors = new Map([["t", two(fresh())], ["u", anchorAt(fresh(), {block: "b"})!]])
  const at = (i: number) => (tr: Transaction) => pages[i] = pages[i]!.apply(tr)
  pages.forEach((page, i) => at(i)(placeComments(page, 0, server.anchors)))
  const move = (i: number) => {
    const page = pages[i]!
    switch (below(5)) {
      case 0: case 1: return at(i)(page.tr.insertText("xyz"[below(3)]!, 4 + below(5)))
      case 2: {
        const from = 4 + below(12), to = Math.min(from + 1 + below(4), page.doc.child(0).child(1).nodeSize + 2)
        return from < to ? at(i)(page.tr.delete(from, to)) : page
      }
      case 3: {
        const taken = takeCommit(page, newRef())
        if (taken) at(i)(taken.tr)
        const flying = collabState(pages[i]!).inFlight
        if (flying && !server.log.some(one => one.ref === flying.ref)) server.commit(flying.base, flying.ref, JSON.parse(flying.steps) as StepJSON[])
        return pages[i]!
      }
      default: return receiveAll(page, server.log, at(i))
    }
  }
  for (let n = 0; n < 60; n++) move(below(2))
  // In the end everything is sent and received, and the server is asked once more.
  for (let n = 0; n < 4; n++) {
    for (const i of [0, 1]) {
      const taken = takeCommit(pages[i]!, newRef())
      if (taken) at(i)(taken.tr)
      const flying = collabState(pages[i]!).inFlight
      if (flying && !server.log.some(one => one.ref === flying.ref)) server.commit(flying.base, flying.ref, JSON.parse(flying.steps) as StepJSON[])
    }
    for (const i of [0, 1]) receiveAll(pages[i]!, server.log, at(i))
  }
  pages.forEach((page, i) => {
    assert.ok(page.doc.eq(server.doc), `seed ${seed}: another text`)
    // An answer that was long on its way: the page has passed its version, in steps of its own and rebased ones.
    for (const version of server.told.keys()) {
      at(i)(placeComments(pages[i]!, version, server.told[version]!))
      for (const [id, anchor] of server.since(version)) assert.deepEqual(shownComments(pages[i]!).anchors.get(id), anchor, `seed ${seed}, ${id} of ${version}`)
    }
  })
}

test("a comment is put on words, a paragraph, a note, and on nothing that has no words", () => {
  const state = fresh()
  assert.deepEqual([two(state).quote, two(state).block, two(state).ranged], ["two", "a", true])
  assert.deepEqual([anchorAt(state, {from: 6, to: 6})!.block, anchorAt(state, {from: 6, to: 6})!.ranged], ["a", false])
  const noted = EditorState.create({doc: state.tr.insert(7, endnote!.create({id: "n"}, schema.text("Source."))).doc})
  assert.deepEqual([anchorAt(noted, {from: 7, to: 16})!.block, anchorAt(noted, {from: 7, to: 16})!.ranged], ["n", false])
  const inside = anchorAt(noted, {from: 8, to: 11})!
  assert.deepEqual([inside.quote, inside.block], ["Sou", "n"])
})

const people: Person[] = [
  {user: "1", name: "Ada Example", organization: "x", organizationName: "EXA"},
  {user: "2", name: "Ben بن", organization: "y", organizationName: "Other"},
  {user: "3", name: "Gone", organization: "x", organizationName: "EXA", former: true},
]

test("people are suggested by a word of their name or their organization", () => {
  assert.deepEqual(nameBefore("Hello @Ad", 9), {query: "Ad", at: 6})
  assert.equal(nameBefore("mail@example.org", 8), null)
  assert.equal(nameBefore("Hello @ ", 8), null)
  assert.equal(nameBefore("@Ada Example please look here", 29), null)
  const names = (query: string) => suggest(people, query).map(person => person.user)
  assert.deepEqual([names("ex"), names("بن"), names("go"), names("")], [["1"], ["2"], [], ["1", "2"]])
})

test("filters: by state, by who has a part, by whom a thread names", () => {
  const thread = (resolved: boolean, user: string, mentions: string[] = []): Thread => ({
    id: "t", resolved, anchor: two(fresh()), comments: [{id: "c", user, body: "x", mentions, created: ""}],
  })
  const byId = new Map(people.map(person => [person.user, person]))
  const shown = (one: Thread, state: "open" | "resolved" | "all", by: string) => isShown(one, {state, by}, byId, "1")
  assert.deepEqual([shown(thread(false, "2"), "open", ""), shown(thread(true, "2"), "open", ""), shown(thread(true, "2"), "resolved", "")], [true, false, true])
  assert.deepEqual([shown(thread(false, "2"), "all", "mine"), shown(thread(false, "1"), "all", "mine")], [false, true])
  assert.deepEqual([shown(thread(false, "2"), "all", "me"), shown(thread(false, "2", ["1"]), "all", "me")], [false, true])
  assert.deepEqual([shown(thread(false, "2"), "all", "y"), shown(thread(false, "3"), "all", "y"), shown(thread(false, ""), "all", "y")], [true, false, false])
})

test("a draft keeps its id and its words over a reload, and goes when it was sent", () => {
  const kept = new Map<string, string>()
  const storage = {getItem: (key: string) => kept.get(key) ?? null, setItem: (key: string, value: string) => void kept.set(key, value)} as unknown as Storage
  const first = new Drafts(storage, "s u"), {id, thread} = first.set("new", {body: "كلمات"})
  first.set("new", {mentions: ["2"]})
  const again = new Drafts(storage, "s u").get("new")
  assert.deepEqual(again, {id, thread, body: "كلمات", mentions: ["2"]})
  first.delete("new")
  assert.equal(new Drafts(storage, "s u").get("new"), undefined)
  kept.set("s u", "{broken")
  assert.equal(new Drafts(storage, "s u").count, 0)
  const broken = {getItem: () => { throw new Error("no") }, setItem: () => { throw new Error("full") }} as unknown as Storage
  const inMemory = new Drafts(broken, "s u")
  inMemory.set("new", {body: "still here"})
  assert.equal(inMemory.get("new")!.body, "still here")
})
