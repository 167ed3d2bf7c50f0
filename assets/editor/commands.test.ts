// What the commands make of the text: blocks, parts, tables, links, without a browser.
import assert from "node:assert/strict"
import {test} from "node:test"
import {history, redo, undo} from "prosemirror-history"
import type {Node} from "prosemirror-model"
import {AllSelection, EditorState, NodeSelection, TextSelection, type Command} from "prosemirror-state"
import {ids} from "../shared/ids"
import {schema} from "../shared/schema"
import {backspace, enter, toHeading, toParagraph, toRecommendation, toggleList} from "./blocks"
import {findAll, replaceAll} from "./find"
import {insertEndnote, linkAt, readAddress, removeLink, setLink} from "./inline"
import {held} from "./part_dialogs"
import {addPart, deletePart, emptySelection, keepParts, movePart, partAt, setHidden} from "./parts"
import {firstSentence} from "./placeholder"
import {insertTable} from "./tables"

const node = (type: string, attrs: Record<string, unknown>, ...content: Node[]) => schema.node(type, attrs, content)
const text = (value: string) => schema.text(value)
const p = (id: string, value: string, attrs = {}) => node("paragraph", {id, ...attrs}, ...(value ? [text(value)] : []))
const part = (id: string, title: string, ...blocks: Node[]) => node("part", {id}, node("part_title", {}, text(title)), ...blocks)

class Sheet {
  state: EditorState
  constructor(...parts: Node[]) {
    let next = 0
    this.state = EditorState.create({doc: node("doc", {}, ...parts), plugins: [keepParts(), history(), ids(() => "new" + next++)]})
  }
  /** Puts the cursor into the first text that holds the words, at the "|" in them. */
  at(words: string): this {
    const plain = words.replace("|", "")
    let found = -1
    this.state.doc.descendants((one, pos) => {
      if (found < 0 && one.isText && one.text!.includes(plain)) found = pos + one.text!.indexOf(plain) + words.indexOf("|")
    })
    assert.ok(found >= 0, words)
    return this.select(found)
  }
  select(from: number, to = from): this {
    this.state = this.state.apply(this.state.tr.setSelection(TextSelection.create(this.state.doc, from, to)))
    return this
  }
  all(): this {
    this.state = this.state.apply(this.state.tr.setSelection(new AllSelection(this.state.doc)))
    return this
  }
  run(command: Command): boolean { return command(this.state, tr => { this.state = this.state.apply(tr) }) }
  /** The blocks of a part in short. */
  blocks(index = 0): string[] {
    const list: string[] = []
    this.state.doc.child(index).forEach(one => list.push(`${one.type.name}${one.attrs["level"] ?? ""} ${one.attrs["id"] ?? ""} ${one.textContent}`))
    return list
  }
}

test("headings and recommendations come and go, the id stays", () => {
  const sheet = new Sheet(part("A", "Title", p("a", "Alpha"), p("b", "Beta"))).at("Al|pha")
  sheet.run(toHeading(2))
  assert.deepEqual(sheet.blocks(), ["part_title  Title", "heading2 a Alpha", "paragraph b Beta"])
  sheet.run(toRecommendation)
  assert.deepEqual(sheet.blocks()[1], "recommendation a Alpha")
  sheet.run(toRecommendation)
  assert.deepEqual(sheet.blocks()[1], "paragraph a Alpha")
  sheet.at("Ti|tle")
  assert.equal(sheet.run(toHeading(1)), false, "a part's title stays one")
})

test("Enter makes what comes next", () => {
  const sheet = new Sheet(part("A", "Title", node("heading", {id: "h"}, text("Head")), node("recommendation", {id: "r", addressee: "ILO"}, text("Do it")), p("u", "Plain", {numbered: false})))
  sheet.at("Head|").run(enter)
  assert.equal(sheet.blocks()[2], "paragraph new0 ")
  sheet.at("Do it|").run(enter)
  assert.equal(sheet.state.doc.child(0).child(4).attrs["addressee"], "ILO")
  sheet.run(enter)
  assert.equal(sheet.blocks()[4], "paragraph new1 ", "an empty recommendation becomes a paragraph")
  sheet.at("Plain|").run(enter)
  assert.equal(sheet.state.doc.child(0).lastChild!.attrs["numbered"], false)
  sheet.at("Title|").run(enter)
  assert.equal(sheet.state.selection.$from.parent.textContent, "Head")
  assert.equal(sheet.blocks()[0], "part_title  Title")
})

test("Enter at the start of a paragraph leaves it its id", () => {
  const sheet = new Sheet(part("A", "Title", p("a", "Alpha"))).at("|Alpha")
  sheet.run(enter)
  assert.deepEqual(sheet.blocks().slice(1), ["paragraph new0 ", "paragraph a Alpha"])
})

