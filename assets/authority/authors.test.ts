import assert from "node:assert/strict"
import {test} from "node:test"
import {Fragment, Node, Slice} from "prosemirror-model"
import {ReplaceStep, Transform, type Step} from "prosemirror-transform"
import {stepsFromJSON} from "../shared/flat"
import {schema} from "../shared/schema"
import {manuscript, random} from "../shared/testing/random"
import {play} from "../shared/testing/session"
import {Authors, type AuthorsJSON} from "./authors"
import {longEnough} from "./removed"
import {Runs} from "./runs"
import {sharesOf} from "./shares"

// The authors of all positions, one after the other.
function spread({users, runs}: AuthorsJSON): string[] {
  const list: string[] = []
  for (let i = 0; i + 1 < runs.length; i += 2) for (let n = runs[i]!; n > 0; n--) list.push(users[runs[i + 1]!]!)
  return list
}

// What the rules in authors.ts say, with an array for each document and each piece and no thought of time.
class Model {
  private removed: {text: string; by: string[]; version: number; before: number; after: number}[] = []
  constructor(public by: string[]) {}

  follow(before: Node, after: Node, step: Step, user: string, version: number) {
    const ranges: [number, number, number, number][] = []
    step.getMap().forEach((...range) => ranges.push(range))
    for (const piece of this.removed) {
      piece.before = step.getMap().map(piece.before, -1)
      piece.after = step.getMap().map(piece.after, 1)
    }
    for (const [from, to, start] of ranges) {
      for (const one of stretches(before, from, to)) this.remember(one.text, this.by.slice(one.from, one.to), version, start)
    }
    for (const [from, to, start, end] of ranges) {
      const now = new Array<string>(end - start).fill(user)
      for (const one of stretches(after, start, end)) {
        const back = this.find(one.text, one.to - one.from, version, start)
        back?.forEach((author, i) => { now[one.from - start + i] = author })
      }
      this.by.splice(start, to - from, ...now)
    }
  }

  private remember(text: string, by: string[], version: number, at: number) {
    this.removed.push({text, by, version, before: at, after: at})
    const alike = this.removed.filter(one => one.by.length < longEnough.anywhere === by.length < longEnough.anywhere)
    if (alike.length > 200) this.removed.splice(this.removed.indexOf(alike[0]!), 1)
  }

  private find(text: string, size: number, version: number, at: number): string[] | null {
    for (let i = this.removed.length - 1; i >= 0; i--) {
      const one = this.removed[i]!
      if (one.text !== text || one.by.length !== size) continue
      if (size < longEnough.anywhere && !(size >= longEnough.sameCommit && one.version === version) && !(one.before <= at && at <= one.after)) continue
      this.removed.splice(i, 1)
      return one.by
    }
    return null
  }
}

function stretches(doc: Node, from: number, to: number): {from: number; to: number; text: string}[] {
  const list: {from: number; to: number; text: string}[] = []
  doc.descendants((node, pos) => {
    if (!node.isTextblock) return true
    const start = Math.max(from, pos + 1), end = Math.min(to, pos + node.nodeSize - 1)
    // Without the marks, which say nothing of the words.
    if (start < end) list.push({from: start, to: end, text: doc.textBetween(start, end, "", inner => "<" + inner.type.name + ">") + shape(doc, start, end)})
    return false
  })
  return list
}

// Where the notes begin and which of them were cut.
function shape(doc: Node, from: number, to: number): string {
  let text = ""
  doc.nodesBetween(from, to, (node, pos) => { if (node.isInline && !node.isText) text += `|${node.type.name}@${Math.max(-1, pos - from)}` })
  return text
}

test("authorship is that of a model without runs, hashes and shortcuts", () => {
  let positions = 0, back = 0
  for (let seed = 1; seed <= 12; seed++) {
    const server = play(seed, 4, 60)
    let doc = Node.fromJSON(schema, JSON.parse(server.first)), authors = Authors.of(doc, "first")
    const model = new Model(new Array<string>(doc.content.size).fill("first"))
    server.log.forEach((commit, i) => {
      for (const step of stepsFromJSON(schema, commit.steps!)) {
        const after = step.apply(doc).doc!
        authors.follow(doc, after, step, {user: commit.user, at: i}, commit.v)
        model.follow(doc, after, step, commit.user, commit.v)
        doc = after
      }
      const json = JSON.parse(JSON.stringify(authors.toJSON(doc))) as AuthorsJSON
      if (i % 7 === 0) authors = Authors.read(doc, json) // as after a snapshot
      assert.deepEqual(spread(json), model.by, `seed ${seed}, version ${commit.v}`)
    })
    assert.equal(model.by.length, doc.content.size, "every position has an author")
    positions += model.by.length
    back += model.by.filter(author => author === "first").length
  }
  assert.ok(back > 0 && back < positions, "one author has all of it: this proves nothing")
})

