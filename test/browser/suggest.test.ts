// Suggestions: one person edits, another may only suggest; what is accepted is in the text, what is refused is not, and
// nothing that is open is in a file.
import assert from "node:assert/strict"
import {after, before, test} from "node:test"
import type {Browser, Page} from "playwright-core"
import {faults} from "./harness/axe"
import {launch, visitor, type Watch} from "./harness/browser"
import {Editor, nodes, words, type TextNode} from "./harness/editor"
import {addOrganization, fill, press, setUp, startSubmission} from "./harness/pages"
import {Server} from "./harness/server"
import {t} from "./harness/words"

let server: Server, browser: Browser, home: string
let ada: Editor, sam: Editor
const watches: Watch[] = []

before(async () => {
  server = await Server.start()
  browser = await launch()
  const owner = await person()
  await setUp(owner, server.setUp)
  await addOrganization(owner, server.url)
  home = await startSubmission(owner, server.url)
  const guest = await person()
  await join(guest, await invite(owner, "suggester"))
  ada = await Editor.open(owner, home)
  sam = await Editor.open(guest, home)
})
after(async () => {
  await browser?.close()
  await server?.stop()
})

async function person(): Promise<Page> {
  const {page, watch} = await visitor(browser)
  watches.push(watch)
  return page
}

async function invite(page: Page, role: string): Promise<string> {
  await page.goto(home + "/people/invite")
  await page.locator(`[name="role"][value="${role}"]`).check()
  await press(page, "invite-person.submit")
  return page.locator("#link").innerText()
}