test("Backspace at starts", () => {
  const list = node("bullet_list", {id: "l"}, node("list_item", {}, p("i", "Item")))
  const sheet = new Sheet(part("A", "Title", p("a", "Alpha"), node("heading", {id: "h"}, text("Head")), list))
  assert.equal(sheet.at("|Alpha").run(backspace), true)
  assert.deepEqual(sheet.blocks().slice(0, 2), ["part_title  Title", "paragraph a Alpha"], "nothing joins the title")
  sheet.at("|Head").run(backspace)
  assert.equal(sheet.blocks()[2], "paragraph h Head")
  sheet.at("|Item").run(backspace)
  assert.equal(sheet.blocks()[3], "paragraph i Item")
  assert.equal(sheet.at("He|ad").run(backspace), false)
})

test("lists", () => {
  const sheet = new Sheet(part("A", "Title", p("a", "Alpha"), p("b", "Beta"))).at("Al|pha")
  sheet.run(toggleList("bullet_list"))
  assert.equal(sheet.blocks()[1], "bullet_list new0 Alpha")
  sheet.run(toggleList("ordered_list"))
  assert.equal(sheet.blocks()[1], "ordered_list new0 Alpha")
  sheet.at("Alpha|").run(enter)
  assert.equal(sheet.state.doc.child(0).child(1).childCount, 2)
  sheet.run(enter)
  assert.deepEqual(sheet.blocks().slice(1, 3), ["ordered_list new0 Alpha", "paragraph new1 "], "an empty item leaves the list")
  sheet.at("Al|pha").run(toParagraph)
  assert.equal(sheet.blocks()[1], "paragraph a Alpha")
})

const three = () => new Sheet(part("A", "First", p("a", "Alpha")), part("B", "Second", p("b", "Beta")), part("C", "Third", p("c", "Gamma")))
const order = (sheet: Sheet) => { let ids = ""; sheet.state.doc.forEach(one => { ids += one.attrs["id"] }); return ids }

test("everything selected and deleted: the parts and their titles stay", () => {
  const sheet = three().all()
  sheet.run(emptySelection)
  assert.equal(order(sheet), "ABC")
  assert.deepEqual([0, 1, 2].map(i => sheet.blocks(i).map(one => one.split(" ").pop())), [["First", ""], ["Second", ""], ["Third", ""]])
})

test("a selection over a boundary empties both sides and joins nothing", () => {
  const sheet = three().at("Al|pha")
  const from = sheet.state.selection.from
  sheet.at("Be|ta").select(from, sheet.state.selection.from)
  sheet.run(emptySelection)
  assert.deepEqual([sheet.blocks(0)[1], sheet.blocks(1)], ["paragraph a Al", ["part_title  Second", "paragraph b ta"]])
})

test("no change of one's own can lose a part", () => {
  const sheet = three(), before = sheet.state.doc
  sheet.state = sheet.state.apply(sheet.state.tr.delete(0, sheet.state.doc.firstChild!.nodeSize))
  assert.equal(sheet.state.doc, before)
})

test("parts move with their text and the cursor", () => {
  const sheet = three().at("Al|pha")
  sheet.run(movePart("A", 1))
  assert.equal(order(sheet), "BAC")
  assert.equal(sheet.state.selection.$from.parent.textContent, "Alpha")
  assert.equal(sheet.state.selection.$from.parentOffset, 2)
  sheet.run(movePart("C", -1))
  assert.equal(order(sheet), "BCA")
  assert.equal(sheet.state.selection.$from.parent.textContent, "Alpha")
  assert.equal(sheet.run(movePart("B", -1)), false)
  assert.equal(sheet.run(setHidden("C", true)), true)
  assert.equal(sheet.state.doc.child(1).attrs["hidden"], true)
})

test("a part of one's own is added behind another or at the end, and undo takes it back", () => {
  const sheet = three().at("Al|pha")
  sheet.run(addPart("Own words", "A"))
  assert.equal(order(sheet), "Anew0BC")
  assert.deepEqual(sheet.blocks(1), ["part_title  Own words", "paragraph new1 "])
  assert.equal(sheet.state.doc.child(1).attrs["kind"], "other")
  assert.equal(partAt(sheet.state).index, 1, "the cursor is in it")
  sheet.state.doc.check()
  sheet.run(undo)
  assert.equal(order(sheet), "ABC")
  sheet.run(redo)
  assert.equal(order(sheet), "Anew0BC")
  sheet.run(addPart("Last"))
  assert.equal(sheet.blocks(4)[0], "part_title  Last")
})

