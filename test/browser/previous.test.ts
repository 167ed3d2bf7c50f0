// Recommendations of an earlier review: imported from a file, assessed, cited in the text, and in the files at the end; and
// what an administrator enters of the next one.
import assert from "node:assert/strict"
import {mkdtempSync, rmSync, writeFileSync} from "node:fs"
import {tmpdir} from "node:os"
import path from "node:path"
import {after, before, test} from "node:test"
import type {Browser, Page} from "playwright-core"
import {faults} from "./harness/axe"
import {launch, visitor, type Watch} from "./harness/browser"
import {Editor} from "./harness/editor"
import {run} from "./harness/files"
import {addOrganization, noticed, press, setUp, startSubmission} from "./harness/pages"
import {Server} from "./harness/server"
import {t} from "./harness/words"

let server: Server, browser: Browser, page: Page, watch: Watch, home: string, editor: Editor
const folder = mkdtempSync(path.join(tmpdir(), "upright-previous-")), found: string[] = []

before(async () => {
  server = await Server.start()
  browser = await launch();
  ({page, watch} = await visitor(browser, {viewport: {width: 1400, height: 900}}))
  await setUp(page, server.setUp)
  await addOrganization(page, server.url)
  home = await startSubmission(page, server.url)
})
after(async () => {
  await browser?.close()
  await server?.stop()
  rmSync(folder, {recursive: true, force: true})
})

const words = ["", "one", "two", "three", "four", "five", "six", "seven", "eight"]

/** An export of the Universal Human Rights Index. No text has a figure, so that those in the matrix are of paragraphs. */
function exported(state: string): string {
  const entry = (n: number, country = state) => ({
    AnnotationType: "- Recommendations", Body: "- UPR", Countries: ["- " + country], Symbol: "A/HRC/59/15", UprSession: ["48"],
    Text: `140.${n}. Take measure ${words[n]} &amp; report on it (Norway)`, Themes: [n % 2 ? "- Right to health" : "- Right to education"],
    UprPositions: ["Supported"], UprRecommendingCountry: ["Norway"], Sdgs: ["3 - GOOD HEALTH"],
  })
  const file = path.join(folder, "export.json")
  writeFileSync(file, JSON.stringify([...[1, 2, 3, 4, 5, 6, 7].map(n => entry(n)), entry(7), entry(8, "Norway"), {Text: ""}]))
  return file
}

/** Downloads a file of the submission and returns where it is. */
async function file(format: string): Promise<string> {
  const answer = await page.request.get(home + "/files/" + format)
  assert.equal(answer.status(), 200)
  const to = path.join(folder, "file." + format)
  writeFileSync(to, await answer.body())
  return to
}

test("1. a file is shown before anything of it is taken in", async () => {
  await page.goto(home + "/previous/import")
  found.push(...await faults(page, "import"))
  const caption = await page.locator(".lede").innerText()
  const state = /to (.+) from a file/.exec(caption)![1]!
  await page.locator("input[type=file]").setInputFiles(exported(state))
  await press(page, "previous-import.submit")
  await page.getByText(t("previous-found.count", {n: 7})).waitFor()
  found.push(...await faults(page, "found"))
  await page.goto(home + "/previous")
  await page.getByText(t("previous.none")).waitFor()
  await page.goBack()
  await page.getByRole("button", {name: t("previous-found.submit", {n: 7}), exact: true}).click()
  await noticed(page, "notice.previous-imported")
  assert.equal(await page.locator("tbody tr").count(), 7)
})

test("2. five are assessed at once, and found by it", async () => {
  for (let i = 0; i < 5; i++) await page.locator('tbody input[type="checkbox"]').nth(i).check()
  await page.locator("#assess-assessed").selectOption("not-implemented")
  await page.locator("#assess-comment").fill("Nothing was done.")
  await press(page, "previous.assess.submit")
  await noticed(page, "notice.previous-assessed")
  found.push(...await faults(page, "table"))
  await page.locator("#previous-filter-q").fill("measure")
  await page.locator("#previous-filter-assessed").selectOption("not-implemented")
  await press(page, "previous.filter.submit")
  assert.equal(await page.locator("tbody tr").count(), 5)
})

test("3. two are cited in the text, one by the button and one by dragging", async () => {
  editor = await Editor.open(page, home)
  await editor.part("followup")
  await editor.type("The Government accepted")
  await editor.panel("previous")
  const panel = page.locator("#editor-panel-previous")
  await panel.locator("li").nth(6).waitFor()
  await panel.getByRole("button", {name: t("editor.previous.insert") + " 140.1 A/HRC/59/15", exact: true}).click()
  await editor.text.locator(".endnote").first().waitFor()
  await editor.type(" and did nothing.")
  await editor.key("Enter")
  await editor.type("It also refused ")
  await panel.getByLabel(t("editor.previous.search")).fill("140.2")
  await panel.getByText(t("editor.previous.count", {n: 1}), {exact: true}).waitFor()
  await panel.locator("li").first().dragTo(editor.text.locator("p", {hasText: "It also refused"}))
  await editor.text.locator(".endnote").nth(1).waitFor()
  found.push(...await faults(page, "editor"))
  await editor.saved()
  const text = JSON.stringify(await editor.onServer())
  assert.ok(text.includes("recommendation 140.1") && text.includes("recommendation 140.2"), text)
  assert.ok(text.includes("A/HRC/59/15, para. 140.1 (Norway); supported."), text)
  await panel.getByText(t("editor.previous.cited")).first().waitFor()
  await page.goto(home + "/previous")
  for (const n of [1, 2]) assert.equal(await page.locator("tr", {hasText: "140." + n}).locator(".note a").count(), 1, `140.${n}`)
})

