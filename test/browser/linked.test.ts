// The same evidence for two States: a paragraph with its note is taken over into a linked submission, its source changes,
// and the new words come in beside what was changed here.
import assert from "node:assert/strict"
import {after, before, test} from "node:test"
import type {Browser, Locator, Page} from "playwright-core"
import {faults} from "./harness/axe"
import {launch, visitor, type Watch} from "./harness/browser"
import {Editor, nodes, words} from "./harness/editor"
import {addOrganization, fill, noticed, press, setUp, startSubmission} from "./harness/pages"
import {Server} from "./harness/server"
import {t} from "./harness/words"

let server: Server, browser: Browser, page: Page, watch: Watch, source: string, target: string, editor: Editor, panel: Locator
const found: string[] = []

before(async () => {
  server = await Server.start()
  browser = await launch();
  ({page, watch} = await visitor(browser, {viewport: {width: 1400, height: 900}}))
  await setUp(page, server.setUp)
  await addOrganization(page, server.url)
  source = await startSubmission(page, server.url)
  target = await startHonduras()
})
after(async () => {
  await browser?.close()
  await server?.stop()
})

async function startHonduras(): Promise<string> {
  await page.goto(server.url + "/submissions/new")
  await fill(page, {state: "HND", language: "en"})
  await press(page, "review.submit")
  await press(page, "details.create")
  await noticed(page, "notice.submission")
  return page.url()
}

/** Opens the panel of the target's editor. */
async function openPanel(): Promise<void> {
  editor = await Editor.open(page, target)
  await editor.panel("related")
  panel = page.locator("#editor-panel-related")
}

test("1. the evidence is written once", async () => {
  const writer = await Editor.open(page, source)
  await writer.part("rights")
  await writer.type("In Mexico 40 families were returned")
  await writer.tool("note")
  await writer.type("Report of the Ombudsperson.")
  await writer.key("Escape")
  await writer.type(".")
  await writer.part("recommendations")
  await writer.type("Publish the number of returned families each year.")
  await writer.saved()
})

test("2. a coordinator links the two submissions", async () => {
  await page.goto(target + "/related")
  found.push(...await faults(page, "page, empty"))
  await page.locator('[name="other"]').selectOption({index: 1})
  await press(page, "related.submit")
  await noticed(page, "notice.related")
})

test("3. the paragraph is taken over with its note", async () => {
  await openPanel()
  await editor.part("rights")
  await panel.getByLabel(t("editor.related.search")).fill("ombudsperson")
  await panel.getByText(t("editor.related.count", {n: 1}), {exact: true}).waitFor()
  found.push(...await faults(page, "panel, offers"))
  await panel.getByRole("button", {name: new RegExp(`^${t("editor.related.take")} paragraph`)}).click()
  await panel.getByText(t("editor.related.taken"), {exact: true}).waitFor()
  await editor.saved()
  const doc = await editor.onServer(), [note] = nodes(doc, "endnote")
  assert.match(words(doc), /In Mexico 40 families were returned\.\n/)
  assert.equal(note?.content?.[0]?.text, "Report of the Ombudsperson.")
  const from = await (await page.request.get(source + "/text")).json() as {doc: Parameters<typeof nodes>[0]}
  assert.notEqual(note?.attrs?.["id"], nodes(from.doc, "endnote")[0]?.attrs?.["id"], "the note has an id of its own")
  await panel.getByText(t("editor.related.names", {state: "Mexico"})).waitFor()
  await panel.getByText(/^Mexico, session .*, paragraph \d+, version \d+ · Ada Example/).waitFor()
})

test("3b. a recommendation stands in the place of the empty one", async () => {
  await editor.part("recommendations")
  await panel.getByLabel(t("editor.related.search")).fill("publish")
  await panel.getByText(t("editor.related.count", {n: 1}), {exact: true}).waitFor()
  await panel.getByRole("button", {name: new RegExp(`^${t("editor.related.take")} recommendation`)}).click()
  await panel.getByText(/, recommendation R1, version/).waitFor()
  await editor.saved()
  const given = nodes(await editor.onServer(), "recommendation")
  assert.deepEqual(given.map(words), ["Publish the number of returned families each year.\n"])
})

test("4. it is made to fit here, and its source changes meanwhile", async () => {
  await editor.part("rights")
  await editor.key("Home", "ArrowRight", "ArrowRight", "ArrowRight", ...Array<string>(6).fill("Delete"))
  await editor.type("Honduras")
  await editor.saved()
  const writer = await Editor.open(page, source)
  await writer.part("rights")
  await writer.key("Home", ...Array<string>(10).fill("ArrowRight"), "Delete", "Delete")
  await writer.type("52")
  await writer.saved()
})

test("5. the change is flagged, shown, and taken beside what was changed here", async () => {
  await openPanel()
  await panel.getByText(t("editor.related.state.changed"), {exact: true}).waitFor()
  assert.match(await page.getByRole("button", {name: new RegExp(`^${t("editor.related")}`)}).innerText(), /1$/)
  assert.equal(await panel.locator("del").textContent(), t("editor.related.deleted") + " 40")
  assert.equal(await panel.locator("ins").textContent(), t("editor.related.inserted") + " 52")
  found.push(...await faults(page, "panel, changed"))
  await panel.getByRole("button", {name: new RegExp(`^${t("editor.related.new")}`)}).click()
  await panel.getByText(t("editor.related.state.same"), {exact: true}).nth(1).waitFor() // the recommendation's is there already
  await editor.saved()
  const doc = await editor.onServer()
  assert.match(words(doc), /In Honduras 52 families were returned\.\n/)
  assert.equal(nodes(doc, "endnote").length, 1)
  assert.equal(await panel.getByText(t("editor.related.names", {state: "Mexico"})).count(), 0)
})

test("6. both pages tell of it, and the record", async () => {
  await page.goto(target + "/related")
  await page.getByText(t("related.state.same")).first().waitFor()
  assert.equal(await page.getByText(t("related.state.same")).count(), 2)
  found.push(...await faults(page, "page of the target"))
  await page.setViewportSize({width: 360, height: 740})
  await page.goto(source + "/related")
  await page.getByText(/^Honduras, session .* · Ada Example/).first().waitFor()
  assert.ok(await page.evaluate(() => document.documentElement.scrollWidth <= innerWidth), "the page is wider than a phone")
  await page.goto(source + "/record")
  await page.locator("tbody").getByText(t("record.kind.given")).first().waitFor()
  assert.deepEqual(found, [])
  assert.deepEqual(watch.complaints, [])
})