async function join(page: Page, link: string): Promise<void> {
  await page.goto(link)
  await fill(page, {name: "Sam Reader", email: "sam@example.org", password: "eight loud rivers run"})
  await press(page, "join.submit.new")
  await page.waitForURL(/\/submissions\//)
}

/** The first blocks of the summary on the server, when everything was saved. */
async function blocks(editor: Editor): Promise<readonly TextNode[]> {
  await editor.saved()
  return nodes(await editor.onServer(), "part")[0]!.content!.slice(1)
}

const marked = (node: TextNode, mark: string) => nodes(node, "text").filter(one => one.marks?.some(({type}) => type === mark)).map(one => one.text).join("")
const panel = (editor: Editor) => editor.page.locator("#editor-panel-suggestions")
const read = async (page: Page) => {
  await page.goto(home + "/read")
  return page.locator(".reading").innerText()
}

/** Presses a key that moves the cursor, and lets the browser tell the editor, as there is time for between two of a person. */
async function move(editor: Editor, key: string, times = 1): Promise<void> {
  for (let i = 0; i < times; i++) await editor.key(key)
  await editor.page.evaluate(() => new Promise(done => requestAnimationFrame(() => requestAnimationFrame(done))))
}

test("who may only suggest writes suggestions: words in, words out, a split and a note", async () => {
  await ada.part("summary")
  await ada.type("Courts dismissed every complaint. Nobody was heard.")
  await ada.saved()
  await sam.text.getByText("Nobody was heard").waitFor()

  assert.equal(await sam.page.locator('.editor-toolbar [data-action="suggest"]').getAttribute("aria-pressed"), "true")
  assert.equal(await ada.page.locator('.editor-toolbar [data-action="suggest"]').getAttribute("aria-pressed"), "false")
  await sam.part("summary")
  await move(sam, "Home")
  await move(sam, "Shift+ArrowRight", "Courts".length)
  await sam.type("Judges")
  await move(sam, "ArrowRight", " dismissed ".length)
  await sam.key("Control+Delete")
  await move(sam, "End")
  await sam.key("Backspace", "Backspace")
  const [paragraph, ...rest] = await blocks(sam)
  assert.equal(rest.length, 0)
  assert.equal(words(paragraph!), "CourtsJudges dismissed every complaint. Nobody was heard.\n")
  assert.equal(marked(paragraph!, "insertion"), "Judges")
  assert.match(marked(paragraph!, "deletion"), /^Courtsevery ?d\.$/)
  await ada.text.locator("ins", {hasText: "Judges"}).waitFor()
})

test("a split and a note are suggestions too, and can be taken back", async () => {
  await sam.part("summary")
  await move(sam, "Home")
  await move(sam, "ArrowRight", "CourtsJudges dismissed every complaint.".length)
  await sam.key("Enter")
  assert.equal((await blocks(sam)).length, 2)
  await ada.text.locator(".suggested-split").waitFor()
  await sam.tool("note")
  await sam.page.locator(".editor-note-input:focus").waitFor()
  await sam.type("A source.")
  await sam.key("Escape")
  const [, second] = await blocks(sam)
  const [note] = nodes(second!, "endnote")
  assert.deepEqual([words(note!), note!.marks?.map(({type}) => type)], ["A source.", ["insertion"]])
  assert.equal((await read(await person2())).includes("A source"), false)
})

/** Another window of the same person. */
function person2(): Promise<Page> { return ada.page.context().newPage() }

test("nothing that is open is printed or counted, and the pages say so", async () => {
  const page = await person2(), text = await read(page)
  assert.match(text, /Courts dismissed every complaint\. Nobody was heard\./)
  assert.doesNotMatch(text, /Judges/)
  assert.match(await page.locator(".callout").first().innerText(), /suggestions? (is|are) open/)
  await page.goto(home + "/answers")
  assert.ok(await page.getByText(/suggestions are open/).count() >= 1)
  await page.close()
})

test("the editor accepts one and refuses another, at the side", async () => {
  await ada.panel("suggestions")
  const entries = panel(ada).locator(".editor-suggestion")
  await entries.first().waitFor()
  assert.deepEqual(await faults(ada.page, "suggestions"), [])
  const entry = (text: string) => entries.filter({hasText: text}).first()
  assert.match(await entry("Judges").innerText(), /Sam Reader/)
  await entry("Judges").getByRole("button", {name: new RegExp("^" + t("editor.suggestions.accept"))}).click()
  await ada.text.locator("ins", {hasText: "Judges"}).waitFor({state: "detached"})
  await entry("every").getByRole("button", {name: new RegExp("^" + t("editor.suggestions.refuse"))}).click()
  await ada.text.locator("del", {hasText: "every"}).waitFor({state: "detached"})
  const [first] = await blocks(ada)
  assert.equal(words(first!), "Judges dismissed every complaint.\n")
  assert.equal(marked(first!, "insertion") + marked(first!, "deletion"), "")
})

test("the rest is accepted at once, and nothing is open then", async () => {
  ada.page.once("dialog", dialog => void dialog.accept())
  await panel(ada).getByRole("button", {name: t("editor.suggestions.accept.all")}).click()
  await ada.text.locator("ins, del, .suggested-split").first().waitFor({state: "detached"})
  const all = await blocks(ada)
  assert.deepEqual(all.map(words), ["Judges dismissed every complaint.\n", " Nobody was hear\n"])
  assert.equal(nodes(all[1]!, "endnote").length, 1)
  await sam.text.locator("ins, del").first().waitFor({state: "detached"})
})

test("what cannot be a suggestion is refused in words, and can be a comment", async () => {
  await sam.part("summary")
  await sam.key("Control+Alt+1")
  await sam.page.getByText(t("editor.suggestions.not.kind")).first().waitFor()
  const [first] = await blocks(sam)
  assert.equal(first!.type, "paragraph")
  await sam.page.getByRole("button", {name: t("editor.suggestions.comment"), exact: true}).click()
  await sam.page.locator("#editor-panel-comments textarea:focus").waitFor()
  await sam.type("This should be a heading.")
  await sam.key("Control+Enter")
  await ada.panel("comments")
  await ada.page.locator("#editor-panel-comments .editor-thread-head").filter({hasText: /Sam Reader/}).click()
  await ada.page.locator("#editor-panel-comments").getByText("This should be a heading.").waitFor()
})

test("nothing went wrong on the way", () => {
  assert.deepEqual(watches.flatMap(watch => watch.complaints), [])
})
