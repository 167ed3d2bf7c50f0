import assert from "node:assert/strict"
import {test} from "node:test"
import {Fragment, type Node} from "prosemirror-model"
import {EditorState} from "prosemirror-state"
import {checkChanged, readManuscript} from "../shared/check"
import {stepsFromJSON, type StepJSON} from "../shared/flat"
import {schema} from "../shared/schema"
import {play} from "../shared/testing/session"
import {manuscript, random, Writer} from "../shared/testing/random"
import {Suggestions} from "./guard"
import {authority} from "./main"
import {maxSize, sizeOf} from "./size"

const open = (key: string, doc: Node, version = 0) => authority.open(key, JSON.stringify(doc), version)
const insert = (pos: number, text: string) => JSON.stringify([{stepType: "replace", from: pos, to: pos, slice: {content: [{type: "text", text}]}}])
const code = (want: string) => (error: unknown) => (error as {code?: string}).code === want

test("a late commit is rebased and a broken one changes nothing", () => {
  open("a", manuscript(1))
  const at = 10
  assert.equal(authority.receive("a", 0, insert(at, "x"), ""), "")
  const late = JSON.parse(authority.receive("a", 0, insert(at + 2, "y"), "")) as {steps: StepJSON[]; kept: number[]}
  assert.deepEqual([late.steps[0]!["from"], late.kept], [at + 3, [0]])
  const before = authority.snapshot("a")
  for (const steps of ['[{"stepType":"replace","from":1e6,"to":1e6}]', insert(0, "text outside of a block"), "[null]", "{}", "[", '[{"stepType":"magic"}]']) {
    assert.throws(() => authority.receive("a", 2, steps, ""), steps)
  }
  assert.throws(() => authority.receive("a", 9, insert(at, "x"), ""), code("ahead"))
  assert.equal(authority.snapshot("a"), before)
})

test("a late commit that goes on inside what it inserted stays whole", () => {
  open("a", manuscript(1))
  const at = 10, own = [...JSON.parse(insert(at, "mine")) as StepJSON[], ...JSON.parse(insert(at + 2, "!")) as StepJSON[]]
  authority.receive("a", 0, insert(at, "theirs"), "")
  const late = JSON.parse(authority.receive("a", 0, JSON.stringify(own), "")) as {steps: StepJSON[]; kept: number[]}
  assert.deepEqual(late.kept, [0, 1])
  assert.match(authority.snapshot("a"), /theirsmi!ne/)
})

test("a rollback forgets what came after the mark", () => {
  open("a", manuscript(1))
  authority.receive("a", 0, insert(10, "x"), "")
  authority.mark("a")
  const before = authority.snapshot("a")
  authority.receive("a", 1, insert(10, "y"), "")
  authority.receive("a", 1, insert(10, "z"), "")
  authority.rollback("a")
  assert.equal(authority.snapshot("a"), before)
  assert.throws(() => authority.receive("a", 2, insert(10, "x"), ""), code("ahead"))
  assert.equal(authority.receive("a", 1, insert(10, "w"), ""), "")
})

test("a commit older than what is in memory is rebased over the older commits", () => {
  const {log, first} = play(3, 3, 60)
  const half = log.length >> 1, late = insert(10, "late")
  authority.open("all", first, 0)
  for (const commit of log) authority.replay("all", JSON.stringify(commit.steps))
  authority.open("some", first, 0)
  for (const commit of log.slice(0, half)) authority.replay("some", JSON.stringify(commit.steps))
  authority.open("some", authority.snapshot("some"), half)
  for (const commit of log.slice(half)) authority.replay("some", JSON.stringify(commit.steps))
  assert.throws(() => authority.receive("some", 0, late, ""), code("older"))
  const older = JSON.stringify(log.slice(0, half).map(commit => commit.steps))
  const hole = JSON.stringify(log.slice(0, half - 1).map(commit => commit.steps))
  assert.throws(() => authority.receive("some", 0, late, hole), code("older"))
  assert.equal(authority.receive("some", 0, late, older), authority.receive("all", 0, late, ""))
  assert.equal(authority.snapshot("some"), authority.snapshot("all"))
})

test("the log in memory is bounded", () => {
  open("a", manuscript(1))
  for (let v = 0; v < 4100; v++) authority.receive("a", v, insert(10, "x"), "")
  assert.throws(() => authority.receive("a", 0, insert(10, "y"), ""), code("older"))
  const late = JSON.parse(authority.receive("a", 2100, insert(10, "y"), "")) as {kept: number[]}
  assert.deepEqual(late.kept, [0])
})

