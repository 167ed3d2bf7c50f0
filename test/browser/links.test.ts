// A reader link with a pass phrase: opened by somebody without an account, commented with, downloaded with, and withdrawn
// while it is open. Without JavaScript all of it works, but for the last.
import assert from "node:assert/strict"
import {after, before, test} from "node:test"
import type {Browser, Page} from "playwright-core"
import {faults} from "./harness/axe"
import {launch, visitor, type Watch} from "./harness/browser"
import {Editor, openPanel} from "./harness/editor"
import {download, run} from "./harness/files"
import {addOrganization, fill, follow, noticed, press, setUp, startSubmission} from "./harness/pages"
import {Server} from "./harness/server"
import {t} from "./harness/words"

let server: Server, browser: Browser, home: string, ada: Page, eve: Page, address: string
const watches: Watch[] = [], found: string[] = [], phrase = "nine slow barges pass"

before(async () => {
  server = await Server.start()
  browser = await launch()
  ada = await person()
  await setUp(ada, server.setUp)
  await addOrganization(ada, server.url)
  home = await startSubmission(ada, server.url)
  const editor = await Editor.open(ada, home)
  await editor.part("summary")
  await editor.type("Registration is free by law.")
  await editor.saved()
})
after(async () => {
  await browser?.close()
  await server?.stop()
})

async function person(options = {}): Promise<Page> {
  const {page, watch} = await visitor(browser, options)
  watches.push(watch)
  return page
}

async function make(kind: string, fields: Readonly<Record<string, string>>): Promise<string> {
  await ada.goto(home + "/links")
  await fill(ada, fields)
  await ada.getByLabel(t("links.kind." + kind), {exact: true}).check()
  await press(ada, "links.submit")
  return ada.locator("#link").innerText()
}

test("1. a link is made and shown once", async () => {
  await ada.goto(home + "/people")
  await follow(ada, "links.title")
  found.push(...await faults(ada, "no links"))
  address = await make("comment", {label: "the Ministry’s focal point", phrase, uses: "1"})
  found.push(...await faults(ada, "link made"))
  await follow(ada, "link-made.back")
  await ada.getByText(t("links.used.of", {n: 0, limit: 1})).waitFor()
  assert.ok(!(await ada.content()).includes(address))
})

test("2. a reader opens it with the pass phrase, on a phone", async () => {
  eve = await person({viewport: {width: 320, height: 640}})
  await eve.goto(address)
  await eve.getByRole("heading", {level: 1, name: t("link.title")}).waitFor()
  assert.ok(!(await eve.content()).includes("focal point"))
  found.push(...await faults(eve, "link to open"))
  await fill(eve, {phrase: "nine fast barges pass"})
  await press(eve, "link.submit")
  await eve.getByText(t("link.phrase.wrong")).first().waitFor()
  await fill(eve, {phrase})
  await press(eve, "link.submit")
  await eve.getByText("Registration is free by law.").waitFor()
  found.push(...await faults(eve, "linked"))
  const overflow = await eve.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth)
  assert.equal(overflow, 0)
})

test("3. a comment reaches the paragraph, and the team's panel with the reader's name", async () => {
  const panel = await Editor.open(ada, home)
  await eve.locator(".numbered").filter({hasText: "Registration is free"}).locator("xpath=following-sibling::a[1]").click()
  await fill(eve, {name: "Eve Reader", body: "Since which year?"})
  found.push(...await faults(eve, "linked, form"))
  await press(eve, "linked.send")
  await noticed(eve, "notice.comment")
  await eve.locator(".thread").getByText("Since which year?").waitFor()
  const tab = ada.locator(".editor-tab").filter({hasText: t("editor.comments")})
  await openPanel(ada, "comments")
  await tab.filter({hasText: "1"}).waitFor()
  await ada.locator(".editor-thread").filter({hasText: "Eve Reader"}).getByRole("button").first().click()
  await ada.getByText(t("editor.comments.reviewer"), {exact: true}).first().waitFor()
  assert.ok(panel)
})

test("4. each page of the PDF names the link", async () => {
  const pdf = await download(eve, t("linked.pdf"))
  const pages = run("pdftotext", "-layout", pdf.path, "-").replace(/\f$/, "").split("\f")
  const mark = (await eve.locator("q").first().innerText()).trim()
  assert.match(mark, /^[A-Z2-7]{6} · the Ministry’s focal point$/)
  for (const page of pages) assert.ok(page.includes("Copy " + mark), page)
  assert.match(pdf.name, new RegExp(mark.slice(0, 6) + "\\.pdf$"))
})

test("5. nobody else gets in: its one use is gone", async () => {
  const other = await person()
  await other.goto(address)
  await other.getByText(t("link.used-up")).waitFor()
  found.push(...await faults(other, "link used up"))
})

test("6. withdrawn while it is open, the text goes from the screen, and a comment that was not sent stays", async () => {
  await eve.locator(".numbered").filter({hasText: "Registration is free"}).locator("xpath=following-sibling::a[1]").click()
  await fill(eve, {body: "Never sent."})
  await ada.goto(home + "/links")
  for (const event of ["open", "read", "comment", "pdf"]) {
    assert.ok((await ada.locator(".link-events").textContent())?.includes(t("links.event." + event)), event)
  }
  found.push(...await faults(ada, "links"))
  await ada.getByRole("button", {name: t("links.withdraw")}).click()
  await noticed(ada, "notice.link-withdrawn")
  await eve.getByRole("alert").filter({hasText: t("link.withdrawn")}).waitFor()
  assert.ok(!(await eve.content()).includes("Registration is free by law."))
  assert.equal(await eve.getByLabel(t("linked.body")).inputValue(), "Never sent.")
  found.push(...await faults(eve, "link withdrawn"))
  await eve.reload()
  await eve.getByText(t("link.withdrawn")).waitFor()
})

test("7. all of it works without JavaScript", async () => {
  const plain = await person({javaScriptEnabled: false})
  await plain.goto(await make("comment", {label: "somebody"}))
  await press(plain, "link.submit")
  await plain.getByText("Registration is free by law.").waitFor()
  await plain.locator(".comment-on").first().click()
  await fill(plain, {name: "Fay", body: "Plainly said."})
  await press(plain, "linked.send")
  await plain.locator(".thread").getByText("Plainly said.").waitFor()
  await press(plain, "linked.close")
  await plain.getByRole("heading", {level: 1, name: t("link.title")}).waitFor()
})

test("nothing forbidden happened", () => {
  assert.deepEqual(found, [])
  assert.deepEqual(watches.flatMap(watch => watch.complaints), [])
})