const write = (tr: Transform, text: string, at: number) => tr.insert(at, schema.text(text))
test("runs are what a plain list is, however long and chopped", () => {
  const r = random(7), below = (n: number) => Math.floor(r() * n)
  let list: number[] = [], most = 0
  const runs = new Runs([])
  const flat = (of: readonly (readonly [number, number])[]) => of.flatMap(([length, value]) => new Array<number>(length).fill(value))
  const all = () => Array.from({length: runs.flat.length / 2}, (_, i) => runs.flat.slice(2 * i, 2 * i + 2) as [number, number])
  for (let i = 0; i < 3000; i++) {
    const from = below(list.length + 1), to = Math.min(list.length, from + below(i % 250 === 0 ? 300 : 2))
    const put = Array.from({length: below(4)}, () => [below(3), below(5)] as const)
    assert.deepEqual(flat(runs.slice(from, to)), list.slice(from, to), `slice ${i}`)
    runs.replace(from, to, put)
    list = [...list.slice(0, from), ...flat(put), ...list.slice(to)]
    const at = below(list.length + 1), length = 1 + i % 2, value = below(5)
    runs.insert(at, length, value)
    list.splice(at, 0, ...new Array<number>(length).fill(value))
    if (i % 100 === 0) assert.deepEqual(flat(all()), list, `after ${i}`)
    most = Math.max(most, runs.flat.length / 2)
  }
  assert.equal(runs.length, list.length)
  assert.deepEqual(flat(all()), list)
  assert.ok(most > 300, `${most} runs: not chopped enough`)
  assert.ok(all().every(([length, value], i, all) => length > 0 && value !== all[i - 1]?.[1]), "neighbours are joined")
})

const paragraph = (id: string, text: string) => schema.node("paragraph", {id}, text ? [schema.text(text)] : [])
const first = () => schema.node("doc", null, [schema.node("part", {id: "part", kind: "rights"}, [
  schema.node("part_title", null, [schema.text("Title")]), paragraph("one", "The first paragraph of all."), paragraph("two", "The second."),
])])

// Text by people, commit by commit.
class Story {
  private version = 0
  authors: Authors
  constructor(public doc = first()) { this.authors = Authors.of(doc, "ana") }

  commit(user: string, change: (tr: Transform) => void): this {
    const tr = new Transform(this.doc)
    change(tr)
    this.version++
    tr.steps.forEach((step, i) => this.authors.follow(tr.docs[i]!, tr.docs[i + 1] ?? tr.doc, step, {user, at: 100 + this.version}, this.version))
    this.doc = tr.doc
    return this
  }

  at(text: string): number {
    let found = -1
    this.doc.descendants((node, pos) => { if (found < 0 && node.isText && node.text!.includes(text)) found = pos + node.text!.indexOf(text) })
    return found
  }

  of(text: string): string {
    const by = spread(this.authors.toJSON(this.doc)), from = this.at(text)
    return [...new Set(by.slice(from, from + text.length))].join("+")
  }

  touched(id: string) {
    const {users, touched} = this.authors.toJSON(this.doc), touch = touched[id]
    return touch && [users[touch[0]], touch[1] - 100]
  }
}

test("what is typed is whose who types it, and what stays where it is keeps its author", () => {
  const s = new Story()
  s.commit("ben", tr => write(tr, "very ", s.at("first")))
  assert.deepEqual([s.of("very "), s.of("The "), s.of("first")], ["ben", "ana", "ana"])
  s.commit("cleo", tr => tr.split(s.at("first")))
  s.commit("cleo", tr => tr.addMark(s.at("The "), s.at("The ") + 3, schema.marks["strong"]!.create()))
  s.commit("cleo", tr => tr.join(s.at("very ") + 6))
  s.commit("cleo", tr => tr.setNodeMarkup(tr.doc.resolve(s.at("second")).before(), schema.nodes["heading"], {id: "two"}))
  assert.deepEqual([s.of("very "), s.of("first"), s.of("second")], ["ben", "ana", "ana"])
})