test("a part is deleted whole, never the last one, and undo brings it back as it was", () => {
  const sheet = three().at("Be|ta"), before = sheet.state.doc
  sheet.run(deletePart("B"))
  assert.equal(order(sheet), "AC")
  assert.equal(sheet.state.selection.$from.parent.textContent, "Gamma", "the cursor goes into the text that takes the place")
  sheet.run(undo)
  assert.ok(sheet.state.doc.eq(before))
  sheet.run(deletePart("C"))
  assert.equal(sheet.state.selection.$from.parent.textContent, "Beta")
  sheet.run(deletePart("B"))
  assert.equal(sheet.run(deletePart("A")), false)
  assert.equal(sheet.run(deletePart("gone")), false)
  assert.equal(order(sheet), "A")
})

test("before a part is deleted it is said what goes", () => {
  const reference = node("cross_reference", {target: "a"})
  const first = part("A", "First words", node("paragraph", {id: "a"}, text("Alpha beta"), node("endnote", {id: "n"}, text("Source")), reference), node("recommendation", {id: "r"}, text("Do it")))
  const doc = node("doc", {}, first, part("B", "Second", node("paragraph", {id: "b"}, reference, reference)))
  assert.deepEqual(held(first, doc), [["words", 7], ["recommendations", 1], ["notes", 1], ["references", 2]])
})

test("a placeholder is the first sentence of the guidance", () => {
  assert.equal(firstSentence("One point, A/HRC/59.15 too. And more."), "One point, A/HRC/59.15 too.")
  assert.equal(firstSentence("No stop"), "No stop")
})

test("a table has a header row and leaves a paragraph behind it", () => {
  const sheet = new Sheet(part("A", "Title", p("a", "Alpha"))).at("Alpha|")
  sheet.run(insertTable(2, 2))
  sheet.state.doc.check()
  assert.deepEqual(sheet.blocks().map(one => one.split(" ")[0]), ["part_title", "paragraph", "table", "paragraph"])
  assert.equal(sheet.state.doc.child(0).child(2).firstChild!.firstChild!.type.name, "table_header")
  assert.equal(sheet.run(insertTable(2, 2)), false, "no table in a table")
})

test("links", () => {
  const sheet = new Sheet(part("A", "Title", p("a", "Alpha beta"))).at("Al|pha")
  sheet.select(sheet.state.selection.from - 2, sheet.state.selection.from + 3)
  sheet.run(setLink("https://one.org", ""))
  sheet.at("Al|pha")
  assert.equal(linkAt(sheet.state)?.href, "https://one.org")
  sheet.run(setLink("https://two.org", ""))
  assert.deepEqual([linkAt(sheet.state)!.href, linkAt(sheet.state)!.to - linkAt(sheet.state)!.from], ["https://two.org", 5])
  sheet.run(removeLink)
  assert.equal(linkAt(sheet.state), null)
})

test("addresses", () => {
  for (const [typed, want] of [
    ["example.org", "https://example.org"], [" https://a.org/b?c#d ", "https://a.org/b?c#d"], ["http://a.org", "http://a.org"], ["a@b.org", "mailto:a@b.org"],
    ["mailto:a@b.org", "mailto:a@b.org"], ["javascript:alert(1)", null], ["JAVASCRIPT:alert(1)", null], ["data:text/html,x", null], ["file:///etc/passwd", null],
    ["", null], ["two words", null], ["word", null], ["https://", null], ["mailto:nobody", null],
  ] as const) assert.equal(readAddress(typed), want, typed)
})

test("an endnote goes in selected, and find looks into it", () => {
  const sheet = new Sheet(part("A", "Title", p("a", "Alpha ALPHA"))).at("Alpha|")
  sheet.run(insertEndnote)
  assert.ok(sheet.state.selection instanceof NodeSelection)
  const pos = sheet.state.selection.from
  sheet.state = sheet.state.apply(sheet.state.tr.insertText("an alpha note", pos + 1))
  const found = findAll(sheet.state.doc, "alpha")
  assert.deepEqual(found.map(match => [sheet.state.doc.textBetween(match.from, match.to), match.note !== null]), [["Alpha", false], ["alpha", true], ["ALPHA", false]])
})

test("what is found is replaced, in notes too, and keeps its format", () => {
  const bold = schema.text("old", [schema.mark("strong")])
  const sheet = new Sheet(part("A", "Old title", node("paragraph", {id: "a"}, text("An "), bold, text(" word, old"), node("endnote", {id: "n"}, text("Of old")))))
  const before = sheet.state.doc
  sheet.state = sheet.state.apply(replaceAll(sheet.state, findAll(sheet.state.doc, "old"), "older"))
  sheet.state.doc.check()
  assert.deepEqual(sheet.blocks(), ["part_title  older title", "paragraph a An older word, olderOf older"])
  assert.equal(sheet.state.doc.child(0).child(1).child(1).marks[0]?.type.name, "strong")
  sheet.run(undo)
  assert.ok(sheet.state.doc.eq(before), "one undo brings all back")
  sheet.state = sheet.state.apply(replaceAll(sheet.state, findAll(sheet.state.doc, "old "), ""))
  assert.equal(sheet.blocks()[0], "part_title  title")
})
