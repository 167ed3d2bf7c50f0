import assert from "node:assert/strict"
import {readFileSync, writeFileSync} from "node:fs"
import {test} from "node:test"
import {EditorState, type Transaction} from "prosemirror-state"
import {Mapping, type Step} from "prosemirror-transform"
import {move, Places, quoted, type Anchor} from "./anchor"
import {stepsToJSON, type StepJSON} from "./flat"
import {ids} from "./ids"
import {schema} from "./schema"
import {manuscript, random, Writer, type Random} from "./testing/random"

const file = "assets/shared/testdata/anchors.json"

interface Round {readonly commits: StepJSON[][]; readonly doc: unknown; readonly anchors: Anchor[]}
interface Vector {readonly doc: unknown; readonly anchors: Anchor[]; readonly rounds: Round[]}

const {paragraph, part, part_title, endnote, doc: docType} = schema.nodes
const makeDoc = (...paragraphs: [string, string][]) => docType!.create(null, part!.create({id: "part", kind: "rights"}, [
  part_title!.create(), ...paragraphs.map(([id, text]) => paragraph!.create({id}, text ? schema.text(text) : null)),
]))

/** An anchor on words, made as the editor makes it. */
function on(state: EditorState, from: number, to: number): Anchor {
  const places = new Places(state.doc)
  return places.settle({
    block: places.blockAt(from) ?? "none", ranged: true, from, to, quote: quoted(places.textBetween(from, to)), lost: false, shown: "", part: "",
  })
}
const block = (id: string): Anchor => ({block: id, ranged: false, from: 0, to: 0, quote: "", lost: false, shown: id, part: ""})

function anchors(state: EditorState, r: Random): Anchor[] {
  const list: Anchor[] = [], all: string[] = []
  state.doc.descendants(node => { if (node.attrs["id"]) all.push(node.attrs["id"] as string) })
  while (list.length < 8) {
    const from = Math.floor(r() * state.doc.content.size), to = Math.min(state.doc.content.size, from + 1 + Math.floor(r() * (list.length === 7 ? 400 : 30)))
    const places = new Places(state.doc)
    if (places.blockAt(from) && places.textBetween(from, to)) list.push(on(state, from, to))
  }
  for (let i = 0; i < 4; i++) list.push(new Places(state.doc).settle(block(all[Math.floor(r() * all.length)]!)))
  return list
}

function vector(seed: number): Vector {
  const r = random(seed), writer = new Writer(r, "w"), done: {step: Step; inverted: Step}[] = []
  let state = EditorState.create({doc: manuscript(seed, 2, 1), plugins: [ids((() => { let n = 0; return () => "m" + n++ })())]})
  const first = state.doc.toJSON() as unknown, begun = anchors(state, r)
  let now = begun
  const apply = (tr: Transaction, record: boolean): Step[] => {
    const {state: next, transactions} = state.applyTransaction(tr), steps = transactions.flatMap(one => one.steps)
    if (record) for (const one of transactions) one.steps.forEach((step, i) => done.push({step, inverted: step.invert(one.docs[i]!)}))
    state = next
    return steps
  }
  const round = (run: () => Step[][]): Round => {
    const commits = run(), mapping = new Mapping(commits.flat().map(step => step.getMap()))
    for (const map of mapping.maps) now = now.map(anchor => move(anchor, map))
    const places = new Places(state.doc)
    now = now.map(anchor => places.settle(anchor))
    return {commits: commits.map(stepsToJSON), doc: state.doc.toJSON(), anchors: now}
  }
  const edits = () => {
    const commits: Step[][] = []
    while (commits.length < 12) {
      const tr = writer.edit(state)
      if (tr) commits.push(apply(tr, true))
    }
    return commits
  }
  // The last round takes everything back, as far as it can be: words come back.
  const back = () => {
    const commits: Step[][] = []
    for (const {inverted} of done.reverse()) {
      const tr = state.tr
      try { if (tr.maybeStep(inverted).failed) break } catch { break }
      state = state.apply(tr)
      commits.push([inverted])
    }
    return commits
  }
  return {doc: first, anchors: begun, rounds: [round(edits), round(edits), round(back)]}
}

test("places in the vectors that the server is held to", () => {
  const vectors = Array.from({length: 8}, (_, i) => vector(i + 1))
  const all = vectors.flatMap(one => one.rounds.flatMap(round => round.anchors))
  for (const [what, is] of Object.entries({
    "lost": (a: Anchor) => a.lost, "moved to a neighbour": (a: Anchor) => a.shown !== a.block,
    "on words": (a: Anchor) => a.ranged && !a.lost, "on blocks": (a: Anchor) => !a.ranged,
  })) assert.ok(all.filter(is).length >= 5, `${what}: ${all.filter(is).length}`)
  const found = vectors.flatMap(one => one.rounds[2]!.anchors.filter((a, i) => !a.lost && one.rounds[1]!.anchors[i]!.lost))
  assert.ok(found.length >= 3, `found again: ${found.length}`)
  const now = JSON.stringify(vectors) + "\n"
  if (process.env["UPRIGHT_UPDATE"]) writeFileSync(file, now)
  assert.equal(readFileSync(file, "utf8"), now)
})