test("what was taken out and is put back is its author's", () => {
  const s = new Story(), from = () => s.at("first")
  let gone!: Step
  s.commit("ben", tr => { gone = tr.delete(from(), from() + 5).steps[0]!.invert(s.doc) })
  s.commit("cleo", tr => write(tr, "Before: ", s.at("The ")))
  // Undone by Ben after Cleo wrote before it.
  s.commit("ben", tr => tr.step(gone.map(new ReplaceStep(s.at("Before"), s.at("Before"), new Slice(Fragment.from(schema.text("Before: ")), 0, 0)).getMap())!))
  assert.equal(s.of("first"), "ana")
  // The same letters elsewhere are new ones.
  s.commit("ben", tr => { tr.delete(from(), from() + 5) })
  s.commit("ben", tr => { write(tr, "first", s.at("second")) })
  assert.equal(s.of("first"), "ben")
  // A sentence is known anywhere.
  const long = "paragraph of all.", whole = "The very long paragraph of all."
  assert.ok(long.length < longEnough.anywhere && whole.length > longEnough.anywhere)
  const t = new Story(schema.node("doc", null, [schema.node("part", {id: "part", kind: "rights"}, [
    schema.node("part_title"), paragraph("one", whole), paragraph("two", "x")])]))
  t.commit("ben", tr => { tr.delete(t.at(whole), t.at(whole) + whole.length) })
  t.commit("cleo", tr => { write(tr, whole, t.at("x")) })
  assert.equal(t.of(whole), "ana")
  // Copied, it is the copyist's: the original is still there.
  t.commit("cleo", tr => { write(tr, whole, 4) })
  assert.equal(spread(t.authors.toJSON(t.doc))[4], "cleo")
})

test("what one commit moves keeps its author", () => {
  const s = new Story()
  s.commit("ben", tr => {
    tr.delete(s.at("first"), s.at("first") + 5)
    write(tr, "first", tr.doc.content.size - 2)
  })
  assert.equal(s.of("first"), "ana")
})

test("a block knows who touched it last", () => {
  const s = new Story()
  assert.equal(s.touched("one"), undefined)
  s.commit("ben", tr => write(tr, "x", s.at("first")))
  s.commit("cleo", tr => { tr.delete(s.at("second"), s.at("second") + 3) })
  s.commit("dora", tr => tr.addMark(s.at("The "), s.at("The ") + 2, schema.marks["em"]!.create()))
  assert.deepEqual([s.touched("one"), s.touched("two")], [["dora", 3], ["cleo", 2]])
  s.commit("eli", tr => tr.setNodeAttribute(0, "hidden", true))
  assert.deepEqual([s.touched("part"), s.touched("one")], [["eli", 4], ["dora", 3]])
})

test("the shares of the blocks add up to the text", () => {
  const server = play(5, 4, 60)
  let doc = Node.fromJSON(schema, JSON.parse(server.first)), authors = Authors.of(doc, "first")
  for (const commit of server.log) {
    for (const step of stepsFromJSON(schema, commit.steps!)) {
      const after = step.apply(doc).doc!
      authors.follow(doc, after, step, {user: commit.user, at: 0}, commit.v)
      doc = after
    }
  }
  const json = authors.toJSON(doc), by = spread(json), want = new Map<string, number>(), got = new Map<string, number>()
  doc.descendants((node, pos) => {
    if (node.isText) for (let i = pos; i < pos + node.nodeSize; i++) want.set(by[i]!, (want.get(by[i]!) ?? 0) + 1)
  })
  for (const counts of Object.values(sharesOf(doc, json))) {
    for (let i = 0; i < counts.length; i += 2) got.set(json.users[counts[i]!]!, (got.get(json.users[counts[i]!]!) ?? 0) + counts[i + 1]!)
  }
  assert.ok(want.size > 2)
  assert.deepEqual([...got].sort(), [...want].sort())
  const s = new Story().commit("ben", tr => write(tr, "Ben’s ", 1 + 7 + 1))
  const {users} = s.authors.toJSON(s.doc), shares = sharesOf(s.doc, s.authors.toJSON(s.doc))
  assert.deepEqual(shares["one"], [users.indexOf("ben"), 6, users.indexOf("ana"), 27])
})

test("a state that does not belong to the document is refused", () => {
  const doc = manuscript(1), authors = Authors.of(doc, "ana").toJSON(doc)
  assert.throws(() => Authors.read(manuscript(2), authors), RangeError)
})
