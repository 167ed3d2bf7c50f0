// Three organizations and five people on their way from the invitations to a final text and its package: freeze, position,
// change by another, renewal, withdrawal, a reviewer's link that is withdrawn while it is open, the consent of who is named,
// final, reopening.
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
let ada: Page, ben: Page, cleo: Page, dina: Page, eli: Page, eve: Page
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

  ben = await invited(ada, "Ben", "editor", "Safe Return")
  cleo = await invited(ada, "Cleo", "reader", "River Watch")
  dina = await invited(ben, "Dina", "editor") // by the administrator of the organization that she writes for
  eli = await invited(ada, "Eli", "commenter")
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

/** Somebody who follows an invitation by another: for an organization that they bring, or for one of who invites. */
async function invited(by: Page, name: string, role: string, brings = ""): Promise<Page> {
  await by.goto(home + "/people/invite" + (brings && "?organization=new"))
  if (brings) await fill(by, {organization_name: brings})
  await by.locator(`main [name="role"][value="${role}"]`).check()
  await press(by, "invite-person.submit")
  const link = await by.locator("#link").innerText(), page = await person()
  await page.goto(link)
  await fill(page, {name, email: name.toLowerCase() + "@example.org", password})
  await press(page, "join.submit.new")
  await noticed(page, "notice.joined")
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

test("1. the coordinator freezes the text; one organization signs it with a position, another as it is", async () => {
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
  await toSign(cleo, "River Watch")
  await cleo.getByLabel(t("sign.answer.endorsed"), {exact: true}).check()
  await press(cleo, "sign.submit")
  await noticed(cleo, "notice.signed.endorsed")
  for (const other of [dina, eli]) { // they write and comment, and sign for nobody
    await state(other)
    assert.equal(await other.getByRole("link", {name: new RegExp("^" + t("signoff.sign") + " ")}).count(), 0)
  }
})

test("2. a reviewer with a link comments on what is signed; who may only comment answers", async () => {
  await ada.goto(home + "/links")
  await fill(ada, {label: "the focal point"})
  await ada.getByLabel(t("links.kind.comment"), {exact: true}).check()
  await press(ada, "links.submit")
  const link = await ada.locator("#link").innerText()
  eve = await person()
  await eve.goto(link)
  await press(eve, "link.submit")
  await eve.locator(".numbered").filter({hasText: "Families wait for papers."}).locator("xpath=following-sibling::a[1]").click()
  await fill(eve, {name: "Eve Reader", body: "For how long?"})
  await press(eve, "linked.send")
  await noticed(eve, "notice.comment")
  await eli.goto(home + "/read")
  await eli.locator(".thread").filter({hasText: "For how long?"}).getByRole("link", {name: t("editor.comments.reply"), exact: true}).click()
  await fill(eli, {body: "We will say it."})
  await press(eli, "editor.comments.send")
  await noticed(eli, "notice.comment")
})

test("3. a change reopens what was signed; it is shown and renewed with one press", async () => {
  const editor = await Editor.open(dina, home)
  await editor.part("summary")
  await editor.key("End")
  await editor.type(" They wait for years. In May Maria Lopez Soto was taken away.")
  await editor.saved()
  await eve.reload()
  await eve.getByText("They wait for years.").waitFor() // the link shows the newest text
  await state(ada)
  await ada.getByText(t("signoff.changed.words")).waitFor()
  await askFor()
  await ada.getByText(t("signoff.state.reopened")).nth(1).waitFor()
  await toSign(ben, "Safe Return")
  await ben.locator("ins").filter({hasText: "They wait for years."}).first().waitFor()
  found.push(...await faults(ben, "changed"))
  await press(ben, "sign.renew.position")
  await noticed(ben, "notice.signed.position")
})

test("4. one organization withdraws what it signed; the reader link is withdrawn while it is open", async () => {
  await toSign(cleo, "River Watch")
  await cleo.locator("summary").filter({hasText: t("sign.withdraw")}).click()
  await press(cleo, "sign.withdraw.submit")
  await noticed(cleo, "notice.signed.withdrawn")
  await state(ada)
  await ada.getByRole("row").filter({hasText: "River Watch"}).getByText(t("signoff.state.withdrawn")).first().waitFor()
  await ada.goto(home + "/links")
  await ada.getByRole("button", {name: t("links.withdraw")}).click()
  await noticed(ada, "notice.link-withdrawn")
  await eve.getByRole("alert").filter({hasText: t("link.withdrawn")}).waitFor()
  assert.ok(!(await eve.content()).includes("They wait for years."))
})

test("5. another title reopens it at once; what the cover said and says is shown, and it is renewed likewise", async () => {
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

test("6. who is named has a case with what was agreed, a second person looks at it, and who only reads learns nothing of it", async () => {
  await ada.goto(home + "/consents")
  await ada.getByText("Maria Lopez Soto", {exact: true}).waitFor()
  found.push(...await faults(ada, "consents"))
  await follow(ada, "consents.from-finding")
  assert.equal(await ada.locator('[name="names"]').inputValue(), "Maria Lopez Soto")
  await ada.getByLabel(t("consent.extent.named"), {exact: true}).check()
  await press(ada, "consent.submit")
  await ada.getByRole("alert").waitFor()
  found.push(...await faults(ada, "case, refused"))
  await fill(ada, {label: "Case 7", terms: "Her name, on the Internet", obtainer: "R. S.", obtained: "2026-03-01", kept: "The safe"})
  await press(ada, "consent.submit")
  await noticed(ada, "notice.consent-kept")
  await ada.getByText(t("consents.seen.nobody")).waitFor()
  assert.equal(await ada.getByRole("button", {name: t("consents.see")}).count(), 0, "who wrote the case is no second person")
  assert.equal((await cleo.goto(home + "/consents"))!.status(), 403)
  await ben.goto(home + "/consents")
  await ben.getByRole("button", {name: t("consents.see") + " Case 7", exact: true}).click()
  await noticed(ben, "notice.consent-seen")
  found.push(...await faults(ben, "case, seen"))
})

/** Confirms on the page of the cases whom the text names. */
async function confirmsNames(page: Page): Promise<void> {
  await page.goto(home + "/consents#naming")
  await page.getByLabel(t("naming.looked")).check()
  await press(page, "naming.submit")
  await noticed(page, "notice.naming-confirmed")
}

test("7. when all have answered it becomes final without the one that withdrew, and the open editor only reads, at once, and says why", async () => {
  await toSign(ada, "Example Association")
  await ada.getByLabel(t("sign.answer.endorsed"), {exact: true}).check()
  await press(ada, "sign.submit")
  await noticed(ada, "notice.signed.endorsed")
  await follow(ada, "signoff.finish")
  await ada.getByText(t("final.naming")).waitFor()
  assert.equal(await ada.getByRole("button", {name: t("final.submit")}).count(), 0, "two people confirm whom the text names first")
  await confirmsNames(ada)
  await confirmsNames(ben)
  const editor = await Editor.open(ben, home)
  await ben.locator('#editor-text[contenteditable="true"]').waitFor()

  await ada.goto(home + "/signoff/final")
  await ada.locator(".callout").getByRole("link", {name: t("check.list")}).waitFor() // open points keep nothing back
  await ada.getByRole("listitem").filter({hasText: "River Watch"}).getByText(t("signoff.state.withdrawn")).waitFor()
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

test("8. the package has the signatories and the position", async () => {
  const waits = ada.waitForEvent("download")
  await ada.getByRole("link", {name: t("answers.file.zip"), exact: true}).first().click()
  const data = await readFile(await (await waits).path())
  assert.equal(data.subarray(0, 2).toString(), "PK")
  assert.match(data.toString("latin1"), /[Aa]nnex[^/]*\.docx/) // names are not compressed
  const html = await (await ada.request.get(home + "/files/html")).text()
  for (const words of ["Example Association", "Safe Return", "We would say: most families.", "They wait for years.", "Maria Lopez Soto"]) assert.ok(html.includes(words), words)
  for (const words of ["River Watch", "For how long?", "Eve Reader", "Case 7", "The safe"]) assert.ok(!html.includes(words), words)
})

test("9. it is recorded as handed in and reopened as a new revision, which the open editor says", async () => {
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

test("10. no page had a fault or asked anybody else", () => {
  assert.deepEqual(found, [])
  assert.deepEqual(watches.flatMap(watch => watch.complaints), [])
})