test("a document does not grow beyond its limit, and can shrink", () => {
  const big = schema.text("x".repeat(maxSize - 3000))
  const part = schema.node("part", {id: "p"}, [schema.node("part_title"), schema.node("paragraph", {id: "a"}, big)])
  open("a", schema.node("doc", null, part))
  assert.throws(() => authority.receive("a", 0, insert(4, "y".repeat(4000)), ""), code("too-large"))
  assert.equal(authority.receive("a", 0, JSON.stringify([{stepType: "replace", from: 4, to: 9}]), ""), "")
})

test("a letter is not typed where no letter may stand", () => {
  const link = (n: number) => ({type: "link", attrs: {href: `https://example.org/${n}`}})
  const typed = (pos: number, marks: object[]) =>
    JSON.stringify([{stepType: "replace", from: pos, to: pos, slice: {content: [{type: "text", text: "x", marks}]}}])
  // The text of the innermost item would stand one deeper than a node may.
  const nested = (lists: number): object[] => [{type: "paragraph"}, ...lists ? [{type: "bullet_list", content: [{type: "list_item", content: nested(lists - 1)}]}] : []]
  const doc = (lists: number) => schema.nodeFromJSON({type: "doc", content: [{type: "part", attrs: {id: "partaaaaaaaa", kind: "rights"}, content: [{type: "part_title"}, ...nested(lists)]}]})
  for (const lists of [14, 15]) {
    open("deep", doc(lists))
    const type = () => authority.receive("deep", 0, insert(4 + 4 * lists, "x"), "")
    if (lists === 14) assert.equal(type(), "")
    else assert.throws(type, /nested too deep/)
  }
  open("marks", doc(0))
  assert.throws(() => authority.receive("marks", 0, typed(4, [link(1), link(2)]), ""), /cannot stand together/)
  assert.equal(authority.receive("marks", 0, typed(4, [link(1)]), ""), "")
})

test("sizes are near what is written, and never below", () => {
  for (let seed = 0; seed < 20; seed++) {
    const doc = manuscript(seed, 3, 10), real = Buffer.byteLength(JSON.stringify(doc)), size = sizeOf(doc)
    assert.ok(size >= real && size < real * 1.2, `${size} for ${real}`)
  }
})

test("sizes count bytes, as the side that reads the text does", () => {
  for (const [text, bytes] of [["droits", 6], ["\u00e9", 2], ["\u4eba\u6743", 6], ["\u{1f600}", 4], ["\n", 2], ["%41", 3], ["\ud83d", 6]] as const) {
    assert.equal(sizeOf(schema.text("x" + text)) - sizeOf(schema.text("x")), bytes, JSON.stringify(text))
  }
  const chinese = schema.text("\u4eba".repeat(maxSize / 3 - 1000))
  const part = schema.node("part", {id: "p"}, [schema.node("part_title"), schema.node("paragraph", {id: "a"}, chinese)])
  open("a", schema.node("doc", null, part))
  assert.throws(() => authority.receive("a", 0, insert(4, "\u6743".repeat(1000)), ""), code("too-large"))
})

// What a person does in the form: an edit inside one part, in which blocks may come, go and move.
function editedPart(doc: Node, seed: number): Node {
  const r = random(seed), writer = new Writer(r, "form"), part = doc.child(Math.floor(r() * doc.childCount))
  let state = EditorState.create({doc: schema.node("doc", null, part)})
  for (let i = 0; i < 1 + r() * 8; i++) {
    const tr = writer.edit(state)
    if (tr && tr.doc.childCount === 1 && tr.doc.firstChild!.attrs["id"] === part.attrs["id"]) state = state.apply(tr)
  }
  const next = state.doc.firstChild!, blocks = next.content.content.slice(1)
  if (r() < .2) blocks.reverse()
  return next.copy(Fragment.from([next.firstChild!, ...blocks]))
}

test("a part from a form becomes steps that make exactly it", () => {
  for (let seed = 0; seed < 400; seed++) {
    const doc = manuscript(seed), part = editedPart(doc, seed)
    open("form", doc)
    const steps = stepsFromJSON(schema, JSON.parse(authority.replacePart("form", JSON.stringify(part))) as StepJSON[])
    let out = doc
    for (const step of steps) out = step.apply(out).doc!
    checkChanged(doc, out)
    assert.ok(out.content.content.some(p => p.eq(part)), `seed ${seed}`)
    out.forEach((p, _, i) => { if (p.attrs["id"] !== part.attrs["id"]) assert.ok(p.eq(doc.child(i)), `another part, seed ${seed}`) })
  }
})