/** The words that an anchor is on. */
const words = (state: EditorState, anchor: Anchor) => new Places(state.doc).textBetween(anchor.from, anchor.to)

/** Applies a change and moves the anchor over it. */
function after(state: EditorState, anchor: Anchor, change: (tr: Transaction) => Transaction): [EditorState, Anchor] {
  const tr = change(state.tr), next = state.apply(tr)
  return [next, new Places(next.doc).settle(move(anchor, tr.mapping))]
}

test("words keep their place while others type around and inside of them", () => {
  let state = EditorState.create({doc: makeDoc(["a", "One two three."])}), anchor = on(state, 8, 11)
  assert.equal(anchor.quote, "two");
  [state, anchor] = after(state, anchor, tr => tr.insertText("X", 8));
  [state, anchor] = after(state, anchor, tr => tr.insertText("Y", anchor.to))
  assert.equal(words(state, anchor), "two");
  [state, anchor] = after(state, anchor, tr => tr.insertText("-", anchor.from + 1))
  assert.equal(words(state, anchor), "t-wo")
  assert.equal(anchor.quote, "two")
})

test("deleted words leave the thread at its paragraph, and are found when they come back", () => {
  let state = EditorState.create({doc: makeDoc(["a", "One two three."], ["b", "Four."])}), anchor = on(state, 8, 11)
  const before = state.doc;
  [state, anchor] = after(state, anchor, tr => tr.delete(8, 11))
  assert.deepEqual([anchor.lost, anchor.shown], [true, "a"]);
  [state, anchor] = after(state, anchor, tr => tr.replaceWith(0, tr.doc.content.size, before.content))
  assert.deepEqual([anchor.lost, anchor.shown], [false, "a"])
  assert.equal(words(state, anchor), "two")
})

test("a removed paragraph leaves the thread at the one before, or at the part", () => {
  let state = EditorState.create({doc: makeDoc(["a", "One."], ["b", "Two."])}), anchor = on(state, 10, 13);
  [state, anchor] = after(state, anchor, tr => tr.delete(9, 15))
  assert.deepEqual([anchor.lost, anchor.shown, anchor.block], [true, "a", "b"])
  let other: Anchor = new Places(state.doc).settle(block("a"));
  [state, other] = after(state, other, tr => tr.replaceWith(3, 9, paragraph!.create({id: "new"})))
  assert.deepEqual([other.block, other.shown, other.part], ["a", "part", "part"])
})

test("words after a split belong to the new paragraph when those before it are deleted", () => {
  let state = EditorState.create({doc: makeDoc(["a", "One two three."])}), anchor = on(state, 8, 17);
  [state, anchor] = after(state, anchor, tr => tr.split(12, 1, [{type: paragraph!, attrs: {id: "b"}}]));
  [state, anchor] = after(state, anchor, tr => tr.delete(8, 12))
  assert.deepEqual([words(state, anchor), anchor.from, anchor.block, anchor.shown], ["three", 10, "b", "b"])
})

test("words in a note are found in the note", () => {
  const note = endnote!.create({id: "n"}, schema.text("Interview of May 2025."))
  const doc = docType!.create(null, part!.create({id: "part", kind: "rights"}, [
    part_title!.create(), paragraph!.create({id: "a"}, [schema.text("May"), note, schema.text(".")]),
  ]))
  let state = EditorState.create({doc}), anchor = on(state, 21, 24)
  assert.deepEqual([anchor.quote, anchor.block], ["May", "n"]);
  [state, anchor] = after(state, anchor, tr => tr.delete(18, 25))
  assert.deepEqual([anchor.lost, anchor.shown], [true, "n"]);
  [state, anchor] = after(state, anchor, tr => tr.insertText("May 2025", 12))
  assert.equal(words(state, anchor), "May")
  assert.equal(anchor.block, "n")
})

test("words of two paragraphs, in Arabic and with characters of two units", () => {
  let state = EditorState.create({doc: makeDoc(["a", "حقوق الإنسان"], ["b", "😀 للجميع"])}), anchor = on(state, 9, 22)
  assert.equal(anchor.quote, "الإنسان\n😀 ل");
  [state, anchor] = after(state, anchor, tr => tr.delete(5, 24))
  assert.equal(anchor.lost, true);
  [state, anchor] = after(state, anchor, tr => tr.replaceWith(0, tr.doc.content.size, makeDoc(["a", "حقوق الإنسان"], ["b", "😀 للجميع"]).content))
  assert.equal(words(state, anchor), "الإنسان\n😀 ل")
})