test("4. the matrix with the numbers of the paragraphs and the chart are in PDF and Word", async () => {
  const pdf = run("pdftotext", "-layout", await file("pdf"), "-"), flat = pdf.replace(/\s+/g, " ")
  const word = run("unzip", "-p", await file("docx"), "word/document.xml").replace(/<[^>]+>/g, " ").replace(/\s+/g, " ")
  for (const [name, text] of [["PDF", flat], ["Word", word]] as const) {
    assert.ok(text.includes("Previous recommendations and their implementation"), name)
    for (const n of [1, 2, 3, 4, 5, 6, 7]) assert.ok(text.includes(`140.${n}`), `${name}: 140.${n}`)
    assert.ok(text.includes("not implemented") && text.includes("Nothing was done."), name)
    assert.ok(text.includes("Right to health") && text.includes("Right to education"), name)
  }
  const rows = /140\.1\s+Take([\s\S]*?)140\.2\s+Take([\s\S]*?)140\.3\s+Take/.exec(pdf)
  const paragraph = (row: string) => Number(/ (\d+)$/m.exec(row)?.[1])
  const first = paragraph(rows![1]!)
  assert.ok(first > 0, rows![1])
  assert.equal(paragraph(rows![2]!), first + 1, "each row has the number of the paragraph that cites it")
})

test("5. the chart is a table for who cannot see it", async () => {
  const shown = await browser.newContext()
  const paper = await shown.newPage()
  await paper.goto("file://" + await file("html"))
  found.push(...await faults(paper, "paper"))
  const row = paper.locator("tr", {hasText: "Right to health"}).last()
  assert.match(await row.innerText(), /4/, "how many there are stands in words beside the bar")
  await shown.close()
})

test("6. a table that nobody knows is read by the columns that its owner names, without a script", async () => {
  const still = await browser.newContext({javaScriptEnabled: false, storageState: await page.context().storageState()})
  const plain = await still.newPage()
  await plain.goto(home + "/previous/import")
  const file = path.join(folder, "own.csv")
  writeFileSync(file, "Ours;;\nWas;Wer;Antwort\nProtect those who speak;Chile;Noted\n")
  await plain.locator("input[type=file]").setInputFiles(file)
  await press(plain, "previous-import.submit")
  await plain.getByRole("heading", {name: t("previous-columns.title")}).waitFor()
  await page.goto(plain.url())
  found.push(...await faults(page, "columns"))
  const choose = (n: number, what: string) => plain.getByLabel(t("previous-columns.one", {n}), {exact: true}).selectOption(what)
  await press(plain, "previous-columns.submit")
  await plain.getByText(t("previous-columns.text", {label: t("previous-columns.column")})).first().waitFor()
  for (const [n, what] of [[1, "text"], [2, "states"], [3, "position"]] as const) await choose(n, what)
  await plain.locator("#previous-columns-head").selectOption("2")
  await press(plain, "previous-columns.submit")
  await plain.getByRole("button", {name: t("previous-found.submit", {n: 1}), exact: true}).click()
  await noticed(plain, "notice.previous-imported")
  await plain.getByText("Protect those who speak").waitFor()
  await still.close()
})

test("7. what an administrator enters of a State's session reaches the submission and the page of the State", async () => {
  await page.goto(server.url + "/states/MEX")
  found.push(...await faults(page, "state"))
  await page.getByRole("link", {name: t("state.enter")}).click()
  const form = page.locator("#calendar-entry-form")
  const session = await form.locator("[name=session]").inputValue()
  await form.locator("[name=deadline]").fill("2029-03-28")
  await form.locator("[name=hour]").fill("15:00")
  await form.locator("[name=source]").fill("OHCHR")
  await form.getByRole("button").click()
  await page.getByText(t("calendar-change.effect", {n: 1, session})).waitFor()
  found.push(...await faults(page, "change"))
  await page.getByRole("button", {name: t("calendar-change.submit", {n: 1}), exact: true}).click()
  await noticed(page, "notice.calendar")
  found.push(...await faults(page, "calendar"))
  await page.goto(home)
  await page.getByText("28 March 2029, 15:00").first().waitFor()
  await page.goto(server.url + "/states/MEX")
  await page.getByText(t("suggestion.deadline.exact", {when: "28 March 2029, 15:00"})).waitFor()
})

test("8. nothing of it breaks on the way", () => {
  assert.deepEqual(found, [])
  assert.deepEqual(watch.complaints, [])
})