test("an edit in a form leaves alone what others wrote in other paragraphs", () => {
  const doc = manuscript(5), part = doc.child(1), last = part.childCount - 2
  const mended = (i: number) => part.child(i).copy(Fragment.from(schema.text("Mended in the form.")))
  const next = part.copy(part.content.replaceChild(2, mended(2)).replaceChild(last, mended(last)))
  open("now", doc, 7)
  open("then", doc, 7)
  let inside = doc.child(0).nodeSize + 1
  for (let i = 0; i < 4; i++) inside += part.child(i).nodeSize
  authority.receive("now", 7, insert(inside + 1, "Written meanwhile. "), "")
  const steps = authority.replacePart("then", JSON.stringify(next))
  const {kept} = JSON.parse(authority.receive("now", 7, steps, "")) as {kept: number[]}
  assert.equal(kept.length, (JSON.parse(steps) as unknown[]).length)
  const now = readManuscript(JSON.parse(authority.snapshot("now"))).child(1)
  assert.equal(now.child(2).textContent, "Mended in the form.")
  assert.match(now.child(4).textContent, /^Written meanwhile\. /)
  assert.equal(now.child(last).textContent, "Mended in the form.")
})

test("a form that changes very many blocks makes no more steps than a commit may have", () => {
  const paragraphs = (count: number, text: string) => Array.from({length: count}, (_, i) =>
    schema.node("paragraph", {id: "block" + String(i).padStart(7, "0")}, schema.text(text + i)))
  const part = (text: string, count: number) =>
    schema.node("part", {id: "p", kind: "other"}, [schema.node("part_title"), ...paragraphs(count, text)])
  const steps = (count: number) => {
    const doc = schema.node("doc", null, part("before ", count)), next = part("after ", count)
    open("form", doc)
    const list = stepsFromJSON(schema, JSON.parse(authority.replacePart("form", JSON.stringify(next))) as StepJSON[])
    assert.ok(list.reduce((out, step) => step.apply(out).doc!, doc).firstChild!.eq(next))
    return list.length
  }
  assert.deepEqual([steps(200), steps(201)], [200, 1])
})

test("a part that is not there, and what is not a part", () => {
  open("form", manuscript(1))
  const part = manuscript(1).child(0)
  const gone = part.type.create({...part.attrs, id: "gone"}, part.content)
  assert.throws(() => authority.replacePart("form", JSON.stringify(gone)), code("no-part"))
  assert.throws(() => authority.replacePart("form", JSON.stringify(part.child(1))), RangeError)
  assert.throws(() => authority.replacePart("form", JSON.stringify(part.copy(Fragment.empty))), RangeError)
})

test("a suggestion of a commit that was refused belongs to nobody", () => {
  open("a", manuscript(1))
  const marks = (user: string) => [{type: "insertion", attrs: {id: "s", user, at: 1}}]
  const by = (user: string) => JSON.stringify({user, at: 1})
  const suggested = (user: string, pos: number) =>
    JSON.stringify([{stepType: "replace", from: pos, to: pos, slice: {content: [{type: "text", text: "x", marks: marks(user)}]}}])
  assert.throws(() => authority.receive("a", 0, suggested("anna", 90_000), "", by("anna")))
  assert.equal(authority.receive("a", 0, suggested("ben", 10), "", by("ben")), "")
  assert.throws(() => authority.receive("a", 1, suggested("anna", 10), "", by("anna")), code("not-own"))
})

test("suggestions that come and go for a long day are forgotten, those that stand never", () => {
  const marked = (id: string, user: string) => schema.text(id, [schema.mark("insertion", {id, user, at: 1})])
  const text = (...words: Node[]) =>
    schema.node("doc", null, schema.node("part", {id: "p", kind: "rights"}, [schema.node("part_title"), schema.node("paragraph", {id: "a"}, words)]))
  const doc = text(marked("first", "ben")), guard = new Suggestions(doc)
  const knows = (id: string, by: string, name = by) => {
    const steps = stepsFromJSON(schema, [{stepType: "replace", from: 4, to: 4, slice: {content: [marked(id, name).toJSON()]}}])
    return () => guard.admit('"user"', steps, by)
  }
  for (let i = 0; i < 20_000; i++) guard.remember(new Map([["s" + i, "cem"]]), doc)
  assert.ok(guard.size <= 2 * 4001, `${guard.size} are kept`)
  assert.throws(knows("first", "anna"), code("not-own"))
  knows("first", "anna", "ben")()
  assert.throws(knows("s19999", "anna"), code("not-own"))
  knows("s17000", "anna", "cem")() // undone by somebody else
  assert.throws(knows("s0", "anna", "cem"), code("not-own"), "a forgotten one comes back in no other name")
  knows("s0", "anna")()
  for (let i = 0; i < 4001; i++) guard.remember(new Map([["t" + i, "cem"]]), text())
  knows("first", "anna", "ben")() // stood until just now
})
