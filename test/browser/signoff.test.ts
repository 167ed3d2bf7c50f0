// Two organizations on their way to a final text: freeze, position, change, renewal, final, package, reopening.
import assert from "node:assert/strict"
import {readFile} from "node:fs/promises"
import {after, before, test} from "node:test"
import type {Browser, Page} from "playwright-core"
import {faults} from "./harness/axe"
import {launch, visitor, type Watch} from "./harness/browser"
import {Editor} from "./harness/editor"
import {addOrganization, fill, follow, noticed, password, press, setUp, startSubmission} from "./harness/pages"
import {Server} from "./harness/server"
import {t} from "./harness/words"

let server: Server, browser: Browser, home: string
let ada: Page, ben: Page
const watches: Watch[] = [], found: string[] = []

before(async () => {
  server = await Server.start()
  browser = await launch()
  ada = await person()
  await setUp(ada, server.setUp)
  await addOrganization(ada, server.url)
  home = await startSubmission(ada, server.url)
  const editor = await Editor.open(ada, home)
  await editor.part("summary")
  await editor.type("Families wait for papers.")
  await editor.saved()

  await ada.goto(home + "/people/invite?organization=new")
  await fill(ada, {organization_name: "Safe Return"})
  await ada.getByLabel(t("role.editor"), {exact: true}).check()
  await press(ada, "invite-person.submit")
  const link = await ada.locator("#link").innerText()
  ben = await person()
  await ben.goto(link)
  await fill(ben, {name: "Ben", email: "ben@example.org", password})
  await press(ben, "join.submit.new")
  await noticed(ben, "notice.joined")
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

const state = (page: Page) => page.goto(home + "/signoff")

/** Goes to the page on which somebody signs for an organization. */
async function toSign(page: Page, organization: string): Promise<void> {
  await state(page)
  await page.getByRole("link", {name: t("signoff.sign") + " " + organization, exact: true}).click()
}

async function askFor(): Promise<void> {
  await state(ada)
  await ada.locator('a[href$="/signoff/ask"]').click()
  found.push(...await faults(ada, "ask"))
  await press(ada, "ask.submit")
  await noticed(ada, "notice.asked")
}

test("1. the coordinator freezes the text, and the other organization signs it with a position", async () => {
  await askFor()
  await toSign(ben, "Safe Return")
  await ben.getByText("Families wait for papers.").waitFor()
  found.push(...await faults(ben, "sign"))
  await ben.getByLabel(t("sign.answer.position"), {exact: true}).check()
  await fill(ben, {paragraphs: "1"})
  await press(ben, "sign.submit")
  await ben.getByRole("alert").getByText(t("sign.words.position")).waitFor()
  await fill(ben, {words: "We would say: most families."})
  await press(ben, "sign.submit")
  await noticed(ben, "notice.signed.position")
  await ben.getByRole("cell").filter({hasText: "We would say: most families."}).waitFor()
  found.push(...await faults(ben, "state"))
})

test("2. a change reopens what was signed; it is shown and renewed with one press", async () => {
  const editor = await Editor.open(ada, home)
  await editor.part("summary")
  await editor.key("End")
  await editor.type(" They wait for years.")
  await editor.saved()
  await state(ada)
  await ada.getByText(t("signoff.changed.words")).waitFor()
  await askFor()
  await ada.getByText(t("signoff.state.reopened")).waitFor()
  await toSign(ben, "Safe Return")
  await ben.locator("ins").filter({hasText: "They wait for years."}).first().waitFor()
  found.push(...await faults(ben, "changed"))
  await press(ben, "sign.renew.position")
  await noticed(ben, "notice.signed.position")
})

test("3. another title reopens it at once; what the cover said and says is shown, and it is renewed likewise", async () => {
  await ada.goto(home + "/details")
  const before = await ada.locator('[name="title"]').inputValue()
  assert.match(before, /^Joint submission/) // it was suggested for one organization, and follows the second that joined
  await fill(ada, {title: "Papers for all"})
  await press(ada, "details.submit")
  await toSign(ben, "Safe Return")
  await ben.getByText(t("sign.not-frozen")).waitFor()
  await ben.locator("del").filter({hasText: before}).waitFor()
  await ben.locator("ins").filter({hasText: "Papers for all"}).waitFor()
  found.push(...await faults(ben, "another title"))
  await askFor()
  await toSign(ben, "Safe Return")
  await press(ben, "sign.renew.position")
  await noticed(ben, "notice.signed.position")
})

test("4. when all have signed it becomes final, and the open editor only reads, at once, and says why", async () => {
  await toSign(ada, "Example Association")
  await ada.getByLabel(t("sign.answer.endorsed"), {exact: true}).check()
  await press(ada, "sign.submit")
  await noticed(ada, "notice.signed.endorsed")
  const editor = await Editor.open(ben, home)
  await ben.locator('#editor-text[contenteditable="true"]').waitFor()

  await follow(ada, "signoff.finish")
  found.push(...await faults(ada, "final"))
  await ada.getByLabel(t("final.sure")).check()
  await press(ada, "final.submit")
  await noticed(ada, "notice.final")
  found.push(...await faults(ada, "state, final"))
  await ben.locator('#editor-text[contenteditable="false"]').waitFor()
  await ben.getByText(t("editor.signoff.final")).first().waitFor()
  await editor.text.click()
  await editor.type("Too late.")
  assert.ok(!(await editor.text.innerText()).includes("Too late."))
})

test("5. the package has the signatories and the position", async () => {
  const waits = ada.waitForEvent("download")
  await ada.getByRole("link", {name: t("answers.file.zip"), exact: true}).first().click()
  const data = await readFile(await (await waits).path())
  assert.equal(data.subarray(0, 2).toString(), "PK")
  assert.match(data.toString("latin1"), /[Aa]nnex[^/]*\.docx/) // names are not compressed
  const html = await (await ada.request.get(home + "/files/html")).text()
  for (const words of ["Example Association", "Safe Return", "We would say: most families.", "They wait for years."]) assert.ok(html.includes(words), words)
})

test("6. it is recorded as handed in and reopened as a new revision, which the open editor says", async () => {
  await follow(ada, "handed-in.record")
  found.push(...await faults(ada, "handed in"))
  await fill(ada, {day: "2026-01-02", hour: "10:00", confirmation: "Number 7"})
  await ada.locator('[name="receipt"]').setInputFiles({name: "receipt.txt", mimeType: "text/plain", buffer: Buffer.from("Received")})
  await press(ada, "handed-in.submit")
  await noticed(ada, "notice.handed-in")
  await ada.getByText("Number 7").waitFor()
  await follow(ada, "signoff.reopen")
  await press(ada, "confirm.reopen.submit")
  await noticed(ada, "notice.reopened")
  await ben.locator('#editor-text[contenteditable="true"]').waitFor()
  await ben.getByText(t("editor.signoff.reopened")).first().waitFor()
})

test("7. no page had a fault or asked anybody else", () => {
  assert.deepEqual(found, [])
  assert.deepEqual(watches.flatMap(watch => watch.complaints), [])
})
