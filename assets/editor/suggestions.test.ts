// Suggesting in the editor on its page: how keys, an input method and the popover of a note become suggestions, where
// the cursor then stands, and what the keys of the panel do.
import assert from "node:assert/strict"
import {test} from "node:test"
import {schema} from "../shared/schema"
import {refuseAll, settle} from "../shared/suggest_settle"
import {suggestionsIn} from "./suggestions_list"
import {launch} from "./testing/chromium"
import {FakeServer} from "./testing/server"
import {site} from "./testing/site"

const paragraph = (id: string, words: string) => schema.node("paragraph", {id}, words ? schema.text(words) : [])
const doc = () => schema.node("doc", null, schema.node("part", {id: "partaaaaaaaa", kind: "rights"}, [
  schema.node("part_title", null, schema.text("Rights")),
  paragraph("aaaaaaaaaaaa", "First words."),
  schema.node("paragraph", {id: "bbbbbbbbbbbb"}, [schema.text("Second"), schema.node("endnote", {id: "nnnnnnnnnnnn"}, schema.text("A source.")), schema.text(" words.")]),
]))

test("suggestions on the page", {timeout: 60_000}, async t => {
  const server = new FakeServer(doc()), place = await site(server), context = await launch(), complaints: string[] = []
  context.setDefaultTimeout(8_000)
  const page = await context.newPage()
  page.on("pageerror", error => complaints.push(error.stack ?? error.message))
  await page.goto(place.url)
  const at = (n: number) => page.locator("#editor-text p").nth(n)
  await at(0).waitFor()
  const saved = () => page.locator(".editor-state-text", {hasText: /^Saved$/}).waitFor()
  const move = async (key: string, times = 1) => {
    for (let i = 0; i < times; i++) await page.keyboard.press(key)
    await page.evaluate(() => new Promise(done => requestAnimationFrame(() => requestAnimationFrame(done))))
  }
  /** A paragraph as it is on the server: "+new+ -gone- kept". */
  const written = async (n: number) => {
    await saved()
    let words = ""
    server.authority.doc.firstChild!.child(n + 1).forEach(node => {
      const sign = node.marks.map(mark => ({insertion: "+", deletion: "-", format: "~"}[mark.type.name] ?? "")).join("")
      words += sign + (node.isText ? node.text : node.type.name) + sign
    })
    return words
  }

  await t.test("typing, deleting both ways and replacing, with the cursor where one goes on", async () => {
    await at(0).click()
    await move("Home")
    await page.keyboard.press("Control+Alt+s")
    await page.keyboard.type("My ")
    await page.keyboard.press("Delete")
    await page.keyboard.press("Delete")
    await page.keyboard.type("x")
    await move("End")
    await page.keyboard.press("Backspace")
    await page.keyboard.press("Backspace")
    await page.keyboard.type("!")
    assert.equal(await written(0), "+My +-Fi-+x+rst word+!+-s.-")
    await page.keyboard.press("Backspace")
    assert.equal(await written(0), "+My +-Fi-+x+rst word-s.-")
  })
  await t.test("undo takes back suggestions", async () => {
    for (let i = 0; i < 12; i++) await page.keyboard.press("Control+z")
    assert.equal(await written(0), "First words.")
  })
  await t.test("an input method keeps composing", async () => {
    const device = await context.newCDPSession(page)
    await move("Home")
    for (const text of ["に", "にほ", "にほん"]) await device.send("Input.imeSetComposition", {text, selectionStart: text.length, selectionEnd: text.length})
    await device.send("Input.insertText", {text: "日本"})
    assert.equal(await written(0), "+日本+First words.")
    // Over a selection: what was there is marked, what is composed comes in.
    await move("Shift+ArrowRight", 5)
    for (const text of ["م", "مر"]) await device.send("Input.imeSetComposition", {text, selectionStart: text.length, selectionEnd: text.length})
    await device.send("Input.insertText", {text: "مر"})
    assert.equal((await written(0)).replaceAll("-", "").replaceAll("+", "").length, "日本Firstمر words.".length)
    assert.ok(settle(server.authority.doc, refuseAll).eq(doc()))
  })
  await t.test("a note is edited by suggestions in its text", async () => {
    await page.locator("#editor-text .endnote").first().click()
    await page.locator(".editor-note-input").waitFor()
    await page.keyboard.type(" More.")
    await saved()
    await move("ArrowLeft", 2)
    await move("Home")
    await page.keyboard.press("Delete")
    await page.keyboard.press("Delete")
    await page.keyboard.press("Escape")
    await saved()
    const note = server.authority.doc.firstChild!.child(2).child(1)
    assert.deepEqual(note.content.content.map(node => [node.text, node.marks.map(mark => mark.type.name).join()]),
      [["A ", "deletion"], ["source.", ""], [" More.", "insertion"]])
  })
  await t.test("the switch goes back, and what is typed inside a suggestion is then plain", async () => {
    await at(0).click()
    await move("Home")
    await page.keyboard.press("Control+Alt+s")
    await move("ArrowRight")
    await page.keyboard.type("plain")
    assert.match(await written(0), /^\+日\+plain\+本\+/)
  })
  await t.test("keys go to a suggestion and decide it", async () => {
    await move("Control+Home")
    await page.keyboard.press("Control+Alt+.")
    await page.keyboard.press("Control+Alt+Enter")
    assert.match(await written(0), /^日plain本/)
  })
  await t.test("signs that would begin a list stand as they were typed, and a new note is one suggestion with its words", async () => {
    await page.keyboard.press("Control+Alt+s")
    await at(0).click()
    await move("Home")
    await page.keyboard.type("- ")
    assert.match(await written(0), /^\+- \+/)
    await page.keyboard.press("Control+Alt+d")
    await page.locator(".editor-note-input").waitFor()
    await page.keyboard.type("New.")
    await page.keyboard.press("Escape")
    await saved()
    const note = suggestionsIn(server.authority.doc).flatMap(({pieces}) => pieces).find(piece => piece.text === "New.")
    assert.equal(note?.note, "whole")
    assert.equal(suggestionsIn(server.authority.doc).flatMap(({pieces}) => pieces).filter(piece => piece.text === "New.").length, 1)
  })
  assert.deepEqual(complaints, [])
  await context.close()
  place.close()
})
